"""Indicators: one ratio over time and by branch, net and gross with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.charts import IntervalRow, Mode, RatioPoint, interval_rows, ratio_lines
from analytics.measures import Figure, Row, Scope
from analytics.measures.indicators import INDICATORS, IndicatorRow, IndicatorTable, indicators
from analytics.measures.windows import Window
from analytics.statistics import MINIMUM_VALID_COMPLAINTS
from analytics.vocabulary import Dimension, Measure, View
from ui.data import answer, ask
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import count, figure_value, interval, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import label, listed, time_name
from ui.language import language, words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.page import choice
from ui.totals import total_line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Drawing


@part_of_page
def over_time(scope: Scope, measure: Measure) -> None:
    """Every window that ends in the period, and for moving windows what came before it."""
    say = words()
    window = Window(choice("window", list(Window), lambda one: say(f"indicators.window.{one}")))
    table = answer(indicators, scope, window, ())
    if not table.rows:
        return
    points = [_point(row, measure, place) for place, row in enumerate(table.rows)]
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
        notes=" · ".join(
            (say("indicators.time.notes"), say("trends.control.click"), basis(table.net_frame, _valid_in(scope)))
        ),
        table=lambda: time_table(table, measure),
        total=lambda: total_line(scope.with_(view=View.ANNUAL), (measure, Measure.VALID)),
        on_click=lambda code: _of_window(table.rows[int(code.partition("/")[2])], measure, code.partition("/")[0]),
        drills=[_of_window(row, measure, View.ANNUAL) for row in table.rows],
        cells=lambda place, heading: _of_cell(table.rows[place], measure, heading),
    )
    show_what_was_clicked()


def _ratio_lines(points: Sequence[RatioPoint], words_in: str, shown: Mode, percent: bool) -> Drawing:
    return ratio_lines(points, words_in, shown, percent=percent)


def _valid_in(scope: Scope) -> int:
    whole = ask(scope.with_(view=View.ANNUAL), (Dimension.TOTAL,), (Measure.VALID,)).rows
    return int(whole[0].value(Measure.VALID) or 0) if whole else 0


def settled(row: IndicatorRow) -> bool:
    """Over, and none of its complaints can still turn valid."""
    return row.whole and not row.net[Measure.PENDING].value


def counted(measure: Measure, view: str) -> tuple[str, str]:
    """Which complaints a ratio in one of the views is of, as a list takes them."""
    return ("rated" if measure is Measure.TIMELY_RATE else "valid", str(view))


def _of_window(row: IndicatorRow, measure: Measure, view: str) -> Drill:
    return Drill("months", f"{row.span.months[0]}/{row.span.months[-1]}", (counted(measure, view),))


def _of_cell(row: IndicatorRow, measure: Measure, heading: str) -> Drill | None:
    """The complaints that a cell of either view is of, where there are some."""
    view = _view_of(measure, heading)
    if view is None:
        return None
    figure = (row.net if view is View.ANNUAL else row.gross)[measure]
    return _of_window(row, measure, view) if _behind(figure) else None


def _behind(figure: Figure) -> float | None:
    """How many complaints a ratio is of."""
    return figure.denominator if figure.measure is Measure.TIMELY_RATE else figure.numerator


def _view_of(measure: Measure, heading: str) -> View | None:
    """The view of a column that stands for the complaints of a ratio."""
    names = {View.ANNUAL: ("net", "valid"), View.MONTHLY: ("gross", "valid_gross")}
    if measure is Measure.TIMELY_RATE:
        names = {View.ANNUAL: ("net", "rated_net"), View.MONTHLY: ("gross", "rated_gross")}
    return next((view for view in View for one in names[view] if heading == words()(f"indicators.column.{one}")), None)


def _point(row: IndicatorRow, measure: Measure, place: int) -> RatioPoint:
    net, gross = row.net[measure], row.gross[measure]
    text = words()(
        "indicators.time.text",
        net=figure_value(measure, net.value),
        interval=interval(net) or "",
        gross=figure_value(measure, gross.value),
        n=count(row.net[Measure.VALID].value),
    )
    codes = [f"{view}/{place}" for view in (View.ANNUAL, View.MONTHLY)]
    return RatioPoint(row.span.label, net.value, net.low, net.high, gross.value, settled(row), text, *codes)


def time_table(table: IndicatorTable, measure: Measure) -> pd.DataFrame:
    rows = [{words()("indicators.column.time"): row.span.label, **_time_cells(row, measure)} for row in table.rows]
    return _as_measured(measure, safe_table(pd.DataFrame(rows)))


def _as_measured(measure: Measure, table: pd.DataFrame) -> pd.DataFrame:
    """The table, saying that its ratios are shares where the measure is one."""
    if measure is not Measure.TIMELY_RATE:
        return table
    return with_shares(table, *(words()(f"indicators.column.{name}") for name in ("net", "low", "high", "gross")))


def _cells(measure: Measure, net: Mapping[Measure, Figure], gross: Mapping[Measure, Figure]) -> dict[str, object]:
    """A ratio in both views, and the complaints it is of."""
    say, first, second = words(), net[measure], gross[measure]
    cells: dict[str, object] = {
        say("indicators.column.net"): first.value,
        say("indicators.column.low"): first.low,
        say("indicators.column.high"): first.high,
        say("indicators.column.gross"): second.value,
    }
    cells |= {
        say("indicators.column.valid"): net[Measure.VALID].value,
        say("indicators.column.valid_gross"): gross[Measure.VALID].value,
    }
    if measure is Measure.TIMELY_RATE:
        cells |= {
            say("indicators.column.in_time_net"): first.numerator,
            say("indicators.column.rated_net"): first.denominator,
            say("indicators.column.in_time_gross"): second.numerator,
            say("indicators.column.rated_gross"): second.denominator,
        }
    return cells


def _time_cells(row: IndicatorRow, measure: Measure) -> dict[str, object]:
    say, net = words(), row.net[measure]
    return _cells(measure, row.net, row.gross) | {
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
            f"{View.ANNUAL}/{row.key['branch'] or ''}",
            gross[row.key["branch"]].value(measure),
            (row.value(Measure.VALID) or 0) < MINIMUM_VALID_COMPLAINTS,
            f"{View.MONTHLY}/{row.key['branch'] or ''}",
        )
        for row in shown
    ]
    reference = None if whole.value is None else (say("indicators.branches.all"), float(whole.value))
    names = (say("indicators.column.net"), say("indicators.column.gross"))
    if whole.missing:
        reason = plain(whole.missing.sentence().in_language(language()))
        title = say("indicators.branches.title_alone", measure=name, unit=unit, reason=reason)
    else:
        value, verdict = figure_value(measure, whole.value), _apart(rows, whole.value)
        title = say("indicators.branches.title", measure=name, unit=unit, value=value, verdict=verdict)
    left_out = [plain(label("branch", row.key["branch"])) for row in net.rows if row.value(measure) is None]
    notes = [say("indicators.branches.notes"), say("trends.control.click"), basis(net.frame, _valid_in(scope))]
    if left_out:
        notes.insert(0, say("indicators.branches.left_out", names=listed(left_out)))
    chart_frame(
        drawn(_rows, rows, names, mode(), reference, measure is Measure.TIMELY_RATE),
        key=round_key("by_branch"),
        title=title,
        alt=say("indicators.branches.alt", measure=name),
        notes=" · ".join(notes),
        table=lambda: branch_table(shown, gross, measure),
        total=lambda: total_line(scope.with_(view=View.ANNUAL), (measure, Measure.VALID)),
        on_click=lambda code: _of_branch(code.partition("/")[2], measure, code.partition("/")[0]),
        drills=[_of_branch(row.key["branch"], measure, View.ANNUAL) for row in shown],
        cells=lambda place, heading: _of_branch_cell(shown[place], gross, measure, heading),
    )


def _apart(rows: Sequence[IntervalRow], overall: float | None) -> str:
    """The branches whose whole interval is on one side of the whole's ratio."""
    say, both = words(), [row for row in rows if row.low is not None and row.high is not None]
    sides = {
        "above": [row.label for row in both if overall is not None and (row.low or 0) > overall],
        "below": [row.label for row in both if overall is not None and (row.high or 0) < overall],
    }
    said = [
        say(f"indicators.branches.some_{side}", names=listed([plain(one) for one in names]))
        for side, names in sides.items()
        if names
    ]
    return say("overview.headline.join").join(said) or say("indicators.branches.none_apart")


def _of_branch(branch: str | None, measure: Measure, view: str) -> Drill:
    return Drill("branch", branch or "", (counted(measure, view),))


def _of_branch_cell(row: Row, gross: Mapping[str | None, Row], measure: Measure, heading: str) -> Drill | None:
    branch, view = row.key["branch"], _view_of(measure, heading)
    if view is None:
        return None
    figure = (row if view is View.ANNUAL else gross[branch]).figures[measure]
    return _of_branch(branch, measure, view) if _behind(figure) else None


def branch_table(shown: Sequence[Row], gross: Mapping[str | None, Row], measure: Measure) -> pd.DataFrame:
    """The same columns as over time; premium or policies, where the ratio is of them."""
    say = words()
    amount = "premium" if measure is Measure.PREMIUM_RATIO else "policies"
    table = []
    for row in shown:
        cells = _cells(measure, row.figures, gross[row.key["branch"]].figures)
        if measure is not Measure.TIMELY_RATE:
            cells[say(f"indicators.column.{amount}")] = row.figures[measure].denominator
        table.append({say("indicators.column.branch"): label("branch", row.key["branch"]), **cells})
    return _as_measured(measure, safe_table(pd.DataFrame(table)))


def _rows(
    rows: Sequence[IntervalRow],
    names: tuple[str, str],
    shown: Mode,
    reference: tuple[str, float] | None,
    percent: bool,
) -> Drawing:
    return interval_rows(rows, names, shown, reference=reference, percent=percent)


RATIOS_OFFERED = tuple(str(one) for one in INDICATORS)
