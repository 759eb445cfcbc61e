"""Text and identifiers: what a person wrote, kept; what a program spoilt, pointed out."""

from __future__ import annotations

import re
import unicodedata

from analytics.intake.values.blanks import fold, without_unseen
from analytics.intake.values.outcome import Context, Note, Parsed, note

# _x000D_ is how Excel's XML writes a carriage return.
_BREAK = re.compile(r"_x000[dD]_(?:\r?\n)?|\r\n?|\v|\f")
_FLOAT_OF_WHOLE = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d{1,3}|\d\.\d+[eE]\d{1,3}")
_EXCEL_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_QUOTES = "'’‘`"

_LOST_DIGITS = (
    "可能已损坏：Excel 只保留15位数字，其余变为0；请在原系统核对，并将该列设为文本",
    "may be damaged: Excel keeps 15 digits and writes zeros after them; check the source and format the column as text",
)
_LOST_TAIL = (
    "是科学计数法，后面的数字已丢失；请将该列设为文本后重新导出",
    "is in scientific notation, its last digits are lost; format the column as text and export again",
)
_BECAME_DATE = (
    "已被 Excel 转成日期，原编号已丢失；请将该列设为文本后重新填写",
    "was turned into a date by Excel, the identifier is lost; format the column as text and type it again",
)


def read_text(text: str, context: Context) -> Parsed:
    """The text as written, trimmed, without unseen characters, line breaks as \\n."""
    if text.isprintable() and "_x000" not in text:
        return text.strip(), None, None
    broken = without_unseen(_BREAK.sub("\n", text).replace("\t", " "))
    return "\n".join(line.strip() for line in broken.split("\n")).strip() or None, None, None


def read_identifier(text: str, context: Context) -> Parsed:
    """The identifier in half width and without spaces; leading zeros stay.

    Several identifiers on lines of their own are joined by ";". A number's "123.0" is "123".
    """
    if text.isascii() and text.isalnum():
        return text, None, _damage(text)
    folded = fold(_BREAK.sub("\n", text))
    if _EXCEL_DATE.fullmatch(folded):
        return folded, None, note("damaged_identifier", text, _BECAME_DATE)
    lines = [_line(line) for line in folded.splitlines()]
    identifier = ";".join(line for line in lines if line)
    return identifier or None, None, _damage(identifier)


def _line(line: str) -> str:
    bare = "".join(unicodedata.normalize("NFKC", line).split()).lstrip(_QUOTES)
    whole = _FLOAT_OF_WHOLE.fullmatch(bare)
    return whole[1] if whole else bare


def _damage(identifier: str) -> Note | None:
    if _SCIENTIFIC.fullmatch(identifier):
        return note("scientific_identifier", identifier, _LOST_TAIL)
    # A zero in front shows that it was never a number.
    if identifier.isdecimal() and len(identifier) >= 16 and identifier[0] != "0":
        # 17 digits lose two; of 16 digits every tenth good one ends in 0, so three zeros are asked for.
        tail = "00" if len(identifier) == 17 else "000"
        if identifier.endswith(tail) or _is_number_of_excel(identifier):
            return note("damaged_identifier", identifier, _LOST_DIGITS)
    return None


def _is_number_of_excel(digits: str) -> bool:
    """Whether digits are what a number cell of 15 figures reads as: 530102198001011008 for Excel's 530102198001011000.

    Of identifiers kept as text one in a thousand looks the same.
    """
    number = float(digits)
    return len(digits) > 17 and number < 1e25 and int(number) == int(digits) and float(f"{number:.15g}") == number
