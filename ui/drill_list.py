"""The list of the complaints behind any mark or row, and from each to its file, sheet and row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

import pandas as pd
import streamlit as st

from analytics.classify.taxonomy import Taxonomy
from analytics.measures import Scope, Which
from analytics.measures.branch_funnel import months_lacking
from analytics.measures.cause_words import cause_words
from analytics.measures.handling import End, days_to
from analytics.measures.ladder import step_states
from analytics.measures.rated import rated
from analytics.measures.withdrawals import withdrawn_within
from analytics.rules import Step
from analytics.vocabulary import Channel, Form, Status, View
from ui.at_the_side import at_the_side
from ui.data import answer, known_now, listed, taxonomy
from ui.downloads import csv_bytes, safe_table
from ui.drill import DAYS, FIELDS, LISTS, OF_CAUSES, PERIODS, Drill, close, opened
from ui.errors import friendly
from ui.formats import bare, plain
from ui.labels import SEVERAL, label
from ui.language import language, words
from ui.lineage import show_lineage
from ui.one_version import of_the_pages_version
from ui.printing import printing
from ui.texts import Say

_BY_NUMBER = ("phrase", "step", "withdrawn", "rated")  # see _told_by_the_engine
_ROWS_AT_ONCE = 12
_DATES = ("received", "limit_date", "withdrawn_on")
# The columns of a list; the others (the source among them) are in the table's own menu, and in the file.
_SHOWN = ("complaint_no", "received", "branch", "causes", "status", "limit_date", "withdrawn_on")
_CAUSES_WIDTH = 235
_DATE_WIDTH = 96  # pixels: a browser takes the width from the first rows, where dates may be blank


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
        st.download_button(
            say("common.download"),
            csv_bytes(table),
            file_name=f"{say('common.file.complaints')}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    height: int | Literal["auto"] = 480 if len(rows) > _ROWS_AT_ONCE else "auto"
    st.dataframe(
        table,
        hide_index=True,
        height=height,
        placeholder="",
        alt=bare(_title(drill)),
        lazy=False,
        column_config=list_widths(),
        column_order=list_columns(rows),
    )
    st.caption(say("drill.more_columns"))
    show_lineage(rows)


class Behind(NamedTuple):
    """The complaints of the clicked marks, each once, or of the list that was asked for.

    causes: where the marks count causes, how many of them these complaints name; else None.
    """

    rows: list[dict[str, Any]]
    causes: int | None


def behind(drill: Drill, scope: Scope, everything: Scope) -> Behind:
    found: dict[str, dict[str, Any]] = {}
    causes: set[tuple[str, str]] = set()
    of_causes = True
    for one in drill.marks:
        meant = _meant(one, scope)
        rows = _rows_of(one, meant, scope, everything)
        found |= {row["complaint_no"]: row for row in rows}
        of_causes = of_causes and meant is not None
        causes |= {(row["complaint_no"], code) for row in rows for code in row["causes"] if meant and meant(code)}
    return Behind(list(found.values()), len(causes) if of_causes else None)


def _rows_of(
    drill: Drill, meant: Callable[[str], bool] | None, scope: Scope, everything: Scope
) -> list[dict[str, Any]]:
    if drill.kind == "pending":
        return listed(everything, Which.PENDING)
    if drill.kind == "differing":
        return listed(scope, Which.DIFFERING)
    narrowed: Scope | None = scope
    for kind, value in drill.parts:
        if kind in PERIODS:
            narrowed = narrowed and _within(narrowed, kind, value, scope.last)
        elif kind == "as_of":
            narrowed = narrowed and narrowed.with_(as_of=_no_later(date.fromisoformat(value), scope))
        elif kind in FIELDS and value:
            narrowed = narrowed and narrowed.with_(**{FIELDS[kind]: tuple(value.split(SEVERAL))})
    if narrowed is None:
        return []
    if meant:
        narrowed = narrowed.with_(categories=())
    numbers = _told_by_the_engine(dict(drill.parts), narrowed, scope)
    rows = listed(narrowed) if numbers is None else listed(narrowed, among=tuple(sorted(numbers)))
    return [
        row
        for row in rows
        if (meant is None or any(map(meant, row["causes"]))) and all(_fits(row, *part, scope) for part in drill.parts)
    ]


def _no_later(day: date, scope: Scope) -> date:
    """What came after the page's own day does not exist for it."""
    last = scope.as_of or known_now().as_of
    return min(day, last) if last else day


def _meant(drill: Drill, scope: Scope) -> Callable[[str], bool] | None:
    """Whether a cause named is one that the mark counts; None of a mark that counts no causes.

    Where causes are counted the filter's category is that of the cause named, not of the first.
    """
    wanted = [(kind, value) for kind, value in drill.parts if kind in OF_CAUSES and value]
    if not wanted:
        return None
    category_of = {code: one.category for code, one in taxonomy().cause_by_code.items()}
    causes = [set(value.split(SEVERAL)) for kind, value in wanted if kind == "cause"]
    categories = [{value} for kind, value in wanted if kind == "mention_category"]
    categories += [set(scope.categories)] * bool(scope.categories)
    return lambda code: all(code in one for one in causes) and all(category_of.get(code) in one for one in categories)


def _told_by_the_engine(named: dict[str, str], narrowed: Scope, scope: Scope) -> Collection[str] | None:
    """The numbers of those complaints of which a mark says what no row of a list does; None where it says no such."""
    if "phrase" in named:
        found = answer(cause_words, scope)
        return found.saying(named.get("cause", ""), named["phrase"]) if found else frozenset()
    if "step" in named:
        step, state = named["step"].split(":")
        states = ("late", "overdue") if state == "late" else (state,)
        return [number for number, one in answer(step_states, narrowed, Step(step)).items() if one in states]
    if "rated" in named:
        return answer(rated, narrowed.with_(view=_view_of(named["rated"], scope)))
    if "withdrawn" in named:
        return answer(withdrawn_within, narrowed, int(named["withdrawn"]))
    return None


def _view_of(value: str, scope: Scope) -> View:
    return scope.view if value == "yes" else View(value)


def _within(scope: Scope, kind: str, value: str, end: str | None) -> Scope | None:
    """The scope with the period of the mark, which may lie outside the page's; None where nothing is left of it.

    end: the page's last month: a quarter or a year that has only begun by then is drawn as far as that.
    """
    if kind == "month":
        return scope.with_(first=value, last=value)
    if kind == "months":
        return scope.with_(first=value[:7], last=value[8:])
    year, quarter = value[:4], int(value[-1]) if kind == "quarter" else 0
    first = f"{year}-{quarter * 3 - 2:02d}" if quarter else f"{year}-01"
    last = min(f"{year}-{quarter * 3:02d}" if quarter else f"{year}-12", end or "9999-12")
    return scope.with_(first=first, last=last) if first <= last else None


def _fits(row: dict[str, Any], kind: str, value: str, scope: Scope) -> bool:
    """What a Scope cannot ask for: the not known, the status, whether it is valid, the stage of the claim."""
    if kind == "valid":
        return bool(row[f"valid_{_view_of(value, scope)}"])
    if kind in ("status", "claim_stage"):
        return (row[kind] or "") == value
    if kind in _BY_NUMBER:
        return True
    if kind == "days":
        return _took(row, value)
    if kind == "logged":
        return row["month"] not in answer(months_lacking, scope, row["branch"])
    if kind in OF_CAUSES:
        return bool(value) or not row["causes"]  # which ones it names: see _meant
    if kind == "primary_cause":
        return (row["causes"][0] if row["causes"] else "") == value
    return bool(value) or row[kind] is None


def _took(row: dict[str, Any], value: str) -> bool:
    found = DAYS.fullmatch(value)
    assert found is not None  # an address with any other value is set aside
    days = days_to(row, End(found[1]))
    return days is not None and int(found[2]) <= days and (not found[3] or days <= int(found[3]))


def list_columns(rows: list[dict[str, Any]]) -> list[str]:
    """The headings that a list shows at first: what fits beside each other, and what the log says where the rules say
    otherwise.
    """
    differing = ("stated_valid",) if any(row["differs_from_stated"] for row in rows) else ()
    return [words()(f"drill.column.{name}") for name in (*_SHOWN, *differing)]


def list_widths() -> dict[str, Any]:
    """Of the columns whose widest cells are not among the first rows."""
    widths = {**dict.fromkeys(_DATES, _DATE_WIDTH), "causes": _CAUSES_WIDTH}
    return {words()(f"drill.column.{name}"): st.column_config.Column(width=width) for name, width in widths.items()}


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
