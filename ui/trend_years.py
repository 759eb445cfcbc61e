"""Trends: this year against last, month by month and added up, with a target of one's own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.charts import year_lines
from analytics.findings.chance import p_text
from analytics.measures import Figure, Scope
from analytics.measures.formats import ENGLISH_MONTHS
from analytics.measures.series import series
from analytics.measures.years import ToDate, Year, YearOnYear, two_years, year_on_year
from analytics.vocabulary import RATIOS, Dimension, Measure
from ui import address
from ui.data import answer
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import figure_value
from ui.frame import basis, chart_frame, drawn
from ui.language import language, words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.printing import printing
from ui.refused import refuse_value
from ui.totals import total_line
from ui.trends import MEASURES, complaints_in, counted, unit_after, unit_of, with_unit

_REAL_BELOW = 0.05
_TARGETS = "targets"
_PARAMETER = "target"


@part_of_page
def years(scope: Scope, name: str) -> None:
    """Two figures side by side: the months of two years, and the years to date."""
    say, measure = words(), Measure(name)
    monthly = answer(series, scope.with_(first=None), measure, Dimension.MONTH)
    both = answer(two_years, scope, measure)
    if not both:
        return
    unit = unit_of(measure)
    opened = sum(point.open is not None for point in monthly.points)
    notes = basis(monthly.frame, complaints_in(scope))
    if opened:
        notes = f"{say('trends.years.open', n=opened)} · {notes}"
    if len(both) > 1 and both[0].as_of != both[1].as_of:
        notes = f"{say('trends.years.then', year=both[0].year, as_of=both[0].as_of)} · {notes}"
    months = [(year.year, year.months) for year in both]
    title = years_title(both)
    compared = year_on_year(both, measure)
    _settle_targets()
    summed = running_title(both, compared, measure) + against_target(both[-1], measure, _target(measure))
    with st.container(horizontal=True, horizontal_alignment="right"):
        _ask_target(measure, unit)
    with st.grid(2, min_column_width=430, gap="small", key="years"):
        with st.container(height="stretch"):
            chart_frame(
                drawn(year_lines, measure, months, unit, language(), mode()),
                key=round_key("years"),
                title=title,
                alt=say("trends.years.alt", title=title),
                notes=f"{say('trends.control.click')} · {notes}",
                table=lambda: years_table(both, measure),
                total=lambda: _year_totals(both, measure, scope),
                on_click=lambda month: _of_months(both, measure, month, month),
                drills=[_of_row(both, measure, place) for place in range(12)],
                cells=lambda place, heading: _of_cell(both, measure, place, heading),
            )
        with st.container(height="stretch"):
            running = [(year.year, [one.value if one else None for one in year.running]) for year in both]
            chart_frame(
                drawn(year_lines, measure, running, unit, language(), mode(), _target(measure)),
                key=round_key("running"),
                title=summed,
                alt=say("trends.years.alt_running", title=summed),
                notes=f"{say('trends.control.click')} · {notes}",
                table=lambda: years_table(both, measure),
                total=lambda: _year_totals(both, measure, scope),
                on_click=lambda month: _of_months(both, measure, f"{month[:4]}-01", month),
                drills=[_of_row(both, measure, place) for place in range(12)],
                cells=lambda place, heading: _of_cell(both, measure, place, heading),
            )
    show_what_was_clicked()


def _of_months(both: tuple[Year, ...], measure: Measure, first: str, last: str) -> Drill:
    """The complaints of a year's months, as that year is drawn: an earlier one as it stood on an earlier day."""
    as_of = next(one.as_of for one in both if one.year == last[:4])
    then = (("as_of", f"{as_of}"),) if as_of != both[-1].as_of else ()
    return Drill("months", f"{first}/{last}", (*counted(measure), *then))


def _of_row(both: tuple[Year, ...], measure: Measure, place: int) -> Drill:
    """A month of every year that knows it; of neither, this year's."""
    known = [year.year for year in both if year.months[place] is not None] or [both[-1].year]
    first, *more = (_of_months(both, measure, *[f"{year}-{place + 1:02d}"] * 2) for year in known)
    return replace(first, more=tuple(more))


def _of_cell(both: tuple[Year, ...], measure: Measure, place: int, heading: str) -> Drill | None:
    """The complaints of this month, or from January to it, where the heading's year has such a figure."""
    for year in both:
        last = f"{year.year}-{place + 1:02d}"
        if heading in _month_columns(year, measure, place) and year.months[place]:
            return _of_months(both, measure, last, last)
        if heading in _to_date_columns(year, measure, place) and (to_date := year.running[place]) and to_date.value:
            return _of_months(both, measure, f"{year.year}-01", last)
    return None


def years_title(both: tuple[Year, ...]) -> str:
    if len(both) < 2:
        return words()("trends.years.title_one", year=both[-1].year)
    now, before = both[-1], both[-2]
    over = [
        this > last
        for place, (this, last) in enumerate(zip(now.months, before.months, strict=True))
        if this is not None and last is not None and place not in (*now.unfinished, *before.unfinished)
    ]
    if over:
        return words()("trends.years.title_compared", year=now.year, more=sum(over), n=len(over))
    return words()("trends.years.title", year=both[-1].year, before=both[-2].year)


def running_title(both: tuple[Year, ...], compared: YearOnYear | None, measure: Measure) -> str:
    say = words()
    if compared is None:
        return _running_alone(both[-1], measure)
    if compared.p_value is None:
        verdict = say("trends.years.untested")
    else:
        key = "trends.years.real" if compared.p_value < _REAL_BELOW else "trends.years.chance"
        verdict = say(key, p=p_text(compared.p_value))
    return say(
        "trends.years.running",
        months=_so_far(compared.month),
        now=figure_value(measure, compared.now),
        then=figure_value(measure, compared.before),
        unit=unit_after(measure),
        verdict=verdict,
    )


def against_target(year: Year, measure: Measure, target: float | None) -> str:
    """On which side of the target what is known of the year is; nothing where there is no target or nothing known."""
    known = [one.value for one in year.running if one is not None and one.value is not None]
    if target is None or not known:
        return ""
    side = "on" if known[-1] == target else "above" if known[-1] > target else "below"
    return words()(f"trends.years.target_{side}", target=with_unit(measure, target))


def _running_alone(year: Year, measure: Measure) -> str:
    """What one year comes to so far; where January is not known it comes to nothing that can be said."""
    say = words()
    known = [(place, one.value) for place, one in enumerate(year.running, start=1) if one is not None]
    if not known:
        return say("trends.years.running_none", year=year.year)
    last, value = known[-1]
    return say("trends.years.running_alone", year=year.year, months=_so_far(last), now=with_unit(measure, value))


def _so_far(month: int) -> str:
    """The months of a year up to this one."""
    if language() == "zh":
        return f"1–{month} 月" if month > 1 else "1 月"
    return f"{ENGLISH_MONTHS[0]}–{ENGLISH_MONTHS[month - 1]}" if month > 1 else ENGLISH_MONTHS[0]


def _settle_targets() -> None:
    """Targets hold on every visit of the session, and for whoever opens its link."""
    if (news := address.arrived([_PARAMETER])) is not None:
        st.session_state[_TARGETS], odd = targets_read(news[_PARAMETER])
        for one in odd:
            refuse_value(words()("trends.years.target"), one)
    kept: dict[Measure, float | None] = st.session_state.get(_TARGETS, {})
    said = [f"{measure}:{target:.12g}" for measure, target in kept.items() if target is not None]
    address.write({_PARAMETER: said}, [_PARAMETER])


def targets_read(said: Sequence[str]) -> tuple[dict[Measure, float], list[str]]:
    """Targets by measure from an address, "valid:40", and what of it made no sense or came second for its measure."""
    targets: dict[Measure, float] = {}
    odd = []
    for one in said:
        name, _, number = one.partition(":")
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if name in MEASURES and 0 <= value < math.inf and targets.get(Measure(name), value) == value:
            targets[Measure(name)] = value
        else:
            odd.append(one)
    return targets, odd


def _target(measure: Measure) -> float | None:
    target: float | None = st.session_state.get(_TARGETS, {}).get(measure)
    return target


def _ask_target(measure: Measure, unit: str) -> None:
    if printing():
        return
    say, target = words(), _target(measure)
    widget = f"target_{measure}_{target}"  # another one where the target came from an address
    shown = say("trends.years.no_target") if target is None else f"{figure_value(measure, target)} {unit}"
    with st.popover(f"{say('trends.years.target')} **{shown}**", icon=":material/flag:", key="target_popover"):
        st.number_input(
            say("trends.years.target_unit", unit=unit),
            min_value=0.0,
            value=target,
            placeholder=say("trends.years.target_hint"),
            key=widget,
            on_change=lambda: st.session_state.setdefault(_TARGETS, {}).__setitem__(measure, st.session_state[widget]),
        )


def _year_totals(both: tuple[Year, ...], measure: Measure, scope: Scope) -> str:
    """A line a year: what is known of it, as the question is asked."""
    lines = []
    for year in both:
        last = min(f"{year.year}-12", scope.last or "9999-12")
        months = scope.with_(first=f"{year.year}-01", last=last, as_of=year.as_of)
        lines.append(f"{year.year} {total_line(months, (measure,))}")
    return words()("common.comma").join(lines)


def years_table(both: tuple[Year, ...], measure: Measure) -> pd.DataFrame:
    """Twelve rows: each year's month and its sum since January, of a ratio with the complaints behind either."""
    rows = []
    for place in range(12):
        row: dict[str, object] = {words()("trends.column.month"): f"{place + 1:02d}"}
        for year in both:
            row |= _month_columns(year, measure, place) | _to_date_columns(year, measure, place)
        rows.append(row)
    made = safe_table(pd.DataFrame(rows))
    shares = [name for year in both for name in (year.year, words()("trends.column.to_date", year=year.year))]
    return with_shares(made, *shares) if measure is Measure.TIMELY_RATE else made


def _month_columns(year: Year, measure: Measure, place: int) -> dict[str, float | None]:
    return _columns(year.year, measure, year.figures[place])


def _to_date_columns(year: Year, measure: Measure, place: int) -> dict[str, float | None]:
    return _columns(words()("trends.column.to_date", year=year.year), measure, year.running[place])


def _columns(name: str, measure: Measure, one: Figure | ToDate | None) -> dict[str, float | None]:
    """A value, and of a ratio how many complaints it is of: the valid ones, of a timely rate those it judges."""
    columns = {name: one.value if one else None}
    if measure in RATIOS:
        judged = measure is Measure.TIMELY_RATE
        behind = words()("indicators.column.rated" if judged else "vocabulary.measure.valid")
        columns[f"{name} · {behind}"] = (one.denominator if judged else one.numerator) if one else None
    return columns
