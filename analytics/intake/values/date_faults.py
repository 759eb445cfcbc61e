"""What is said about a date that cannot be read, and about one that was read in a way worth knowing."""

from __future__ import annotations

from datetime import date

from analytics.intake.values.outcome import Context, Note, Parsed, fault, note

EARLIEST = date(1990, 1, 1)
LAST = date(2100, 12, 31)

_TYPE = ("请写成 2016-03-05 或 2016-03-05 14:05", "type it as 2016-03-05 or 2016-03-05 14:05")
_REASONS: dict[str, tuple[str, str, str]] = {
    "unclear": ("bad_date", "不是可识别的日期", "is not a date that can be read"),
    "impossible": ("bad_date", "：日历上没有这一天或钟点", "names a day or time that does not exist"),
    "time_only": ("bad_date", "只有时刻，没有日期", "is a time without a date"),
    "no_year": ("bad_date", "没有年份，工作表也没有写明年份", "has no year, and the sheet names none"),
    "no_day": ("bad_date", "没有写明是哪一天", "does not name the day"),
    "weekday": ("bad_date", "的日期与星期不符", "has a weekday that is not that date's"),
    "format": ("bad_date", "不符合布局规定的日期格式", "does not follow the layout's date format"),
    "order": ("ambiguous_date", "分不清哪个是月、哪个是日", "does not say which number is the month"),
    "short_year": ("ambiguous_date", "的年份不足四位，无法确定", "does not give its year in four digits"),
    "which_year": (
        "ambiguous_date",
        "没有年份，无法确定是今年还是去年",
        "has no year: this one or the last cannot be told",
    ),
    "noon": ("ambiguous_date", "的钟点说不清是哪一个", "has a time that may mean either of two"),
    "several": ("several_dates", "含有不止一个日期", "holds more than one date"),
}
_REMEDIES: dict[str, tuple[str, str]] = {
    "time_only": ("请补上日期，如 2016-03-05 14:05", "add the date, as in 2016-03-05 14:05"),
    "order": (
        "请写成 2016-03-05，或在布局文件中用 date_format 指明顺序",
        "type it as 2016-03-05, or set date_format in a layout file",
    ),
    "format": (
        "请按布局的 date_format 填写，或写成 2016-03-05",
        "follow the layout's date_format, or type it as 2016-03-05",
    ),
    "several": ("一个单元格只填一个日期，如 2016-03-05", "keep one date in the cell, as in 2016-03-05"),
}
_NOTES: dict[str, tuple[str, str]] = {
    "minguo_year": ("按民国纪年读取，年份加1911", "was read as a Minguo year, 1911 years added"),
    "two_digit_year": ("的年份按20××年读取", "was read as a year of this century"),
    "serial_date": ("按 Excel 日期序号读取", "was read as an Excel serial date"),
    "year_from_sheet": ("没有年份，取自工作表的年份", "has no year; the sheet's was taken"),
    "year_before_sheet": (
        "没有年份，晚于报告月份，取上一年",
        "has no year and lies after the report month; the year before was taken",
    ),
    "day_first": ("按日/月/年读取", "was read as day, month, year"),
    "month_first": ("按月/日/年读取", "was read as month, day, year"),
    "end_of_day": ("的24点按当天23:59:59读取", "ends its day; read as 23:59:59 of the same date"),
    "hour_unknown": ("没有钟点，只读取日期", "has no hour; only the date was read"),
    "time_zone": ("已换算为北京时间", "was converted to China time"),
}


def date_fault(reason: str, text: str) -> Parsed:
    """The fault for a reason that a reader of days or times gave."""
    code, zh, en = _REASONS[reason]
    return fault(code, text, (zh, en), _REMEDIES.get(reason, _TYPE))


def date_note(code: str | None, text: str) -> Note | None:
    return None if code is None else note(code, text, _NOTES[code])


def range_fault(day: date, text: str, context: Context) -> Parsed | None:
    """A fault if the day is before 1990, after `context.latest`, or after 2100 where that is not given."""
    latest = min(context.latest or LAST, LAST)
    if EARLIEST <= day <= latest:
        return None
    bounds = f"{EARLIEST.isoformat()} – {latest.isoformat()}"
    what = (f"（{day.isoformat()}）不在可信范围 {bounds} 内", f"({day.isoformat()}) is outside {bounds}")
    return fault("date_out_of_range", text, what, ("请核对年份", "check the year"))
