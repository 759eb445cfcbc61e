"""The unit in a header multiplies a whole column: read wrong, every ratio is off by a power of ten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.headers import unit_of


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        *(("保费收入(万元)", 1e4), ("保费收入（万元）", 1e4), ("保费收入【亿元】", 1e8), ("保费收入(元)", 1)),
        ("保费收入(千元)", 1e3),
        *(("保费收入(百万元)", 1e6), ("保费收入(人民币万元)", 1e4), ("保费收入(单位：万元)", 1e4)),
        *(("保费收入 万元", 1e4), ("保费收入万元", 1e4)),
        *(("保费收入_万元", 1e4), ("保费收入/元", 1), ("有效保单(张)", 1), ("有效保单(千张)", 1e3)),
        *(("有效保单(万件)", 1e4), ("有效保单(万)", 1e4)),
        *(("Premium (RMB million)", 1e6), ("Premium (million yuan)", 1e6), ("Premium (10,000 yuan)", 1e4)),
        ("Premium (CNY)", 1),
        *(("Premium (in thousands)", 1e3), ("Policies (thousand)", 1e3), ("保费收入\n(万元)", 1e4)),
        ("保费收入(当月)(万元)", 1e4),
    ],
)
def test_the_unit_of_a_header(header: str, factor: float) -> None:
    unit = unit_of(header)
    assert unit is not None and unit[0] == factor and unit[1]


@pytest.mark.parametrize(
    "header",
    [
        *("保费收入", "投诉编号", "是否有效(是/否)", "投诉类别(正式/非正式)", "亿元保费投诉量", "千张保单投诉量"),
        "投诉量(件/亿元)",
        *("保费收入(万美元)", "占比(%)", "Premium (USD million)", "赔付金额", "", "单位", "12378转办编号"),
    ],
)
def test_no_unit(header: str) -> None:
    assert unit_of(header) is None


def test_the_unit_is_given_as_written() -> None:
    assert unit_of("保费收入(万元)") == (10_000.0, "万元")
    assert unit_of("有效保单（千张）") == (1000.0, "千张")
    assert unit_of("保费收入(单位：元)") == (1.0, "元")


@given(st.text(alphabet="保费收入单位万千亿元张件()（）:：/_ 10,k", max_size=16) | st.text(max_size=20))
def test_any_header_is_answered(header: str) -> None:
    unit = unit_of(header)
    assert unit is None or (unit[0] >= 1 and unit[1])
