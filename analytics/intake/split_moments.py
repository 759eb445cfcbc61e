"""A moment written in two columns, 受理日期 with the day and 受理时间 with the time of day."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.column_fields import ColumnFields
from analytics.intake.sheet import Sheet
from analytics.intake.values.blanks import fold, is_blank
from analytics.intake.values.clock import read_clock
from analytics.vocabulary import SHEET_FIELDS, SheetKind, ValueKind

_LOOKED_AT = 50  # filled cells that tell what a column holds
_SPREADSHEET_TIME = r"^1899-12-3[01][ T]"  # how a bare time of day comes out of a spreadsheet
_MIDNIGHT = r"[ T]00:00:00(?:\.0+)?$"
_DATED = re.compile(r"\d{4}\s*[-/.年]|\d{1,2}\s*月|\d{8}|\d{1,2}/\d{1,2}")


def split_moments(sheet: Sheet, body_row: int, kind: SheetKind, columns: ColumnFields) -> dict[str, tuple[int, int]]:
    """Field -> (column of the day, column of the time of day), where two columns that claim it hold these."""
    found = {}
    for name, others in columns.others.items():
        if SHEET_FIELDS[kind][name].kind is ValueKind.MOMENT:
            held: dict[str, list[int]] = {"day": [], "time": [], "": []}
            for column in (columns.by_field[name], *others):
                held[_holds(sheet.columns[column].slice(body_row))].append(column)
            if held["day"] and len(held["time"]) == 1:
                found[name] = (held["day"][0], held["time"][0])
    return found


def joined(days: pa.Array, times: pa.Array) -> pa.Array:
    """The text of day and time in one; a day without a time stays as it is, a time without a day is no moment."""
    day = pc.replace_substring_regex(days, _MIDNIGHT, "")
    time = pc.replace_substring_regex(times, _SPREADSHEET_TIME, "")
    both = pc.and_(pc.is_valid(days), pc.not_equal(pc.fill_null(pc.utf8_trim_whitespace(time), ""), ""))
    return pc.if_else(both, pc.binary_join_element_wise(day, time, " "), days)


def _holds(cells: pa.Array) -> str:
    texts = [text for text in cells.drop_null().slice(0, _LOOKED_AT).to_pylist() if not is_blank(text)]
    if not texts:
        return ""
    if all(_is_time(text) for text in texts):
        return "time"
    if all(re.search(_MIDNIGHT, text) or (_DATED.search(text) and not re.search(r"[:：时点]", text)) for text in texts):
        return "day"
    return ""


def _is_time(text: str) -> bool:
    return not isinstance(read_clock(fold(re.sub(_SPREADSHEET_TIME, "", text)).lower()), str)
