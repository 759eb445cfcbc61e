"""Trends: which branch and cause explain a jump, as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.charts import END, START, Step, waterfall
from analytics.errors import RequestError
from analytics.measures import Scope, month_range
from analytics.measures.contributions import Baseline, Contribution, Contributions, contributions
from analytics.measures.series import Series, series
from analytics.statistics import Rule
from analytics.vocabulary import Dimension, Measure
from ui.data import answer
from ui.downloads import safe_table
from ui.drill import Drill, apart, round_key, show_what_was_clicked
from ui.formats import count, month_name, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import label, listed, time_name
from ui.language import language, words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.page import choice, pick
from ui.totals import totals

_MOST_STEPS = 7
_MONTHS_OF_A_YEAR = 12
_MOST_NAMED = 3
_REST = "rest"  # the customdata of the step that is all the others together


@part_of_page
def jump(scope: Scope) -> None:
    """Choose a month and what to hold it against; the largest contributions, the test they pass, the table."""
    say = words()
    whole = answer(series, scope.with_(first=None), Measure.COMPLAINTS, Dimension.MONTH)
    months = _months(scope, whole)
    if not months:
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="top", key="jump_choices"):
        month = pick("jump_month", months, str, _most_striking(whole, months))
        against = Baseline(choice("jump_against", list(Baseline), lambda one: say(f"trends.jump.{one}"), labelled=True))
    try:
        made = answer(contributions, scope, month, against)
    except RequestError as error:
        reason = plain(error.message.in_language(language()))
        st.caption(say("trends.jump.none", month=time_name(month), reason=reason))
        return
    _waterfall(made, against)
    show_what_was_clicked()


def _months(scope: Scope, whole: Series) -> list[str]:
    """The months of the period that are known, the newest first."""
    assert scope.first and scope.last
    known = {point.time for point in whole.points if point.value is not None}
    return [month for month in reversed(month_range(scope.first, scope.last)) if month in known]


def _most_striking(whole: Series, months: list[str]) -> str:
    """The highest of the months outside the limits, else the newest."""
    values = {point.time: point.value or 0 for point in whole.points}
    outside = [time for time in whole.signals().get(Rule.OUTSIDE, ()) if time in months]
    above = [time for time in outside if whole.chart.centre is not None and values[time] > whole.chart.centre]
    return max(above, key=lambda time: values[time]) if above else months[0]


def _waterfall(made: Contributions, against: Baseline) -> None:
    say = words()
    shown, rest = made.largest(_MOST_STEPS)
    steps = [Step(name_of(row), row.change, str(place), row.beyond_chance) for place, row in enumerate(shown)]
    others = []
    if len(made.rows) > len(shown):
        name = say("trends.jump.others", n=len(made.rows) - len(shown))
        now = made.now - sum(row.now for row in shown)
        others = [(name, say("trends.jump.of_now", change=_pieces(made, rest, "+"), n=now))]
        steps.append(Step(name, rest, _REST))
    title = jump_title(made, against)
    figure = drawn(
        waterfall,
        (_held_against(made, against), made.before),
        steps,
        (month_name(made.month, language()), float(made.now)),
        say("overview.chart.unit"),
        mode(),
        _is_count(made),
    )
    chart_frame(
        figure,
        key=round_key("jump"),
        title=title,
        alt=say("trends.jump.alt", title=title),
        notes=f"{say('trends.jump.notes')} · {basis(made.frame, made.now)} · {say('overview.chart.click')}",
        table=lambda: jump_table(made),
        total=lambda: totals(
            (say("trends.column.now"), count(made.now)),
            (say("trends.column.before"), _pieces(made, made.before)),
            (say("trends.column.change"), _pieces(made, made.change, "+")),
            *others,
        ),
        on_click=lambda code: _of_bar(made, code, shown),
        drills=[Drill("month", made.month, _parts(row)) for row in made.rows],
    )


def _of_bar(made: Contributions, code: str, shown: Sequence[Contribution]) -> Drill:
    """A step stands for its complaints of the month; the two ends for all of the month, or of those before it."""
    if code == _REST:
        beside = [(row.cause or "", row.branch or "") for row in shown]
        return Drill("month", made.month, (("apart", apart(beside)),) if beside else ())
    if code == START:
        first, *more = (Drill("month", one) for one in made.baseline)
        return replace(first, more=tuple(more))
    return Drill("month", made.month, () if code == END else _parts(shown[int(code)]))


def jump_title(made: Contributions, against: Baseline) -> str:
    say = words()
    numbers = {
        "month": time_name(made.month),
        "now": count(made.now),
        "before": _pieces(made, made.before),
        "change": _pieces(made, abs(made.change)),
        "against": _held_against(made, against),
        "so_far": say("trends.jump.so_far", as_of=made.frame.as_of) if made.unfinished else "",
    }
    leading = made.leading()
    if made.change <= 0 or not leading:
        return say("trends.jump.title_less", **numbers)
    key = "trends.jump.top" if leading[0].beyond_chance else "trends.jump.top_chance"
    named = [name_of(one) for one in leading[:_MOST_NAMED]]
    names = listed(named)
    if len(leading) > _MOST_NAMED:
        names = say("trends.jump.named_more", names=say("common.comma").join(named), n=len(leading))
    top = say(key if len(leading) == 1 else f"{key}_tied", name=names, change=_pieces(made, leading[0].change))
    return say("trends.jump.title", top=top, **numbers)


def _is_count(made: Contributions) -> bool:
    """A single month is held against: a count like the month itself, and so are all differences from it."""
    return len(made.baseline) == 1


def _pieces(made: Contributions, number: float, sign: str = "") -> str:
    return f"{number:{sign},.{0 if _is_count(made) else 1}f}"


def _held_against(made: Contributions, against: Baseline) -> str:
    """The baseline in words; a mean of fewer than twelve months says of how many."""
    if against is Baseline.YEAR_BEFORE and len(made.baseline) < _MONTHS_OF_A_YEAR:
        return words()("trends.jump.mean_of_known", n=len(made.baseline))
    return words()(f"trends.jump.{against}")


def name_of(row: Contribution) -> str:
    return words()("trends.jump.name", branch=label("branch", row.branch), cause=label("cause", row.cause))


def _parts(row: Contribution) -> tuple[tuple[str, str], ...]:
    return (("branch", row.branch or ""), ("primary_cause", row.cause or ""))


def jump_table(made: Contributions) -> pd.DataFrame:
    say = words()
    return safe_table(
        pd.DataFrame(
            [
                {
                    say("trends.column.branch"): label("branch", row.branch),
                    say("trends.column.cause"): label("cause", row.cause),
                    say("trends.column.now"): row.now,
                    say("trends.column.before"): row.before,
                    say("trends.column.change"): row.change,
                    say("trends.column.p"): row.p_value,
                    say("trends.column.beyond"): say("trends.column.yes") if row.beyond_chance else "",
                }
                for row in made.rows
            ]
        )
    )
