"""One branch against all others: its place in the funnel, its months, its mix of causes, its times."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts import Pair, control_chart, done_by_day, funnel_plot, paired_shares
from analytics.measures import Scope
from analytics.measures.branch_comparison import BranchComparison
from analytics.measures.branch_funnel import BranchFunnel, branch_funnel
from analytics.measures.handling import End, handling_times
from analytics.measures.hierarchy import hierarchy
from analytics.measures.series import series
from analytics.vocabulary import Dimension, Measure
from ui.branch import headline, strong
from ui.branch_times import times_table, times_totals
from ui.branches import counted_only, funnel_table, funnel_totals
from ui.data import answer
from ui.downloads import with_shares
from ui.drill import Drill, round_key
from ui.formats import DASH, count, percent, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import SEVERAL, label
from ui.language import language, words
from ui.modes import mode
from ui.totals import total_line, totals
from ui.trends import complaints_in, control_table, without_log
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
        drills=[Drill("branch", one.branch) for one in placed.units],
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
    chart_frame(
        drawn(control_chart, one, say("vocabulary.measure.complaints"), say("overview.chart.unit"), language(), mode()),
        key=round_key("branch_months"),
        title=found,
        alt=say("branch.months.alt", name=name, finding=found),
        notes=" · ".join((say("trends.control.all_months"), *without_log(one), basis(one.frame, complaints_in(asked)))),
        table=lambda: control_table(one),
        total=lambda: total_line(asked.with_(first=None), (Measure.COMPLAINTS,)),
        on_click=lambda month: Drill("month", month, (also,)),
        drills=[Drill("month", point.time, (also,)) for point in one.points],
    )


def _mix(name: str, made: BranchComparison) -> None:
    say = words()
    pairs = [
        Pair(label("category", part.category), part.our_share, part.other_share, part.category or "", strong(part))
        for part in made.mix
    ]
    ours, others = (count(side[Measure.CAUSE_MENTIONS].value) for side in (made.ours, made.others))
    complaints = int(made.ours[Measure.COMPLAINTS].value or 0)
    also = ("branch", SEVERAL.join(made.branches))
    chart_frame(
        drawn(paired_shares, pairs, name, say("branch.others"), mode()),
        key=round_key("branch_mix"),
        title=_mix_title(made),
        alt=say("branch.mix.alt", finding=headline(name, made)),
        notes=f"{say('branch.mix.notes', ours=ours, others=others)} · {basis(made.frame, complaints)}",
        table=lambda: _mix_table(made),
        total=lambda: totals((say("branch.column.ours"), ours), (say("branch.column.others"), others)),
        on_click=lambda category: Drill("mention_category", category, (also,)),
        drills=[Drill("mention_category", part.category or "", (also,)) for part in made.mix],
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
    timed = [one for one in found.branches if one.days]
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
        table=lambda: times_table(timed),
        total=lambda: times_totals(found.together(tuple(one.branch for one in timed if one.branch))),
        on_click=lambda code: _done_within(code, (made.branches, made.against)),
        drills=[Drill("branch", one.branch or "", (("days", f"{End.CLOSED}:0-"),)) for one in timed],
    )


def _done_within(code: str, sides: tuple[tuple[str, ...], ...]) -> Drill:
    side, day = code.split("/")
    return Drill("branch", SEVERAL.join(sides[int(side)]), (("days", f"{End.CLOSED}:0-{day}"),))
