"""A timely rate that cannot be given names the logs that cost it, and no others."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.imports import undo
from analytics.measures import Scope, Window, indicators
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny

AS_OF = date(2016, 12, 31)


def complaint(number: str, day: str, **more: str) -> dict[str, Any]:
    return {"投诉编号": number, "受理时间": day, "投诉类别": "正式", **more}


def three_months(tiny: Tiny) -> None:
    """January's log (batch 1) tells reports, February's (2) does not, March's (3) does not and has no valid one."""
    tiny.logs(complaint("A1", "2016-01-04", 反馈报告日期="2016-01-08"))
    tiny.logs(complaint("B1", "2016-02-01"), complaint("B2", "2016-02-02", 被投诉机构="乙支公司"))
    tiny.logs(complaint("C1", "2016-03-01", 投诉来源="网站"), complaint("C2", "2016-03-01", 撤诉日期="2016-03-02"))


def places(tiny: Tiny, by: str = "total", **scope: Any) -> dict[tuple[Any, ...], tuple[str, ...]]:
    table = tiny.measure(by, "timely_rate", as_of=AS_OF, **scope)
    found = {}
    for row in table.rows:
        missing = row.figures[Measure.TIMELY_RATE].missing
        if missing and missing.code == "report_dates_unknown":
            found[tuple(row.key.values())] = missing.places
    return found


def test_the_log_at_fault_is_named_by_month_and_batch(tiny: Tiny) -> None:
    three_months(tiny)
    assert places(tiny) == {(): ("2016-02 #2",)}
    assert places(tiny, "month") == {("2016-02",): ("2016-02 #2",)}
    assert places(tiny, "branch") == {("甲支公司",): ("2016-02 #2",), ("乙支公司",): ("2016-02 #2",)}
    assert places(tiny, last="2016-01") == {}
    (said,) = tiny.records(measures="timely_rate", as_of=AS_OF)[0]["missing"]
    assert said == "timely_rate: logs lack report dates (month #batch): 2016-02 #2"
    figure = tiny.measure(measures="timely_rate", as_of=AS_OF).rows[0].figures[Measure.TIMELY_RATE]
    assert figure.missing is not None
    assert figure.missing.sentence().zh == "台账没有反馈日期列(月份 #批次):2016-02 #2"
    undo(tiny.store, 2)
    assert places(tiny) == {}


def test_a_later_log_with_the_column_settles_it(tiny: Tiny) -> None:
    three_months(tiny)
    tiny.logs(
        complaint("B1", "2016-02-01", 反馈报告日期="2016-02-03"),
        complaint("B2", "2016-02-02", 反馈报告日期="", 被投诉机构="乙支公司"),
    )
    assert places(tiny) == {}


def test_the_month_of_the_log_is_named_whatever_month_is_booked_to(tiny: Tiny) -> None:
    """B1, received on 1 February, is determined 30 days later, in March."""
    three_months(tiny)
    assert places(tiny, "month", book="determined") == {("2016-03",): ("2016-02 #2",)}


def test_windows_name_the_logs_within_them(tiny: Tiny) -> None:
    three_months(tiny)
    tiny.logs(complaint("D1", "2016-04-01"))
    with tiny.store.cursor() as cursor:
        found = indicators(cursor, Scope(as_of=AS_OF), Window.QUARTER)
        by_branch = indicators(cursor, Scope(as_of=AS_OF), Window.QUARTER, (Dimension.BRANCH,))
    said = {row.span.label: missing.places for row in found.rows if (missing := row.net[Measure.TIMELY_RATE].missing)}
    assert (said["2016-Q1"], said["2016-Q2"]) == (("2016-02 #2",), ("2016-04 #4",))
    other = {
        (row.key["branch"], row.span.label): missing.places
        for row in by_branch.rows
        if (missing := row.gross[Measure.TIMELY_RATE].missing) and missing.code == "report_dates_unknown"
    }
    assert other == {
        ("甲支公司", "2016-Q1"): ("2016-02 #2",), ("乙支公司", "2016-Q1"): ("2016-02 #2",),
        ("甲支公司", "2016-Q2"): ("2016-04 #4",),
    }  # fmt: skip
