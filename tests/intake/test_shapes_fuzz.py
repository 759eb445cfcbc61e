"""Whatever stands in a sheet, reading it ends in rows or in a clear refusal."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import FileError
from analytics.intake.recognise import recognise
from analytics.intake.rows import read_rows
from analytics.intake.sheet import Sheet
from analytics.vocabulary import SheetKind

WORDS = [
    *(
        "投诉编号",
        "受理时间",
        "被投诉机构",
        "机构",
        "险种",
        "投诉原因",
        "撤诉日期",
        "投诉人",
        "姓名",
        "电话",
        "投诉信息",
        "日期",
    ),
    *("月份", "保费收入", "保费收入(万元)", "有效保单(千张)", "机构代码", "机构名称", "上级机构", "件数", "单位：万元"),
    *(
        "T1",
        "1",
        "2",
        "2016-03-01 09:30:00",
        "2016-03",
        "3月5日",
        "2016-02-30",
        "甲支公司",
        "城东支公司2016年3月投诉台账",
        "12.5",
    ),
    *(
        "合计",
        "甲支公司 小计",
        "制表人：张三",
        "备注：无",
        "其中：车险",
        "本月无投诉",
        "-",
        " ",
        "是",
        "(万元)",
        "14:05",
    ),
]
HEADERS = [["投诉编号", "受理时间", "被投诉机构"], ["月份", "机构", "保费收入"], ["机构代码", "机构名称", "上级机构"]]


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    width, height = draw(st.integers(1, 7)), draw(st.integers(0, 10))
    cell = st.one_of(st.none(), st.sampled_from(WORDS), st.text(max_size=6))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=height, max_size=height))
    for at in draw(st.lists(st.integers(0, max(0, height - 1)), max_size=2)):
        header = draw(st.sampled_from(HEADERS))
        if rows and width >= len(header):
            rows[at][: len(header)] = header
    corners = st.tuples(st.integers(0, 9), st.integers(0, 6), st.integers(0, 4), st.integers(0, 3))
    merges = [
        (row, column, row + down, column + right) for row, column, down, right in draw(st.lists(corners, max_size=4))
    ]
    places = st.tuples(st.integers(0, max(0, height - 1)), st.integers(0, width - 1))
    errors = dict.fromkeys(draw(st.lists(places, max_size=2)), "Error(Ref)") if height else {}
    columns = [pa.array([row[column] for row in rows], pa.string()) for column in range(width)]
    return Sheet(
        draw(st.sampled_from(["台账", "3月", "城东支公司", "示例"])),
        columns,
        errors,
        visible=draw(st.booleans()),
        merges=merges,
        hidden_rows=(range(2, 5),),
        hidden_columns=(range(1, 2),),
        date1904=draw(st.booleans()),
    )


@given(sheets())
@settings(max_examples=400, deadline=None)
def test_rows_or_a_refusal(sheet: Sheet) -> None:
    try:
        plan = recognise(sheet, "2016年台账")
        if plan.kind is SheetKind.IGNORED:
            return
        found = read_rows(sheet, plan, None, date(2016, 12, 31))
    except FileError as refused:
        assert refused.message.zh and refused.message.en and refused.remedy.zh
        return
    numbers = found.table["row_no"].to_pylist()
    assert numbers == sorted(set(numbers)) and all(plan.body_row < number <= sheet.height for number in numbers)
    assert found.rows_read == len(numbers) + found.rejected
    assert not {reject.row for reject in found.rejects} & set(numbers)
    if plan.kind is SheetKind.LOG:
        assert found.table["received_at"].null_count == 0
