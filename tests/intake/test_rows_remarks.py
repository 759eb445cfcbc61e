"""What is said about rows: every fault in its place, personal data masked, notes only about rows that are loaded."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from analytics.intake.recognise import recognise
from analytics.intake.report import Remark
from analytics.intake.rows import TypedRows, read_rows
from analytics.intake.sheet import Sheet

HEAD = ["投诉编号", "受理时间", "被投诉机构", "保单号", "联系电话", "赔付金额"]


def read(*rows: list[str | None], errors: dict[tuple[int, int], str] | None = None) -> TypedRows:
    columns = [pa.array(list(column), pa.string()) for column in zip(HEAD, *rows, strict=True)]
    sheet = Sheet("台账", columns, errors or {})
    return read_rows(sheet, recognise(sheet, "台账"), None, date(2016, 12, 31))


def by_code(remarks: list[Remark]) -> dict[str, Remark]:
    return {remark.code: remark for remark in remarks}


def test_a_fault_names_its_place_its_value_and_what_to_do() -> None:
    (fault,) = read(["T1", "2016-02-30", "甲支公司", None, None, None]).rejects
    assert (fault.sheet, fault.row, fault.column, fault.field) == ("台账", 2, "受理时间", "received_at")
    assert (fault.code, fault.value) == ("bad_date", "2016-02-30")
    assert fault.remedy is not None and fault.remedy.zh and fault.remedy.en
    assert "2016-02-30" in fault.message.zh and "2016-02-30" in fault.message.en


def test_faults_come_row_by_row_in_the_order_of_fields() -> None:
    found = read(
        ["T1", "2016-03-01", "甲支公司", None, None, "也许"],
        ["T2", "bad", "甲支公司", None, None, "lots"],
    )
    places = [(fault.row, fault.field) for fault in found.rejects]
    assert places == [(2, "amount_paid"), (3, "received_at"), (3, "amount_paid")]
    assert found.rejected == 2 and found.rows_read == 2


def test_notes_about_personal_data_are_masked() -> None:
    found = read(
        ["T1", "2016-03-01", "甲支公司", "530101199001011000", None, None],
        ["T2", "2016-03-01", "甲支公司", "530101199001012000", None, None],
    )
    note = by_code(found.warnings)["damaged_identifier"]
    assert note.row == 2 and note.field == "policy_no" and "保单号" in note.message.zh
    assert "5***" in note.message.zh and "5***" in note.message.en and "(2 行" in note.message.zh
    assert "530101" not in note.message.zh + note.message.en + (note.value or "")


def test_an_error_cell_is_a_fault_and_no_blank() -> None:
    found = read(["T1", None, "甲支公司", None, None, None], errors={(1, 1): "Error(Ref)", (1, 4): "Error(NA)"})
    assert {(fault.field, fault.code, fault.value) for fault in found.rejects} == {
        ("received_at", "error_cell", "#Ref"),  # and not missing_value as well
        ("phone", "error_cell", "#NA"),
    }


def test_a_receipt_that_is_words_is_quoted_and_not_called_blank() -> None:
    found = read(["T1", "不详", "甲支公司", None, None, None], ["T2", None, "甲支公司", None, None, None])
    first, second = sorted(found.rejects, key=lambda fault: fault.row or 0)
    assert (first.code, first.value) == ("missing_value", "不详")
    assert "写的是“不详”,不是日期" in first.message.zh and "no date" in first.message.en
    assert (second.code, second.value) == ("missing_value", None) and "为空" in second.message.zh


def test_a_note_is_about_rows_that_are_loaded() -> None:
    """The first row has no branch and is rejected for its date: only the second is loaded without a branch."""
    found = read(["T1", "bad", None, None, None, None], ["T2", "2016-03-01", None, None, None, None])
    note = by_code(found.warnings)["no_branch"]
    assert note.row == 3 and "(1 行,首见第 3 行)" in note.message.zh


def test_long_values_are_cut() -> None:
    (fault,) = read(["T1", "2016-03-01", "甲支公司", None, None, "元" * 500]).rejects
    assert fault.value is not None and len(fault.value) == 200 and fault.value.endswith("…")


def test_the_same_number_again() -> None:
    row: list[str | None] = ["2016-03-01", "甲支公司", None, None, None]
    found = read(["T1", *row], ["T2", *row], ["T1", *row], ["T1", *row])
    note = by_code(found.warnings)["repeated_number"]
    assert note.row == 4 and "(2 行" in note.message.zh and len(found.table) == 4
