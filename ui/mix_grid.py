"""Causes crossed with branches or channels: where a mix departs from the whole, or the mixes side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.charts import GridCell, Panel, cell_grid, palette, small_multiples
from analytics.measures import Scope
from analytics.measures.mix import Mix, MixCell, mix
from analytics.vocabulary import Dimension, Measure
from ui.data import answer
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import DASH, count, percent, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import label
from ui.language import words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.page import choice
from ui.totals import total_line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_STRONGEST = 6.0  # a residual from here on has the full colour
_MOST_ROWS = 25
_HEADINGS = {"cause": "causes"}


@part_of_page
def branch_mix(scope: Scope) -> None:
    """Branches by category of causes, drawn as one likes."""
    say = words()
    how = choice("mix_rows", ("residual", "share"), lambda one: say(f"branches.mix.{one}"))
    crossed(scope, Dimension.BRANCH, Dimension.CATEGORY, how)
    show_what_was_clicked()


@part_of_page
def cause_mix(scope: Scope) -> None:
    """Causes by branch or by channel."""
    say = words()
    across = choice("cause_by", (Dimension.BRANCH, Dimension.CHANNEL), lambda one: say(f"causes.mix.{one}"))
    crossed(scope, Dimension.CAUSE, Dimension(across), "residual")
    show_what_was_clicked()


def crossed(scope: Scope, rows: Dimension, columns: Dimension, how: str) -> None:
    """The figure in its frame: a grid of departures, or small charts of shares."""
    say = words()
    found = answer(mix, scope, rows, columns)
    if not found.mentions:
        st.caption(say("branches.mix.empty"))
        return
    title = mix_title(found)
    counted = say("branches.mix.counts", complaints=count(found.complaints), mentions=count(found.mentions))
    said = say("branches.mix.notes" if how == "residual" else "branches.mix.notes_share")
    figure = residual_grid(found) if how == "residual" else share_panels(found)
    chart_frame(
        figure,
        key=round_key(f"mix_{rows}"),
        title=title,
        alt=say("branches.mix.alt", title=title),
        notes=f"{counted} · {said} · {basis(found.frame, found.complaints)}",
        table=lambda: mix_table(found),
        total=lambda: total_line(scope, (Measure.COMPLAINTS, Measure.CAUSE_MENTIONS)),
        on_click=lambda code: _drill(found, found.cells[int(code)]),
        drills=[_drill(found, one) for one in found.cells],
    )


def mix_title(found: Mix) -> str:
    say = words()
    if not found.notable:
        return say("branches.mix.title_none")
    first = found.notable[0]
    return say(
        "branches.mix.title" if (first.residual or 0) > 0 else "branches.mix.title_fewer",
        branch=plain(label(found.by[0], first.row)),
        category=label(found.by[1], first.column),
        n=count(first.count),
        share=percent(first.share),
    )


def residual_grid(found: Mix) -> Figure:
    """Counts coloured by how far they are from what the whole's mix would give."""
    rows = {one: _name(found, 0, one) for one in found.rows[:_MOST_ROWS]}
    columns = {one: _name(found, 1, one) for one in found.columns}
    row_of, column_of = ({one: place for place, one in enumerate(some)} for some in (rows, columns))
    cells = []
    for place, one in enumerate(found.cells):
        if one.row not in rows:
            continue
        sign = ("▲" if (one.residual or 0) > 0 else "▼") if one.notable else ""
        hint = "*" if one.notable and one.small else ""
        strength = min(abs(one.residual or 0) / _STRONGEST, 1.0) if one.notable and not one.small else 0.0
        cells.append(
            GridCell(
                row_of[one.row],
                column_of[one.column],
                f"{count(one.count)} {sign}{hint}".strip(),
                strength,
                str(place) if one.count else "",
                _said(found, one),
                warm=(one.residual or 0) > 0,
            )
        )
    return drawn(cell_grid, cells, list(rows.values()), list(columns.values()), mode())


def _said(found: Mix, one: MixCell) -> str:
    return words()(
        "branches.mix.hover",
        branch=_name(found, 0, one.row),
        category=_name(found, 1, one.column),
        n=count(one.count),
        share=percent(one.share),
        residual=DASH if one.residual is None else f"{one.residual:+.1f}",
    )


def share_panels(found: Mix) -> Figure:
    """One small chart a category: its share in every branch."""
    rows = found.rows[:_MOST_ROWS]
    places = {(one.row, one.column): place for place, one in enumerate(found.cells)}
    panels = []
    for column in found.columns:
        cells = [found.cells[places[row, column]] for row in rows]
        panels.append(
            Panel(
                label(found.by[1], column),
                palette(mode()).category(column),
                tuple(one.share for one in cells),
                tuple(percent(one.share) if one.count else "" for one in cells),
                tuple(_said(found, one) for one in cells),
                tuple(str(places[one.row, one.column]) if one.count else "" for one in cells),
            )
        )
    return drawn(small_multiples, panels, [_name(found, 0, row) for row in rows], mode())


def _name(found: Mix, part: int, code: str | None) -> str:
    """A name that no branch list has says so where it stands among the branches."""
    said = label(found.by[part], code)
    return words()("branches.mix.unlisted", name=said) if code in found.unlisted else said


def _drill(found: Mix, one: MixCell) -> Drill:
    """A category is one of causes named, not of primary ones."""
    kinds = ["mention_category" if kind == Dimension.CATEGORY else kind for kind in found.by]
    return Drill(kinds[0], one.row or "", ((kinds[1], one.column or ""),))


def mix_table(found: Mix) -> pd.DataFrame:
    say = words()
    share = say(f"branches.column.share_{found.by[0]}")
    table = safe_table(
        pd.DataFrame(
            [
                {
                    say(f"drill.column.{_HEADINGS.get(found.by[0], found.by[0])}"): _name(found, 0, one.row),
                    say(f"drill.column.{_HEADINGS.get(found.by[1], found.by[1])}"): _name(found, 1, one.column),
                    say("branches.column.n"): one.count,
                    share: one.share,
                    say("branches.column.residual"): one.residual,
                    say("branches.column.small"): say("trends.column.yes") if one.small else "",
                }
                for one in found.cells
            ]
        )
    )
    return with_shares(table, share)
