"""Whatever a cell holds, reading it gives an answer; a column gives the same answers as its cells."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.values import Context, parse, parse_column
from analytics.vocabulary import ValueKind

CONTEXTS = st.builds(
    Context,
    year=st.none() | st.integers(1990, 2030),
    month=st.none() | st.integers(1, 12),
    date_format=st.sampled_from([None, "%m/%d/%Y", "%d.%m.%y", "%Y%m%d", "%Y-%d-%m"]),
    date1904=st.booleans(),
    unit=st.sampled_from([1.0, 1000.0, 10_000.0, 1e8]),
    latest=st.none() | st.dates(date(2010, 1, 1), date(2030, 1, 1)),
)
_PIECES = st.sampled_from(
    [
        *"0 1 2 3 5 9 12 24 31 60 99 105 2016 20160305 42434 - / . : , 年 月 日 号 时 点 分 半 上午 下午".split(),
        *"晚上 民国 三 十 〇".split(),
        *"万 千 亿 元 张 ¥ ( ) e + % 是 否 未 无 非 正式 撤诉 Mar pm z T 星期六 至 ½ ² ' １ ： Ｅ".split(),
        *(" ", "\n", "\u200b", "\x00"),
    ]
)
LIKELY = st.lists(_PIECES, max_size=8).map("".join)
ISO = st.datetimes(datetime(1980, 1, 1), datetime(2105, 1, 1)).map(lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}")
TEXTS = st.none() | LIKELY | st.text(max_size=30) | ISO | ISO.map(lambda text: text[:10])


@given(kind=st.sampled_from(list(ValueKind)), text=TEXTS, context=CONTEXTS)
def test_nothing_raises_and_a_fault_has_no_value(kind: ValueKind, text: str | None, context: Context) -> None:
    value, fault, note = parse(kind, text, context)
    if fault is not None:
        assert value is None and note is None
        assert fault.code.isidentifier() and fault.code == fault.code.lower()
        assert all((fault.message_zh, fault.message_en, fault.remedy_zh, fault.remedy_en))
    if isinstance(value, datetime):
        assert value.tzinfo is None
        assert date(1990, 1, 1) <= value.date() <= (context.latest or date(2100, 12, 31))


@given(kind=st.sampled_from(list(ValueKind)), texts=st.lists(TEXTS, max_size=12), context=CONTEXTS)
def test_a_column_is_its_cells(kind: ValueKind, texts: list[str | None], context: Context) -> None:
    values, faults, notes = parse_column(kind, texts, context)
    cells = [parse(kind, text, context) for text in texts]
    assert values == [cell[0] for cell in cells]
    assert [type(value) for value in values] == [type(cell[0]) for cell in cells]
    assert faults == {row: cell[1] for row, cell in enumerate(cells) if cell[1]}
    assert notes == {row: cell[2] for row, cell in enumerate(cells) if cell[2]}


@given(
    texts=st.lists(ISO, min_size=1, max_size=12),
    context=CONTEXTS,
    kind=st.sampled_from([ValueKind.MOMENT, ValueKind.DATE]),
)
def test_a_column_of_iso_moments_is_its_cells(texts: list[str], context: Context, kind: ValueKind) -> None:
    values, faults, _ = parse_column(kind, list(texts), context)
    cells = [parse(kind, text, context) for text in texts]
    assert values == [cell[0] for cell in cells] and set(faults) == {row for row, cell in enumerate(cells) if cell[1]}


@pytest.mark.parametrize(
    "odd",
    [
        "2016-W01-1 00:00:00",
        "2016-03-05 14:05+08",
        "2016-03-05x14:05:00",
        "2016-02-30 00:00:00",
        "2016-W01-1",
        "2016-3-5  ",
    ],
)
def test_odd_texts_of_iso_length_take_the_slow_way(odd: str) -> None:
    texts: list[str | None] = ["2016-03-05 14:05:00", odd, None, "2016-03-05"]
    values, faults, _ = parse_column(ValueKind.MOMENT, texts, Context())
    assert values == [parse(ValueKind.MOMENT, text, Context())[0] for text in texts]
    assert set(faults) == {row for row, text in enumerate(texts) if parse(ValueKind.MOMENT, text, Context())[1]}


def test_one_bad_date_among_good_ones_is_found_by_its_row() -> None:
    texts: list[str | None] = ["2016-03-05 00:00:00"] * 5 + ["2016-02-30 00:00:00"] + ["2016-03-06 00:00:00"]
    values, faults, notes = parse_column(ValueKind.DATE, texts, Context())
    assert values == [date(2016, 3, 5)] * 5 + [None, date(2016, 3, 6)]
    assert list(faults) == [5] and not notes


def test_an_empty_column() -> None:
    assert parse_column(ValueKind.MOMENT, [], Context()) == ([], {}, {})


def test_long_numbers_do_not_raise() -> None:
    for text in ("9" * 5000, "9" * 5000 + "万1千", "9" * 5000 + "年3月5日", "1e" + "9" * 50, "(" * 5000):
        for kind in ValueKind:
            parse(kind, text, Context(year=2016, unit=1e8))


def test_200_000_moments_are_quick() -> None:
    """0.07 s of processor time where this was written; the bound leaves room for a slow machine."""
    start = datetime(2016, 1, 1)
    texts: list[str | None] = [str(start + timedelta(seconds=157 * i)) for i in range(200_000)]
    best = 9.9
    for _ in range(3):
        before = time.process_time()
        values, faults, notes = parse_column(ValueKind.MOMENT, texts, Context(latest=date(2030, 1, 1)))
        best = min(best, time.process_time() - before)
    assert len(values) == 200_000 and not faults and not notes
    assert best < 0.3
