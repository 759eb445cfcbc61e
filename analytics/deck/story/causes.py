"""Causes: the few that make most mentions, categories against last year, and who differs in its mix."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Chart, ChartKind, Line, Prose, Series, Slide, Table, Tone, beside, whole
from analytics.measures.formats import DASH, count, percent
from analytics.statistics import adjusted_residuals, pareto_items
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MOST_BARS = 12
_MOST_BRANCHES = 14


def causes(brief: Brief) -> list[Slide] | str:
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    if total is None or not total.value(M.COMPLAINTS):
        return brief.say("common.no_complaints")
    if not total.value(M.CAUSE_MENTIONS):
        return brief.say("causes.none")
    return [_pareto(brief), _categories(brief), *_by_branch(brief)]


def mentions(brief: Brief) -> dict[str, int]:
    """Cause -> how often it is named, the unclassified left out."""
    table = brief.ask((D.CAUSE,), M.CAUSE_MENTIONS, M.COMPLAINTS)
    return {
        row.key["cause"]: int(row.value(M.CAUSE_MENTIONS) or 0)
        for row in table.rows
        if row.key["cause"] is not None and row.value(M.CAUSE_MENTIONS)
    }


def both_counts(brief: Brief) -> str:
    """ "N complaints, M cause mentions": they are different counts, and a chart of causes says both."""
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    assert total is not None
    return brief.say("causes.both", n=count(total.value(M.COMPLAINTS)), m=count(total.value(M.CAUSE_MENTIONS)))


def _pareto(brief: Brief) -> Slide:
    say = brief.say
    table = brief.ask((D.CAUSE,), M.CAUSE_MENTIONS, M.COMPLAINTS)
    total = brief.total(M.COMPLAINTS, M.CAUSE_MENTIONS)
    assert total is not None
    items = pareto_items(mentions(brief))
    vital = [item for item in items if item.vital]
    shown = items[:_MOST_BARS]
    few = len(vital) < len(items)
    title = say(
        "causes.title" if few else "causes.title_all",
        k=len(vital),
        all=len(items),
        share=percent(vital[-1].cumulative_share if few else items[0].share),
        first=brief.name(D.CAUSE, items[0].label),
        n=count(items[0].count),
    )
    unclassified = next((row for row in table.rows if row.key["cause"] is None), None)
    notes = [say("causes.mentions_note")]
    if len(items) > len(shown):
        notes.append(
            say("causes.more", n=len(items) - len(shown), m=count(sum(item.count for item in items[len(shown) :])))
        )
    subtitle = both_counts(brief)
    if unclassified is not None and unclassified.value(M.COMPLAINTS):
        subtitle += say("causes.unclassified", n=count(unclassified.value(M.COMPLAINTS)))
    chart = Chart(
        ChartKind.COLUMNS,
        tuple(brief.name(D.CAUSE, item.label) for item in shown),
        (
            Series(
                say("causes.mentions"),
                tuple(item.count for item in shown),
                labels=True,
                tones=tuple((n, Tone.REST) for n, item in enumerate(shown) if not item.vital),
            ),
            Series(
                say("causes.cumulative"),
                tuple(item.cumulative_share for item in shown),
                Tone.LIMIT,
                line=True,
                secondary=True,
                number_format="0%",
            ),
        ),
        say("unit.mentions"),
        title,
        secondary_unit=say("causes.cumulative"),
        secondary_max=1.0,
    )
    return Slide(
        key="causes.pareto",
        section="causes",
        title=title,
        subtitle=subtitle,
        bands=whole(chart),
        source=brief.frame_line(table.frame, total.value(M.COMPLAINTS)),
        notes=(*brief.notes(table.frame, total.figures[M.CAUSE_MENTIONS], total.figures[M.COMPLAINTS]), *notes),
    )


def _categories(brief: Brief) -> Slide:
    say = brief.say
    table = brief.ask((D.CATEGORY,), M.COMPLAINTS, M.VALID)
    total = brief.total(M.COMPLAINTS)
    assert total is not None
    n = total.value(M.COMPLAINTS) or 0
    rows = sorted(
        (row for row in table.rows if row.value(M.COMPLAINTS)), key=lambda row: -(row.value(M.COMPLAINTS) or 0)
    )
    names = [brief.name(D.CATEGORY, row.key["category"]) for row in rows]
    now = [int(row.value(M.COMPLAINTS) or 0) for row in rows]
    drawn = [Series(str(brief.asked.year), tuple(now), labels=True)]
    lines = []
    before: dict[str | None, int] = {}
    if brief.earlier:
        found = brief.ask((D.CATEGORY,), M.COMPLAINTS, M.VALID, scope=brief.earlier).rows
        before = {row.key["category"]: int(row.value(M.COMPLAINTS) or 0) for row in found}
        values = tuple(before.get(row.key["category"], 0) for row in rows)
        drawn.append(Series(str(brief.asked.year - 1), values, Tone.REST, labels=True))
        tests = len(rows)
        for name, row, new in zip(names, rows, now, strict=True):
            old = before.get(row.key["category"], 0)
            p = min(1.0, brief.p_against_earlier(old, new) * tests)
            if p < 0.05:
                key = "causes.category_up" if new > old else "causes.category_down"
                lines.append(Line(say(key, name=name, old=count(old), new=count(new), p=brief.p_value(p))))
        if not lines:
            lines.append(Line(say("causes.no_category_differs", tests=tests)))
    title = say("causes.categories_title", name=names[0], n=count(now[0]), share=percent(now[0] / n))
    chart = Chart(ChartKind.BARS, tuple(names), tuple(drawn), say("unit.complaints"), title)
    return Slide(
        key="causes.categories",
        section="causes",
        title=title,
        subtitle=both_counts(brief) + say("causes.by_primary"),
        bands=beside(chart, Prose(tuple(lines)), 0.66) if lines else whole(chart),
        source=brief.frame_line(table.frame, n),
        notes=(*brief.notes(table.frame, total.figures[M.COMPLAINTS]), say("causes.category_note")),
    )


def _by_branch(brief: Brief) -> list[Slide]:
    """The counts of category by branch, those coloured that differ from the company's mix."""
    if brief.asked.branch:
        return []
    table = brief.ask((D.BRANCH, D.CATEGORY), M.COMPLAINTS)
    counts: dict[str, dict[str | None, int]] = {}
    for row in table.rows:
        if row.value(M.COMPLAINTS) and row.key["branch"] is not None:
            counts.setdefault(row.key["branch"], {})[row.key["category"]] = int(row.value(M.COMPLAINTS) or 0)
    columns = sorted({one for cells in counts.values() for one in cells if one is not None})
    known = {branch: cells for branch, cells in counts.items() if any(cells.get(one) for one in columns)}
    if len(known) < 2 or len(columns) < 2:
        return []
    columns.sort(key=lambda one: -sum(cells.get(one, 0) for cells in known.values()))
    order = sorted(known, key=lambda branch: (-sum(known[branch].values()), branch))
    grid = adjusted_residuals([[known[branch].get(one, 0) for one in columns] for branch in order])
    say, cells, marked = brief.say, [], []
    for place, branch in enumerate(order):
        line = [Cell(brief.branch(branch))]
        for column, one in enumerate(columns):
            value, residual = known[branch].get(one, 0), float(grid.residual[place, column])
            certain = bool(grid.notable[place, column]) and not bool(grid.small_expected[place, column])
            tone = Tone.ACTION if residual > 0 else Tone.US
            line.append(
                Cell(count(value), tone if certain else Tone.PLAIN, min(0.6, abs(residual) / 10) if certain else 0)
            )
            if certain and residual > 0:
                marked.append((residual, branch, one, value, float(grid.expected[place, column])))
        cells.append(
            (
                *line,
                Cell(count(known[branch].get(None, 0)) if None in known[branch] else DASH),
                Cell(count(sum(known[branch].values())), bold=True),
            )
        )
    marked.sort(key=lambda one: -one[0])
    if marked:
        _, branch, one, value, expected = marked[0]
        title = say(
            "causes.mix_title",
            branch=brief.branch(branch),
            name=brief.name(D.CATEGORY, one),
            n=count(value),
            expected=f"{expected:.1f}",
        )
    else:
        title = say("causes.mix_same")
    head = (
        say("branches.branch"),
        *(brief.name(D.CATEGORY, one) for one in columns),
        brief.name(D.CATEGORY, None),
        say("common.total"),
    )
    kept = cells[:_MOST_BRANCHES]
    notes = [say("causes.mix_note")]
    if len(cells) > len(kept):
        notes.append(say("common.not_shown", n=len(cells) - len(kept)))
    return [
        Slide(
            key="causes.branches",
            section="causes",
            title=title,
            subtitle=say("causes.mix_subtitle") + (f" · {notes[-1]}" if len(notes) > 1 else ""),
            bands=whole(Table(head, tuple(kept), (2.4, *([1.2] * (len(head) - 1))), tuple(range(1, len(head))))),
            source=brief.frame_line(table.frame, sum(sum(one.values()) for one in counts.values())),
            notes=(*brief.notes(table.frame), *notes),
        )
    ]
