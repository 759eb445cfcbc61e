"""Branches: branch by month as a heat map with its numbers."""

from __future__ import annotations

import pandas as pd

from analytics.charts import GridCell, cell_grid
from analytics.charts.layout import month_labels
from analytics.measures import MeasureTable, Scope, month_range
from analytics.vocabulary import Dimension, Measure
from ui.data import ask
from ui.downloads import safe_table
from ui.drill import Drill, round_key, show_what_was_clicked
from ui.formats import count, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import label, time_name
from ui.language import language, words
from ui.modes import mode
from ui.one_version import part_of_page
from ui.totals import total_line

_MOST_ROWS = 25
Counts = dict[tuple[str | None, str], int]


@part_of_page
def months_grid(scope: Scope, counted: Measure) -> None:
    """Rows by falling total; a month that nothing is known of has no cell."""
    say, name = words(), words()(f"vocabulary.measure.{counted}")
    table = ask(scope, (Dimension.BRANCH, Dimension.MONTH), (counted,))
    totals = ask(scope, (Dimension.BRANCH,), (counted,))
    whole = ask(scope, (Dimension.TOTAL,), (counted,)).rows[0].value(counted)
    assert table.frame.first and table.frame.last
    months = month_range(table.frame.first, table.frame.last)
    counts: Counts = {
        (row.key["branch"], row.key["month"]): int(row.value(counted) or 0) for row in table.rows if row.key["month"]
    }
    branches = _ordered(totals, counted)
    shown = branches[:_MOST_ROWS]
    largest = max(counts.values(), default=0)
    cells = [
        GridCell(
            shown.index(branch),
            months.index(month),
            count(n),
            n / largest if largest else 0.0,
            f"{shown.index(branch)}/{month}" if n else "",
            say("branches.months.hover", branch=label("branch", branch), month=month, n=count(n)),
        )
        for (branch, month), n in counts.items()
        if branch in shown and month in months
    ]
    title = say("branches.months.empty", measure=name)
    if largest:
        branch, month = max(counts, key=lambda key: (counts[key], key[1]))
        most = sum(n == largest for n in counts.values())
        title = say(
            "branches.months.title" if most == 1 else "branches.months.tied",
            cells=most,
            measure=name,
            branch=plain(label("branch", branch)),
            month=time_name(month),
            n=count(largest),
        )
    notes = f"{say('branches.months.notes')} · {basis(table.frame, int(whole or 0))}"
    if len(branches) > len(shown):
        notes = f"{say('branches.months.more', n=len(branches) - len(shown))} · {notes}"
    also = (("valid", "yes"),) if counted is Measure.VALID else ()
    chart_frame(
        drawn(cell_grid, cells, [label("branch", one) for one in shown], month_labels(months, language()), mode()),
        key=round_key("months"),
        title=title,
        alt=say("branches.months.alt", measure=name),
        notes=notes,
        table=lambda: months_table(totals, counts, branches, months, counted),
        total=lambda: total_line(scope, (counted,)),
        on_click=lambda code: _drill(code, shown, also),
        drills=[Drill("branch", branch or "", also) for branch in branches],
        cells=lambda place, month: (
            Drill("month", month, (("branch", branches[place] or ""), *also))
            if counts.get((branches[place], month))
            else None
        ),
    )
    show_what_was_clicked()


def _drill(code: str, shown: list[str | None], also: tuple[tuple[str, str], ...]) -> Drill:
    place, month = code.split("/")
    return Drill("month", month, (("branch", shown[int(place)] or ""), *also))


def _ordered(totals: MeasureTable, counted: Measure) -> list[str | None]:
    rows = sorted(totals.rows, key=lambda row: (row.key["branch"] is None, -(row.value(counted) or 0)))
    return [row.key["branch"] for row in rows if row.value(counted) or row.key["branch"] is not None]


def months_table(
    totals: MeasureTable, counts: Counts, branches: list[str | None], months: list[str], counted: Measure
) -> pd.DataFrame:
    """A row a branch, its total first, then a column a month."""
    say = words()
    whole = {row.key["branch"]: row.value(counted) for row in totals.rows}
    return safe_table(
        pd.DataFrame(
            [
                {
                    say("branches.column.branch"): label("branch", branch),
                    say("branches.column.total"): whole.get(branch),
                    **{month: counts.get((branch, month)) for month in months},
                }
                for branch in branches
            ]
        )
    )
