"""A layout says how to read a table whose columns are not ours: a small TOML file.

name = "texas-tdi"                 # required
kind = "log"                       # log | exposure | branches
note = "what it is, decisions taken"
date_format = "%m/%d/%Y"           # how dates are written, where it is not obvious
cause_separator = ";"              # between several causes in one cell

[columns]                          # header = field; a field may be named once
"Received date" = "received_at"
"Complaint/Branch" = "branch"      # a header in two rows: both, as reports show it; or the lower one where it is alone
"Date#2" = "withdrawn_on"          # the second of two columns that are headed Date

[key]                              # optional: the complaint number is made of several columns
complaint_no = ["Complaint number", "Respondent ID"]

[constants]                        # optional: fields that every row has in common
channel = "regulator"

[values.cause_label]               # optional: what a field's values mean, exact text to text
"Denial Of Claim" = "unsupported_refusal"
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analytics.errors import FileError, Text
from analytics.intake.headers import normalise
from analytics.vocabulary import SHEET_FIELDS, SheetKind

FOLDER = Path(__file__).parents[1] / "reference" / "layouts"
_KEYS = {"name", "kind", "note", "date_format", "cause_separator", "columns", "key", "constants", "values"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of table is read; `columns` is header -> field."""

    name: str
    kind: SheetKind
    columns: dict[str, str]
    key: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    date_format: str | None = None
    cause_separator: str | None = None


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layout chosen for an import; where there is none, those remembered, by the signature of their headers."""

    chosen: Layout | None = None
    remembered: Mapping[str, Layout] = field(default_factory=dict)

    def for_headers(self, headers: Iterable[Iterable[str]]) -> Layout | None:
        """The layout for a sheet whose header may be any of these."""
        signatures = map(signature, headers)
        return next((self.remembered[known] for known in signatures if known in self.remembered), None)


def signature(headers: Iterable[str]) -> str:
    """What a header row is known by: its headers, whatever their order, spacing and width."""
    names = sorted({name for header in headers if (name := normalise(header))})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def layout_toml(layout: Layout) -> str:
    """The layout as a file that read_layout reads back."""
    lines = [f"name = {_quoted(layout.name)}", f"kind = {_quoted(layout.kind.value)}"]
    for key in ("date_format", "cause_separator"):
        if getattr(layout, key) is not None:
            lines.append(f"{key} = {_quoted(getattr(layout, key))}")
    tables: list[tuple[str, dict[str, str]]] = [("columns", layout.columns), ("constants", layout.constants)]
    tables += [(f"values.{name}", words) for name, words in layout.values.items()]
    for name, table in tables:
        if table:
            lines += ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in table.items())]
    if layout.key:
        lines += ["", "[key]", f"complaint_no = [{', '.join(map(_quoted, layout.key))}]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string without escaped slashes and surrogates is a TOML basic string; DEL alone needs an escape more.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_layout(where: str | Path) -> Layout:
    """Read a layout from a file, or one that ships with the product by its name. Raises FileError."""
    path = Path(where)
    shipped = FOLDER / f"{where}.toml"
    if not path.is_file() and shipped.is_file():
        path = shipped
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise _bad(path, "找不到文件", "there is no such file") from error
    except UnicodeDecodeError as error:
        raise _bad(path, "不是 UTF-8 文本", "not text in UTF-8") from error
    return parse_layout(text, path)


def parse_layout(text: str, path: Path) -> Layout:
    """Check a layout's text. path: where it is from, for messages. Raises FileError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(path, f"不是有效的 TOML({error})", f"not valid TOML: {error}") from error
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise _bad(path, f"未知的键 {unknown[0]}", f"unknown key {unknown[0]!r}")
    try:
        kind = SheetKind(data.get("kind", "log"))
        fields = SHEET_FIELDS[kind]
    except (ValueError, KeyError) as error:
        raise _bad(path, "kind 应为 log、exposure 或 branches", "kind must be log, exposure or branches") from error
    columns, constants, values = (_table(path, data, key) for key in ("columns", "constants", "values"))
    named = [*columns.values(), *constants, *values]
    for name in named:
        if name not in fields:
            raise _bad(path, f"未知的字段 {name}", f"unknown field {name!r}")
    mapped = [*columns.values()]
    twice = next((name for name in mapped if mapped.count(name) > 1), None)
    if twice:
        raise _bad(path, f"字段 {twice} 对应了两列", f"field {twice!r} is given two columns")
    key = data.get("key", {}).get("complaint_no", [])
    if not isinstance(key, list) or any(not isinstance(part, str) for part in key):
        raise _bad(path, "[key] complaint_no 应为列名列表", "[key] complaint_no must be a list of headers")
    return Layout(
        name=str(data.get("name") or path.stem),
        kind=kind,
        columns=columns,
        key=tuple(key),
        constants={name: str(value) for name, value in constants.items()},
        values={name: {str(k): _plain(v) for k, v in table.items()} for name, table in values.items()},
        date_format=data.get("date_format"),
        cause_separator=data.get("cause_separator"),
    )


def _plain(value: object) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _table(path: Path, data: dict[str, Any], key: str) -> dict[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise _bad(path, f"[{key}] 应为表", f"[{key}] must be a table")
    return table


def _bad(path: Path, what_zh: str, what_en: str) -> FileError:
    return FileError(
        "bad_layout",
        Text(f"布局文件 {path}:{what_zh}", f"layout {path}: {what_en}"),
        Text(
            "请对照自带示例 analytics/reference/layouts/texas-tdi.toml",
            "compare it with the example analytics/reference/layouts/texas-tdi.toml",
        ),
    )
