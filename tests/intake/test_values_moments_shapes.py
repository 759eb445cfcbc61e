"""Any date in any supported shape comes back as that date, to the second where a time is given."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.values import Context, parse
from analytics.vocabulary import ValueKind

NONE = Context()


def read(text: str, kind: ValueKind = ValueKind.MOMENT) -> object:
    value, fault, _ = parse(kind, text, NONE)
    assert fault is None, fault
    return value


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LONG = "January February March April May June July August September October November December".split()
DIGITS = "〇一二三四五六七八九"


def spoken(number: int) -> str:
    """1 to 31 in Chinese."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


SHAPES = {
    "iso": lambda d: d.isoformat(),
    "iso time": lambda d: f"{d.isoformat()} 00:00:00",
    "loose": lambda d: f"{d.year}-{d.month}-{d.day}",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dot": lambda d: f"{d.year}.{d.month}.{d.day}",
    "dot padded": lambda d: f"{d:%Y.%m.%d}",
    "han": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "han padded": lambda d: f"{d:%Y}年{d:%m}月{d:%d}号",
    "packed": lambda d: f"{d:%Y%m%d}",
    "numerals": lambda d: f"{''.join(DIGITS[int(c)] for c in str(d.year))}年{spoken(d.month)}月{spoken(d.day)}日",
    "minguo": lambda d: f"民国{d.year - 1911}年{d.month}月{d.day}日",
    "day month": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "dashed": lambda d: f"{d.day:02}-{MONTHS[d.month - 1]}-{d.year}",
    "month day": lambda d: f"{LONG[d.month - 1]} {d.day}, {d.year}",
    "serial": lambda d: str((d - date(1899, 12, 30)).days),
    "wide": lambda d: d.isoformat().translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
}
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("shape", SHAPES)
@given(day=DAYS)
def test_every_date_survives_every_shape(shape: str, day: date) -> None:
    assert read(SHAPES[shape](day), kind=ValueKind.DATE) == day


@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)),
    shape=st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒", "%Y%m%d%H%M%S"]
    ),
)
def test_every_moment_survives(moment: datetime, shape: str) -> None:
    moment = moment.replace(microsecond=0)
    assert read(moment.strftime(shape)) == moment


@given(day=DAYS, serial=st.booleans())
def test_slash_dates_are_never_read_in_the_wrong_order(day: date, serial: bool) -> None:
    for text in (f"{day.month}/{day.day}/{day.year}", f"{day.day}/{day.month}/{day.year}"):
        value, fault, _ = parse(ValueKind.DATE, text, NONE)
        if day.day <= 12 and day.day != day.month:
            assert fault is not None and fault.code == "ambiguous_date"
        else:
            assert value == day


@given(seconds=st.integers(0, 86399), days=st.integers(32874, 73415))
def test_serials_keep_their_second(seconds: int, days: int) -> None:
    expected = datetime(1899, 12, 30) + timedelta(days=days, seconds=seconds)
    assert read(f"{days + seconds / 86400:.9f}") == expected
