"""The list of the complaints behind any mark or row, and from each to its file, sheet and row."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

import pandas as pd
import streamlit as st

from analytics.classify.taxonomy import Taxonomy
from analytics.measures import Scope
from analytics.vocabulary import Channel, Form, Status
from ui.at_the_side import at_the_side
from ui.behind_marks import behind
from ui.data import taxonomy
from ui.downloads import safe_table
from ui.drill import LISTS, Drill, close, opened
from ui.errors import friendly
from ui.formats import bare, plain
from ui.labels import label
from ui.language import language, words
from ui.lineage import show_lineage
from ui.one_version import of_the_pages_version
from ui.printing import printing
from ui.tables import table_files, wide_enough
from ui.texts import Say

_ROWS_AT_ONCE = 12
_DATES = ("received", "limit_date", "withdrawn_on")
# The columns of a list; the others (the source among them) are in the table's own menu, and in the file. What tells
# most stands first: on a narrow screen the last ones are behind a scroll.
_FIRST = ("received", "branch", "status", "causes", "complaint_no")
_LAST = ("limit_date", "withdrawn_on")
_MOST_FOR_CAUSES = 280  # pixels: beside the three columns before it on a screen of 768, in English too
_DATE_WIDTH = 88  # pixels: a browser takes the width from the first rows, where dates may be blank


def show_drill(scope: Scope, everything: Scope) -> None:
    """Open the list of what was clicked, if anything was. everything: the scope without a period."""
    drill = opened()
    if drill is not None and not printing():
        at_the_side(_title(drill), lambda: _list(drill, scope, everything), close)


def _title(drill: Drill) -> str:
    if drill.more:
        return words()("drill.chosen", n=1 + len(drill.more))
    named = words()("drill.and").join(plain(label(kind, value)) for kind, value in drill.parts)
    return words()(f"drill.{drill.kind}" if drill.kind in LISTS else "drill.mark", value=named)


@friendly(retry=False)
@of_the_pages_version
def _list(drill: Drill, scope: Scope, everything: Scope) -> None:
    if opened() != drill:  # Escape in the choice of a complaint empties it as well, and only this part runs again
        st.rerun()
    say = words()
    rows, causes = behind(drill, scope, everything)
    if not rows:
        st.caption(say("drill.nothing"))
        return
    table = complaint_table(rows)
    counts = say("drill.count", n=len(rows))
    if causes not in (None, len(rows)):
        counts = say("drill.count_causes", n=len(rows), causes=causes)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{counts} · {say('drill.without')}", width="content")
        table_files(table, key="complaints", title=_title(drill), notes=counts)
    height: int | Literal["auto"] = 480 if len(rows) > _ROWS_AT_ONCE else "auto"
    st.dataframe(
        table,
        hide_index=True,
        height=height,
        placeholder="",
        alt=bare(_title(drill)),
        lazy=False,
        column_config=list_widths(table),
        column_order=list_columns(rows),
    )
    st.caption(say("drill.more_columns"))
    show_lineage(rows)


def list_columns(rows: list[dict[str, Any]]) -> list[str]:
    """The headings that a list shows at first: what fits beside each other, and what the log says where the rules say
    otherwise.
    """
    differing = ("stated_valid",) if any(row["differs_from_stated"] for row in rows) else ()
    return [words()(f"drill.column.{name}") for name in (*_FIRST, *differing, *_LAST)]


def list_widths(table: pd.DataFrame) -> dict[str, Any]:
    """Of the columns whose widest cells are not among the first rows."""
    say = words()
    dates = {say(f"drill.column.{name}"): st.column_config.Column(width=_DATE_WIDTH) for name in _DATES}
    return dates | wide_enough(table[[say("drill.column.causes")]].drop_duplicates(), _MOST_FOR_CAUSES)


def complaint_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The engine's rows (without personal data) as a table in this session's language."""
    said = _Said.now()
    table = pd.DataFrame([_cells(row, said) for row in rows])
    return safe_table(table.rename(columns=lambda name: said.say(f"drill.column.{name}")))


class _Said(NamedTuple):
    """The words of a list in this session's language: said once, a list has thousands of cells."""

    say: Say
    lang: str
    known: Taxonomy
    joined: str
    status: dict[str, str]
    channel: dict[str, str]
    form: dict[str, str]

    @classmethod
    def now(cls) -> _Said:
        say = words()
        kinds: dict[str, type[StrEnum]] = {"status": Status, "channel": Channel, "form": Form}
        named = {kind: {one.value: say(f"vocabulary.{kind}.{one}") for one in values} for kind, values in kinds.items()}
        return cls(say, language(), taxonomy(), say("common.comma"), **named)


_name_of_file = lru_cache(maxsize=1000)(lambda path: PurePath(path).name)


def _cells(row: dict[str, Any], said: _Said) -> dict[str, Any]:
    causes, lang = said.known.cause_by_code, said.lang
    return {
        "complaint_no": row["complaint_no"],
        "received": (row["received_at"] or "")[:10],
        "branch": row["branch"] or "",
        "category": getattr(said.known.category_by_code.get(row["category"]), lang, row["category"] or ""),
        "causes": said.joined.join([getattr(causes.get(code), lang, code) for code in row["causes"]]),
        "status": said.status[row["status"]],
        "limit_date": row["limit_date"] or "",
        "withdrawn_on": row["withdrawn_on"] or "",
        "stated_valid": _stated(row, said.say),
        "file": _name_of_file(row["source"]["file"]),
        "sheet": row["source"]["sheet"],
        "row": row["source"]["row"],
        "product_line": row["product_line"] or "",
        "channel": said.channel[row["channel"]] if row["channel"] else "",
        "form": said.form[row["form"]] if row["form"] else "",
    }


def _stated(row: dict[str, Any], say: Say) -> str:
    """What the log itself says, and whether the rules say otherwise."""
    if row["stated_valid"] is None:
        return ""
    stated = say("drill.stated.yes" if row["stated_valid"] else "drill.stated.no")
    return say("drill.stated.differs", stated=stated) if row["differs_from_stated"] else stated
