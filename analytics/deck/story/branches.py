"""Branches: held against one common rate in a funnel, and month by month."""

from __future__ import annotations

import numpy as np

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Cell, Line, Points, Prose, Scatter, Slide, Table, Tone, beside, whole
from analytics.deck.story.against_earlier import bars, parts_of
from analytics.deck.story.covered import logged_months
from analytics.deck.story.first_place import first_place
from analytics.masking import mask
from analytics.measures import Scope, month_range
from analytics.measures.branch_funnel import branch_funnel
from analytics.measures.formats import DASH, count, ratio
from analytics.statistics import Funnel, FunnelUnit, Position
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
MOST_ROWS = 15
_FEWEST = 3
_MOST_COMMENTS = 4
_FEW_ROWS = 5  # they would leave the slide half empty
_OUTSIDE = (Position.HIGH_95, Position.HIGH_998, Position.LOW_95, Position.LOW_998)
_HIGH = (Position.HIGH_95, Position.HIGH_998)
_SURELY = (Position.HIGH_998, Position.LOW_998)
_MOST_NAMED = 2


def branches(brief: Brief) -> list[Slide] | str:
    everyone = brief.scope.with_(branches=())
    table = brief.ask((D.BRANCH,), M.COMPLAINTS, M.VALID, M.PREMIUM_YUAN, scope=everyone)
    rows = [row for row in table.rows if row.key["branch"] is not None and row.value(M.COMPLAINTS) is not None]
    if len(rows) < 2 or not any(row.value(M.COMPLAINTS) for row in rows):
        return brief.say("branches.too_few")
    slides = [_funnel(brief, everyone)]
    slides.append(_heat_map(brief, everyone))
    return [slide for slide in slides if slide is not None]


def _funnel(brief: Brief, everyone: Scope) -> Slide | None:
    # The funnel of the Branches page.
    found = branch_funnel(brief.cursor, everyone, M.COMPLAINTS)
    funnel, frame = found.funnel, found.frame
    placed = [one for one in found.units if one.unit.ratio is not None]
    if len(placed) < _FEWEST:
        return None
    units = [one.unit for one in placed]
    say = brief.say
    names = [brief.branch(one.branch) for one in placed]
    own = brief.branch(brief.asked.branch or "")
    outside = [n for n, unit in enumerate(units) if unit.position in _OUTSIDE]
    title = _funnel_title(brief, units, names, outside)
    order = sorted(range(len(placed)), key=lambda n: -(units[n].ratio or 0))
    shown = (outside + [n for n in order if n not in outside])[:12] if len(order) > 12 else order
    shown = sorted(shown, key=lambda n: -(units[n].ratio or 0))
    cells = tuple(
        (
            Cell(names[n], bold=names[n] == own),
            Cell(count(units[n].observed)),
            Cell(f"{units[n].expected:,.1f}"),
            Cell(
                DASH if units[n].ratio is None else f"{units[n].ratio:.2f}",
                *_mark(units[n].position),
            ),
        )
        for n in shown
    )
    table = Table(
        tuple(say(f"branches.{one}") for one in ("branch", "observed", "expected", "ratio")),
        cells,
        (2.2, 1, 1, 1),
        (1, 2, 3),
    )
    left = len(placed) - len(shown)
    dropped = len(found.left_out)
    notes = [say("branches.funnel_note")]
    if funnel.dispersion.over_dispersed:
        notes.append(say("branches.over_dispersed", phi=f"{funnel.dispersion.phi:.1f}"))
    if dropped:
        notes.append(say("branches.no_premium", n=dropped))
    if found.unlisted:
        n, complaints = count(len(found.unlisted)), count(sum(n for _, n in found.unlisted))
        notes.append(say("branches.unlisted", n=n, complaints=complaints))
    if left:
        notes.append(say("common.not_shown", n=left))
    subtitle = say("branches.funnel_subtitle")
    if brief.asked.branch:
        subtitle = say("branches.funnel_own", branch=brief.asked.branch)
    return Slide(
        key="branches.funnel",
        section="branches",
        title=title,
        subtitle=subtitle,
        bands=beside(_funnel_chart(brief, funnel, units, names, title), table, 0.62),
        source=brief.frame_line(frame, sum(unit.observed for unit in units), everyone=True),
        notes=(*brief.notes(frame, everyone=True), *notes),
    )


def _mark(position: Position) -> tuple[Tone, float]:
    if position in _HIGH:
        return Tone.ACTION, 0.3
    return (Tone.US, 0.2) if position in _OUTSIDE else (Tone.PLAIN, 0.0)


def _funnel_title(brief: Brief, units: list[FunnelUnit], names: list[str], outside: list[int]) -> str:
    """A verdict only on what is beyond 99.8%, as on the Branches page: of many branches some pass 95% by chance."""
    say, own = brief.say, brief.branch(brief.asked.branch or "")
    chance = ratio(len(units) * 0.05)

    def said(key: str, n: int) -> str:
        observed, expected = count(units[n].observed), f"{units[n].expected:,.1f}"
        return say(f"branches.{key}", branch=names[n], observed=observed, expected=expected)

    surely = [n for n in outside if units[n].position in _SURELY]
    if own in names:
        n = names.index(own)
        if n in surely:
            return said("one_high" if units[n].position in _HIGH else "one_low", n)
        if n not in outside:
            return said("own_inside", n)
        observed, expected = count(units[n].observed), f"{units[n].expected:,.1f}"
        return say(
            "branches.own_near", branch=own, observed=observed, expected=expected, n=len(units), chance=chance
        )  # fmt: skip
    if not outside:
        return say("branches.all_inside", n=len(names))
    strongest = sorted(surely or outside, key=lambda n: -abs((units[n].ratio or 0) - 1))
    if not surely:
        told = say("common.and").join(said("near_one", n) for n in strongest[:_MOST_NAMED])
        return say("branches.near", names=told + say("branches.etc") * (len(strongest) > _MOST_NAMED), n=len(units),
                   chance=chance)  # fmt: skip
    told = say("common.semicolon").join(
        said("one_high" if units[n].position in _HIGH else "one_low", n) for n in strongest[:_MOST_NAMED]
    )
    return told + (say("branches.and_more", n=len(strongest) - _MOST_NAMED) if len(strongest) > _MOST_NAMED else "")


def _funnel_chart(brief: Brief, funnel: Funnel, units: list[FunnelUnit], names: list[str], alt: str) -> Scatter:
    say = brief.say
    largest = max(unit.expected for unit in units)
    grid = np.linspace(max(largest * 0.02, 0.3), largest * 1.08, 40)
    limits = funnel.limits_at(grid)
    xs = tuple(round(float(one), 3) for one in grid)
    # High enough for every branch, and for the limits where the largest of them stands.
    top = max([*((unit.ratio or 0) * 1.15 + 0.15 for unit in units), float(limits.upper_998[-1]) * 1.15])
    curves = []
    for name, values, dashed in (
        (say("branches.limit_998"), limits.upper_998, False),
        ("", limits.lower_998, False),
        (say("branches.limit_95"), limits.upper_95, True),
        ("", limits.lower_95, True),
    ):
        kept = [(x, float(y)) for x, y in zip(xs, values, strict=True) if float(y) <= top]
        curves.append(
            Points(
                name or say("branches.lower"),
                tuple(x for x, _ in kept),
                tuple(round(y, 4) for _, y in kept),
                Tone.LIMIT if dashed else Tone.REST,
                line=True,
                dashed=dashed,
                legend=bool(name),
            )
        )
    own = brief.branch(brief.asked.branch or "")
    inside, outside = say("branches.inside"), say("branches.outside")
    groups: dict[tuple[str, Tone], list[int]] = {}
    for n, unit in enumerate(units):
        beyond = unit.position in _OUTSIDE
        if names[n] == own:
            group = (own, Tone.ACTION if beyond else Tone.US)
        else:
            group = (outside, Tone.ACTION) if beyond else (inside, Tone.REST if own in names else Tone.US)
        groups.setdefault(group, []).append(n)
    points = [
        Points(
            name,
            tuple(units[n].expected for n in chosen),
            tuple(units[n].ratio or 0.0 for n in chosen),
            tone,
            names=tuple(names[n] if name != inside or len(names) <= 12 else "" for n in chosen),
            legend=name != own,
        )
        for (name, tone), chosen in sorted(groups.items(), key=lambda one: one[0][0] != inside)
    ]
    # The longest series first: some readers take the others' places from it.
    ordered = sorted(curves, key=lambda one: -len(one.xs)) + points
    return Scatter(tuple(ordered), say("branches.x"), say("branches.y"), alt)


def _heat_map(brief: Brief, everyone: Scope) -> Slide:
    say = brief.say
    table = brief.ask((D.BRANCH, D.MONTH), M.COMPLAINTS, scope=everyone)
    frame = table.frame
    months = month_range(frame.first or "", frame.last or "") if frame.first and frame.last else []
    counts: dict[str, dict[str, int]] = {}
    # None counted is zero where a log covers the branch, as on the slide of the data's quality, else not known.
    for row in table.rows:
        branch = row.key["branch"] or brief.name(D.BRANCH, None)
        if branch not in counts:
            logged = logged_months(brief, row.key["branch"])
            counts[branch] = {month: 0 for month in months if month in logged}
        if row.value(M.COMPLAINTS):
            counts[branch][row.key["month"] or ""] = int(row.value(M.COMPLAINTS) or 0)
    totals = {branch: sum(cells.values()) for branch, cells in counts.items()}
    order = sorted(totals, key=lambda branch: (-totals[branch], branch))
    shown = order if len(order) <= MOST_ROWS + 1 else order[:MOST_ROWS]
    rest = order[len(shown) :]
    strongest = max((cell for branch in shown for cell in counts[branch].values()), default=1) or 1
    rows = []
    for branch in shown:
        cells = [Cell(brief.branch(branch), bold=branch == brief.asked.branch)]
        for month in months:
            value = counts[branch].get(month)
            cells.append(
                Cell(DASH)
                if value is None
                else Cell(count(value), Tone.US if value else Tone.PLAIN, 0.55 * value / strongest)
            )
        rows.append((*cells, Cell(count(totals[branch]), bold=True)))
    if rest:
        sums = [sum(counts[branch].get(month, 0) for branch in rest) for month in months]
        rows.append(
            (
                Cell(say("branches.rest", n=len(rest))),
                *(Cell(count(one)) for one in sums),
                Cell(count(sum(totals[branch] for branch in rest)), bold=True),
            )
        )
    whole_sum = sum(totals.values())
    first, most = first_place(brief, [(brief.branch(branch), totals[branch]) for branch in order])
    title = say("branches.heat_title", branch=first, n=most, total=count(whole_sum))
    if brief.asked.branch in totals:
        own = brief.asked.branch
        title = say(
            "branches.heat_own",
            branch=brief.branch(own),
            n=count(totals[own]),
            all=len(totals),
            total=count(whole_sum),
        )
    head = (say("branches.branch"), *(brief.axis_month(one) for one in months), say("common.total"))
    widths = (2.6, *([1.0] * len(months)), 1.1)
    return Slide(
        key="branches.heat",
        section="branches",
        title=title,
        subtitle=say("branches.heat_subtitle"),
        bands=_with_comments(brief, Table(head, tuple(rows), widths, tuple(range(1, len(head)))), title),
        source=brief.frame_line(frame, whole_sum, everyone=True),
        notes=(*brief.notes(frame, everyone=True), say("branches.heat_note")),
    )


def _with_comments(brief: Brief, table: Table, title: str) -> tuple[Band, ...]:
    """The table, and below it what people pinned to a branch; a few branches stand under their bars."""
    pinned = [one for one in brief.comments_pinned() if one.branch]
    lines = []
    for one in pinned[:_MOST_COMMENTS]:
        where = " ".join(part for part in (brief.branch(one.branch or ""), one.month) if part)
        lines.append(Line(mask(one.text), brief.say("branches.comment_on", where=where)))
    if len(pinned) > len(lines):
        lines.append(Line(brief.say("months.more_comments", n=len(pinned) - len(lines)), quiet=True))
    if not lines and len(table.rows) <= _FEW_ROWS and not brief.asked.branch:
        rows = brief.ask((D.BRANCH,), M.COMPLAINTS).rows
        parts = sorted(parts_of(brief, D.BRANCH, rows), key=lambda one: -one[2])
        return Band(0.5, ((1, bars(brief, title, parts)),)), Band(0.5, whole(table)[0].blocks)
    if not lines:
        return whole(table)
    share = min(0.4, 0.09 * len(lines) + 0.03)
    return Band(1 - share, whole(table)[0].blocks), Band(share, ((1, Prose(tuple(lines))),))
