"""Causes over time: all of them as a grid of months, and one of them on its control chart."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.charts import GridCell, cell_grid, control_chart
from analytics.charts.layout import month_labels
from analytics.measures import Scope, month_range
from analytics.measures.cause_series import cause_series
from analytics.measures.cause_tree import CauseTree
from analytics.measures.figure import UNITS
from analytics.vocabulary import Dimension, Measure
from ui.cause_words import words_of
from ui.causes import COUNTED, counted, flagged, vital
from ui.data import answer, ask
from ui.downloads import safe_table
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import count
from ui.frame import basis, chart_frame, drawn
from ui.labels import label, time_name
from ui.language import language, words
from ui.modes import mode
from ui.names_of_today import cause_of_today
from ui.one_version import part_of_page
from ui.page import pick
from ui.totals import total_line
from ui.trends import control_table
from ui.trends import headline as trend_headline

_N = Measure.CAUSE_MENTIONS


def cause_grid(tree: CauseTree, scope: Scope) -> None:
    """Causes by falling count, month by month."""
    say = words()
    causes = [one.label for one in vital(tree)]
    table = ask(scope, (Dimension.CAUSE, Dimension.MONTH), (_N,))
    if not causes or table.frame.first is None or table.frame.last is None:
        return
    months = month_range(table.frame.first, table.frame.last)
    names = {one: label("cause", one) for one in causes}
    row_of, column_of = ({one: place for place, one in enumerate(ones)} for ones in (causes, months))
    counts = {
        (cause, month): int(row.value(_N) or 0)
        for row in table.rows
        if (cause := row.key["cause"]) in row_of and (month := row.key["month"]) in column_of
    }
    largest = max(counts.values(), default=0)
    cells = [
        GridCell(
            row_of[cause],
            column_of[month],
            count(n),
            n / largest if largest else 0.0,
            str(place) if n else "",
            say("causes.months.hover", cause=names[cause], month=month, n=count(n)),
        )
        for place, ((cause, month), n) in enumerate(counts.items())
    ]
    marks = [Drill("cause", cause, (("month", month),)) for cause, month in counts]
    cause, month = max(counts, key=lambda key: (counts[key], key[1]))
    most = sum(n == largest for n in counts.values())
    key = "causes.months.grid_title" if most == 1 else "causes.months.grid_tied"
    title = say(key, cause=names[cause], month=time_name(month), cells=most, n=count(largest))
    chart_frame(
        drawn(cell_grid, cells, list(names.values()), month_labels(months, language()), mode()),
        key=round_key("cause_grid"),
        title=title,
        alt=say("causes.months.grid_alt", title=title),
        notes=f"{counted(tree)} · {say('causes.months.grid_notes')} · {basis(table.frame, tree.complaints)}",
        table=lambda: _grid_table(tree.by_cause(), causes, months, counts),
        total=lambda: total_line(scope, COUNTED),
        on_click=lambda code: marks[int(code)],
        drills=[Drill("cause", one) for one in causes],
        cells=lambda place, month: (
            Drill("cause", causes[place], (("month", month),)) if counts.get((causes[place], month)) else None
        ),
    )


def _grid_table(
    totals: Mapping[str, int], causes: list[str], months: list[str], counts: Mapping[tuple[str, str], int]
) -> pd.DataFrame:
    """A row a cause, its total first, then a column a month."""
    say = words()
    return safe_table(
        pd.DataFrame(
            [
                {
                    say("causes.tree.cause"): label("cause", one),
                    say("branches.column.total"): totals[one],
                    **{month: counts.get((one, month)) for month in months},
                }
                for one in causes
            ]
        )
    )


@part_of_page
def one_cause(tree: CauseTree, scope: Scope) -> None:
    """The control chart of a chosen cause: did it move, or is it the usual up and down?"""
    say = words()
    causes = [one.label for one in vital(tree)]
    if not causes:
        return
    marked = flagged(tree, scope)
    most = max(marked, key=lambda cause: len(marked[cause]), default=causes[0])
    chosen = pick("cause", causes, lambda code: label("cause", code), most, cause_of_today)
    whole = scope.with_(first=None)
    one = answer(cause_series, whole)[chosen]
    found, name = trend_headline(one, scope), label("cause", chosen)
    by_cause = ask(whole, (Dimension.CAUSE,), (Measure.COMPLAINTS,)).rows
    complaints = next(row for row in by_cause if row.key["cause"] == chosen)
    chart_frame(
        drawn(control_chart, one, name, UNITS[_N].in_language(language()), language(), mode()),
        key=round_key("one_cause"),
        title=say("causes.months.title", cause=name, finding=found),
        alt=say("causes.months.alt", cause=name, finding=found),
        notes=" · ".join(
            (
                say("trends.control.all_months"),
                say("trends.control.click"),
                basis(one.frame, int(complaints.value(Measure.COMPLAINTS) or 0)),
            )
        ),
        table=lambda: control_table(one),
        total=lambda: total_line(whole.with_(causes=(chosen,)), COUNTED),
        on_click=lambda month: Drill("month", month, (("cause", chosen),)),
        drills=[Drill("month", point.time, (("cause", chosen),)) for point in one.points],
    )
    words_of(chosen, scope)
    show_what_was_clicked()
