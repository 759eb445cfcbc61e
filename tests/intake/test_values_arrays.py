"""What is settled for a whole column at once is what reading each cell by itself would say."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.intake.values import Context, parse
from analytics.intake.values.arrays import settle
from analytics.vocabulary import ValueKind

KINDS = [ValueKind.TEXT, ValueKind.IDENTIFIER, ValueKind.MOMENT, ValueKind.DATE]
CONTEXT = Context(year=2016, month=3, latest=date(2026, 1, 1))
ALPHABET = "0123456789AaEeXx-·+./' \n\t\u200b\u3000云甲一龥豈²½１Ａ_×客户反映定损金额偏低，。x000D"
CELLS = st.one_of(
    st.none(),
    st.text(ALPHABET, max_size=40),
    st.text(max_size=40),
    st.from_regex(r"[A-Z0-9\-]{1,24}", fullmatch=True),
    st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S")),
    st.from_regex(r"20[0-2][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]", fullmatch=True),
)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(cells=st.lists(CELLS, max_size=12))
@example(cells=["1234567890123000", "0001", "1E17", "1.5E+17", "NA", "123.0", "--", "2016-03-05 00:00:00"])
@example(
    cells=[
        "-" * 30,
        "not applicable at all, sir",
        " 前面有空格的一段比较长的投诉内容,客户反映定损偏低",
        "2016-02-30 10:00:00",
    ]
)
@example(cells=["1899-12-31 14:05:00", "2026-01-02 00:00:00", "2026-01-01 23:59:59", "1990-01-01 00:00:00"])
def test_settled_is_what_parse_says(kind: ValueKind, cells: list[str | None]) -> None:
    settled = settle(kind, pa.array(cells, pa.string()), CONTEXT)
    if settled is None:
        return
    for cell, value in zip(cells, settled.to_pylist(), strict=True):
        if value is not None:
            assert parse(kind, cell, CONTEXT) == (value, None, None), cell


def test_most_of_a_log_is_settled() -> None:
    texts = {
        ValueKind.IDENTIFIER: ["PDAA20160000000001", "13800001234", "云A·D0001", "TS2016-0001"],
        ValueKind.TEXT: ["客户反映定损金额与维修厂报价相差较大,多次沟通未果,要求尽快处理。"],
        ValueKind.MOMENT: ["2016-03-05 14:05:00"],
        ValueKind.DATE: ["2016-03-05 00:00:00"],
    }
    for kind, cells in texts.items():
        settled = settle(kind, pa.array(cells, pa.string()), CONTEXT)
        assert settled is not None and settled.null_count == 0


def test_what_may_be_damaged_or_blank_is_not() -> None:
    doubtful = ["1234567890123000", "NA", "无", "--", "123.0", "1.2E+17", "'0001", "１２３"]
    settled = settle(ValueKind.IDENTIFIER, pa.array(doubtful, pa.string()), CONTEXT)
    assert settled is not None and settled.null_count == len(doubtful)
