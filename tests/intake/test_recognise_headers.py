"""Which row is the header, how its levels are joined, and which column a field has."""

from __future__ import annotations

import pyarrow as pa
import pytest

from analytics.intake.column_fields import assign, blocks, is_count
from analytics.intake.header_rows import find_header, heads_a_table
from analytics.intake.header_texts import column_number_row, header_texts, readings, shown, unit_row
from analytics.intake.sheet import Merge, Sheet
from analytics.vocabulary import SheetKind

LOG = ["投诉编号", "受理时间", "被投诉机构", "投诉原因"]
ROW = ["T1", "2016-03-01 09:30:00", "甲支公司", "服务态度"]


def sheet_of(*rows: list[str | None], merges: list[Merge] | None = None) -> Sheet:
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return Sheet(
        "台账", [pa.array(list(column), pa.string()) for column in zip(*padded, strict=True)], merges=merges or []
    )


def test_the_first_complete_header_wins() -> None:
    header = find_header(sheet_of(["标题"], LOG, ROW, LOG, ROW)).header
    assert header is not None and (header.kind, header.top, header.bottom, header.body) == (SheetKind.LOG, 1, 1, 2)


def test_a_complete_header_beats_an_earlier_piece_of_one() -> None:
    header = find_header(sheet_of(["投诉编号", "投诉原因", "投诉来源", "险种"], [], LOG, ROW)).header
    assert header is not None and header.bottom == 2


def test_an_incomplete_log_is_no_branch_list() -> None:
    """It has 机构代码 and 机构名称 too, but the rest says what it is, and that it lacks the receipts."""
    header = find_header(sheet_of(["投诉编号", "投诉来源", "投诉原因", "投诉人", "机构代码", "机构名称"])).header
    assert header is not None and header.kind is SheetKind.LOG and header.lacks() == [("received_at",)]


@pytest.mark.parametrize(
    "row",
    [
        ["投诉来源", "投诉类别", "险种", "投诉原因", "环节"],  # lists of allowed values
        ["机构", "投诉来源", "投诉原因", "件数"],  # counts
        ["投诉日期", "机构", "投诉来源", "投诉件数"],  # counts by day
        ["机构", "1月", "2月", "3月"],
        ["字段", "说明", "示例"],
        ["投诉情况说明"],
    ],
)
def test_what_is_no_log(row: list[str | None]) -> None:
    search = find_header(sheet_of(row, ["x", "y", "z", "5"]))
    assert search.header is None


def test_the_nearest_row_of_a_sheet_without_a_header() -> None:
    nearest = find_header(sheet_of(["机构", "说明"], ["机构", "投诉来源", "投诉原因", "件数"])).nearest
    assert nearest is not None and nearest.bottom == 1
    assert set(nearest.fields.by_field) == {"branch", "channel", "cause_label"}


def test_heads_a_table() -> None:
    assert heads_a_table(LOG) is SheetKind.LOG
    assert heads_a_table(["月份", "机构", "保费收入(元)"]) is SheetKind.EXPOSURE
    assert heads_a_table(ROW) is None and heads_a_table(["投诉编号", "投诉原因", "投诉来源"]) is None


def test_an_exact_header_has_the_field_and_an_equal_one_is_a_double() -> None:
    found = assign(SheetKind.LOG, {0: ["承保机构"], 1: ["被投诉机构"], 2: ["所属机构"]})
    assert (found.by_field, found.doubles) == ({"branch": 1}, {})
    found = assign(SheetKind.LOG, {0: ["承保机构"], 2: ["所属机构"]})
    assert (found.by_field, found.doubles, found.others) == ({"branch": 0}, {"branch": [2]}, {"branch": [2]})


def test_a_summary_beside_the_table_is_no_part_of_it() -> None:
    headers = {place: [text] for place, text in enumerate(LOG)} | {6: ["险种"], 7: ["件数"]}
    assert "product_line" not in assign(SheetKind.LOG, headers).by_field
    headers[7] = ["投诉人"]  # without counts it is the table going on after an empty column
    assert assign(SheetKind.LOG, headers).by_field["product_line"] == 6


def test_blocks() -> None:
    assert blocks([5, 0, 1, 7, 6]) == [[0, 1], [5, 6, 7]] and blocks([]) == []


def test_counting_headers() -> None:
    assert all(map(is_count, ["件数", "投诉件数", "占比", "数量(件)", "合 计", "Count"]))
    assert not any(map(is_count, ["投诉编号", "机构", "处理结果", "Complaint no."]))


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (["撤诉", "日期"], "撤诉日期"),
        (["投诉人信息", "姓名"], "投诉人姓名"),
        (["投诉信息", "投诉编号"], "投诉编号"),
        (["处理时效", "联系"], "联系时间"),
        (["保费收入(万元)", "累计"], "累计保费收入"),
        (["时间", "受理"], "受理时间"),
        (["基本信息", "电话"], "电话"),
    ],
)
def test_readings_of_two_levels(parts: list[str], wanted: str) -> None:
    assert wanted in readings(parts)


@pytest.mark.parametrize("parts", [["被保险人", "姓名"], ["三者信息", "电话"], ["报案", "时间"]])
def test_a_bare_header_under_another_subject_never_stands_alone(parts: list[str]) -> None:
    assert parts[1] not in readings(parts)
    assert not assign(SheetKind.LOG, {0: readings(parts)}).by_field


def test_header_texts_of_merged_cells() -> None:
    rows = [["编号", "投诉人", None, "备注", None], [None, "姓名", "电话", None, None]]
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 4)]
    texts = header_texts(rows, 0, 1, merges)
    assert texts == {0: ["编号"], 1: ["投诉人", "姓名"], 2: ["投诉人", "电话"], 3: ["备注"]}
    assert shown(texts[1]) == "投诉人/姓名" and shown(["两\n行"]) == "两\n行"


def test_rows_of_units_and_numbers() -> None:
    assert unit_row([None, "万元", "(千张)", "%"]) and unit_row(["必填", "选填"])
    assert not unit_row([None, "12", "万元"]) and not unit_row([None, None])
    assert column_number_row(["甲", "乙", "1", "2", "3=1+2"]) and column_number_row(["(1)", "(2)", "(3)"])
    assert not column_number_row(["1", "3", "4"]) and not column_number_row(["1", "2"])
