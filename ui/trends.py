"""Trends: what the control chart says of a measure, in words and as a figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.charts import Mode, control_chart
from analytics.charts.control_chart import value_text
from analytics.charts.pins import pin_comments
from analytics.findings import Code, Page
from analytics.measures import Figure, Scope, quarter_of
from analytics.measures.figure import UNITS
from analytics.measures.series import Open, Series, series
from analytics.statistics import Rule
from analytics.statistics.control_rules import spells
from analytics.vocabulary import RATIOS, Dimension, Measure
from ui.comments import comments_of, only_branch, pins, show_comments
from ui.data import answer, ask
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.findings import lines
from ui.formats import DASH, count, figure_value, plain
from ui.frame import basis, chart_frame, drawn, said_in_notes
from ui.labels import listed, time_name
from ui.language import language, words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.totals import total_line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Drawing

MEASURES = (
    Measure.COMPLAINTS,
    Measure.VALID,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO_10K,
    Measure.TIMELY_RATE,
    Measure.CAUSE_MENTIONS,
)


def history(scope: Scope, measure: str, grain: str) -> Series:
    """Everything known up to the end of the period: limits need a history, whatever period is looked at."""
    return answer(series, scope.with_(first=None), Measure(measure), Dimension(grain))


def complaints_in(scope: Scope) -> int:
    """N of what is drawn: the complaints of all months up to the end of the period."""
    total = ask(scope.with_(first=None), (Dimension.TOTAL,), (Measure.COMPLAINTS,))
    return int(total.rows[0].value(Measure.COMPLAINTS) or 0)


def first_period(one: Series, scope: Scope) -> str | None:
    """The first period that the verdict is on."""
    quarterly = bool(one.points) and "Q" in one.points[0].time
    return quarter_of(scope.first) if quarterly and scope.first else scope.first


def finding(one: Series, scope: Scope) -> None:
    """The verdict as the page's headline, then each rule that marks something, and the latest period; and branches
    that stand out of a month in which the company does not."""
    told = [*_explained(one, scope), *lines(scope, Page.TRENDS, (Code.BRANCH_CLUSTER,))]
    st.header(headline(one, scope), anchor=False)
    st.markdown("\n".join(told))


def headline(one: Series, scope: Scope) -> str:
    say, name = words(), words()(f"vocabulary.measure.{one.measure}")
    if not one.chart.points:
        return say("trends.finding.nothing", measure=name)
    if one.chart.trial:
        return say("trends.finding.trial", measure=name, n=one.chart.points)
    if one.chart.sparse:
        return say("trends.finding.sparse", measure=name)
    marked = one.signals(first_period(one, scope))
    if Rule.OUTSIDE in marked:
        values = {point.time: point.value for point in one.points}
        points = [
            say("trends.finding.point", time=time_name(time), value=with_unit(one.measure, values[time]))
            for time in marked[Rule.OUTSIDE]
        ]
        return say("trends.finding.outside", measure=name, points=listed(points))
    for rule in (Rule.RUN, Rule.TREND, Rule.CLOSE):
        if rule in marked:
            return say(
                "trends.finding.inside",
                measure=name,
                times=_span(one, marked[rule]),
                rule=say(f"trends.rule.short_{rule}"),
            )
    return say("trends.finding.quiet", measure=name)


def _explained(one: Series, scope: Scope) -> list[str]:
    say = words()
    lines = []
    limits = [
        (_possible(one.measure, lower), _possible(one.measure, upper))
        for lower, upper in zip(one.chart.lower, one.chart.upper, strict=True)
        if not math.isnan(upper)
    ]
    parts = [_latest(one)]
    if limits and one.chart.centre is not None:
        lower, upper, mean = (_limit(one.measure, value) for value in (*limits[-1], one.chart.centre))
        unit = unit_after(one.measure)
        parts.append(say("trends.finding.limits", lower=lower, upper=upper, mean=mean, unit=unit, n=one.chart.points))
    lacking = [point.figure.missing for point in one.points if point.figure and point.figure.missing]
    if lacking:
        reason = plain(lacking[-1].sentence().in_language(language()))
        parts.append(say("trends.finding.missing", n=len(lacking), reason=reason))
    lines.append(say("overview.headline.join").join(parts) + say("overview.headline.stop"))
    if not one.chart.trial and not one.chart.sparse:
        marked = one.signals(first_period(one, scope))
        lines.append("")
        lines += [
            say("trends.rule.line", times=_span(one, times), text=say(f"trends.rule.{rule}"))
            for rule, times in marked.items()
        ]
    return lines


def _latest(one: Series) -> str:
    say = words()
    known = [(place, point) for place, point in enumerate(one.points) if point.value is not None]
    if not known:
        return say("trends.finding.latest_unknown")
    place, point = known[-1]
    if point.open is Open.UNFINISHED:
        verdict = say("trends.finding.latest_unfinished")
    elif point.open is Open.PENDING:
        verdict = say("trends.finding.latest_pending", n=point.pending)
    elif point.open is Open.CUT:
        verdict = say("trends.finding.latest_cut")
    else:
        outside = place in one.chart.signals[Rule.OUTSIDE]
        verdict = say("trends.finding.latest_out" if outside else "trends.finding.latest_in")
    value = with_unit(one.measure, point.value)
    return say("trends.finding.latest", time=time_name(point.time), value=value, verdict=verdict)


@part_of_page
def control(one: Series, scope: Scope) -> None:
    """The control chart with what is behind it."""
    say, name = words(), words()(f"vocabulary.measure.{one.measure}")
    grain = "quarter" if one.points and "Q" in one.points[0].time else "month"
    also = counted(one.measure)
    months = [point.time for point in one.points] if grain == "month" else []
    said = comments_of(scope, months)
    chart_frame(
        drawn(pinned, one, name, unit_of(one.measure), language(), mode(), pins(said)),
        key=round_key("control"),
        title=_control_title(one, name, grain),
        alt=say("trends.control.alt", measure=name, finding=headline(one, scope)),
        notes=" · ".join(
            (
                say(f"trends.control.{one.chart.kind}"),
                say("trends.control.all_months"),
                say("trends.control.click"),
                *without_log(one),
                basis(one.frame, complaints_in(scope)),
            )
        ),
        table=lambda: control_table(one),
        total=lambda: total_line(scope.with_(first=None), (one.measure,)),
        on_click=lambda time: Drill(grain, time, also),
        drills=[Drill(grain, point.time, also) for point in one.points],
    )
    show_comments(said, months, "trends", only_branch(scope))
    show_what_was_clicked()


def _control_title(one: Series, name: str, grain: str) -> str:
    """How many of all that is drawn lie outside; what the chart is, where nothing is judged."""
    say, chart = words(), one.chart
    if not chart.points or chart.trial or chart.sparse:
        return say("trends.control.title", measure=name, kind=say(f"trends.control.{chart.kind}"))
    outside = len(chart.signals.get(Rule.OUTSIDE, ()))
    return say(f"trends.control.title_{grain}", measure=name, n=count(chart.points), out=count(outside))


_COUNTED = {
    Measure.COMPLAINTS: (),
    Measure.CAUSE_MENTIONS: (("mentions", "yes"),),
    Measure.TIMELY_RATE: (("rated", "yes"),),
}


def counted(measure: Measure) -> tuple[tuple[str, str], ...]:
    """Which complaints of a period a figure of it counts, as a list takes them."""
    return _COUNTED.get(measure, (("valid", "yes"),))


def without_log(one: Series) -> list[str]:
    """Why the line has gaps, where it has."""
    return said_in_notes(one.frame, "log_missing")


def pinned(
    one: Series, name: str, unit: str, words_in: str, shown: Mode, comments: dict[str, list[tuple[int, str]]]
) -> Drawing:
    return pin_comments(control_chart(one, name, unit, words_in, shown), comments, shown)


def control_table(one: Series) -> pd.DataFrame:
    """One row a period: value, what a ratio is made of, limits, and the rules that mark it."""
    say, chart = words(), one.chart
    name = say(f"vocabulary.measure.{one.measure}")
    rows = []
    for place, point in enumerate(one.points):
        rules = [say(f"trends.rule.{rule}") for rule, places in chart.signals.items() if place in places]
        said = [rule.split("**")[1] for rule in rules]
        rows.append(
            {
                say("trends.column.time"): point.time,
                name: point.value,
                **ratio_parts(one.measure, point.figure),
                say("trends.column.lower"): _known(_possible(one.measure, chart.lower[place])),
                say("trends.column.mean"): chart.centre,
                say("trends.column.upper"): _known(_possible(one.measure, chart.upper[place])),
                say("trends.column.rules"): say("common.comma").join(said),
            }
        )
    table = safe_table(pd.DataFrame(rows))
    if one.measure is not Measure.TIMELY_RATE:
        return table
    return with_shares(table, name, *(say(f"trends.column.{limit}") for limit in ("lower", "mean", "upper")))


def ratio_parts(measure: Measure, figure: Figure | None) -> dict[str, float | None]:
    """Numerator and denominator of a ratio by their names; nothing of a count."""
    if measure not in RATIOS:
        return {}
    say = words()
    amount = "premium" if measure is Measure.PREMIUM_RATIO else "policies"
    names = say("vocabulary.measure.valid"), say(f"indicators.column.{amount}")
    if measure is Measure.TIMELY_RATE:
        names = say("indicators.column.in_time"), say("indicators.column.rated")
    return {names[0]: figure.numerator if figure else None, names[1]: figure.denominator if figure else None}


def _possible(measure: Measure, limit: float) -> float:
    """A limit as the measure can reach it: no count or share is below zero, no share above one; NaN stays NaN."""
    return min(max(limit, 0.0), 1.0) if measure is Measure.TIMELY_RATE else max(limit, 0.0)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _span(one: Series, times: Sequence[str]) -> str:
    """Up to three by name, a longer stretch from its first to its last; what lies apart is named apart."""
    if len(times) <= 3:
        return listed([time_name(time) for time in times])
    order = [point.time for point in one.points]
    found = [
        f"{time_name(order[first])} – {time_name(order[last])}" if last > first else time_name(order[first])
        for first, last in spells([order.index(time) for time in times])
    ]
    return listed(found)


def unit_of(measure: Measure) -> str:
    """The unit in the reader's language; a share has none, its figures carry the percent sign."""
    return "" if measure is Measure.TIMELY_RATE else UNITS[measure].in_language(language())


def unit_after(measure: Measure) -> str:
    """The unit as it stands after a number, with the blank between; nothing after a percent sign, and nothing in
    English, where the name of the measure says it."""
    unit = unit_of(measure) if language() == "zh" else ""
    return f" {unit}" if unit else ""


def with_unit(measure: Measure, value: float | int | None) -> str:
    return DASH if value is None else f"{figure_value(measure, value)}{unit_after(measure)}"


def _limit(measure: Measure, value: float) -> str:
    return value_text(measure, value) if measure in RATIOS else f"{value:,.1f}"
