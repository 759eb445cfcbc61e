"""A column of premium or policies that is not read is said by name; a unit that is not known never becomes a figure."""

from __future__ import annotations

import openpyxl
import pytest

from analytics.errors import FileError
from analytics.imports import import_paths
from analytics.imports.layouts import save_layout
from analytics.intake.layout import Layout
from analytics.intake.proposals import propose
from analytics.intake.report import FileReport
from analytics.intake.unread_columns import COLUMNS_NOT_READ
from analytics.vocabulary import SheetKind
from tests.tiny import Tiny


def imported(tiny: Tiny, **columns: str) -> FileReport:
    plain = {"月份": "2016-01", "机构": "甲支公司"}
    (file,) = import_paths(tiny.store, [tiny.write([plain | columns])]).files
    return file


def policies(tiny: Tiny) -> float | None:
    with tiny.store.cursor() as cursor:
        ((figure,),) = cursor.execute("SELECT policies FROM exposure").fetchall()
    return figure


@pytest.mark.parametrize(
    ("header", "figure"),
    [
        *(("存量保单件数(件)", 12.5), ("期末保单件数（万件）", 125_000), ("在保保单数(千件)", 12_500)),
        *(("月末保单数量（百张）", 1_250), ("保单存量_万张", 125_000)),
    ],
)
def test_policies_in_force_in_other_words_with_their_unit(header: str, figure: float, tiny: Tiny) -> None:
    file = imported(tiny, **{"保费收入(万元)": "10", header: "12.5"})
    assert file.sheets[0].columns[header] == "policies" and file.warnings == []
    assert policies(tiny) == figure


@pytest.mark.parametrize("header", ["保单件数(件)", "承保件数（万件）", "签单数量"])
def test_policies_that_may_be_those_written_are_not_read_and_said(header: str, tiny: Tiny) -> None:
    file = imported(tiny, **{"保费收入(万元)": "10", header: "12", "备注": "无"})
    (said,) = file.warnings
    assert said.code == COLUMNS_NOT_READ and said.field == "policies" and said.remedy is not None
    assert header in said.message.zh and "备注" in said.message.zh and "没有有效保单" in said.message.zh
    assert "有效保单(张)" in said.remedy.zh and "policies in force" in said.message.en
    assert said.remedy.zh in file.as_dict("zh")["warnings"][0]["message"]
    assert policies(tiny) is None


@pytest.mark.parametrize("header", ["有效保单(箱件)", "有效保单(万元)", "有效保单(件/亿元)"])
def test_a_unit_that_is_not_known_is_not_read_and_said(header: str, tiny: Tiny) -> None:
    file = imported(tiny, **{"保费收入(万元)": "10", header: "12"})
    assert [(one.code, one.column) for one in file.warnings] == [("unit_not_known", header)]
    assert policies(tiny) is None


def test_a_sheet_that_is_read_whole_says_nothing(tiny: Tiny) -> None:
    assert imported(tiny, **{"保费收入(万元)": "10", "有效保单(件)": "12"}).warnings == []


def test_a_person_may_say_what_the_column_is(tiny: Tiny) -> None:
    """Nothing is proposed for a header that is known to be another figure; the answer keeps the header's unit."""
    file = imported(tiny, **{"保费收入(万元)": "10", "保单件数(万件)": "1.2"})
    assert file.says(COLUMNS_NOT_READ)
    (sheet,) = propose(tiny.folder / "file1.csv", "file1.csv")
    assert [column.field for column in sheet.columns] == ["month", "branch", "premium_yuan", None]
    columns = dict(zip(sheet.names, ["month", "branch", "premium_yuan", "policies"], strict=True))
    save_layout(tiny.store, Layout("答", SheetKind.EXPOSURE, columns), sheet.headers, seen={})
    assert imported(tiny, **{"保费收入(万元)": "11", "保单件数(万件)": "1.2"}).warnings == []
    assert policies(tiny) == 12_000


def test_not_even_a_layout_makes_a_figure_of_a_unit_that_is_not_known(tiny: Tiny) -> None:
    layout = Layout(
        "外币",
        SheetKind.EXPOSURE,
        {"月份": "month", "机构": "branch", "保费收入(万美元)": "premium_yuan"},
    )
    rows = [{"月份": "2016-01", "机构": "甲支公司", "保费收入(万美元)": "10"}]
    (file,) = import_paths(tiny.store, [tiny.write(rows)], layout=layout).files
    assert isinstance(file.error, FileError) and file.error.code == "unknown_unit"


def test_a_list_of_withdrawals_beside_a_log_is_not_passed_over_in_silence(tiny: Tiny) -> None:
    book = openpyxl.Workbook()
    log, pivot = book.active, book.create_sheet("透视")
    withdrawn = book.create_sheet("撤诉清单")
    assert log is not None
    log.append(["投诉编号", "受理时间", "投诉来源", "被投诉机构"])
    log.append(["A", "2016-03-02", "12378", "东关支公司"])
    withdrawn.append(["投诉编号", "撤诉日期"])
    withdrawn.append(["A", "2016-03-05"])
    pivot.append(["被投诉机构", "件数"])
    book.save(tiny.folder / "2016年3月.xlsx")
    (report,) = import_paths(tiny.store, [tiny.folder / "2016年3月.xlsx"]).files
    (said,) = report.warnings
    assert (report.status, said.sheet, said.code) == ("imported", "撤诉清单", "missing_column")
    assert "“受理时间”" in said.message.zh and "未读取" in said.message.zh and said.remedy
