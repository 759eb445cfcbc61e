"""import -> download the rejects -> correct the marked cells -> import = importing a log without faults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.books import HEADERS, add_sheet, correct, download, load, values, write_csv, write_xlsx
from tests.tiny import Tiny

NUMBER, RECEIVED, CHANNEL, BRANCH, LINE, POLICY, CAUSE, WITHDRAWN, AMOUNT, STATED = range(len(HEADERS))
Cells = list[Any]


def row(number: Any, received: Any = datetime(2016, 3, 5, 14, 5), **cells: Any) -> Cells:
    plain = {"投诉编号": number, "受理时间": received, "投诉来源": "12378", "被投诉机构": "甲支公司"}
    return [{**plain, **cells}.get(header) for header in HEADERS]


def right_values(rows: Sequence[Cells], first_row: int) -> Any:
    """What a person would type: the cell of the log without faults."""
    return lambda _line, original, header: rows[original - first_row][HEADERS.index(header)]


def same_state(
    folder: Path, name: str, faulty: Sequence[Cells], right: Sequence[Cells], around: Sequence[Path] = ()
) -> Tiny:
    """Two databases: faulty and corrected against right from the start; both see the logs around it."""
    mended, whole = Tiny(folder, "mended.duckdb"), Tiny(folder, "whole.duckdb")
    (folder / "right").mkdir()
    path = write_xlsx(folder / name, faulty)
    report = load(mended, path)
    assert report.rejects
    for other in around:
        load(mended, other)
    corrected = load(mended, correct(download(path, report), right_values(right, first_row=2)))
    assert corrected.rejects == []
    assert load(whole, write_xlsx(folder / "right" / name, right)).rejects == []
    for other in around:
        load(whole, other)
    assert mended.dump() == whole.dump()
    whole.store.close()
    return mended


def test_a_later_row_of_the_same_complaint_still_speaks_last(tmp_path: Path) -> None:
    right = [
        row("A1", 撤诉日期=date(2016, 3, 7), 险种="车险"),
        row("A2"),
        row("A1", 撤诉日期=date(2016, 3, 9), 险种="家财险"),
        row("A1", 险种="责任险"),
    ]
    faulty = [[*right[0]], *right[1:]]
    faulty[0][WITHDRAWN] = "上周"
    mended = same_state(tmp_path, "2016年3月.xlsx", faulty, right)
    (complaint,) = [one for one in mended.complaints() if one["complaint_no"] == "A1"]
    assert complaint["withdrawn_on"] in (date(2016, 3, 9), "2016-03-09")
    shown = values(next((tmp_path / "downloads").iterdir()))
    assert [line[0] for line in shown[3:]] == ["A1", "A1", "A1"]
    mended.store.close()


def test_what_another_log_said_meanwhile_is_not_overruled_by_accepted_rows(tmp_path: Path) -> None:
    right = [row("A1", 险种="车险"), row("A2")]
    faulty = [right[0], row("A2", "昨天")]
    other = write_xlsx(tmp_path / "2016年3月补充.xlsx", [row("A1", 险种="家财险")])
    same_state(tmp_path, "2016年3月.xlsx", faulty, right, [other]).store.close()


def test_row_counters_do_not_become_complaint_numbers(tmp_path: Path) -> None:
    right = [row(n, 保单号=f"P{n}") for n in range(1, 6)]
    faulty = [[*cells] for cells in right]
    faulty[0][AMOUNT] = faulty[3][WITHDRAWN] = "不清楚呢"
    mended = same_state(tmp_path, "2016年3月.xlsx", faulty, right)
    assert all(one["complaint_no"].startswith("K") for one in mended.complaints())
    mended.store.close()


def test_numbers_that_run_in_the_selection_only_stay_numbers(tmp_path: Path) -> None:
    right = [row(n, 保单号=f"P{n}") for n in (1, 2, 3, 500)]
    faulty = [[*cells] for cells in right]
    faulty[0][AMOUNT] = faulty[1][AMOUNT] = "不清楚呢"
    mended = same_state(tmp_path, "2016年3月.xlsx", faulty, right)
    assert sorted(one["complaint_no"] for one in mended.complaints()) == ["1", "2", "3", "500"]
    mended.store.close()


def test_a_log_without_a_stated_month_keeps_the_one_it_was_imported_with(tmp_path: Path) -> None:
    """The rejected row is old; the February log must not overrule what the March log says of it."""
    january = datetime(2016, 1, 8)
    right = [row("A1", january, 险种="家财险"), row("A2", datetime(2016, 3, 30))]
    faulty = [row("A1", january, 险种="家财险", **{"赔付金额(元)": "很多"}), right[1]]
    february = write_xlsx(tmp_path / "2016年2月.xlsx", [row("A1", january, 险种="车险")])
    mended = same_state(tmp_path, "台账.xlsx", faulty, right, [february])
    (complaint,) = [one for one in mended.complaints() if one["complaint_no"] == "A1"]
    assert complaint["product_line"] == "家财险"
    mended.store.close()


def test_a_date_without_year_is_not_completed_by_the_month_that_the_download_states(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", [row("A1", datetime(2016, 3, 30)), row("A2", "3月5日")])
    first = load(tiny, path)
    assert [reject.code for reject in first.rejects] == ["bad_date"]
    target = download(path, first)
    untouched = load(tiny, target)
    assert [(reject.code, reject.field) for reject in untouched.rejects] == [("bad_date", "received_at")]
    assert untouched.sheets[0].report_month == "2016-03"


def test_a_year_without_a_month_above_the_table_completes_dates_as_it_did(tmp_path: Path) -> None:
    """12月5日 under "2016年" was read as of 2016; under "2016年3月" it would be of 2015."""
    right = [row("A1", 撤诉日期="12月5日"), row("A2", datetime(2016, 3, 30)), row("A1", 险种="车险")]
    faulty = [row("A1", 撤诉日期="12月5日", **{"赔付金额(元)": "很多"}), *right[1:]]
    mended = same_state(tmp_path, "2016年台账.xlsx", faulty, right)
    (complaint,) = [one for one in mended.complaints() if one["complaint_no"] == "A1"]
    assert str(complaint["withdrawn_on"]) == "2016-12-05" and complaint["product_line"] == "车险"
    mended.store.close()


def test_rows_of_one_complaint_in_sheets_of_one_month(tmp_path: Path) -> None:
    def book(path: Path, first: Cells) -> Path:
        path.parent.mkdir(exist_ok=True)
        made = openpyxl.Workbook()
        add_sheet(made.active, [first], HEADERS, name="甲")
        add_sheet(made.create_sheet(), [row("A1", 险种="责任险"), row("A3")], HEADERS, name="乙")
        made.save(path)
        return path

    right, faulty = row("A1", 险种="车险"), row("A1", 险种="车险", 撤诉日期="上周")
    right[WITHDRAWN] = date(2016, 3, 8)
    mended, whole = Tiny(tmp_path, "mended.duckdb"), Tiny(tmp_path, "whole.duckdb")
    path = book(tmp_path / "2016年3月.xlsx", faulty)
    target = correct(download(path, load(mended, path)), lambda *_: date(2016, 3, 8))
    assert openpyxl.load_workbook(target).sheetnames == ["甲", "乙"]
    assert load(mended, target).rejects == []
    load(whole, book(tmp_path / "right" / "2016年3月.xlsx", right))
    assert mended.dump() == whole.dump()
    mended.store.close()
    whole.store.close()


def test_exposure_that_is_said_twice(tiny: Tiny, tmp_path: Path) -> None:
    headers = ["月份", "机构", "保费收入(元)", "有效保单(张)"]
    rows = [["2016-01", "甲", "许多", 5], ["2016-01", "甲", 300, 6], ["2016-01", "乙", 7, 7]]
    path = write_xlsx(tmp_path / "保费.xlsx", rows, headers)
    load(tiny, correct(download(path, load(tiny, path)), lambda *_: 200))
    with tiny.store.cursor() as cursor:
        found = cursor.execute("SELECT branch_name, premium_yuan, policies FROM exposure ORDER BY 2").fetchall()
    assert found == [("乙", 7, 7), ("甲", 300, 6)]


FAULTS: dict[int, tuple[Any, ...]] = {
    RECEIVED: (None, "2016年13月5日", "昨天", "#REF!"),
    WITHDRAWN: ("上周", "2016-02-30", date(2015, 12, 31)),
    AMOUNT: ("一百多", "#DIV/0!"),
    STATED: ("也许吧", "#N/A"),
    BRANCH: ("#REF!",),
}


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Cells], list[Cells]]:
    """A log without faults, and the same with at least one. Numbers repeat, or count rows, or are missing."""
    style = draw(st.sampled_from(["numbers", "numbers", "counters", "none"]))
    size = draw(st.integers(1, 8))
    right: list[Cells] = []
    for place in range(size):
        received = datetime(2016, draw(st.integers(1, 3)), draw(st.integers(1, 28)), 10) + timedelta(minutes=place)
        number: Any = {"numbers": f"T{draw(st.integers(0, 4)):03}", "counters": place + 1, "none": None}[style]
        right.append(
            [
                number,
                received,
                draw(st.sampled_from(["12378", "公司网站", "=1+1"])),
                draw(st.sampled_from(["甲支公司", "乙支公司", "+丙"])),
                draw(st.sampled_from([None, "车险", "家财险"])),
                f"0{place:07}",
                draw(st.sampled_from([None, "理赔时效", "-不明"])),
                draw(st.sampled_from([None, received.date(), (received + timedelta(days=9)).date()])),
                draw(st.sampled_from([None, 0, 12.5, 1e6])),
                draw(st.sampled_from([None, "有效", "无效"])),
            ]
        )
    # The month of a log that states none is its latest receipt's: known from a row without faults.
    right.append(["T999" if style != "counters" else size + 1, datetime(2016, 3, 31), "12378", *[None] * 7])
    right[-1][POLICY] = "P"
    faulty = [[*cells] for cells in right]
    places = draw(
        st.lists(
            st.tuples(st.integers(0, size - 1), st.sampled_from(sorted(FAULTS))), min_size=1, max_size=5, unique=True
        )
    )
    for place, column in places:
        faulty[place][column] = draw(st.sampled_from(FAULTS[column]))
    return right, faulty


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    both=logs(),
    name=st.sampled_from(["2016年3月台账", "台账"]),
    kind=st.sampled_from(["xlsx", "xlsx", "csv"]),
    neighbours=st.lists(st.sampled_from(["T000", "T001", "T002"]), max_size=3),
    month=st.sampled_from([2, 4]),
)
def test_corrected_rejects_bring_what_a_log_without_faults_brings(
    both: tuple[list[Cells], list[Cells]], name: str, kind: str, neighbours: list[str], month: int
) -> None:
    right, faulty = both
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "right").mkdir()
        write = write_xlsx if kind == "xlsx" else write_csv
        others = []
        if neighbours:
            other = [row(number, 险种="责任险") for number in neighbours]
            others.append(write_xlsx(folder / f"2016年{month}月.xlsx", other))
        mended, whole = Tiny(folder, "mended.duckdb"), Tiny(folder, "whole.duckdb")
        path = write(folder / f"{name}.{kind}", faulty)
        first = load(mended, path)
        for other in others:
            load(mended, other)
        by_policy = {cells[POLICY]: cells for cells in right}
        said = first
        for _ in range(2):  # that a withdrawal lies before its receipt shows only once the receipt is known
            if said.rejects:
                path = correct(
                    download(path, said),
                    lambda line, _row, header: by_policy[line["保单号"]][HEADERS.index(header)],
                )
                said = load(mended, path)
        assert said.rejects == []
        load(whole, write(folder / "right" / f"{name}.{kind}", right))
        for other in others:
            load(whole, other)
        assert mended.dump() == whole.dump()
        mended.store.close()
        whole.store.close()
