"""One branch against all others: its place in the funnel, its months, its mix of causes, its times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.charts import Pair, done_by_day, funnel_plot, paired_shares
from analytics.measures import Scope
from analytics.measures.branch_comparison import BranchComparison, Part
from analytics.measures.branch_funnel import BranchFunnel, branch_funnel
from analytics.measures.handling import End, Times, handling_times
from analytics.measures.hierarchy import hierarchy
from analytics.measures.series import series
from analytics.vocabulary import Dimension, Measure
from ui.branch import headline, strong
from ui.branches import counted_only, funnel_table, funnel_totals
from ui.comments import comments_of, pins, show_comments
from ui.data import answer
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key
from ui.formats import DASH, count, percent, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import SEVERAL, label
from ui.language import language, words
from ui.modes import mode
from ui.totals import total_line, totals
from ui.trends import complaints_in, control_table, pinned, without_log
from ui.trends import headline as trend_headline


def figures(name: str, made: BranchComparison, scope: Scope) -> None:
    """Four figures, two beside each other where there is room; without premium the months have the room of both."""
    placed = answer(branch_funnel, scope.with_(branches=()), Measure.COMPLAINTS)
    if not placed.units:
        st.caption(words()("branches.finding.none"))
        _months(name, made, scope)
    with st.grid(2, min_column_width=430, gap="small", key="branch_figures"):
        if placed.units:
            with st.container(height="stretch"):
                _place(name, placed)
            with st.container(height="stretch"):
                _months(name, made, scope)
        with st.container(height="stretch"):
            _mix(name, made)
        with st.container(height="stretch"):
            _times(name, made, scope)


def _place(name: str, placed: BranchFunnel) -> None:
    say = words()
    observed = sum(one.unit.observed for one in placed.units)
    chart_frame(
        drawn(funnel_plot, placed, language(), mode(), name),
        key=round_key("place"),
        title=_where(name, placed),
        alt=say("branch.funnel.alt", name=name),
        notes=f"{say('branches.funnel.click')} · {basis(placed.frame, observed)}",
        table=lambda: funnel_table(placed),
        total=lambda: funnel_totals(placed),
        on_click=lambda branch: Drill("branch", branch, counted_only(placed)),
        drills=[Drill("branch", one.branch, counted_only(placed)) for one in placed.units],
    )


def _where(name: str, placed: BranchFunnel) -> str:
    """What the funnel says of the branch: its count, what its premium would give, and where that lies."""
    say = words()
    unit = next((one.unit for one in placed.units if one.branch == name), None)
    if unit is None:
        return say("branch.funnel.title")
    own = say("branches.level.own", name=name) if answer(hierarchy).below(name) else name
    position = say(f"branches.position.{unit.position}")
    return say(
        "branch.funnel.place",
        name=plain(own),
        n=count(unit.observed),
        expected=f"{unit.expected:.1f}",
        position=position,
    )


def _months(name: str, made: BranchComparison, scope: Scope) -> None:
    say = words()
    asked = scope.with_(branches=made.branches)
    one = answer(series, asked.with_(first=None), Measure.COMPLAINTS, Dimension.MONTH)
    found = trend_headline(one, asked)
    also = ("branch", SEVERAL.join(made.branches))
    months = [point.time for point in one.points]
    said, measure = comments_of(asked, months), say("vocabulary.measure.complaints")
    chart_frame(
        drawn(pinned, one, measure, say("overview.chart.unit"), language(), mode(), pins(said)),
        key=round_key("branch_months"),
        title=found,
        alt=say("branch.months.alt", name=name, finding=found),
        notes=" · ".join(
            (
                say("trends.control.all_months"),
                say("trends.control.click"),
                *without_log(one),
                basis(one.frame, complaints_in(asked)),
            )
        ),
        table=lambda: control_table(one),
        total=lambda: total_line(asked.with_(first=None), (Measure.COMPLAINTS,)),
        on_click=lambda month: Drill("month", month, (also,)),
        drills=[Drill("month", point.time, (also,)) for point in one.points],
    )
    show_comments(said, months, f"branch_{name}", name)


def _mix(name: str, made: BranchComparison) -> None:
    say = words()
    pairs = [
        Pair(label("category", part.category), part.our_share, part.other_share, part.category or "", strong(part))
        for part in made.mix
    ]
    ours, others = (count(side[Measure.CAUSE_MENTIONS].value) for side in (made.ours, made.others))
    complaints = int(made.ours[Measure.COMPLAINTS].value or 0)
    chart_frame(
        drawn(paired_shares, pairs, name, say("branch.others"), mode()),
        key=round_key("branch_mix"),
        title=_mix_title(made),
        alt=say("branch.mix.alt", finding=headline(name, made)),
        notes=" · ".join(
            (
                say("branch.mix.notes", ours=ours, others=others),
                say("trends.control.click"),
                basis(made.frame, complaints),
            )
        ),
        table=lambda: _mix_table(made),
        total=lambda: totals((say("branch.column.ours"), ours), (say("branch.column.others"), others)),
        on_click=lambda code: _of_side(made, *code.split("/", 1)),
        drills=[_of_side(made, "ours", part.category or "") for part in made.mix],
        cells=lambda place, heading: _of_cell(made, made.mix[place], heading),
    )


def _mix_title(made: BranchComparison) -> str:
    """The category that differs most; that none does beyond chance."""
    say, differing = words(), [part for part in made.mix if strong(part)]
    if not made.ours[Measure.CAUSE_MENTIONS].value:
        return say("branches.mix.empty")
    if not differing:
        return say("branch.finding.mix_chance")
    most = max(differing, key=lambda part: abs(part.residual or 0))
    return say(
        "branch.mix.title_more" if (most.residual or 0) > 0 else "branch.mix.title_fewer",
        category=label("category", most.category),
        share=percent(most.our_share),
        other=percent(most.other_share),
    )


def _of_side(made: BranchComparison, side: str, category: str) -> Drill:
    branches = made.branches if side == "ours" else made.against
    return Drill("mention_category", category, (("branch", SEVERAL.join(branches)),))


def _of_cell(made: BranchComparison, part: Part, heading: str) -> Drill | None:
    """The complaints of the side that a column is of, where there are some."""
    say = words()
    if heading in (say("branch.column.ours"), say("branch.column.our_share")) and part.ours:
        return _of_side(made, "ours", part.category or "")
    if heading in (say("branch.column.others"), say("branch.column.other_share")) and part.others:
        return _of_side(made, "others", part.category or "")
    return None


def _mix_table(made: BranchComparison) -> pd.DataFrame:
    say = words()
    shares = say("branch.column.our_share"), say("branch.column.other_share")
    table = pd.DataFrame(
        [
            {
                say("branches.column.category"): label("category", part.category),
                say("branch.column.ours"): part.ours,
                shares[0]: part.our_share,
                say("branch.column.others"): part.others,
                shares[1]: part.other_share,
                say("branches.column.residual"): part.residual,
            }
            for part in made.mix
        ]
    )
    return with_shares(table, *shares)


def _times(name: str, made: BranchComparison, scope: Scope) -> None:
    say = words()
    found = answer(handling_times, scope.with_(branches=()), End.CLOSED)
    if found is None:
        return
    ours, others = found.together(made.branches), found.together(made.against)
    if not ours.days:
        st.caption(say("branches.times.none", end=say("branches.times.closed_on")))
        return
    sides = [(name, made.branches, ours), (say("branch.others"), made.against, others)]
    title = say(
        "branch.times.title",
        name=plain(name),
        ours=f"{ours.median:g}",
        others=DASH if others.median is None else f"{others.median:g}",
    )
    chart_frame(
        drawn(done_by_day, [(name, ours.days), (say("branch.others"), others.days)], language(), mode()),
        key=round_key("branch_times"),
        title=title,
        alt=say("branch.times.alt", title=title),
        notes=f"{say('branch.times.notes', without=count(ours.without))} · {basis(found.frame, len(ours.days))}",
        table=lambda: _times_table([(side, one) for side, _, one in sides]),
        total=lambda: totals(
            *(
                (f"{side} · {say(f'branches.column.{part}')}", number)
                for side, _, one in sides
                for part, number in (
                    ("timed", count(len(one.days))),
                    ("median", DASH if one.median is None else f"{one.median:g}"),
                )
            )
        ),
        on_click=lambda code: _done_within(sides[int(code.partition("/")[0])][1], code.partition("/")[2]),
        drills=[_done_within(branches, f"{day}") for _, branches, one in sides for day in sorted(set(one.days))],
    )


def _done_within(branches: tuple[str, ...], day: str) -> Drill:
    return Drill("branch", SEVERAL.join(branches), (("days", f"{End.CLOSED}:0-{day}"),))


def _times_table(sides: Sequence[tuple[str, Times]]) -> pd.DataFrame:
    """The curves step by step: a row for each day on which something was closed."""
    say = words()
    share = say("branch.column.share_so_far")
    rows = []
    for side, one in sides:
        so_far = 0
        for day, n in sorted(Counter(one.days).items()):
            so_far += n
            rows.append(
                {
                    say("branches.column.branch"): side,
                    say("branch.column.day"): day,
                    say("branch.column.on_day"): n,
                    say("branch.column.so_far"): so_far,
                    share: so_far / len(one.days),
                }
            )
    return with_shares(safe_table(pd.DataFrame(rows)), share)
