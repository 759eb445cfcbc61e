"""Branches: the level below one branch, with the way down and up (省 -> 中支 -> 支公司)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.charts import palette, sorted_bars
from analytics.findings import largest
from analytics.measures import Row, Scope
from analytics.measures.branch_funnel import branch_funnel
from analytics.measures.hierarchy import Hierarchy, hierarchy
from analytics.vocabulary import Dimension, Measure
from ui import address
from ui.data import answer, ask
from ui.downloads import safe_table
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import count, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import MOST_TIED, SEVERAL, listed
from ui.language import language, words
from ui.modes import legible, mode
from ui.names_of_today import branch_of_today
from ui.one_version import part_of_page
from ui.refused import only_one, refuse_value
from ui.totals import total_line

_UNDER = "level_under"
_ASKED = (Measure.COMPLAINTS, Measure.VALID, Measure.PREMIUM_RATIO)


@part_of_page
def level(scope: Scope) -> None:
    """The units below the chosen one as bars; a click goes down a level, or to the complaints of a leaf."""
    say = words()
    tree = answer(hierarchy)
    if all(parent is None for parent in tree.parents.values()):
        st.caption(say("branches.level.none"))
        return
    under = _current(tree)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="level_path"):
        for one in tree.path(under):
            st.button(
                legible(plain(one)),
                key=f"level_{one}",
                type="tertiary",
                icon=":material/chevron_right:" if one != tree.path(under)[0] else ":material/apartment:",
                disabled=one == under,
                on_click=lambda one=one: st.session_state.__setitem__(_UNDER, one),
            )
    units = _units(tree, under, scope)
    _way_down(under, [name for name in units if name != under and tree.below(name)])
    rows = {name: _of(scope, branches) for name, branches in units.items()}
    records: list[dict[str, Any]] = [
        {"unit": name, "complaints": row.value(Measure.COMPLAINTS)} for name, row in rows.items()
    ]
    ordered = sorted(units, key=lambda name: -(rows[name].value(Measure.COMPLAINTS) or 0))
    whole = ask(_within(scope, tree, under), (Dimension.TOTAL,), (Measure.COMPLAINTS,))
    labels = {name: say("branches.level.own", name=name) if name == under else name for name in units}
    chart_frame(
        drawn(
            sorted_bars,
            records,
            "unit",
            "complaints",
            labels,
            dict.fromkeys(units, palette(mode()).us),
            say("overview.chart.unit"),
            mode(),
            len(units),
        ),
        key=round_key("level"),
        title=_title(under, records, labels),
        alt=say("branches.level.alt", name=under),
        notes=f"{say('branches.level.notes')} · {basis(whole.frame, _n(whole.rows[0]))}",
        table=lambda: level_table({labels[name]: rows[name] for name in ordered}),
        total=lambda: total_line(_within(scope, tree, under), _ASKED),
        on_click=lambda name: _go(tree, name, under, units[name]),
        drills=[Drill("branch", SEVERAL.join(units[name])) for name in ordered],
    )
    show_what_was_clicked()


def _way_down(under: str, names: Sequence[str]) -> None:
    """What a click on a bar does, for those who have no mouse."""
    say, key = words(), f"level_down_{under}"
    if names:
        st.selectbox(
            say("branches.level.down"),
            names,
            index=None,
            placeholder=say("branches.level.down"),
            label_visibility="collapsed",
            width=260,
            key=key,
            on_change=lambda: st.session_state.__setitem__(_UNDER, st.session_state[key]),
        )


def _title(under: str, records: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    """Which of the bars is the longest, and how long it is."""
    say = words()
    names, most = largest(records, "unit", "complaints")
    if not names:
        return say("branches.level.title", name=plain(under))
    longest = listed((plain(labels[name]) for name in names), MOST_TIED)
    return say("branches.level.most", name=plain(under), units=longest, n=count(most))


def _current(tree: Hierarchy) -> str:
    """The unit of the address, else the one chosen before, else the lowest that heads everything."""
    first = next(top for top in tree.tops if tree.below(top))
    arrived = branch_of_today(only_one(_UNDER, "common.choice.level_under"))
    if arrived in tree.parents and tree.below(arrived):
        st.session_state[_UNDER] = arrived
    elif arrived:
        refuse_value(words()("common.choice.level_under"), arrived)
    kept = branch_of_today(st.session_state.get(_UNDER, ""))
    current = kept if kept in tree.parents and tree.below(kept) else first
    address.write({_UNDER: [current] if current != first else []}, [_UNDER])
    return current


def _units(tree: Hierarchy, under: str, scope: Scope) -> dict[str, tuple[str, ...]]:
    """Every unit below -> the branches it stands for, as far as the filter lets them; the unit itself comes last."""
    found = {}
    for name in (*tree.below(under), under):
        branches = (under,) if name == under else tree.whole(name)
        kept = _allowed(branches, scope)
        if kept and (name != under or _n(_of(scope, kept))):
            found[name] = kept
    return found


def _allowed(branches: tuple[str, ...], scope: Scope) -> tuple[str, ...]:
    """Those with business of their own, as far as the filter lets them."""
    own = answer(branch_funnel, scope.with_(branches=()), Measure.COMPLAINTS).branches
    return tuple(one for one in branches if one in own and (not scope.branches or one in scope.branches))


def _within(scope: Scope, tree: Hierarchy, under: str) -> Scope:
    return scope.with_(branches=_allowed(tree.whole(under), scope) or scope.branches)


def _of(scope: Scope, branches: tuple[str, ...]) -> Row:
    return ask(scope.with_(branches=branches), (Dimension.TOTAL,), _ASKED).rows[0]


def _n(row: Row) -> int:
    return int(row.value(Measure.COMPLAINTS) or 0)


def _go(tree: Hierarchy, name: str, under: str, branches: tuple[str, ...]) -> Drill | None:
    if name != under and tree.below(name):
        st.session_state[_UNDER] = name
        return None
    return Drill("branch", SEVERAL.join(branches))


def level_table(rows: dict[str, Row]) -> pd.DataFrame:
    say = words()
    table = []
    for name, row in rows.items():
        rate = row.figures[Measure.PREMIUM_RATIO]
        table.append(
            {
                say("branches.column.branch"): name,
                say("vocabulary.measure.complaints"): row.value(Measure.COMPLAINTS),
                say("vocabulary.measure.valid"): row.value(Measure.VALID),
                f"{say('vocabulary.measure.premium_ratio')} ({rate.unit.in_language(language())})": rate.value,
                say("branches.column.low"): rate.low,
                say("branches.column.high"): rate.high,
            }
        )
    return safe_table(pd.DataFrame(table))
