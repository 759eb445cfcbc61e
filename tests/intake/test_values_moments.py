"""Dates as people write them; what is not one is refused, never rolled over."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics.intake.values import Context, parse
from analytics.vocabulary import ValueKind

MARCH = Context(year=2016, month=3)
NONE = Context()


def read(text: str, context: Context = NONE, kind: ValueKind = ValueKind.MOMENT) -> object:
    value, fault, _ = parse(kind, text, context)
    assert fault is None, fault
    return value


def fault_of(text: str, context: Context = NONE, kind: ValueKind = ValueKind.MOMENT) -> str:
    value, fault, note = parse(kind, text, context)
    assert value is None and note is None
    assert fault is not None, f"{text} was read"
    return fault.code


def note_of(text: str, context: Context = NONE, kind: ValueKind = ValueKind.MOMENT) -> str | None:
    note = parse(kind, text, context)[2]
    return note and note.code


AFTERNOON = datetime(2016, 3, 5, 14, 5)
DAY = datetime(2016, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("2016-03-05 14:05:00", "2016-03-05 14:05", "2016-03-05T14:05:00", "2016-03-05T14:05", "2016-3-5 14:05"),
        *("2016-03-05 14:05:00.250", "2016-03-05T14:05:00+08:00", "2016-03-05 14:05:00+0800", "2016-03-05T06:05:00Z"),
        *("2016/3/5 14:05", "2016/03/05 14:05:00", "2016.3.5 14:05", "2016.03.05 14:05", "2016。3。5 14:05"),
        *("2016年3月5日 14时05分", "2016年3月5日14时5分", "2016年03月05日 14：05：00", "2016年3月5号下午2点05分"),
        *("2016年3月5日 下午2:05", "2016/3/5 下午 2:05:00", "2016-03-05 2:05 PM", "2016-03-05 2:05PM"),
        "2016-3-5 2:05 p.m.",
        *("201603051405", "20160305140500", "20160305 1405", "20160305 14:05", "20160305T140500"),
        *("２０１６－０３－０５　１４：０５", "二〇一六年三月五日十四时零五分", "2016-03-05\n14:05"),
        "2016-03-05 (周六) 14:05",
        *("5 Mar 2016 14:05", "March 5, 2016 2:05 PM", "Mar 5 2016  2:05PM", "Sat, 5 Mar 2016 14:05:00"),
        *("民国105年3月5日 14:05", "105年3月5日14时05分", "2016–03–05 14:05", " 2016-03-05 14:05 "),
    ],
)
def test_one_moment_in_many_shapes(text: str) -> None:
    assert read(text) == AFTERNOON


@pytest.mark.parametrize(
    "text",
    [
        *("2016-03-05", "2016-03-05 00:00:00", "2016-3-5", "2016/3/5", "2016.3.5", "2016.03.05.", "2016 / 3 / 5"),
        *("2016年3月5日", "2016年3月5", "2016年03月05号", "2016 年 3 月 5 日", "20160305", "20160305.0"),
        "2016-03-05 星期六",
        *("二〇一六年三月五日", "二零一六年三月五号", "二○一六年三月五日", "民国105年3月5日", "民國105/3/5"),
        *("105/3/5", "105.3.5"),
        *("民国一百零五年三月五日", "5 Mar 2016", "5-Mar-2016", "5th March 2016", "March 5, 2016", "2016 Mar 5"),
        "2016-Mar-05",
        *("16年3月5日", "42434", "42434.0", "2016年3月5日上午"),
    ],
)
def test_one_day_in_many_shapes(text: str) -> None:
    assert read(text) == DAY
    assert read(text, kind=ValueKind.DATE) == DAY.date()
    assert type(read(text, kind=ValueKind.DATE)) is date


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [
        *(("凌晨1点", 1, 0), ("凌晨12点", 0, 0), ("上午9:30", 9, 30), ("早上8点", 8, 0), ("上午 12:00:00", 0, 0)),
        *(("中午12点", 12, 0), ("中午1点", 13, 0), ("下午2点半", 14, 30), ("下午12:30", 12, 30), ("下午14:05", 14, 5)),
        *(("下午三点一刻", 15, 15), ("晚上8点", 20, 0), ("晚上11:59", 23, 59), ("傍晚6点整", 18, 0), ("9点", 9, 0)),
        *(("12:05 AM", 0, 5), ("12:05 PM", 12, 5), ("9 am", 9, 0), ("PM 2:30", 14, 30), ("14点30分20秒", 14, 30)),
    ],
)
def test_times_of_day_in_words(words: str, hour: int, minute: int) -> None:
    value = read(f"2016年3月5日 {words}")
    assert isinstance(value, datetime)
    assert (value.date(), value.hour, value.minute) == (DAY.date(), hour, minute)


@pytest.mark.parametrize(
    "text",
    [
        *("2016-02-30", "2016-02-30 00:00:00", "2015-02-29", "2016-13-01", "2016-00-10", "2016-04-31 10:00"),
        "20160230",
        *("2016-03-05 25:00", "2016-03-05 24:01", "2016-03-05 14:60", "2016-03-05 14:05:60", "2016年3月5日 下午24点"),
        *("2016-03-05 上午14:05", "14:05", "14时05分", "1899-12-31 14:05:00", "下午2点", "2016-03", "2016年3月"),
        "201603",
        *("2016", "=TODAY()", "已撤诉", "是", "abc", "约2016-03-05", "2016-03-05前", "3.5", "3/5", "0", "5"),
        "138123456",
        *("2016-3-114:05", "2016-03-0514:05", "2016-03-05 周五", "2016-03-05 9:05-10:20", "2016-03-05 14.05"),
        "农历三月初五",
        *("三月初五", "2016-03-05²", "true", "1e5", "１６０３０５", "2016030514"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert fault_of(text) == "bad_date"


@pytest.mark.parametrize(
    "text",
    [
        *("3/5/2016", "03/05/2016 14:05", "5.3.2016", "5-3-2016", "16.3.5", "16-03-05", "16/3/5", "3/5/16", "5-Mar-16"),
        *("95年3月5日", "2016年3月5日 上午12点", "2016年3月5日 夜里1点", "216年3月5日"),
    ],
)
def test_what_can_be_two_dates_is_refused(text: str) -> None:
    assert fault_of(text) == "ambiguous_date"


@pytest.mark.parametrize(
    "text",
    [
        *("2016-03-05 2016-03-08", "2016-03-05、2016-03-08", "2016-03-05至2016-03-08", "2016/3/5~2016/3/8"),
        *("2016年3月5日,3月8日", "2016年3月5日-8日", "2016.3.5-3.8", "3月5日、3月8日", "2016-03-05\n2016-03-05"),
        *("20160305 20160308", "第一次2016-03-05，第二次2016-03-08", "5 Mar 2016 and 8 Mar 2016"),
    ],
)
def test_two_dates_in_a_cell(text: str) -> None:
    assert fault_of(text, MARCH) == "several_dates"


def test_an_order_that_leaves_no_choice_is_read_and_said() -> None:
    assert read("13/5/2016") == datetime(2016, 5, 13) and note_of("13/5/2016") == "day_first"
    assert read("5/13/2016 14:05") == datetime(2016, 5, 13, 14, 5) and note_of("5/13/2016") == "month_first"
    assert read("5/5/2016") == datetime(2016, 5, 5) and note_of("5/5/2016") is None
    assert fault_of("13/13/2016") == "bad_date"
    assert fault_of("30/2/2016") == "bad_date"


class TestLayoutFormat:
    american = Context(date_format="%m/%d/%Y")
    british = Context(date_format="%d/%m/%Y")

    def test_it_decides_the_order(self) -> None:
        assert read("3/5/2016", self.american) == datetime(2016, 3, 5)
        assert read("3/5/2016", self.british) == datetime(2016, 5, 3)
        assert note_of("3/5/2016", self.american) is None
        assert read("3/5/2016 2:05 PM", self.american) == AFTERNOON

    def test_a_date_of_another_order_is_not_read_by_another_rule(self) -> None:
        assert fault_of("13/5/2016", self.american) == "bad_date"
        assert fault_of("3/5/16", self.american) == "bad_date"
        assert fault_of("2/30/2016", self.american) == "bad_date"
        assert fault_of("3/5/2016 25:00", self.american) == "bad_date"

    def test_a_real_date_cell_is_still_read(self) -> None:
        assert read("2016-03-05 00:00:00", self.american) == DAY
        assert read("42434", self.american) == DAY

    def test_a_format_without_separators_needs_its_full_width(self) -> None:
        packed = Context(date_format="%Y%m%d")
        assert read("20160305", packed) == DAY
        assert fault_of("2016111", packed) == "bad_date"

    def test_a_two_digit_year_and_a_zone(self) -> None:
        assert read("05.03.16", Context(date_format="%d.%m.%y")) == DAY
        assert read("5/3/2016 06:05 +0000", Context(date_format="%d/%m/%Y %H:%M %z")) == AFTERNOON

    @pytest.mark.parametrize("broken", ["%m/%d/%m", "%", "%Q", "", "(", "%Y-%m-%d %z"])
    def test_a_senseless_format_raises_nothing(self, broken: str) -> None:
        parse(ValueKind.MOMENT, "3/5/2016", Context(date_format=broken))


class TestWithoutYear:
    def test_the_sheets_year_is_taken_and_said(self) -> None:
        assert read("3月5日", MARCH) == DAY and note_of("3月5日", MARCH) == "year_from_sheet"
        assert read("三月五号 14:05", MARCH) == AFTERNOON
        assert read("2月29日", Context(year=2016)) == datetime(2016, 2, 29)

    def test_without_a_sheet_year_it_is_no_date(self) -> None:
        assert fault_of("3月5日") == "bad_date"

    @pytest.mark.parametrize(
        ("text", "report_month", "expected"),
        [
            ("12月20日", 1, datetime(2015, 12, 20)),
            ("11月3日", 2, datetime(2015, 11, 3)),
            ("1月20日", 1, datetime(2016, 1, 20)),
            ("4月2日", 3, datetime(2016, 4, 2)),
            ("1月5日", 12, datetime(2016, 1, 5)),
        ],
    )
    def test_a_month_far_ahead_is_last_years(self, text: str, report_month: int, expected: datetime) -> None:
        context = Context(year=2016, month=report_month)
        assert read(text, context) == expected
        assert note_of(text, context) == ("year_from_sheet" if expected.year == 2016 else "year_before_sheet")

    def test_a_month_some_way_ahead_may_be_either(self) -> None:
        assert fault_of("7月5日", MARCH) == "ambiguous_date"
        assert read("7月5日", Context(2016, 3, latest=date(2016, 4, 30))) == datetime(2015, 7, 5)

    def test_a_day_that_the_year_lacks(self) -> None:
        assert fault_of("2月29日", Context(year=2015)) == "bad_date"
        assert fault_of("12月32日", Context(year=2016, month=1)) == "bad_date"


class TestSerial:
    def test_day_and_fraction(self) -> None:
        # 42434 is 2016-03-05 in Excel; 0.5869... of a day is 14:05:08.
        assert read("42434.5869") == datetime(2016, 3, 5, 14, 5, 8)
        assert note_of("42434") == "serial_date"

    def test_rounding_never_moves_the_date(self) -> None:
        assert read("42434.9999999", kind=ValueKind.DATE) == date(2016, 3, 5)

    def test_the_1904_calendar(self) -> None:
        assert read("40972", Context(date1904=True)) == DAY

    @pytest.mark.parametrize("text", ["32873", "73416", "12345", "424340", "4243"])
    def test_other_numbers_are_no_dates(self, text: str) -> None:
        assert fault_of(text) == "bad_date"

    def test_the_edges(self) -> None:
        assert read("32874") == datetime(1990, 1, 1)
        assert read("73415") == datetime(2100, 12, 31)


class TestRange:
    @pytest.mark.parametrize(
        "text", ["1989-12-31", "0016-03-05", "9999-12-31", "2101-01-01", "民国70年3月5日", "1900-01-05"]
    )
    def test_out_of_every_log(self, text: str) -> None:
        assert fault_of(text) == "date_out_of_range"

    def test_latest(self) -> None:
        context = Context(latest=date(2016, 3, 5))
        assert read("2016-03-05 23:59:59", context) == datetime(2016, 3, 5, 23, 59, 59)
        assert fault_of("2016-03-06", context) == "date_out_of_range"
        assert fault_of("42435", context) == "date_out_of_range"


class TestTimeZone:
    def test_china_time_comes_out(self) -> None:
        assert read("2016-03-05T20:05:00Z") == datetime(2016, 3, 6, 4, 5)
        assert note_of("2016-03-05T20:05:00Z") == "time_zone"
        assert note_of("2016-03-05T20:05:00+08:00") is None
        assert read("2016-03-05 01:05:00-05:00") == AFTERNOON

    def test_zones_that_do_not_exist(self) -> None:
        assert fault_of("2016-03-05 14:05:00+23:00") == "bad_date"
        assert fault_of("0001-01-01 00:00:00+14:00") in {"bad_date", "date_out_of_range"}
        assert fault_of("9999-12-31 23:59:59-12:00") in {"bad_date", "date_out_of_range"}


def test_24_o_clock_stays_on_its_day() -> None:
    assert read("2016-12-31 24:00") == datetime(2016, 12, 31, 23, 59, 59)
    assert note_of("2016-12-31 24:00") == "end_of_day"
    assert read("2016年12月31日晚上12点") == datetime(2016, 12, 31, 23, 59, 59)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("民国105年3月5日", "minguo_year"), ("105/3/5", "minguo_year"), ("16年3月5日", "two_digit_year")),
        *(("2016年3月5日下午", "hour_unknown"), ("2016-03-05", None), ("2016年3月5日", None), ("5 Mar 2016", None)),
    ],
)
def test_what_is_worth_saying(text: str, code: str | None) -> None:
    assert note_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *(
            "未撤诉",
            "尚未",
            "无撤诉",
            "尚未撤诉",
            "未办结",
            "未结案",
            "未反馈",
            "未联系",
            "未联系上",
            "处理中",
            "正在处理中",
            "待定",
        ),
        *("待反馈", "不同意撤诉"),
        *("拒绝撤诉", "pending", "TBD", "无", "未", "暂无", "/", "—", "N/A", "不适用", "无需"),
    ],
)
@pytest.mark.parametrize("kind", [ValueKind.MOMENT, ValueKind.DATE])
def test_not_yet_is_blank(text: str, kind: ValueKind) -> None:
    assert parse(kind, text, MARCH) == (None, None, None)


def test_a_fault_says_what_where_and_what_instead() -> None:
    fault = parse(ValueKind.DATE, "x" * 60, NONE)[1]
    assert fault is not None
    assert "x" * 39 + "…" in fault.message_zh and "x" * 39 + "…" in fault.message_en
    assert "x" * 40 not in fault.message_zh
    assert "2016-03-05" in fault.remedy_zh and "2016-03-05" in fault.remedy_en
