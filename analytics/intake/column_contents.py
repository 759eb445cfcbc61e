"""What a column holds whose header leaves it open: 投诉类别 is 正式/非正式 in one log and 理赔时效 in the next.

The values decide. Where they say two things, or nothing that is known, nobody decides but a person: its rows would
be set aside to the last, or a form be counted that the log never stated.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.column_fields import ColumnFields
from analytics.intake.header_rows import Header
from analytics.intake.headers import is_open
from analytics.intake.report import Remark
from analytics.intake.sheet import Sheet
from analytics.intake.table_faults import unclear_column
from analytics.intake.values import Context, parse
from analytics.intake.values.blanks import is_blank
from analytics.masking import mask
from analytics.vocabulary import LOG_FIELDS, SheetKind, ValueKind

_REFERENCE = Path(__file__).parents[1] / "reference"
# field -> (file, its tables, the keys that hold words).
_WORDS = {
    "cause_label": ("causes.toml", ("category", "cause"), ("code", "zh", "en", "synonyms")),
    "product_line": ("product_lines.toml", ("line",), ("zh", "en", "aliases")),
    "channel": ("channels.toml", ("channel",), ("code", "zh", "en", "synonyms")),
}
_MOST = 0.5  # of the filled cells at least say what a column is
_STRAYS = 0.1  # of them at most say something else: slips, set aside row by row
_MOST_VALUES = 200  # different ones that are looked at; such a column has a handful
_SHOWN = 3
_LONGEST_SHOWN = 12  # characters
_BETWEEN = re.compile(r"[,、;/\n+&|]+")
_AFTER = re.compile(r"(?:类投诉|类|投诉|问题|等)$")


@dataclass(frozen=True, slots=True)
class Contents:
    """What the cells of a column say. values: the commonest. field: what they are; None: nobody can tell.

    slips: that they are known words of no field, in less than half of the rows.
    """

    values: tuple[str, ...]
    field: str | None
    slips: bool

    @property
    def is_form(self) -> bool:
        """Whether a column headed as the form is one, with rows to set aside at the most."""
        return self.field == "form" or (self.field is None and self.slips)


def settle_open_columns(sheet: Sheet, header: Header) -> tuple[Header, list[Remark]]:
    """The header with its open columns given to what they hold, and what is to be said about that.

    Open are the column that was read as the form, and the headers of headers.toml `[open]`. Raises
    SheetFault(unclear_column) where the form's column holds something else and nobody can say what.
    """
    if header.kind is not SheetKind.LOG:
        return header, []
    fields = dict(header.fields.by_field)
    remarks: list[Remark] = []
    form = fields.get("form")
    if form is not None and (held := contents(sheet, header.body, form)) and not held.is_form:
        if held.field is None:
            raise unclear_column(sheet.name, header.bottom, header.texts[form], held.values, len(fields))
        del fields["form"]
        remarks.append(_settled(sheet, header, form, held, fields.get(held.field)))
        fields.setdefault(held.field, form)
    for column, text in header.texts.items():
        if column in header.fields.by_field.values() or not is_open(text):
            continue
        held = contents(sheet, header.body, column)
        if held and held.field and held.field not in fields:
            fields[held.field] = column
            remarks.append(_settled(sheet, header, column, held, None))
    doubles = {name: columns for name, columns in header.fields.doubles.items() if name in fields}
    return replace(header, fields=ColumnFields(fields, header.fields.others, doubles)), remarks


def contents(sheet: Sheet, body: int, column: int) -> Contents | None:
    """What the cells of an open column say, from the row `body` on; None where it is empty."""
    counted = pc.value_counts(sheet.columns[column].slice(body).drop_null()).to_pylist()
    cells = sorted(((one["counts"], one["values"]) for one in counted if not is_blank(one["values"])), reverse=True)
    if not cells:
        return None
    cells = cells[:_MOST_VALUES]
    total = sum(count for count, _ in cells)
    said = [(count, _readings(text)) for count, text in cells]
    certain = None
    best = 0.0
    for name in ("form", *_WORDS):
        share = sum(count for count, names in said if name in names) / total
        strays = sum(count for count, names in said if names and name not in names) / total
        if share >= _MOST and strays <= _STRAYS and share > best:
            certain, best = name, share
    known = any(names - {"form"} for _, names in said)
    unread = sum(count for count, names in said if "form" not in names)
    slips = not known and unread * 2 < sheet.height - body
    return Contents(tuple(_shown(text) for _, text in cells[:_SHOWN]), certain, slips)


def _shown(text: str) -> str:
    """A cell as a message quotes it: short, personal data starred."""
    plain = mask(" ".join(text.split()))
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[: _LONGEST_SHOWN - 1]}…"


def _readings(text: str) -> set[str]:
    """The fields that a cell's text can be a value of."""
    _, fault, _ = parse(ValueKind.FORM, text, Context())
    found = set() if fault else {"form"}
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)):
        for name in _WORDS:
            if {_key(part), _key(_AFTER.sub("", part.strip()))} & _known(name):
                found.add(name)
    return found


@cache
def _known(name: str) -> frozenset[str]:
    """The words of the reference file that stand for a value of the field."""
    file, tables, keys = _WORDS[name]
    data = tomllib.loads((_REFERENCE / file).read_text(encoding="utf-8"))
    words: list[str] = []
    for entry in (entry for table in tables for entry in data[table]):
        for key in keys:
            words += [entry[key]] if isinstance(entry[key], str) else entry[key]
    return frozenset(map(_key, words)) - {""}


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _settled(sheet: Sheet, header: Header, column: int, held: Contents, other: int | None) -> Remark:
    """Said of a column that its values gave to a field. other: the column that is the field already."""
    label = LOG_FIELDS[held.field or ""]
    text, values = header.texts[column], "、".join(held.values)
    if other is None:
        message = Text(
            f"“{text}”列的内容是{label.zh}({values}),按{label.zh}读取",
            f"column {text!r} holds {values}: it is read as {label.en}",
        )
    else:
        message = Text(
            f"“{text}”列的内容是{label.zh}({values});{label.zh}已取自“{header.texts[other]}”列,此列未读取",
            f"column {text!r} holds {values}: {label.en} is read from {header.texts[other]!r}, this column is not used",
        )
    remedy = Text("若不对,请改列名,或用布局文件指明", "if that is wrong, rename it, or name it in a layout file")
    return Remark(sheet.name, header.bottom + 1, "column_by_contents", message, remedy, column=text, field=held.field)
