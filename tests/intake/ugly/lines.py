"""Lines below the header that are no rows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.intake.ugly.book import HEAD, MARCH, Row, Ugly, cells, read, saved, simple, trap, workbook


@trap
def totals_in_every_shape(folder: Path) -> Ugly:
    path = simple(
        folder,
        HEAD,
        cells(1),
        ["小计", None, None, None, 1],
        cells(2, 2),
        [None, None, None, "甲支公司 小计", None],
        ["合计:2件", None, None, None, None],
        ["总 计", 2],
        ["共2件"],
        ["本月合计", None, "12378", None, "2"],
        ["合计（件）", None, None, None, 2],
        ["Total", None, None, None, 2],
    )
    return Ugly(path, {"台账": [read(2, 1), read(4, 2, 2)]}, warnings={("台账", "total_row")})


@trap
def totals_of_exposure(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["月份", "机构", "险种", "保费收入(万元)"],
        ["2016-03", "甲支公司", "车险", 10],
        ["2016-03", "甲支公司", "合计", 10],
        ["2016-03", "合计", None, 10],
        ["2016-03", "甲支公司小计", None, 10],
        ["总计", None, None, 10],
    )
    of_branch = {"month": MARCH, "branch": "甲支公司", "premium_yuan": 100000.0}
    # 合计 in the product line's place is what the branch has of all lines: a row, and never added to the lines.
    rows: list[Row] = [{"row": 2, "product_line": "车险", **of_branch}, {"row": 3, "product_line": "合计", **of_branch}]
    return Ugly(path, {"台账": rows}, warnings={("台账", "total_row")})


@trap
def a_branch_that_gives_its_total_only(folder: Path) -> Ugly:
    """One branch lists its lines and their 合计, the other the 合计 alone; then 合计 of all branches, merged too."""
    book, path = workbook(
        folder,
        "保费.xlsx",
        保费=[
            ["月份", "机构", "险种", "保费收入(元)"],
            ["2016-03", "甲支公司", "车险", 70],
            [None, None, "企财险", 30],
            [None, None, "合 计", 100],
            [None, "乙支公司", "合计", 60],
            [None, "合计", "车险", 70],
            [None, None, "企财险", 30],
            [None, None, "合计", 160],
            ["合计", None, None, 160],
        ],
    )
    for merged in ("A2:A8", "B2:B4", "B6:B8"):
        book["保费"].merge_cells(merged)
    rows: list[Row] = [
        {"row": 2, "month": MARCH, "branch": "甲支公司", "product_line": "车险", "premium_yuan": 70.0},
        {"row": 3, "month": MARCH, "branch": "甲支公司", "product_line": "企财险", "premium_yuan": 30.0},
        {"row": 4, "month": MARCH, "branch": "甲支公司", "product_line": "合 计", "premium_yuan": 100.0},
        {"row": 5, "month": MARCH, "branch": "乙支公司", "product_line": "合计", "premium_yuan": 60.0},
    ]
    return Ugly(saved(book, path), {"保费": rows}, warnings={("保费", "total_row")})


@trap
def totals_of_all_branches(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["月份", "机构", "保费收入(万元)"],
        ["2016-03", "甲支公司", 10],
        ["2016-03", "全辖", 10],
        ["2016-03", "全辖合计", 10],
    )
    return Ugly(
        path,
        {"台账": [{"row": 2, "month": MARCH, "branch": "甲支公司", "premium_yuan": 100000.0}]},
        warnings={("台账", "total_row")},
    )


@trap
def parts_of_a_total(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["月份", "机构", "险种", "保费收入(万元)"],
        ["2016-03", "甲支公司", "合计", 10],
        ["2016-03", "甲支公司", "其中：车险", 8],
    )
    return Ugly(path, error="part_of_a_total", says=["第 3 行"])


@trap
def nothing_to_report(folder: Path) -> Ugly:
    path = simple(folder, ["2016年3月投诉台账"], HEAD, ["本月无投诉"])
    return Ugly(path, {"台账": []}, warnings={("台账", "zero_reported")}, month={"台账": MARCH})


@trap
def an_empty_log(folder: Path) -> Ugly:
    path = simple(folder, HEAD, name="2016年3月.xlsx")
    return Ugly(path, {"台账": []}, warnings={("台账", "empty_log")}, month={"台账": MARCH})


@trap
def lines_prepared_and_never_filled_in(folder: Path) -> Ugly:
    path = simple(folder, HEAD, cells(1), ["2"], ["3", None, "-", None, "/"], ["-", "/", "无", "—", ""])
    return Ugly(path, {"台账": [read(2, 1)]})


@trap
def a_line_of_failed_formulas(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[HEAD, cells(1), ["x"] * 5])
    for cell in book["台账"][3]:
        cell.value, cell.data_type = "#REF!", "e"
    fields = ("complaint_no", "received_at", "channel", "branch", "cause_label")
    return Ugly(saved(book, path), {"台账": [read(2, 1)]}, rejects={(3, name, "error_cell") for name in fields})


@trap
def header_again_on_every_page(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["2016年3月投诉台账"],
        HEAD,
        cells(1),
        [],
        ["第1页 共2页"],
        ["2016年3月投诉台账"],
        HEAD,
        cells(2, 2),
    )
    return Ugly(path, {"台账": [read(3, 1), read(8, 2, 2)]}, warnings={("台账", "note_row")})


@trap
def two_level_header_again(folder: Path) -> Ugly:
    top, bottom = ["投诉信息", None, None, "投诉人", None], ["投诉编号", "受理时间", "机构", "姓名", "电话"]
    row = ["T1", datetime(2016, 3, 1), "甲支公司", "样例甲", "13800001234"]
    book, path = workbook(folder, "台账.xlsx", 台账=[top, bottom, row, top, bottom, ["T2", *row[1:]]])
    for merge in ("A1:C1", "D1:E1", "A4:C4", "D4:E4"):
        book["台账"].merge_cells(merge)
    common = {"received_at": row[1], "branch": "甲支公司", "complainant": "样例甲", "phone": "13800001234"}
    return Ugly(
        saved(book, path),
        {"台账": [{"row": 3, "complaint_no": "T1", **common}, {"row": 6, "complaint_no": "T2", **common}]},
    )


@trap
def signatures_and_notes_below(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            HEAD,
            cells(1),
            [],
            ["制表人：张三", "2016年4月1日", "审核：李四", None, None],
            ["备注：本表统计口径为受理时间。"],
            ["注：以上数据不含撤诉件"],
            ["填表说明", None, None, None, None],
            ["本表由各支公司于次月5日前报送，逾期不候。"],
        ],
    )
    book["台账"].merge_cells("A7:E7")
    return Ugly(saved(book, path), {"台账": [read(2, 1)]}, warnings={("台账", "note_row")})


@trap
def a_row_without_a_receipt_is_no_note(folder: Path) -> Ugly:
    path = simple(folder, HEAD, cells(1), ["T2", None, "12378", "甲支公司", "服务态度"], ["T3", None, None, None, None])
    return Ugly(
        path,
        {"台账": [read(2, 1)]},
        rejects={(3, "received_at", "missing_value"), (4, "received_at", "missing_value")},
    )


@trap
def blank_rows_and_columns(folder: Path) -> Ugly:
    spread = [[*values[:2], None, *values[2:4], None, values[4]] for values in (HEAD, cells(1), cells(2, 2))]
    path = simple(folder, [], spread[0], [], [], spread[1], [" "], [], spread[2], [])
    return Ugly(path, {"台账": [read(5, 1), read(8, 2, 2)]})


@trap
def column_numbers_under_the_header(folder: Path) -> Ugly:
    path = simple(folder, HEAD, ["1", "2", "3", "4", "5"], cells(1))
    return Ugly(path, {"台账": [read(3, 1)]})


@trap
def narratives_that_end_like_totals(folder: Path) -> Ugly:
    head = ["投诉内容", "受理时间", "被投诉机构", "投诉编号", "投诉原因"]
    path = simple(
        folder,
        head,
        ["要求退还保费合计", datetime(2016, 3, 1), "甲支公司", "T1", "赔付比例"],
        ["要求退还保费合计", "2016-02-30", "甲支公司", "T2", "服务态度"],
        ["备注：客户来电两次", "2016-02-30", "甲支公司", "T3", "服务态度"],
        ["审核：客户称资料齐全", datetime(2016, 3, 4), "甲支公司", "T4", "服务态度"],
        [None, None, "甲支公司", "T五", "赔付占比"],
    )
    first = {"received_at": datetime(2016, 3, 1), "branch": "甲支公司", "cause_label": "赔付比例"}
    last = {"received_at": datetime(2016, 3, 4), "branch": "甲支公司", "cause_label": "服务态度"}
    return Ugly(
        path,
        {
            "台账": [
                {"row": 2, "complaint_no": "T1", "narrative": "要求退还保费合计", **first},
                {"row": 5, "complaint_no": "T4", "narrative": "审核：客户称资料齐全", **last},
            ]
        },
        rejects={
            (3, "received_at", "bad_date"),
            (4, "received_at", "bad_date"),
            (6, "received_at", "missing_value"),
        },
    )


@trap
def header_again_in_other_words(folder: Path) -> Ugly:
    path = simple(
        folder,
        HEAD,
        cells(1),
        ["编号", "受理日期", "投诉 渠道", "机构", "投诉原因"],
        cells(2, 2),
        ["投诉\n编号", *HEAD[1:]],
    )
    return Ugly(path, {"台账": [read(2, 1), read(4, 2, 2)]})
