"""The Excel pack: each figure's table on a sheet, real numbers, filters and definitions first, native charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
from openpyxl.workbook import Workbook

from analytics.export.about import SAID, about, frame_line, notes_line, with_unit
from analytics.export.sheets import Column, Shaped, add_chart, add_table
from analytics.measures import Figure, MeasureTable, Row, Scope, measure
from analytics.measures.figure import UNITS
from analytics.measures.formats import ratio
from analytics.measures.names import DIMENSION_NAMES, MEASURE_NAMES, value_name
from analytics.measures.series import last_day
from analytics.vocabulary import RATIOS, Dimension, Measure

D, M = Dimension, Measure
_COUNTS = (M.COMPLAINTS, M.REGULATOR_COMPLAINTS, M.VALID, M.PENDING, M.CAUSE_MENTIONS)
_EXPOSED = (*_COUNTS, M.PREMIUM_YUAN, M.POLICIES, *RATIOS)
_MOST_BARS = 25


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet. charted: the measures its chart shows, none for no chart; by them its rows are ranked, if not in time.

    The first part is the whole: a line a measure.
    """

    by: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    charted: tuple[Measure, ...] = ()


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


def excel_pack(cursor: duckdb.DuckDBPyConnection, scope: Scope, language: str = "zh") -> bytes:
    """The workbook's bytes: an "about" sheet, then one sheet for each of PARTS.

    Numbers are numbers as the engine has them, shares between 0 and 1 with a percent format; what cannot be given is
    an empty cell with the reason in the last column. The last line of a table is the scope as a whole, asked as such
    and not summed up. Raises RequestError (unknown branch) and RuleError.
    """
    book = Workbook(write_only=True)
    tables = [(part, measure(cursor, scope, part.by, part.measures)) for part in PARTS]
    whole = tables[0][1]
    sheets = [(_title(part, language), len(one.rows)) for part, one in tables[1:]]
    about(book, scope, tables[0][1].frame, sheets, language)
    _whole(book, whole, language)
    for part, table in tables[1:]:
        _sheet(book, part, table, whole, language)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _whole(book: Workbook, table: MeasureTable, language: str) -> None:
    """The scope as a whole: a line a measure, with the parts of each ratio."""
    names = ("measure", "unit", "value", "low", "high", "numerator", "denominator", "missing")
    widths = (26, 12, 18, 12, 12, 14, 18, 40)
    columns = [
        Column(SAID[name].in_language(language), "" if name in ("measure", "unit", "missing") else "#,##0.##", width)
        for name, width in zip(names, widths, strict=True)
    ]
    rows = []
    for row in table.rows:
        for one in table.measures:
            figure = row.figures[one]
            shape = _number_format(one, [figure])
            values = [Shaped(value, shape) for value in (figure.value, figure.low, figure.high)]
            parts: list[Any] = (
                [Shaped(part, "#,##0") for part in (figure.numerator, figure.denominator)] if one in RATIOS else []
            )
            rows.append(
                [
                    MEASURE_NAMES[one].in_language(language),
                    UNITS[one].in_language(language),
                    *values,
                    *(parts or [None, None]),
                    figure.missing.sentence().in_language(language) if figure.missing else None,
                ]
            )
    title = SAID["total"].in_language(language)
    add_table(
        book, title, title, frame_line(table.frame, language), columns, rows, note=notes_line(table.frame, language)
    )


def _title(part: Part, language: str) -> str:
    return " × ".join(DIMENSION_NAMES[one].in_language(language) for one in part.by)


def _sheet(book: Workbook, part: Part, table: MeasureTable, whole: MeasureTable, language: str) -> None:
    answers = ranked(part, table)
    columns = [Column(DIMENSION_NAMES[one].in_language(language)) for one in part.by]
    for one in part.measures:
        columns += _columns_of(one, [row.figures[one] for row in table.rows], language)
    rows = [_row(part, row, language) for row in answers]
    states = [_state(part, row, table.frame.as_of, language) for row in answers]
    if any(states):
        columns.append(Column(SAID["state"].in_language(language), width=18))
        rows = [[*row[:-1], state, row[-1]] for row, state in zip(rows, states, strict=True)]
    total = None
    for row in whole.rows:
        label = [SAID["total"].in_language(language)] + [None] * (len(part.by) - 1)
        *values, missing = _values(part, row, language)
        total = [*label, *values, *([None] if any(states) else []), missing]
    if any(row[-1] for row in (*rows, total or [None])):
        columns.append(Column(SAID["missing"].in_language(language), width=40))
    else:
        rows, total = [row[:-1] for row in rows], total and total[:-1]
    name = _title(part, language)
    frame, note = frame_line(table.frame, language), notes_line(table.frame, language)
    sheet = add_table(book, name, name, frame, columns, rows, note=note, total=total)
    if not part.charted:
        return
    what = "、".join(MEASURE_NAMES[one].in_language(language) for one in part.charted)
    add_chart(
        sheet,
        SAID["by"].in_language(language).format(what=what, name=name),
        [_place(part, one) for one in part.charted],
        len(rows),
        f"A{len(rows) + 8}",
        flat=not _in_time(part),
        top=None if _in_time(part) else _MOST_BARS,
    )


def _state(part: Part, row: Row, as_of: date | None, language: str) -> str | None:
    """What may still change a month or a quarter: it is not over, or has complaints that can turn valid."""
    time = next((row.key[one.value] for one in part.by if one in (D.MONTH, D.QUARTER)), None)
    if time is None or as_of is None:
        return None
    found = ["unfinished"] if as_of < last_day(time) else []
    if M.PENDING in part.measures and row.value(M.PENDING):
        found.append("pending")
    return "; ".join(SAID[one].in_language(language) for one in found) or None


def _in_time(part: Part) -> bool:
    return part.by[0] in (D.MONTH, D.QUARTER)


def ranked(part: Part, table: MeasureTable) -> list[Row]:
    """The rows in the order of the sheet: what is charted and not in time begins with the most."""
    if not part.charted or _in_time(part):
        return table.rows
    return sorted(table.rows, key=lambda row: -(row.value(part.charted[0]) or 0))


def _columns_of(one: Measure, figures: Sequence[Figure], language: str) -> list[Column]:
    code = _number_format(one, figures)
    ends = [Column(SAID[end].in_language(language), code, 9) for end in ("low", "high")] if one in RATIOS else []
    return [Column(with_unit(one, language), code, 16 if one is M.PREMIUM_YUAN else 11.5), *ends]


def _number_format(one: Measure, figures: Sequence[Figure]) -> str:
    """As on the screen: as many decimals as the column's smallest ratio needs."""
    if one is M.TIMELY_RATE:
        return "0.0%"
    if one not in RATIOS:
        return "#,##0"
    printed = [ratio(figure.value) for figure in figures if figure.value is not None]
    return "#,##0." + "0" * max([2, *(len(text.partition(".")[2]) for text in printed)])


def _place(part: Part, wanted: Measure) -> int:
    """The column (from 1) of a measure's value."""
    before = part.measures[: part.measures.index(wanted)]
    return len(part.by) + 1 + sum(3 if one in RATIOS else 1 for one in before)


def _row(part: Part, row: Row, language: str) -> list[Any]:
    names = [value_name(one, row.key[one.value]).in_language(language) for one in part.by]
    return [*names, *_values(part, row, language)]


def _values(part: Part, row: Row, language: str) -> list[Any]:
    """Each measure's value, of a ratio its interval as well, and last what is missing."""
    cells: list[Any] = []
    missing = []
    for one in part.measures:
        figure = row.figures[one]
        cells.append(figure.value)
        if one in RATIOS:
            cells += [figure.low, figure.high]
        if figure.missing:
            said = figure.missing.sentence().in_language(language)
            missing.append(f"{MEASURE_NAMES[one].in_language(language)}: {said}")
    return [*cells, "; ".join(missing) or None]
