"""What stands around every figure: the finding as its title, the basis below it, the table and files behind it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics.errors import RuleError
from analytics.measures import Frame
from analytics.measures.figure import LOG_PARTIAL, NOT_WHOLE
from analytics.rules import rulebook
from analytics.text_width import kept_together
from ui.at_the_side import way_to_the_side
from ui.data import figure_kept
from ui.downloads import figure_html, file_stem
from ui.drill import Drill, lasting, open_drills, show_what_was_clicked
from ui.errors import friendly
from ui.formats import DASH, bare, count
from ui.labels import listed
from ui.language import language, words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.pictures import picture_buttons
from ui.printing import printing
from ui.tables import CellDrill, show_table, subject_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Table = pd.DataFrame | Callable[[], pd.DataFrame]
_CONFIG = {
    "displaylogo": False,
    "scrollZoom": False,
}
# On the figure itself: the browser saves what it shows as a picture of twice the size; a box or a lasso takes several.
_STILL = [["toImage"]]
_CLICKABLE = [["select2d", "lasso2d"], ["toImage"]]
_SAID_BY_PLOTLY = {
    "Box Select": "box",
    "Lasso Select": "lasso",
    "Download plot as a PNG": "picture",
    "Preparing image - this may take a few seconds": "preparing",
    "Image download succeeded": "saved",
    "Sorry, there was a problem downloading your image!": "failed",
}


def drawn(draw: Callable[..., Figure], *asked: Any) -> Figure:
    """What `draw(*asked)` gives, drawn once for all sessions.

    The figure is shared and must not be changed.
    """
    name, shown = f"{draw.__module__}.{draw.__qualname__}", sha256(pickle.dumps(asked)).digest()
    figure: Figure = figure_kept((name, shown), lambda: draw(*asked))
    return figure


def rulebook_name(name: str) -> str:
    """The rule book as people know it; several in one answer come as "a+b" and are all named."""
    labels = []
    for part in name.split("+"):
        try:
            labels.append(rulebook(part).label.in_language(language()))
        except RuleError:
            labels.append(part)
    return listed(labels)


def basis(frame: Frame, n: int | None) -> str:
    """The small print under a figure: N, view, booking month, period, as-of, rule book; what months lack complaints."""
    say = words()
    line = say(
        "overview.frame.line",
        n=count(n),
        view=say(f"vocabulary.view.{frame.view}"),
        book=say(f"vocabulary.book.{frame.book}"),
        period=f"{frame.first} – {frame.last}" if frame.first else DASH,
        as_of=frame.as_of or DASH,
        rulebook=rulebook_name(frame.rulebook),
    )
    lines = [
        line,
        *(note.sentence().in_language(language()) for note in frame.notes if note.code in (NOT_WHOLE, LOG_PARTIAL)),
    ]
    if frame.calendar_assumed:
        lines.append(say("overview.frame.calendar_assumed"))
    return " · ".join(lines)


def said_in_notes(frame: Frame, code: str) -> list[str]:
    """What the notes of this code say, in the reader's language; nothing where there is none."""
    return [note.sentence().in_language(language()) for note in frame.notes if note.code == code]


def chart_frame(
    figure: Figure,
    *,
    key: str,
    title: str,
    alt: str,
    notes: str,
    table: Table,
    on_click: Callable[[Any], Drill | None] | None = None,
    drills: Sequence[Drill] = (),
    cells: CellDrill | None = None,
    total: Callable[[], str] | None = None,
) -> None:
    """A figure in its frame.

    on_click: from the customdata of a mark to what its complaints have in common; None where the click itself did all
    there is to do. Several marks, chosen by a box or a lasso, are listed together.
    table: what the figure shows; with `drills`, one for each of its rows, rows can be chosen and listed, with `cells`
    single cells as well. It is the way of those who have no mouse: what a mark opens, it opens.
    total: the line under the table, from ui.totals.
    """
    if title not in alt:  # who cannot see the figure hears what it shows
        alt = words()("common.figure_alt", kind=alt, finding=title)
    alt = bare(alt)
    # Not one inside the other with `with`: a fragment copies all that it stands in, and each with all that holds it.
    framed = st.container(border=True, height="stretch")
    head = framed.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute")
    head.subheader(kept_together(title), anchor=False)
    if not printing():  # on paper nothing is opened
        with head.container(width="content"):
            way_to_the_side(
                words()("common.data_table"),
                ":material/table_rows:",
                f"behind_{lasting(key)}",
                title,
                lambda: _table(key, title, alt, notes, table, figure, drills, cells, total),
            )
    if on_click is None:
        framed.plotly_chart(figure, theme=None, key=key, alt=alt, config=_config(_STILL, key))
    else:
        framed.plotly_chart(
            figure,
            theme=None,
            key=key,
            alt=alt,
            config=_config(_CLICKABLE, key),
            selection_mode=("points", "box", "lasso"),
            on_select=lambda: _clicked(key, on_click),
        )
    framed.caption(_small_print(notes))


def _small_print(notes: str) -> str:
    """No line begins with a dot; N keeps its number, and a period its end."""
    return (
        kept_together(notes)
        .replace(" · ", "\u00a0· ")
        .replace(" – ", "\u00a0–\u00a0")
        .replace("N = ", "N\u00a0=\u00a0")
    )


def _config(buttons: list[list[str]], key: str) -> dict[str, Any]:
    """Plotly's own settings, with what it says in this session's language."""
    say = words()
    named = {theirs: say(f"common.figure.{ours}") for theirs, ours in _SAID_BY_PLOTLY.items()}
    return {
        **_CONFIG,
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": file_stem(subject_of(key))},
        "modeBarButtons": buttons,
        "locale": "own",
        "locales": {"own": {"dictionary": named}},
    }


@friendly(retry=False)
@part_of_page
def _table(
    key: str,
    title: str,
    alt: str,
    notes: str,
    table: Table,
    figure: Figure,
    drills: Sequence[Drill],
    cells: CellDrill | None,
    total: Callable[[], str] | None,
) -> None:
    """The table behind a figure, and both as files; made only once somebody opens it."""
    say, shown = words(), mode()
    show_table(
        table() if callable(table) else table,
        key=key,
        title=title,
        alt=alt,
        notes=notes,
        drills=drills,
        cells=cells,
        total=total() if total else "",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        picture_buttons(key)
        st.download_button(
            say("common.picture.html"),
            lambda: figure_html(figure, bare(title), notes, language(), shown),
            file_name=f"{file_stem(subject_of(key))}.html",
            mime="text/html",
            key=f"html_{key}",
            icon=":material/web:",
            on_click="ignore",
            help=say("common.picture.html_help"),
        )
    show_what_was_clicked()  # the list takes the table's place


@friendly(retry=False)
def _clicked(key: str, on_click: Callable[[Any], Drill | None]) -> None:
    """Take the selection out of the chart: it is lost there as soon as the figure changes."""
    selected: Any = st.session_state.get(key)
    points = selected.selection.points if selected else []
    drills = [on_click(point["customdata"]) for point in points if point.get("customdata")]
    open_drills([drill for drill in drills if drill is not None])
