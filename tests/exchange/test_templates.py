"""What a template produces imports without a warning, with the values that were typed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analytics.exchange.templates import branch_template, exposure_template, log_template
from analytics.intake.rows import EXAMPLE_MARK
from analytics.intake.values import Context, parse
from analytics.store import Store
from analytics.vocabulary import LOG_FIELDS
from tests.exchange.books import load
from tests.tiny import Tiny

BRANCHES = [("0101", "城东支公司", None, "城东支"), ("0102", "城西支公司", None, None)]


def fill(path: Path, template: bytes, rows: list[dict[str, Any]], title: str | None = None) -> Path:
    """Type rows below the example, under the headers of that name, as a person would."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    header_row = int(sheet.freeze_panes[1:]) - 1
    columns = {cell.value: cell.column for cell in sheet[header_row] if cell.value}
    for line, row in enumerate(rows, header_row + 2):
        for header, value in row.items():
            sheet.cell(line, columns[header], value)
    if title:
        sheet["A1"] = title
    book.save(path)
    return path


@pytest.fixture
def listed(tiny: Tiny, tmp_path: Path) -> Tiny:
    names = ("机构代码", "机构名称", "上级机构", "别名")
    rows = [dict(zip(names, branch, strict=True)) for branch in BRANCHES]
    report = load(tiny, fill(tmp_path / "机构清单.xlsx", branch_template(tiny.store), rows))
    assert report.rejects == [] and report.warnings == []
    assert (report.sheets[0].rows_read, report.sheets[0].new) == (2, 2)
    return tiny


def test_a_branch_list(listed: Tiny) -> None:
    with listed.store.cursor() as cursor:
        rows = cursor.execute("SELECT branch_code, branch_name, parent, aliases FROM branch ORDER BY 1").fetchall()
    assert rows == BRANCHES


def test_a_log(listed: Tiny, tmp_path: Path) -> None:
    filled = {
        "投诉编号": "T-001",
        "受理时间": datetime(2016, 3, 5, 14, 5),
        "投诉来源": "监管机构",
        "投诉类别": "非正式",
        "被投诉机构": "城东支公司",
        "险种": "车险",
        "投诉原因": "理赔时效、服务态度",
        "撤诉日期": date(2016, 3, 9),
        "是否有效": "无效",
        "赔付金额(元)": 1200.5,
        "保单号": "000123",
        "无效认定": "协调委认定无效",
        "复杂程度": "特别复杂",
    }
    report = load(listed, fill(tmp_path / "x.xlsx", log_template(listed.store), [filled], "2016年4月投诉台账"))
    assert report.rejects == [] and report.warnings == []
    assert (report.sheets[0].rows_read, report.sheets[0].report_month) == (1, "2016-04")
    assert report.sheets[0].unmapped == []
    assert [sheet.kind.value for sheet in report.sheets] == ["log", "ignored", "ignored"]
    with listed.store.cursor() as cursor:
        one = cursor.execute(
            """SELECT complaint_no, received_at, channel_code, form_code, branch_name, product_line_name,
                withdrawn_on, stated_valid, amount_paid, policy_no, invalid_finding, complexity
            FROM complaint"""
        ).fetchall()
        causes = cursor.execute("SELECT cause FROM complaint_cause ORDER BY position").fetchall()
    assert one == [
        (
            *("T-001", datetime(2016, 3, 5, 14, 5), "regulator", "informal", "城东支公司", "车险"),
            *(date(2016, 3, 9), False, 1200.5, "000123", "committee", "extended"),
        )
    ]
    assert causes == [("claim_delay",), ("staff_attitude",)]


def test_exposure(listed: Tiny, tmp_path: Path) -> None:
    rows = [
        {"月份": date(2016, 3, 1), "机构": "城东支公司", "险种": "车险", "保费收入(元)": 1e6, "有效保单(张)": 40},
        {"月份": "2016-03", "机构": "0102", "保费收入(元)": 5, "有效保单(张)": 1},
    ]
    report = load(listed, fill(tmp_path / "x.xlsx", exposure_template(listed.store), rows))
    assert report.rejects == [] and report.warnings == []
    with listed.store.cursor() as cursor:
        found = cursor.execute(
            "SELECT month, branch_name, product_line_name, premium_yuan, policies FROM exposure ORDER BY policies"
        ).fetchall()
    month = date(2016, 3, 1)
    assert found == [(month, "城西支公司", "", 5, 1), (month, "城东支公司", "车险", 1e6, 40)]


@pytest.mark.parametrize("template", [log_template, exposure_template, branch_template])
def test_an_empty_template_brings_nothing_and_says_so(
    tiny: Tiny, tmp_path: Path, template: Callable[[Store], bytes]
) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(template(tiny.store))
    report = load(tiny, path)
    assert report.rejects == [] and [warning.code for warning in report.warnings] == ["no_rows"]
    assert (
        report.sheets[0].header_row and [sheet.rows_read for sheet in report.sheets] == [0, 0, 0][: len(report.sheets)]
    )


def test_every_field_of_a_log_has_its_column(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(log_template(tiny.store))
    assert set(load(tiny, path).sheets[0].columns.values()) == set(LOG_FIELDS)


def test_the_lists_hold_what_the_importer_reads(listed: Tiny) -> None:
    """Every choice of every list is read without a fault and known to the classifier."""
    from analytics.classify.channels import classify_channel
    from analytics.classify.labels import classify_cause_label
    from analytics.classify.taxonomy import load_taxonomy

    book = openpyxl.load_workbook(io.BytesIO(log_template(listed.store)))
    choices = lists(book)
    assert choices["被投诉机构"] == [name for _, name, _, _ in BRANCHES]
    by_header = {field.zh: field for field in LOG_FIELDS.values()}
    for header, words in choices.items():
        for word in words:
            value, fault, note = parse(by_header[header].kind, word, Context())
            assert value is not None and fault is None and note is None, (header, word)
    assert all(classify_channel(word).channel for word in choices["投诉来源"])
    taxonomy = load_taxonomy()
    assert len(choices["投诉原因"]) == len(taxonomy.causes)
    assert all(len(classify_cause_label(word, taxonomy).causes) == 1 for word in choices["投诉原因"])


def lists(book: Any) -> dict[str, list[str]]:
    """What Excel would offer in each column: the ranges that the data validations of the first sheet point to."""
    sheet, options = book.worksheets[0], book["选项"]
    header_row = int(sheet.freeze_panes[1:]) - 1
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            column = next(iter(rule.sqref.ranges)).min_col
            _, _, area = rule.formula1.partition("!")
            found[sheet.cell(header_row, column).value] = [cell.value for (cell,) in options[area.replace("$", "")]]
    return found


def test_the_example_shows_what_to_type_and_says_that_it_is_one(tiny: Tiny) -> None:
    for template in (log_template, exposure_template, branch_template):
        sheet = openpyxl.load_workbook(io.BytesIO(template(tiny.store))).worksheets[0]
        header_row = int(sheet.freeze_panes[1:]) - 1
        assert sheet.cell(header_row + 1, 1).value == EXAMPLE_MARK
        assert sheet.cell(header_row, 1).comment or sheet.cell(header_row, 2).comment


def test_without_a_branch_list_nothing_is_offered_for_branches(tiny: Tiny) -> None:
    assert "被投诉机构" not in lists(openpyxl.load_workbook(io.BytesIO(log_template(tiny.store))))
