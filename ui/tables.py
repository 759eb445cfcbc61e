"""A table on the screen: wide enough for its words, with its files and the way to the complaints of chosen rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import streamlit as st

from ui.downloads import csv_bytes, file_stem, shares_of, xlsx_bytes
from ui.drill import Drill, lasting, open_drills
from ui.formats import DASH, bare, count, percent, plain, ratio
from ui.language import words
from ui.printing import printing

# Streamlit cuts long words off where a column is one of many: pixels of a Chinese character, a digit or capital,
# a small letter or blank, and around a cell.
_WIDE, _NARROW, _SMALL, _AROUND = 14.6, 7.3, 6.3, 22
_SHORT, _LONGEST = 90, 460
_LINE, _ABOVE_AND_BELOW, _MOST_LINES = 19, 10, 4
_WRAPPED_FROM = 62  # Streamlit breaks the lines of cells in rows of more than 4 rem
_MOST_WRITTEN = 100_000  # cells
_OPEN = "Alt+L"  # Tab goes from cell to cell
CellDrill = Callable[[int, str], Drill | None]


def show_table(
    table: pd.DataFrame,
    *,
    key: str,
    title: str,
    alt: str,
    notes: str,
    drills: Sequence[Drill] = (),
    cells: CellDrill | None = None,
    total: str = "",
    subject: str = "",
    file: pd.DataFrame | None = None,
    row_formats: Sequence[str] = (),
) -> None:
    """A table with its files; where its rows (or cells) stand for complaints, chosen ones can be listed.

    cells: from the place of a row and the heading of a column to what the cell's complaints have in common.
    subject: what the files are called, else by the key. file: the numbers behind a table of texts, one Excel format
    of numbers a row in `row_formats`.
    """
    file = table if file is None else file
    modes = ["multi-row"] * bool(drills) + ["single-cell"] * (cells is not None)
    options: dict[str, Any] = {"on_select": "rerun", "selection_mode": modes} if modes else {}
    chosen: Any = st.dataframe(
        as_written(table),
        hide_index=True,
        placeholder=DASH,
        alt=bare(alt),
        key=f"table_{key}",
        column_config=wide_enough(table),
        **options,
    )
    if total:
        st.caption(f"**{total}**")
    with st.container(horizontal=True, vertical_alignment="center"):
        if modes:
            _list_button(key, chosen.selection, drills, cells)
        table_files(
            file,
            key=key,
            subject=subject,
            title=title,
            notes=" · ".join(one for one in (total, notes) if one),
            row_formats=row_formats,
        )


def show_texts(table: pd.DataFrame, *, key: str, title: str, notes: str, subject: str = "") -> None:
    """A short table that is read and not looked up in: its sentences are whole at any width; with its files."""
    written = table.map(plain).rename(columns=plain)
    st.table(written, hide_index=True, alt=bare(title))
    table_files(table, key=key, subject=subject, title=title, notes=notes)


def table_files(
    table: pd.DataFrame,
    *,
    key: str,
    title: str,
    notes: str = "",
    subject: str = "",
    row_formats: Sequence[str] = (),
) -> None:
    """The table as an Excel and as a text file, made only when somebody asks for it. Every table on a page has them.
    Side by side, wherever they stand.

    subject: what the files are called, else by the key.
    """
    if printing():
        return
    say, subject = words(), subject or subject_of(key)
    with st.container(horizontal=True, width="content"):
        st.download_button(
            say("common.download_xlsx"),
            lambda: xlsx_bytes(table, subject, bare(title), notes, row_formats),
            file_name=f"{file_stem(subject)}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"xlsx_{key}",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            say("common.download"),
            lambda: csv_bytes(table),
            file_name=f"{file_stem(subject)}.csv",
            mime="text/csv",
            key=f"csv_{key}",
            icon=":material/download:",
            on_click="ignore",
        )


def _list_button(key: str, selection: Any, drills: Sequence[Drill], cells: CellDrill | None) -> None:
    """What is chosen, as a list: the ticked rows, else the cell."""
    say = words()
    found = [drills[row] for row in selection.rows if row < len(drills)]
    text = say("common.list_chosen", n=len(found)) if found else say("common.list_none")
    if not found and cells is not None and selection.cells:
        found = [one for one in (cells(*selection.cells[0]),) if one is not None]
        text = say("common.list_cell") if found else text
    st.button(
        text,
        key=f"list_{key}",
        icon=":material/format_list_bulleted:",
        help=say("common.list_keys"),
        shortcut=_OPEN if found else None,
        disabled=not found,
        on_click=open_drills,
        args=(found,),
    )


def subject_of(key: str) -> str:
    """What the table or figure of this key shows, in a word or two: for the names of files and sheets."""
    return words()(f"common.file.{lasting(key)}")


def as_written(table: pd.DataFrame) -> Any:
    """The table with its numbers as the figures and sentences have them: counts whole, shares with one decimal.

    The numbers themselves stay whole: what is sorted or copied is them. Of very many Streamlit writes its own way.
    """
    numeric = [name for name in table.columns if pd.api.types.is_numeric_dtype(table[name].dtype)]
    numbers = [name for name in numeric if not pd.api.types.is_bool_dtype(table[name].dtype)]
    if not numbers or table.size > _MOST_WRITTEN:
        return table
    chance = words()("trends.column.p")
    written: dict[Any, Any] = {
        name: _p if name == chance else _writes(table[name], name in shares_of(table)) for name in numbers
    }
    # Of its own pandas names it anew each time: the browser would take the same table for another one.
    return table.style.format(written, na_rep=DASH).set_uuid("written")


def _writes(column: pd.Series, share: bool) -> Callable[[Any], str]:
    if share:
        return percent
    if (column.dropna() % 1 == 0).all():
        return count
    return "{:,.2f}".format if (column < 0).any() else ratio  # differences and scores: near 0 is not of interest


def _p(value: float) -> str:
    """As the sentences have it: of 53 zeros a cell shows the last ones."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def wide_enough(table: pd.DataFrame, most: int = _LONGEST) -> dict[str, Any]:
    """A width for every column of long words, at most so many pixels; the others share what is left."""
    widths = {}
    for name in table.columns:
        longest = max((_pixels(cell) for cell in table[name] if isinstance(cell, str)), default=0)
        if longest > _SHORT:
            widths[name] = st.column_config.Column(width=min(longest, most))
    return widths


def tall_enough(table: pd.DataFrame, most: int) -> int | None:
    """Pixels of a row in which every text is read whole at the widths of `wide_enough`, up to `_MOST_LINES`.

    None where one line is enough.
    """
    longest = max((_pixels(cell) for name in table.columns for cell in table[name] if isinstance(cell, str)), default=0)
    if longest <= most:
        return None
    # What does not fit a line's end goes to the next: a tenth of a line is lost.
    lines = min(ceil(1.1 * (longest - _AROUND) / (most - _AROUND)), _MOST_LINES)
    return max(_WRAPPED_FROM, lines * _LINE + _ABOVE_AND_BELOW)


def _pixels(text: str) -> int:
    return round(_AROUND + sum(_width(one) for one in text))


def _width(one: str) -> float:
    if east_asian_width(one) in "WF":
        return _WIDE
    return _SMALL if one == " " or one.islower() else _NARROW
