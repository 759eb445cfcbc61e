"""The Excel pack: each figure's table on a sheet, real numbers, filters and definitions first, native charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from openpyxl.workbook import Workbook

from analytics.errors import Text
from analytics.export.sheets import Column, add_chart, add_table, add_text
from analytics.measures import Frame, MeasureTable, Scope, measure
from analytics.measures.explain_texts import FORMULAS, RULES
from analytics.measures.figure import UNITS
from analytics.measures.names import BOOK_NAMES, DIMENSION_NAMES, MEASURE_NAMES, VIEW_NAMES, value_name
from analytics.vocabulary import RATIOS, Dimension, Measure

D, M = Dimension, Measure
_COUNTS = (M.COMPLAINTS, M.REGULATOR_COMPLAINTS, M.VALID, M.PENDING, M.CAUSE_MENTIONS)
_EXPOSED = (*_COUNTS, M.PREMIUM_YUAN, M.POLICIES, *RATIOS)
_FORMATS = {M.PREMIUM_YUAN: "#,##0.00", M.POLICIES: "#,##0", M.TIMELY_RATE: "0.0%"}
_RATIO_FORMAT = "0.0000"


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet. charted: the measures its chart shows, none for no chart."""

    by: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    charted: tuple[Measure, ...] = ()
    lines: bool = False


PARTS = (
    Part((D.TOTAL,), _EXPOSED),
    Part((D.MONTH,), _EXPOSED, (M.COMPLAINTS, M.VALID)),
    Part((D.QUARTER,), _EXPOSED, (M.PREMIUM_RATIO,)),
    Part((D.BRANCH,), _EXPOSED, (M.COMPLAINTS, M.VALID)),
    Part((D.BRANCH, D.MONTH), (M.COMPLAINTS, M.VALID, M.PREMIUM_YUAN)),
    Part((D.CHANNEL,), _COUNTS, (M.COMPLAINTS,)),
    Part((D.FORM,), _COUNTS),
    Part((D.PRODUCT_LINE,), (*_COUNTS, M.PREMIUM_YUAN, M.PREMIUM_RATIO), (M.COMPLAINTS,)),
    Part((D.CATEGORY,), _COUNTS, (M.COMPLAINTS,)),
    Part((D.CAUSE,), _COUNTS, (M.CAUSE_MENTIONS,)),
    Part((D.CAUSE, D.MONTH), (M.CAUSE_MENTIONS,)),
    Part((D.BRANCH, D.CATEGORY), (M.COMPLAINTS, M.VALID)),
    Part((D.STATUS,), (M.COMPLAINTS,), (M.COMPLAINTS,)),
)
_SAID = {
    "title": Text("投诉数据包", "Complaint figures"),
    "first": Text("说明", "About"),
    "period": Text("期间", "Period"),
    "view": Text("口径", "View"),
    "book": Text("入账", "Booked"),
    "as_of": Text("截至", "As of"),
    "rules": Text("规则", "Rule book"),
    "filters": Text("筛选", "Filters"),
    "all": Text("全部", "all"),
    "note": Text("数据说明", "Note"),
    "missing": Text("缺失说明", "Missing"),
    "low": Text("95% 下限", "95% low"),
    "high": Text("95% 上限", "95% high"),
    "counted": Text("件与项", "Complaints, mentions"),
    "never_add": Text(
        "一件投诉可有几项原因:按原因分的件数在几行中各出现一次,不能相加;项数与件数也不能相加。",
        "A complaint may name several causes: by cause it stands in several rows, so never add those counts, nor"
        " mentions to complaints.",
    ),
    "source": Text("依据", "source"),
    "no_data": Text("没有数据", "no data"),
}
_FILTERS = (
    ("branches", D.BRANCH),
    ("channels", D.CHANNEL),
    ("categories", D.CATEGORY),
    ("causes", D.CAUSE),
    ("product_lines", D.PRODUCT_LINE),
    ("forms", D.FORM),
)


def excel_pack(cursor: duckdb.DuckDBPyConnection, scope: Scope, language: str = "zh") -> bytes:
    """The workbook's bytes: an "about" sheet, then one sheet for each of PARTS.

    Numbers are numbers as the engine has them, shares between 0 and 1 with a percent format; what cannot be given is
    an empty cell with the reason in the last column. Raises RequestError (unknown branch) and RuleError.
    """
    book = Workbook(write_only=True)
    tables = [(part, measure(cursor, scope, part.by, part.measures)) for part in PARTS]
    _about(book, scope, tables[0][1].frame, language)
    for part, table in tables:
        _sheet(book, part, table, language)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _about(book: Workbook, scope: Scope, frame: Frame, language: str) -> None:
    def say(key: str) -> str:
        return _SAID[key].in_language(language)

    chosen = []
    for field, dimension in _FILTERS:
        values: Sequence[str] = getattr(scope, field)
        names = "、".join(value_name(dimension, one).in_language(language) for one in values)
        chosen.append((DIMENSION_NAMES[dimension].in_language(language), names or say("all")))
    period = f"{frame.first} – {frame.last}" if frame.first else say("no_data")
    lines = [
        (say("period"), period),
        (say("view"), VIEW_NAMES[frame.view].in_language(language)),
        (say("book"), BOOK_NAMES[frame.book].in_language(language)),
        (say("as_of"), frame.as_of.isoformat() if frame.as_of else say("no_data")),
        *((say("rules"), f"{one.label.in_language(language)} · {one.source}") for one in frame.books),
        *((f"{say('filters')} · {name}", values) for name, values in chosen),
        *((say("note"), note.sentence().in_language(language)) for note in frame.notes),
        (say("counted"), say("never_add")),
        ("", ""),
    ]
    for one in Measure:
        rule = f" ({RULES[one].in_language(language)})" if one in RULES else ""
        unit = UNITS[one].in_language(language)
        name = f"{MEASURE_NAMES[one].in_language(language)}({unit})"
        lines.append((name, f"{FORMULAS[one].in_language(language)}{rule}"))
    add_text(book, say("first"), say("title"), lines)


def frame_line(frame: Frame, language: str) -> str:
    """What a sheet's figures rest on."""
    parts = [
        f"{frame.first} – {frame.last}" if frame.first else _SAID["no_data"].in_language(language),
        VIEW_NAMES[frame.view].in_language(language),
        BOOK_NAMES[frame.book].in_language(language),
        f"{_SAID['as_of'].in_language(language)} {frame.as_of or '—'}",
        frame.rulebook,
    ]
    return " · ".join(parts)


def _sheet(book: Workbook, part: Part, table: MeasureTable, language: str) -> None:
    keys = [one for one in part.by if one is not D.TOTAL]
    title = " × ".join(DIMENSION_NAMES[one].in_language(language) for one in part.by)
    columns = [Column(DIMENSION_NAMES[one].in_language(language), width=24) for one in keys]
    for one in part.measures:
        columns += _columns_of(one, language)
    columns.append(Column(_SAID["missing"].in_language(language), width=40))
    rows = [_row(keys, part.measures, row, language) for row in table.rows]
    sheet = add_table(book, title, title, frame_line(table.frame, language), columns, rows)
    places = [_place(part, len(keys), one) for one in part.charted]
    if places and len(keys) == 1:
        add_chart(sheet, title, places, len(rows), f"A{len(rows) + 8}", flat=keys[0] not in (D.MONTH, D.QUARTER))


def _columns_of(one: Measure, language: str) -> list[Column]:
    name = f"{MEASURE_NAMES[one].in_language(language)}({UNITS[one].in_language(language)})"
    if one not in RATIOS:
        return [Column(name, _FORMATS.get(one, "#,##0"), 18)]
    code = _FORMATS.get(one, _RATIO_FORMAT)
    return [Column(name, code, 20), *(Column(_SAID[end].in_language(language), code, 12) for end in ("low", "high"))]


def _place(part: Part, keys: int, wanted: Measure) -> int:
    """The column (from 1) of a measure's value."""
    place = keys + 1
    for one in part.measures:
        if one is wanted:
            return place
        place += 3 if one in RATIOS else 1
    raise KeyError(wanted)


def _row(keys: Sequence[Dimension], measures: Sequence[Measure], row: Any, language: str) -> list[Any]:
    cells: list[Any] = [value_name(one, row.key[one.value]).in_language(language) for one in keys]
    missing = []
    for one in measures:
        figure = row.figures[one]
        cells.append(figure.value)
        if one in RATIOS:
            cells += [figure.low, figure.high]
        if figure.missing:
            said = figure.missing.sentence().in_language(language)
            missing.append(f"{MEASURE_NAMES[one].in_language(language)}: {said}")
    return [*cells, "; ".join(missing)]
