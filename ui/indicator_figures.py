"""Indicators: one ratio over time and by branch, net and gross with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.charts import IntervalRow, Mode, RatioPoint, interval_rows, ratio_lines
from analytics.measures import Scope
from analytics.measures.indicators import INDICATORS, IndicatorRow, IndicatorTable, indicators
from analytics.measures.windows import Window
from analytics.statistics import MINIMUM_VALID_COMPLAINTS
from analytics.vocabulary import Dimension, Measure, View
from ui.data import answer, ask
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import count, figure_value, interval, plain
from ui.frame import basis, chart_frame, drawn, mode
from ui.labels import label, time_name
from ui.language import language, words
from ui.one_version import part_of_page
from ui.page import choice
from ui.totals import total_line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_VALID = (("valid", "yes"),)
_DRILLED = (Window.MONTH, Window.QUARTER, Window.YEAR)


@part_of_page
def over_time(scope: Scope, measure: Measure) -> None:
    """Every window that ends in the period, and for moving windows what came before it."""
    say = words()
    window = Window(choice("window", list(Window), lambda one: say(f"indicators.window.{one}")))
    table = answer(indicators, scope, window, ())
    if not table.rows:
        return
    points = [_point(row, measure, window) for row in table.rows]
    given = [row for row in table.rows if row.net[measure].value is not None]
    last = next((row for row in reversed(given) if settled(row)), given[-1] if given else None)
    name, unit = say(f"vocabulary.measure.{measure}"), table.rows[-1].net[measure].unit.in_language(language())
    if last is None:
        missing = table.rows[-1].net[measure].missing
        reason = plain(missing.sentence().in_language(language())) if missing else ""
        st.caption(say("indicators.time.title_none", measure=name, reason=reason))
        return
    value = figure_value(measure, last.net[measure].value)
    title = say("indicators.time.title", measure=name, unit=unit, time=time_name(last.span.label), value=value)
    chart_frame(
        drawn(_ratio_lines, points, language(), mode(), measure is Measure.TIMELY_RATE),
        key=round_key("over_time"),
        title=title,
        alt=say("indicators.time.alt", measure=name),
        notes=f"{say('indicators.time.notes')} · {basis(table.net_frame, _valid_in(scope))}",
        table=lambda: time_table(table, measure),
        total=lambda: total_line(scope.with_(view=View.ANNUAL), (measure, Measure.VALID)),
        on_click=lambda time: Drill(str(window), time, _VALID),
        drills=[Drill(str(window), row.span.label, _VALID) for row in table.rows] if window in _DRILLED else (),
    )
    show_what_was_clicked()


def _ratio_lines(points: Sequence[RatioPoint], words_in: str, shown: Mode, percent: bool) -> Figure:
    return ratio_lines(points, words_in, shown, percent=percent)


def _valid_in(scope: Scope) -> int:
    whole = ask(scope.with_(view=View.ANNUAL), (Dimension.TOTAL,), (Measure.VALID,)).rows
    return int(whole[0].value(Measure.VALID) or 0) if whole else 0


def settled(row: IndicatorRow) -> bool:
    """Over, and none of its complaints can still turn valid."""
    return row.whole and not row.net[Measure.PENDING].value


def _point(row: IndicatorRow, measure: Measure, window: Window) -> RatioPoint:
    net, gross = row.net[measure], row.gross[measure]
    text = words()(
        "indicators.time.text",
        net=figure_value(measure, net.value),
        interval=interval(net) or "",
        gross=figure_value(measure, gross.value),
        n=count(row.net[Measure.VALID].value),
    )
    code = row.span.label if window in _DRILLED else ""
    return RatioPoint(row.span.label, net.value, net.low, net.high, gross.value, settled(row), text, code)


def time_table(table: IndicatorTable, measure: Measure) -> pd.DataFrame:
    rows = [{words()("indicators.column.time"): row.span.label, **_cells(row, measure)} for row in table.rows]
    return _as_measured(measure, safe_table(pd.DataFrame(rows)))


def _as_measured(measure: Measure, table: pd.DataFrame) -> pd.DataFrame:
    """The table, saying that its ratios are shares where the measure is one."""
    if measure is not Measure.TIMELY_RATE:
        return table
    return with_shares(table, *(words()(f"indicators.column.{name}") for name in ("net", "low", "high", "gross")))


def _cells(row: IndicatorRow, measure: Measure) -> dict[str, object]:
    say, net, gross = words(), row.net[measure], row.gross[measure]
    return {
        say("indicators.column.net"): net.value,
        say("indicators.column.low"): net.low,
        say("indicators.column.high"): net.high,
        say("indicators.column.gross"): gross.value,
        say("indicators.column.valid"): row.net[Measure.VALID].value,
        say("indicators.column.valid_gross"): row.gross[Measure.VALID].value,
        say("indicators.column.premium"): row.net[Measure.PREMIUM_YUAN].value,
        say("indicators.column.policies"): row.net[Measure.POLICIES].value,
        say("indicators.column.missing"): net.missing.sentence().in_language(language()) if net.missing else "",
    }


def by_branch(scope: Scope, measure: Measure) -> None:
    """The ratio of the whole period for every branch that has one, over the whole's."""
    say = words()
    asked = (measure, Measure.VALID)
    net = ask(scope.with_(view=View.ANNUAL), (Dimension.BRANCH,), asked)
    gross = {row.key["branch"]: row for row in ask(scope.with_(view=View.MONTHLY), (Dimension.BRANCH,), asked).rows}
    whole = ask(scope.with_(view=View.ANNUAL), (Dimension.TOTAL,), asked).rows[0].figures[measure]
    shown = [row for row in net.rows if row.value(measure) is not None]
    name, unit = say(f"vocabulary.measure.{measure}"), whole.unit.in_language(language())
    if not shown:
        reason = whole.missing.sentence().in_language(language()) if whole.missing else ""
        st.caption(say("indicators.branches.none", reason=plain(reason)))
        return
    shown.sort(key=lambda row: -(row.value(measure) or 0))
    rows = [
        IntervalRow(
            label("branch", row.key["branch"]),
            row.value(measure),
            row.figures[measure].low,
            row.figures[measure].high,
            figure_value(measure, row.value(measure)),
            row.key["branch"] or "",
            gross[row.key["branch"]].value(measure),
            (row.value(Measure.VALID) or 0) < MINIMUM_VALID_COMPLAINTS,
        )
        for row in shown
    ]
    reference = None if whole.value is None else (say("indicators.branches.all"), float(whole.value))
    names = (say("indicators.column.net"), say("indicators.column.gross"))
    value = figure_value(measure, whole.value)
    chart_frame(
        drawn(_rows, rows, names, mode(), reference, measure is Measure.TIMELY_RATE),
        key=round_key("by_branch"),
        title=say("indicators.branches.title", measure=name, unit=unit, value=value),
        alt=say("indicators.branches.alt", measure=name),
        notes=f"{say('indicators.branches.notes')} · {basis(net.frame, _valid_in(scope))}",
        table=lambda: branch_table(rows, measure),
        total=lambda: total_line(scope.with_(view=View.ANNUAL), (measure, Measure.VALID)),
        on_click=lambda branch: Drill("branch", branch, _VALID),
        drills=[Drill("branch", row.code, _VALID) for row in rows],
    )


def branch_table(rows: Sequence[IntervalRow], measure: Measure) -> pd.DataFrame:
    say = words()
    table = [
        {
            say("indicators.column.branch"): row.label,
            say("indicators.column.net"): row.value,
            say("indicators.column.low"): row.low,
            say("indicators.column.high"): row.high,
            say("indicators.column.gross"): row.second,
        }
        for row in rows
    ]
    return _as_measured(measure, safe_table(pd.DataFrame(table)))


def _rows(
    rows: Sequence[IntervalRow],
    names: tuple[str, str],
    shown: Mode,
    reference: tuple[str, float] | None,
    percent: bool,
) -> Figure:
    return interval_rows(rows, names, shown, reference=reference, percent=percent)


RATIOS_OFFERED = tuple(str(one) for one in INDICATORS)
