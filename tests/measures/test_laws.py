"""Laws that hold for any log: SQL and definition agree, parts sum to the whole, order does not matter."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.imports import import_paths, undo
from analytics.measures import Scope, Window, complaints, indicators, month_range
from analytics.rules import Judged, limit_day, rulebook, status_of
from analytics.vocabulary import InvalidFinding, Measure, Status
from tests.tiny import Tiny

BRANCHES = ["甲支公司", "乙支公司", "丙支公司"]
CAUSES = ["赔偿标准异议", "服务态度", "理赔时效、无人跟踪", "保险责任争议", ""]


@st.composite
def complaint(draw: st.DrawFn) -> dict[str, Any]:
    received = draw(st.datetimes(datetime(2015, 11, 1), datetime(2016, 12, 31, 23))).replace(microsecond=0)
    withdrawn = draw(st.none() | st.integers(0, 120))
    finding = draw(st.sampled_from(["", "", "", "投诉人无投诉资格", "协调委认定无效"]))
    found = draw(st.none() | st.integers(0, 90)) if finding else None
    day = received.date()
    return {
        "受理时间": received.strftime("%Y-%m-%d %H:%M:%S"),
        "投诉来源": draw(st.sampled_from(["12378", "12378", "12378", "4008667788", "行业协会", ""])),
        "投诉类别": draw(st.sampled_from(["正式", "非正式", ""])),
        "被投诉机构": draw(st.sampled_from(BRANCHES)),
        "投诉原因": draw(st.sampled_from(CAUSES)),
        "撤诉日期": (day + timedelta(withdrawn)).isoformat() if withdrawn is not None else "",
        "无效认定": finding,
        "无效认定日期": (day + timedelta(found)).isoformat() if found is not None else "",
        "是否有效": draw(st.sampled_from(["有效", "无效", ""])),
    }


LOG = st.lists(complaint(), min_size=1, max_size=12).map(
    lambda rows: [{"投诉编号": f"T{n}", **row} for n, row in enumerate(rows)]
)
AS_OF = st.dates(date(2015, 12, 1), date(2017, 3, 1))
SLOW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def fresh(tmp_path: Path) -> Any:
    """A new tiny insurer for every example."""
    made: list[Tiny] = []

    def make() -> Tiny:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        made.append(Tiny(folder))
        return made[-1]

    yield make
    for one in made:
        one.store.close()
        shutil.rmtree(one.folder)


@SLOW
@given(
    rows=LOG,
    as_ofs=st.lists(AS_OF, min_size=3, max_size=3),
    book=st.sampled_from(["company-2016", "cbirc-2020-3", "stated"]),
)
def test_the_query_is_the_definition(fresh: Any, rows: list[dict[str, Any]], as_ofs: list[date], book: str) -> None:
    tiny = fresh()
    tiny.load(rows)
    rules = rulebook(book)
    with tiny.store.cursor() as cursor:
        stored = cursor.execute(
            "SELECT complaint_no, received_on, channel_code, form_code, complexity_code, withdrawn_on, invalid_finding,"
            " invalid_found_on, stated_valid FROM complaint"
        ).fetchall()
        for as_of in as_ofs:
            expected = {}
            for number, received, channel, form, complexity, withdrawn, finding, found, stated in stored:
                limit = limit_day(rules, received, form, complexity).limit_date
                fact = InvalidFinding(finding) if finding else None
                status = status_of(Judged(received, channel, limit, withdrawn, fact, found, stated), rules, as_of)
                if status:
                    expected[number] = status
            asked = complaints(cursor, Scope(as_of=as_of, rulebook=book))
            assert {row["complaint_no"]: Status(row["status"]) for row in asked} == expected


@SLOW
@given(rows=LOG, as_of=AS_OF)
def test_parts_sum_to_the_whole_and_net_is_never_above_gross(
    fresh: Any, rows: list[dict[str, Any]], as_of: date
) -> None:
    tiny = fresh()
    tiny.load(rows)
    names = "complaints,regulator_complaints,valid,pending,cause_mentions"
    (total,) = tiny.records("total", names, as_of=as_of)
    for by in (
        "branch",
        "month",
        "quarter",
        "year",
        "channel",
        "form",
        "status",
        "category",
        "product_line",
        "month,branch",
    ):
        parts = tiny.records(by, names, as_of=as_of)
        for name in names.split(","):
            assert sum(part[name] for part in parts) == total[name], (by, name)
    (gross,) = tiny.records("total", "valid", as_of=as_of, view="monthly")
    assert total["valid"] <= gross["valid"]
    assert total["complaints"] == len(tiny.complaints(as_of=as_of))
    assert total["valid"] == sum(row["valid_annual"] for row in tiny.complaints(as_of=as_of))
    assert gross["valid"] == sum(row["valid_monthly"] for row in tiny.complaints(as_of=as_of))


@SLOW
@given(rows=LOG, as_of=AS_OF)
def test_windows_are_the_sums_of_their_months(fresh: Any, rows: list[dict[str, Any]], as_of: date) -> None:
    """Indicators, received booking: months sum to every window, ratios are of the sums, net is never above gross."""
    tiny = fresh()
    tiny.load([*rows, {"投诉编号": "S", "受理时间": "2015-01-01", "被投诉机构": BRANCHES[0]}])
    months = month_range("2015-01", "2016-12")
    tiny.exposure(*((month, branch, 1e8, 1000) for month in months for branch in BRANCHES))
    with tiny.store.cursor() as cursor:
        asked = {w: indicators(cursor, Scope(as_of=as_of, last="2016-12"), w).rows for w in Window}
    by_month = {row.span.label: row for row in asked[Window.MONTH]}
    for window in Window:
        for row in asked[window]:
            if row.net[Measure.VALID].value is None:
                assert window is Window.ROLLING_12
                continue
            for figures, side in ((row.net, "net"), (row.gross, "gross")):
                parts = [getattr(by_month[month], side) for month in row.span.months]
                valid = sum(part[Measure.VALID].value for part in parts)
                assert figures[Measure.VALID].value == valid
                premium = sum(part[Measure.PREMIUM_YUAN].value for part in parts)
                assert figures[Measure.PREMIUM_RATIO].value == pytest.approx(valid / premium * 1e8)
            assert row.net[Measure.VALID].value <= row.gross[Measure.VALID].value


@SLOW
@given(rows=LOG, as_of=AS_OF, later=st.integers(0, 400))
def test_a_later_as_of_never_makes_a_withdrawn_complaint_valid(
    fresh: Any, rows: list[dict[str, Any]], as_of: date, later: int
) -> None:
    tiny = fresh()
    tiny.load(rows)
    before = {r["complaint_no"] for r in tiny.complaints(as_of=as_of) if r["status"] == "invalid_withdrawn"}
    after = {r["complaint_no"]: r for r in tiny.complaints(as_of=as_of + timedelta(later))}
    # A finding may replace the reason; nothing may turn it valid.
    assert all(not after[number]["valid_monthly"] for number in before)


@SLOW
@given(rows=LOG, as_of=AS_OF, branches=st.sets(st.sampled_from(BRANCHES), min_size=1))
def test_widening_the_filter_never_lowers_a_count(
    fresh: Any, rows: list[dict[str, Any]], as_of: date, branches: set[str]
) -> None:
    tiny = fresh()
    tiny.load(
        [*rows, *({"投诉编号": f"S{n}", "受理时间": "2015-11-01", "被投诉机构": b} for n, b in enumerate(BRANCHES))]
    )
    chosen = tuple(sorted(branches))
    names = "complaints,valid,pending,cause_mentions"
    (narrow,) = tiny.records("total", names, as_of=as_of, branches=chosen[:1])
    (wide,) = tiny.records("total", names, as_of=as_of, branches=chosen)
    assert all(narrow[name] <= wide[name] for name in names.split(","))


@st.composite
def monthly_logs(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Logs of successive months: each lists its own complaints, and earlier ones again with what is new since."""
    logs: list[list[dict[str, Any]]] = []
    open_ones: list[dict[str, Any]] = []
    for month in range(1, draw(st.integers(2, 4)) + 1):
        new = [
            {
                "投诉编号": f"T{month}-{n}",
                "受理时间": f"2016-{month:02d}-{draw(st.integers(1, 28)):02d}",
                "投诉来源": draw(st.sampled_from(["12378", "4008667788"])),
                "被投诉机构": draw(st.sampled_from(BRANCHES)),
                "投诉原因": draw(st.sampled_from(CAUSES)),
                "撤诉日期": "",
                "处理结果": "",
            }
            for n in range(draw(st.integers(1, 3)))
        ]
        again = []
        for row in open_ones:
            if draw(st.booleans()):
                again.append(
                    {**row, "撤诉日期": f"2016-{month:02d}-28", "处理结果": draw(st.sampled_from(["", "已协商"]))}
                )
        open_ones = [row for row in open_ones if row["投诉编号"] not in {r["投诉编号"] for r in again}] + new
        logs.append([*new, *again])
    return logs


@SLOW
@given(logs=monthly_logs(), data=st.data())
def test_any_order_of_importing_gives_the_same_state(
    fresh: Any, logs: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    straight, shuffled = fresh(), fresh()
    files = [straight.write(rows, f"2016年{n + 1:02d}月.csv") for n, rows in enumerate(logs)]
    import_paths(straight.store, files)
    import_paths(shuffled.store, data.draw(st.permutations(files)))
    assert straight.dump() == shuffled.dump()


@SLOW
@given(logs=monthly_logs(), data=st.data())
def test_importing_twice_is_importing_once_and_undo_restores(
    fresh: Any, logs: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    tiny = fresh()
    files = [tiny.write(rows, f"2016年{n + 1:02d}月.csv") for n, rows in enumerate(logs)]
    import_paths(tiny.store, files[:-1])
    before = tiny.dump()
    last = import_paths(tiny.store, files[-1:]).files[0]
    after = tiny.dump()
    version = tiny.store.data_version()
    again = import_paths(tiny.store, files).files
    assert {file.status for file in again} == {"unchanged"} and tiny.dump() == after
    assert tiny.store.data_version() == version
    rehearsed = import_paths(tiny.store, files[-1:], dry_run=True).files[0]
    assert rehearsed.status == "unchanged" and tiny.dump() == after
    assert last.batch is not None
    undo(tiny.store, last.batch)
    assert tiny.dump() == before
    rehearsed = import_paths(tiny.store, files[-1:], dry_run=True).files[0]
    assert tiny.dump() == before
    assert [s.as_dict() for s in rehearsed.sheets] == [s.as_dict() for s in last.sheets]
    import_paths(tiny.store, files[-1:])
    assert tiny.dump() == after
