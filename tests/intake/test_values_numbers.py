"""Amounts and counts: a unit is applied once, or the text is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.values import Context, parse
from analytics.vocabulary import ValueKind

YUAN = Context()
WAN = Context(unit=10_000.0)
AMOUNT, COUNT = ValueKind.AMOUNT, ValueKind.COUNT


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        *(("1234", 1234), ("1234.5", 1234.5), ("1,234.50", 1234.5), ("1,234,567", 1234567), ("1 234", 1234), ("0", 0)),
        *(("¥1,234", 1234), ("￥1，234.50", 1234.5), ("RMB 1234", 1234), ("人民币1234元", 1234), ("1234元", 1234)),
        ("1234 元整", 1234),
        *(("1.2万元", 12000), ("1.2万", 12000), ("3千元", 3000), ("2亿", 2e8), ("2.5亿元", 2.5e8)),
        *(("3百万元", 3e6), ("1.08万亿元", 1.08e12)),
        *(("1亿2000万元", 120_000_000), ("3千5百元", 3500), ("1万2千", 12000), ("1万2000元", 12000)),
        *(("１２３４", 1234), ("１．２万元", 12000), ("-5", -5), ("−5", -5), ("(1,234)", -1234), ("（5）", -5)),
        *(("-¥5", -5), ("¥-5", -5)),
        *(("+5", 5), (".5", 0.5), ("1.2E+05", 120000), ("0001", 1), ("100000000000000000000", 1e20)),
        ("0.29万元", 2900),
    ],
)
def test_amounts(text: str, yuan: float) -> None:
    assert parse(AMOUNT, text, YUAN) == (yuan, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("约5000", "5000左右", "5000+", ">5000", "5000-6000", "5000/6000", "12%", "1,23", "1,2345", "1.234,50"),
        *("12 34", "1,234 567"),
        *("1万2", "1.5万2千元", "2千3万元", "$100", "100美元", "万元", "元", "五千元", "拒赔", "true"),
        *("2016-03-05 00:00:00", "=1+1"),
        *("(-5)", "--5", "- -5", "5-", "(5", "10²", "½", "1e999", "inf", "1234张", "5元/件", "已付5000"),
        "5000元(含税)",
    ],
)
@pytest.mark.parametrize("context", [YUAN, WAN])
def test_what_is_no_amount_is_refused(text: str, context: Context) -> None:
    value, fault, note = parse(AMOUNT, text, context)
    assert value is None and note is None and fault is not None and fault.code == "bad_number"


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1234.5", 12_345_000),
        ("¥1,234", 12_340_000),
        ("1234元", 1234),
        ("1.2万", 12000),
        ("2亿元", 2e8),
        ("(3)", -30000),
        ("0", 0),
    ],
)
def test_the_headers_unit_counts_only_where_the_text_has_none(text: str, yuan: float) -> None:
    assert parse(AMOUNT, text, WAN)[0] == yuan


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        *(("1234", 1_234_000), ("1234张", 1234), ("12件", 12), ("3份", 3), ("1.2万张", 12000), ("12.5千张", 12500)),
        ("2万件", 20000),
        *(("1,234", 1_234_000), ("12.5", 12500), ("3万", 30000)),
    ],
)
def test_counts_under_a_thousand_header(text: str, pieces: float) -> None:
    assert parse(COUNT, text, Context(unit=1000.0)) == (pieces, None, None)


@pytest.mark.parametrize("text", ["1234元", "约1234", "12%", "¥12", "张", "1千2张张"])
def test_what_is_no_count_is_refused(text: str) -> None:
    fault = parse(COUNT, text, YUAN)[1]
    assert fault is not None and fault.code == "bad_number"


@pytest.mark.parametrize("text", ["", "-", "——", "/", "无", "未赔付", "处理中", "N/A", "未结案"])
def test_blank_is_not_zero(text: str) -> None:
    assert parse(AMOUNT, text, WAN) == (None, None, None)


UNITS = {"元": 1, "千元": 1000, "万元": 10**4, "百万元": 10**6, "亿元": 10**8, "万": 10**4, "": 1}
NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@given(
    number=NUMBERS, unit=st.sampled_from(sorted(UNITS)), commas=st.booleans(), negative=st.sampled_from(["", "-", "()"])
)
def test_every_amount_survives_every_unit(number: Decimal, unit: str, commas: bool, negative: str) -> None:
    text = f"{number:,.2f}{unit}" if commas else f"{number:.2f}{unit}"
    expected = number * UNITS[unit]
    if negative:
        text, expected = (f"({text})" if negative == "()" else f"-{text}"), -expected
    assert parse(AMOUNT, text, YUAN)[0] == float(expected)


@given(number=NUMBERS, factor=st.sampled_from([1, 1000, 10**4, 10**6, 10**8]))
def test_the_headers_unit_is_the_same_as_the_texts(number: Decimal, factor: int) -> None:
    assert parse(AMOUNT, f"{number:.2f}", Context(unit=float(factor)))[0] == float(number * factor)


@given(st.floats(min_value=0, max_value=1e15, allow_nan=False))
def test_a_float_of_a_cell_comes_back(number: float) -> None:
    assert parse(AMOUNT, repr(number), YUAN)[0] == number
