"""Branches: how long complaints take, as boxes side by side."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts import day_boxes
from analytics.measures import Scope
from analytics.measures.handling import End, HandlingTimes, Times, handling_times
from analytics.statistics import box
from ui.data import answer
from ui.downloads import safe_table
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import DASH, count
from ui.frame import basis, chart_frame, drawn
from ui.labels import label
from ui.language import language, words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.page import choice
from ui.totals import totals


@part_of_page
def times(scope: Scope) -> None:
    say = words()
    end = End(choice("end", list(End), lambda one: say(f"branches.times.{one}")))
    found = answer(handling_times, scope, end)
    if found is None:
        return
    timed = [one for one in found.branches if one.days and one.branch is not None]
    if not timed:
        st.caption(say("branches.times.none", end=say(f"branches.times.{end}")))
        return
    ordered = sorted(timed, key=lambda one: (-(one.median or 0), one.branch or ""))
    title = times_title(found, ordered)
    whole = found.together(tuple(str(one.branch) for one in timed))
    said = say("branches.times.notes", timed=count(len(whole.days)), without=count(whole.without))
    chart_frame(
        drawn(day_boxes, [(label("branch", one.branch), one.days) for one in ordered], language(), mode()),
        key=round_key("times"),
        title=title,
        alt=say("branches.times.alt", title=title),
        notes=f"{said} · {basis(found.frame, len(whole.days) + whole.without)}",
        table=lambda: times_table(ordered),
        total=lambda: times_totals(whole),
        on_click=lambda code: _drill(code, ordered, end),
        drills=[_drill(code, ordered, end) for code in _codes(ordered)],
    )
    show_what_was_clicked()


def _drill(code: str, ordered: list[Times], end: End) -> Drill:
    """A box stands for all that came to their end, a point beyond it for those that took so many days."""
    place, _, day = code.partition("/")
    span = f"{end}:{day}-{day}" if day else f"{end}:0-"
    return Drill("branch", ordered[int(place)].branch or "", (("days", span),))


def _codes(ordered: list[Times]) -> list[str]:
    """Of the table's rows: the boxes, then the points beyond them."""
    points = [f"{place}/{day}" for place, one in enumerate(ordered) for day, _ in box(one.days).beyond]
    return [*(str(place) for place in range(len(ordered))), *points]


def times_title(found: HandlingTimes, ordered: list[Times]) -> str:
    """The middle of all and the span of the branches' middles: nobody is called slow for a day or two."""
    whole = found.together(tuple(one.branch for one in found.branches if one.branch is not None))
    return words()(
        "branches.times.title",
        end=words()(f"branches.times.{found.end}"),
        low=f"{ordered[-1].median:g}",
        high=f"{ordered[0].median:g}",
        overall=f"{whole.median:g}",
    )


def times_totals(whole: Times) -> str:
    """Of all complaints as one: a median of medians is none."""
    say = words()
    middle = {"median": whole.median, "p90": whole.p90}
    return totals(
        (say("branches.column.timed"), count(len(whole.days))),
        *((say(f"branches.column.{name}"), DASH if days is None else f"{days:g}") for name, days in middle.items()),
        (say("branches.column.without"), count(whole.without)),
    )


def times_table(ordered: list[Times]) -> pd.DataFrame:
    """A row a box; below them a row for each point beyond one, which is a day and how many took it."""
    say = words()
    boxes = [
        {
            "branch": label("branch", one.branch),
            "mark": say("branches.times.box"),
            "timed": len(one.days),
            "shortest": one.days[0],
            "low_quarter": box(one.days).low,
            "median": one.median,
            "high_quarter": box(one.days).high,
            "p90": one.p90,
            "longest": one.days[-1],
            "without": one.without,
        }
        for one in ordered
    ]
    points = [
        {
            "branch": label("branch", one.branch),
            "mark": say("branches.times.point"),
            "timed": n,
            "shortest": day,
            "longest": day,
        }
        for one in ordered
        for day, n in box(one.days).beyond
    ]
    table = pd.DataFrame([*boxes, *points])
    return safe_table(table.rename(columns=lambda name: say(f"branches.column.{name}")))
