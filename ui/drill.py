"""The way down: from a bar to the complaints behind it, and from each to its file, sheet and row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.measures import Scope
from ui.data import attention, listed, taxonomy
from ui.downloads import csv_bytes, safe_table
from ui.filters import label
from ui.formats import plain
from ui.language import language, words
from ui.lineage import show_lineage

_DRILL = "drill"
_ROUND = "drill_round"


@dataclass(frozen=True, slots=True)
class Drill:
    """What was clicked. kind: month, branch, category, pending or differing; value: its code, "" for not known."""

    kind: str
    value: str = ""


def open_drill(kind: str, value: str = "") -> None:
    st.session_state[_DRILL] = Drill(kind, value)


def round_key(name: str) -> str:
    """A chart's key; it changes when a list is closed, so that the chart forgets its selected bar."""
    return f"{name}_{st.session_state.get(_ROUND, 0)}"


def show_drill(scope: Scope, everything: Scope) -> None:
    """Open the list of what was clicked, if anything was. everything: the scope without a period."""
    drill: Drill | None = st.session_state.get(_DRILL)
    if drill is not None:
        st.dialog(_title(drill), width="large", position="right", on_dismiss=_close)(_list)(drill, scope, everything)


def _close() -> None:
    st.session_state.pop(_DRILL, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _title(drill: Drill) -> str:
    return words()(f"drill.{drill.kind}", value=plain(_value_label(drill)))


def _value_label(drill: Drill) -> str:
    if drill.value:
        return label(drill.kind, drill.value)
    return words()("common.unclassified" if drill.kind == "category" else "common.unknown")


def _list(drill: Drill, scope: Scope, everything: Scope) -> None:
    say = words()
    rows = rows_behind(drill, scope, everything)
    if not rows:
        st.caption(say("drill.nothing"))
        return
    table = complaint_table(rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("drill.count", n=len(rows)), width="content")
        st.download_button(
            say("common.download"),
            csv_bytes(table),
            file_name=f"complaints-{drill.kind}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    st.dataframe(table, hide_index=True, height=480, placeholder="", alt=_title(drill), lazy=False)
    show_lineage(rows)


def rows_behind(drill: Drill, scope: Scope, everything: Scope) -> list[dict[str, Any]]:
    """The complaints of the clicked bar, or of the list that was asked for."""
    if drill.kind == "pending":
        return attention(everything).pending
    if drill.kind == "differing":
        return attention(scope).differing
    if drill.kind == "month":
        return listed(scope.with_(first=drill.value, last=drill.value))
    if not drill.value:
        return [row for row in listed(scope) if row[drill.kind] is None]
    field = {"branch": "branches", "category": "categories"}[drill.kind]
    return listed(scope.with_(**{field: (drill.value,)}))


def complaint_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The engine's rows (without personal data) as a table in this session's language."""
    table = pd.DataFrame([_cells(row) for row in rows])
    return safe_table(table.rename(columns=lambda name: words()(f"drill.column.{name}")))


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    say, lang = words(), language()
    causes, categories = taxonomy().cause_by_code, taxonomy().category_by_code
    return {
        "complaint_no": row["complaint_no"],
        "received": (row["received_at"] or "")[:10],
        "branch": row["branch"] or "",
        "category": getattr(categories.get(row["category"]), lang, row["category"] or ""),
        "causes": say("common.and").join(getattr(causes.get(code), lang, code) for code in row["causes"]),
        "status": say(f"vocabulary.status.{row['status']}"),
        "limit_date": row["limit_date"] or "",
        "withdrawn_on": row["withdrawn_on"] or "",
        "stated_valid": _stated(row),
        "file": PurePath(row["source"]["file"]).name,
        "sheet": row["source"]["sheet"],
        "row": row["source"]["row"],
        "product_line": row["product_line"] or "",
        "channel": say(f"vocabulary.channel.{row['channel']}") if row["channel"] else "",
        "form": say(f"vocabulary.form.{row['form']}") if row["form"] else "",
    }


def _stated(row: dict[str, Any]) -> str:
    """What the log itself says, and whether the rules say otherwise."""
    say = words()
    if row["stated_valid"] is None:
        return ""
    stated = say("drill.stated.yes" if row["stated_valid"] else "drill.stated.no")
    return say("drill.stated.differs", stated=stated) if row["differs_from_stated"] else stated
