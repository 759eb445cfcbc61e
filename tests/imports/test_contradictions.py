"""Two spellings of one thing are no contradiction; two things are."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from analytics.imports import import_paths
from analytics.intake.report import FileReport, Remark
from tests.tiny import Tiny

T1 = {"投诉编号": "T1", "受理时间": "2016-01-05", "投诉来源": "12378", "被投诉机构": "海棠支公司", "险种": "车险"}


def loaded(tiny: Tiny, *rows: dict[str, Any]) -> FileReport:
    report: FileReport
    (report,) = tiny.load([{**T1, **row} for row in rows]).files
    return report


def said(report: FileReport) -> list[Remark]:
    return [warning for warning in report.warnings if warning.code == "contradiction"]


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("投诉原因", "退保退费、无人跟踪", "退保退费/无人跟踪"),
        ("投诉原因", "理赔时效", "理赔时效 "),
        ("投诉来源", "12378", "12378热线转办"),
        ("险种", "车险", "机动车辆保险"),
        ("被投诉机构", "海棠支公司", "海棠支"),
        ("被投诉机构", "8802", "海棠支公司"),
    ],
)
def test_what_means_the_same_is_no_contradiction(field: str, first: str, second: str, tiny: Tiny) -> None:
    tiny.load([{"机构代码": "8802", "机构名称": "海棠支公司", "别名": "海棠支"}])
    loaded(tiny, {field: first})
    assert said(loaded(tiny, {field: second})) == []


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("投诉原因", "退保退费、无人跟踪", "退保退费"),
        ("投诉原因", "退保退费、无人跟踪", "无人跟踪、退保退费"),  # another primary cause
        ("投诉原因", "说不清的事", "说不明的事"),
        ("投诉来源", "12378", "公司网站"),
        ("险种", "车险", "家财险"),
        ("被投诉机构", "海棠支公司", "青屿支公司"),
        ("被投诉机构", "海棠支", "海棠分公司"),
    ],
)
def test_what_means_something_else_is_one(field: str, first: str, second: str, tiny: Tiny) -> None:
    tiny.load([{"机构代码": "8802", "机构名称": "海棠支公司", "别名": "海棠支"}])
    loaded(tiny, {field: first})
    (remark,) = said(loaded(tiny, {field: second}))
    assert first in remark.message.zh and second in remark.message.zh


def test_the_other_thing_is_named_and_not_the_other_spelling(tiny: Tiny) -> None:
    """服务态度, then 退保退费/无人跟踪, then the same with another separator: the first contradicts the last."""
    loaded(tiny, {"投诉原因": "服务态度"})
    loaded(tiny, {"投诉原因": "退保退费/无人跟踪"})
    (remark,) = said(loaded(tiny, {"投诉原因": "退保退费、无人跟踪"}))
    assert "服务态度" in remark.message.zh and "退保退费/无人跟踪" not in remark.message.zh


def test_many_spellings_do_not_hide_what_does_contradict(tiny: Tiny) -> None:
    """More than are listed are spelled otherwise, and the last complaint has come in on another day."""
    rows = [{"投诉编号": f"T{n:03}"} for n in range(250)]
    loaded(tiny, *({**row, "投诉原因": "退保退费、无人跟踪"} for row in rows))
    again = [{**row, "投诉原因": "退保退费/无人跟踪"} for row in rows]
    again[-1]["受理时间"] = "2016-01-06"
    assert [remark.field for remark in said(loaded(tiny, *again))] == ["received_at"]


def test_two_sheets_of_one_workbook_are_told_apart_by_name(tiny: Tiny) -> None:
    book = openpyxl.Workbook()
    for name, received in (("东关", "2016-03-02"), ("西关", "2016-03-05")):
        sheet = book.create_sheet(name)
        sheet.append(["投诉编号", "受理时间", "投诉来源", "被投诉机构"])
        sheet.append(["A", received, "12378", "东关支公司"])
    book.save(tiny.folder / "2016年3月.xlsx")
    (report,) = import_paths(tiny.store, [tiny.folder / "2016年3月.xlsx"]).files
    (said,) = [one for one in report.warnings if one.code == "contradiction"]
    assert said.message.zh.index("“东关”第 2 行为 2016-03-02") < said.message.zh.index("“西关”第 2 行为 2016-03-05")
    assert "sheet '东关' row 2" in said.message.en and "sheet '西关' row 2" in said.message.en


def received(tiny: Tiny) -> str:
    with tiny.store.cursor() as cursor:
        return str(cursor.execute("SELECT received_at FROM complaint WHERE complaint_no = 'T1'").fetchall()[0][0])


@pytest.mark.parametrize(("first", "second"), [("2016-01-05 09:30", "2016-01-05"), ("2016-01-05", "2016-01-05 09:30")])
def test_a_day_without_its_time_contradicts_no_time_and_takes_none_away(first: str, second: str, tiny: Tiny) -> None:
    """One month's log has the time, the next only the day: nothing to correct, and 15 minutes to count."""
    loaded(tiny, {"受理时间": first})
    assert said(loaded(tiny, {"受理时间": second})) == []
    assert received(tiny) == "2016-01-05 09:30:00"


@pytest.mark.parametrize(
    ("times", "stands"),
    [
        (("2016-01-05 09:30", "2016-01-06"), "2016-01-06 00:00:00"),
        (("2016-01-05 09:30", "2016-01-05 10:00"), "2016-01-05 10:00:00"),
        (("2016-01-05 09:30", "2016-01-05 10:00", "2016-01-05"), "2016-01-05 10:00:00"),
    ],
)
def test_another_day_or_another_time_is_a_contradiction(times: tuple[str, ...], stands: str, tiny: Tiny) -> None:
    *_, remarks = [said(loaded(tiny, {"受理时间": time})) for time in times]
    assert [remark.field for remark in remarks] == ["received_at"]
    assert received(tiny) == stands
