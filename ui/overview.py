"""The parts of the Overview: its sentences and its three charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics.charts import MOST_BARS, UNKNOWN, Mode, counts_by_month, largest_first, palette, sorted_bars
from analytics.charts.pins import pin_comments, pin_marks
from analytics.findings import Code, Page, largest
from analytics.measures import MeasureTable, Scope, month_range
from analytics.notes.comments import Comment
from analytics.vocabulary import Measure
from ui.comments import branch_pins, comments_of, only_branch, pins, show_comments
from ui.downloads import safe_table
from ui.drill import Drill, round_key
from ui.findings import found, said
from ui.formats import count, month_name, percent, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import MOST_TIED, label, listed
from ui.language import language, words
from ui.modes import mode
from ui.totals import total_line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def headline(scope: Scope) -> None:
    """The latest month in one sentence, then what tests say of it and what needs somebody, each with its test.

    Only for a period that begins before the as-of date.
    """
    told = found(scope, Page.OVERVIEW)
    # The month and its counts, in the engine's own words: nothing of a workbook in it.
    st.header(told[0].text.in_language(language()), anchor=False)
    st.markdown("\n".join(f"- {said(one)}" for one in told[1:] if one.code is not Code.STATED_DIFFERS))


def _names(dimension: str, codes: Sequence[str]) -> str:
    return listed([plain(label(dimension, code)) for code in codes], MOST_TIED)


def months_chart(scope: Scope, table: MeasureTable) -> list[Comment]:
    """With the comments of the period, which the other figures mark as well."""
    say = words()
    records = table.records()
    assert table.frame.first is not None and table.frame.last is not None
    months = month_range(table.frame.first, table.frame.last)
    top = largest_first([r for r in records if r["month"]], "complaints")
    title = say("overview.chart.no_bars")
    highest = sorted(largest(records, "month", "complaints")[0])
    if top and top[0]["complaints"]:
        title = say(
            "overview.chart.months_title",
            month=listed([month_name(one, language()) for one in highest], MOST_TIED),
            n=count(top[0]["complaints"]),
            complaints=count(_sum(records, "complaints")),
            valid=count(_sum(records, "valid")),
        )
    said = comments_of(scope, months)
    chart_frame(
        drawn(_pinned_months, records, months, language(), mode(), pins(said)),
        key=round_key("chart_month"),
        title=title,
        alt=say("overview.chart.alt_months", title=title),
        notes=f"{basis(table.frame, _sum(records, 'complaints'))} · {say('overview.chart.click')}",
        table=lambda: _table(table, "month"),
        total=lambda: total_line(scope, _counts(table)),
        drills=[Drill("month", row.key["month"] or "") for row in table.rows],
        cells=lambda place, heading: of_cell(records[place], "month", heading),
        on_click=_of_bar,
    )
    show_comments(said, months, "overview", only_branch(scope))
    return said


def _of_bar(code: str) -> Drill:
    month, measure = code.split("/")
    return Drill("month", month, (("valid", "yes"),) if measure == Measure.VALID else ())


def of_cell(record: Mapping[str, Any], dimension: str, heading: str) -> Drill | None:
    """What a count of a table stands for; None for a nought, and for what is no count of complaints."""
    counts = (Measure.COMPLAINTS, Measure.VALID)
    measure = next((one for one in counts if words()(f"overview.card.{one}") == heading), None)
    if measure is None or not record[measure]:
        return None
    return Drill(dimension, record[dimension] or "", (("valid", "yes"),) if measure is Measure.VALID else ())


def _pinned_months(
    records: Sequence[dict[str, Any]],
    months: Sequence[str],
    words_in: str,
    shown: Mode,
    comments: dict[str, list[tuple[int, str]]],
) -> Figure:
    return pin_comments(counts_by_month(records, months, words_in, shown), comments, shown)


def branches_chart(scope: Scope, table: MeasureTable, said: Sequence[Comment]) -> None:
    """said: the comments, as they are numbered above; a branch that one is about has its sign at its name."""
    colour = palette(mode()).us
    colours = {row.key["branch"]: colour for row in table.rows} | {None: palette(mode()).rest}
    notes = basis(table.frame, _sum(table.records(), "complaints"))
    signs: dict[str | None, str] = {branch: pin_marks(pinned) for branch, pinned in branch_pins(said).items()}
    _bars_frame(scope, table, "branch", "branches", colours, notes, signs)


def categories_chart(scope: Scope, table: MeasureTable) -> None:
    say = words()
    colours = {row.key["category"]: palette(mode()).category(row.key["category"]) for row in table.rows}
    records = table.records()
    complaints = _sum(records, "complaints")
    mentions = say(
        "overview.chart.mentions", complaints=count(complaints), mentions=count(_sum(records, "cause_mentions"))
    )
    _bars_frame(scope, table, "category", "categories", colours, f"{mentions} · {basis(table.frame, complaints)}", {})


def _bars_frame(
    scope: Scope,
    table: MeasureTable,
    dimension: str,
    plural: str,
    colours: dict[str | None, str],
    notes: str,
    signs: Mapping[str | None, str],
) -> None:
    say, records = words(), table.records()
    ordered = largest_first(records, "complaints")
    labels = {
        code: f"{label(dimension, code)} {signs.get(code, '')}".strip()
        for code in (record[dimension] for record in records)
    }
    title = _bars_title(records, dimension, plural)
    left_out = len(records) - MOST_BARS
    if left_out > 0:
        notes = f"{say('overview.chart.more_bars', n=left_out)} · {notes}"
    chart_frame(
        drawn(sorted_bars, records, dimension, "complaints", labels, colours, say("overview.chart.unit"), mode()),
        key=round_key(f"chart_{dimension}"),
        title=title,
        alt=say(f"overview.chart.alt_{plural}", title=title),
        notes=f"{notes} · {say('overview.chart.click')}",
        table=lambda: _table(table, dimension),
        total=lambda: total_line(scope, _counts(table)),
        drills=[Drill(dimension, record[dimension] or "") for record in ordered],
        cells=lambda place, heading: of_cell(ordered[place], dimension, heading),
        on_click=lambda value: Drill(dimension, "" if value == UNKNOWN else value),
    )


def _bars_title(records: list[dict[str, Any]], dimension: str, plural: str) -> str:
    say = words()
    names, most = largest(records, dimension, "complaints")
    if not names:
        return say(f"overview.chart.{plural}_unnamed", n=count(_sum(records, "complaints")))
    shown = {dimension: _names(dimension, names), plural: _names(dimension, names)}
    if len(names) > 1:
        return say(f"overview.chart.{plural}_tie", n=count(most), **shown)
    share = percent(most / _sum(records, "complaints"))
    return say(f"overview.chart.{plural}_title", n=count(most), share=share, **shown)


def _sum(records: Sequence[dict[str, Any]], measure: str) -> int:
    return sum(record[measure] or 0 for record in records)


def _counts(table: MeasureTable) -> list[Measure]:
    """What is counted in it; the premium is there for the findings."""
    return [measure for measure in table.measures if measure is not Measure.PREMIUM_YUAN]


def _table(table: MeasureTable, dimension: str) -> pd.DataFrame:
    """The figures behind a chart, with the words of this session's language as headings."""
    say = words()
    headings = {
        "month": say("overview.table.month"),
        "branch": say("filters.branch"),
        "category": say("filters.category"),
        "complaints": say("overview.card.complaints"),
        "valid": say("overview.card.valid"),
        "cause_mentions": say("overview.table.cause_mentions"),
    }
    records = table.records()
    if dimension != "month":
        records = [dict(record) for record in largest_first(records, "complaints")]
        for record in records:
            record[dimension] = label(dimension, record[dimension])
    columns = [dimension, *(measure.value for measure in _counts(table))]
    return safe_table(pd.DataFrame(records, columns=columns).rename(columns=headings))
