"""A column whose header leaves open what it is: the values decide, or a person; never are all rows set aside."""

from __future__ import annotations

import openpyxl
import pytest

from analytics.imports import batches, import_paths
from analytics.imports.layouts import save_layout
from analytics.intake.layout import Layout
from analytics.intake.proposals import propose
from analytics.intake.report import FileReport
from analytics.measures import LogState, coverage
from analytics.vocabulary import SheetKind
from tests.tiny import Tiny

CAUSES = ["定损争议", "理赔时效", "服务态度", "拒赔"]
FORMS = ["正式", "非正式"]


def log(rows: int = 6, **columns: list[str]) -> list[dict[str, str]]:
    """Rows whose further columns go through their values in turn."""
    plain = {"投诉来源": "12378", "被投诉机构": "甲支公司"}
    return [
        {"投诉编号": f"T{n}", "受理时间": f"2016-03-{n:02d}", **plain}
        | {name: values[n % len(values)] for name, values in columns.items()}
        for n in range(1, rows + 1)
    ]


def taken(tiny: Tiny, rows: list[dict[str, str]]) -> FileReport:
    (file,) = import_paths(tiny.store, [tiny.write(rows)]).files
    return file


@pytest.mark.parametrize("header", ["投诉类别", "投诉类型", "类别", "投诉分类", "Complaint type"])
def test_causes_under_an_open_header_are_the_cause(header: str, tiny: Tiny) -> None:
    file = taken(tiny, log(**{header: CAUSES}))
    assert (file.status, file.rejects, file.sheets[0].new) == ("imported", [], 6)
    assert file.sheets[0].columns[header] == "cause_label"
    said = [warning for warning in file.warnings if warning.code == "column_by_contents"]
    assert [warning.column for warning in said] == [header] and "理赔时效" in said[0].message.zh
    causes = {row["complaint_no"]: row["causes"] for row in tiny.complaints()}
    assert causes["T1"] == ["claim_delay"] and causes["T2"] == ["staff_attitude"]


@pytest.mark.parametrize("header", ["投诉类别", "投诉类型", "类别"])
def test_forms_under_an_open_header_are_the_form(header: str, tiny: Tiny) -> None:
    assert taken(tiny, log(**{header: FORMS})).sheets[0].columns[header] == "form"
    assert [row["form"] for row in tiny.complaints()[:2]] == ["informal", "formal"]


def test_the_words_of_one_column_never_take_the_place_of_another(tiny: Tiny) -> None:
    file = taken(tiny, log(投诉类别=CAUSES, 投诉原因=["理赔时效"], 类别=FORMS))
    assert file.sheets[0].columns["投诉原因"] == "cause_label" and file.sheets[0].columns["类别"] == "form"
    assert file.sheets[0].unmapped == ["投诉类别"]
    assert any("投诉类别" in warning.message.zh and "未读取" in warning.message.zh for warning in file.warnings)


@pytest.mark.parametrize("values", [["正式", "定损争议"], ["理赔类", "服务类", "承保类"], ["甲级", "乙级"]])
def test_what_nobody_can_tell_is_asked_and_nothing_is_written(values: list[str], tiny: Tiny) -> None:
    file = taken(tiny, log(投诉类别=values))
    assert file.status == "failed" and file.error is not None and file.error.code == "unclear_column"
    assert values[0] in file.error.message.zh and "第 1 行" in file.error.message.zh
    with tiny.store.cursor() as cursor:
        assert batches(cursor) == []
    (sheet,) = propose(tiny.folder / "file1.csv", "file1.csv")
    assert sheet.columns[-1].field is None and [column.how for column in sheet.columns[:-1]] == ["known"] * 4
    # Answered: the column is not read.
    columns = {column.header: column.field for column in sheet.columns if column.field}
    save_layout(tiny.store, Layout("答", SheetKind.LOG, columns), sheet.headers, seen={})
    assert taken(tiny, log(投诉类别=values)).sheets[0].new == 6


@pytest.mark.parametrize("slips", [["正试", "正式", "非正式", "正式"], ["", "", "也许"]])
def test_a_slip_sets_its_row_aside_and_no_other(slips: list[str], tiny: Tiny) -> None:
    file = taken(tiny, log(9, 投诉类别=slips))
    assert file.status == "imported" and file.sheets[0].columns["投诉类别"] == "form"
    assert 0 < file.sheets[0].rejected < 4 and {reject.code for reject in file.rejects} == {"bad_form"}


def test_product_lines_under_the_forms_header(tiny: Tiny) -> None:
    taken(tiny, log(投诉类别=["车险", "家财险"]))
    assert {row["product_line"] for row in tiny.complaints()} == {"车险", "家财险"}


def test_a_file_of_which_no_row_loads_covers_no_month(tiny: Tiny) -> None:
    """A confirmed mapping that fits nothing: its month is not known, and not a month without complaints."""
    wrong = {"投诉编号": "complaint_no", "受理时间": "received_at", "被投诉机构": "branch", "投诉来源": "form"}
    rows = log()
    save_layout(tiny.store, Layout("错", SheetKind.LOG, wrong), list(rows[0]), seen={})
    file = taken(tiny, rows)
    assert file.warnings[0].code == "no_row_accepted" and "投诉来源" in file.warnings[0].message.zh
    assert len(file.rejects) == 6  # each with what to do
    with tiny.store.cursor() as cursor:
        assert coverage(cursor) == []


@pytest.mark.parametrize(("name", "code"), [("台账.csv", "no_rows"), ("2016年3月台账.csv", "empty_log")])
def test_a_log_without_a_row_says_zero_only_of_a_month_it_states(name: str, code: str, tiny: Tiny) -> None:
    tiny.load(log(2), "2016年3月一.csv")
    path = tiny.folder / name
    path.write_text("投诉编号,受理时间,投诉来源,被投诉机构\n", encoding="utf-8")
    (file,) = import_paths(tiny.store, [path]).files
    assert [warning.code for warning in file.warnings] == [code]


@pytest.mark.parametrize(
    ("content", "says"), [("今天天气很好,去公园。\n", "内容实为 CSV"), ('{"a": 1}', "内容实为 CSV")]
)
def test_text_that_is_no_table_under_a_workbooks_name_says_what_it_is(content: str, says: str, tiny: Tiny) -> None:
    (tiny.folder / "三月.xlsx").write_text(content, encoding="utf-8")
    (file,) = import_paths(tiny.store, [tiny.folder / "三月.xlsx"]).files
    assert file.error is not None and file.error.code == "no_header"
    assert says in file.error.message.zh and "三月.xlsx" in file.error.message.zh


def test_an_empty_workbook_is_said_to_be_empty(tiny: Tiny) -> None:
    openpyxl.Workbook().save(tiny.folder / "空.xlsx")
    (file,) = import_paths(tiny.store, [tiny.folder / "空.xlsx"]).files
    assert file.error is not None and file.error.code == "empty_workbook"


def test_a_sheet_of_which_no_row_loads_covers_no_month(tiny: Tiny) -> None:
    book = openpyxl.Workbook()
    for month, day in (("2016年1月", "2016-01-05"), ("2016年2月", "2016-02-31"), ("2016年3月", "2016-03-05")):
        sheet = book.create_sheet(month)
        sheet.append(["投诉编号", "受理时间", "投诉来源", "被投诉机构"])
        sheet.append([f"T{month}", day, "12378", "甲支公司"])
    book.save(tiny.folder / "一季度.xlsx")
    (file,) = import_paths(tiny.store, [tiny.folder / "一季度.xlsx"]).files
    assert file.status == "imported" and len(file.rejects) == 1
    with tiny.store.cursor() as cursor:
        states = {one.month: one.log for one in coverage(cursor)}
    assert states == {"2016-01": LogState.RECEIVED, "2016-02": LogState.MISSING, "2016-03": LogState.RECEIVED}


def test_two_columns_of_one_name_are_told_apart_by_a_layout(tiny: Tiny) -> None:
    path = tiny.folder / "two.csv"
    path.write_text("登记号,时间,投诉来源,被投诉机构,时间\nT1,2016-01-05,12378,甲支公司,2016-01-09\n", encoding="utf-8")
    (sheet,) = propose(path, path.name)
    assert sheet.names == ["登记号", "时间", "投诉来源", "被投诉机构", "时间#2"]
    fields = ["complaint_no", "received_at", "channel", "branch", "withdrawn_on"]
    save_layout(
        tiny.store, Layout("两个时间", sheet.kind, dict(zip(sheet.names, fields, strict=True))), sheet.headers, seen={}
    )
    (file,) = import_paths(tiny.store, [path]).files
    assert file.sheets[0].columns["时间#2"] == "withdrawn_on"
    (row,) = tiny.complaints()
    assert (row["received_at"], row["withdrawn_on"]) == ("2016-01-05", "2016-01-09")
