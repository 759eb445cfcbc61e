"""What a person puts around a table never changes what is read from it; only the row numbers move along."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.recognise import recognise
from analytics.intake.rows import TypedRows, read_rows
from analytics.intake.sheet import Sheet

Cells = list[str | None]

HEADS = {
    "log": [
        "投诉编号",
        "受理时间",
        "投诉来源",
        "被投诉机构",
        "险种",
        "投诉原因",
        "联系电话",
        "赔付金额(元)",
        "撤诉日期",
    ],
    "exposure": ["月份", "机构", "险种", "保费收入(万元)", "有效保单(千张)"],
    "branches": ["机构代码", "机构名称", "上级机构", "别名"],
}
BRANCHES = st.sampled_from(["甲支公司", "乙支公司", "丙中心支公司"])
BLANK = st.none()
DAYS = st.datetimes(datetime(2015, 1, 1), datetime(2016, 12, 31)).map(lambda day: day.strftime("%Y-%m-%d %H:%M:%S"))
ROWS = {
    "log": st.tuples(
        st.integers(0, 10**6).map(lambda number: f"T{number}"),
        DAYS,
        BLANK | st.sampled_from(["12378", "网站留言"]),
        BLANK | BRANCHES,
        BLANK | st.sampled_from(["车险", "企财险"]),
        BLANK | st.sampled_from(["服务态度", "理赔时效、定损核损金额争议"]),
        BLANK | st.sampled_from(["13800001234", "0871-1234567"]),
        BLANK | st.integers(0, 10**6).map(str),
        BLANK | st.sampled_from(["2016-13-01", "2017-01-05", "尚未撤诉"]),  # an impossible one, a good one, not yet
    ),
    "exposure": st.tuples(
        st.integers(1, 12).map(lambda month: f"2016-{month:02}"),
        BRANCHES,
        BLANK | st.sampled_from(["车险", "企财险"]),
        st.integers(-5, 10**6).map(str),  # negative premium is a fault
        BLANK | st.integers(0, 10**6).map(str),
    ),
    "branches": st.tuples(
        st.integers(100, 999).map(lambda code: f"0{code}"),
        BRANCHES,
        BLANK | st.just("云岭分公司"),
        BLANK | st.just("甲支、甲"),
    ),
}
TITLES = st.lists(
    st.sampled_from(
        [
            ["安澜财产保险投诉及保费情况"],
            ["填报单位：客户服务部", None, "单位：件、元、张"],
            [None, None, "（内部资料 注意保存）"],
            ["返回目录"],
            ["制表日期：2016年5月4日"],
        ]
    ),
    max_size=4,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[Cells]]:
    """A kind, and a header with at least one row under it."""
    kind = draw(st.sampled_from(sorted(HEADS)))
    rows = draw(st.lists(ROWS[kind], min_size=1, max_size=8))
    return kind, [list(HEADS[kind]), *map(list, rows)]


def sheet_of(rows: list[Cells]) -> Sheet:
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return Sheet("台账", [pa.array(list(column), pa.string()) for column in zip(*padded, strict=True)])


def read(rows: list[Cells]) -> TypedRows:
    sheet = sheet_of(rows)
    return read_rows(sheet, recognise(sheet, "台账"), None, date(2017, 12, 31))


def content(found: TypedRows, place: dict[int, int]) -> tuple[Any, ...]:
    """Rows and faults by the place their row had in the plain table. place: row number -> row number there."""
    rows = [
        {**{name: value for name, value in sorted(row.items()) if name != "row_no"}, "row": place[row["row_no"]]}
        for row in found.table.to_pylist()
    ]
    faults = {(place[fault.row or 0], fault.column, fault.field, fault.code, fault.value) for fault in found.rejects}
    return rows, faults, found.rows_read


def plain(rows: list[Cells]) -> tuple[Any, ...]:
    return content(read(rows), {row: row for row in range(1, len(rows) + 1)})


@given(tables(), TITLES, st.data())
@settings(deadline=None)
def test_titles_and_blank_lines_change_nothing(
    table: tuple[str, list[Cells]], titles: list[Cells], data: st.DataObject
) -> None:
    _, rows = table
    above = data.draw(st.integers(0, 3))
    laid: list[Cells] = [[], *titles, *[[] for _ in range(above)]]
    place = {}
    for number, row in enumerate(rows, start=1):
        laid.append(row)
        place[len(laid)] = number
        laid += [data.draw(st.sampled_from([[], [None, " "]])) for _ in range(data.draw(st.integers(0, 2)))]
    assert content(read(laid), place) == plain(rows)


@given(tables(), st.data())
@settings(deadline=None)
def test_the_order_of_columns_and_blank_ones_change_nothing(
    table: tuple[str, list[Cells]], data: st.DataObject
) -> None:
    _, rows = table
    order: list[int | None] = list(data.draw(st.permutations(range(len(rows[0])))))
    for _ in range(data.draw(st.integers(0, 3))):
        order.insert(data.draw(st.integers(0, len(order))), None)
    laid = [[None if column is None else row[column] for column in order] for row in rows]
    assert content(read(laid), {row: row for row in range(1, len(rows) + 1)}) == plain(rows)


TOTALS = ["合计", "小 计", "总计：", "甲支公司 小计", "合计:12件", "共3件", "全辖合计", "Total"]
NOTES = ["制表人：张三", "审核: 李四", "备注：本表不含撤诉件。", "注：以受理时间为准", "第1页 共2页", "以下空白"]


@given(tables(), st.data())
@settings(max_examples=200, deadline=None)
def test_totals_notes_and_headers_again_change_nothing(table: tuple[str, list[Cells]], data: st.DataObject) -> None:
    kind, rows = table
    laid: list[Cells] = [rows[0]]
    place = {}
    width = len(rows[0])
    label = HEADS[kind].index("被投诉机构" if kind == "log" else "机构" if kind == "exposure" else "机构名称")
    for number, row in enumerate(rows[1:], start=2):
        laid.append(row)
        place[len(laid)] = number
        for what in data.draw(st.lists(st.sampled_from(["total", "labelled", "note", "header"]), max_size=2)):
            text = data.draw(st.sampled_from(TOTALS if what in ("total", "labelled") else NOTES))
            figures: Cells = [None] * (width - 2) + ["12", None]
            if what == "total":
                laid.append([text, *figures[1:]])
            elif what == "labelled":
                line = list(figures)
                line[label] = text
                laid.append(line)
            else:
                laid.append([text] if what == "note" else list(rows[0]))
    found = read(laid)
    assert content(found, place) == plain(rows)
    said = {"total_row", "note_row"} & {warning.code for warning in found.warnings}
    put = {"total_row" for line in laid if any(text in line for text in TOTALS)}
    put |= {"note_row" for line in laid if any(text in line for text in NOTES)}
    assert said == put
