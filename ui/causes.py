"""Causes: which few make up most, which of them moved, and the blocks they are made of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics.charts import Block, icicle, palette, pareto_chart
from analytics.findings import Code, Page
from analytics.measures import Scope
from analytics.measures.cause_series import cause_series
from analytics.measures.cause_tree import CauseTree, Leaf
from analytics.statistics import ParetoItem, Rule, pareto_items
from analytics.vocabulary import Measure
from ui.data import answer
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key
from ui.findings import lines
from ui.formats import count, percent
from ui.frame import basis, chart_frame, drawn
from ui.labels import label, listed, time_name
from ui.language import language, words
from ui.modes import mode
from ui.totals import total_line

COUNTED = (Measure.COMPLAINTS, Measure.CAUSE_MENTIONS)  # never added to each other
_NAMED = 3
_TESTED = 6  # as many of the vital causes are looked at for a month outside their limits


def vital(tree: CauseTree) -> tuple[ParetoItem, ...]:
    return pareto_items(tree.by_cause())


def finding(tree: CauseTree, scope: Scope) -> None:
    say, items = words(), vital(tree)
    few = [one for one in items if one.vital]
    if not few:
        st.header(say("causes.finding.none"), anchor=False)
    else:
        first = few[:_NAMED]  # 80% can be a dozen, and nobody begins with a dozen: the figure below has them all
        named = [say("causes.finding.named", cause=label("cause", one.label), n=count(one.count)) for one in first]
        key = "causes.finding.first" if len(first) > 1 else "causes.finding.first_one"
        share = percent(first[-1].cumulative_share)
        st.header(say(key, n=len(first), names=listed(named), share=share), anchor=False)
    moved = [f"- {line}" for line in _moved(tree, scope)]
    tested = lines(scope, Page.CAUSES, (Code.CAUSE_SHARE, Code.BRANCH_MIX, Code.UNCLASSIFIED))
    st.markdown("\n".join([*moved, *tested]))


def flagged(tree: CauseTree, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The largest of the vital causes that left their control limits -> the months of the period they did."""
    months = {}
    for item in [one for one in vital(tree) if one.vital][:_TESTED]:
        one = answer(cause_series, scope.with_(first=None))[item.label]
        if not one.chart.trial and (marked := one.signals(scope.first).get(Rule.OUTSIDE, ())):
            months[item.label] = marked
    return months


def _moved(tree: CauseTree, scope: Scope) -> list[str]:
    say, told = words(), []
    for cause, marked in flagged(tree, scope).items():
        values = {point.time: point.value for point in answer(cause_series, scope.with_(first=None))[cause].points}
        points = [say("causes.finding.point", time=time_name(time), n=count(values[time])) for time in marked]
        told.append(say("causes.finding.outside", cause=label("cause", cause), points=listed(points)))
    return told


def counted(tree: CauseTree) -> str:
    """A chart of causes always says both counts."""
    return words()("causes.counts.line", complaints=count(tree.complaints), mentions=count(tree.mentions))


def pareto(tree: CauseTree, scope: Scope) -> None:
    say, items = words(), vital(tree)
    if not items:
        return
    few = [one for one in items if one.vital]
    shades = palette(mode())
    colours = {one.label: shades.category(tree.category_of(one.label)) for one in items}
    labels = {one.label: label("cause", one.label) for one in items}
    title = say("causes.pareto.title", n=len(items), vital=len(few), share=percent(few[-1].cumulative_share))
    chart_frame(
        drawn(pareto_chart, items, labels, colours, language(), mode()),
        key=round_key("pareto"),
        title=title,
        alt=say("causes.pareto.alt", title=title),
        notes=f"{counted(tree)} · {say('causes.pareto.notes')} · {basis(tree.frame, tree.complaints)}",
        table=lambda: pareto_table(items, labels),
        total=lambda: total_line(scope, COUNTED),
        on_click=lambda cause: Drill("cause", cause),
        drills=[Drill("cause", one.label) for one in items],
    )


def pareto_table(items: tuple[ParetoItem, ...], labels: Mapping[str, str]) -> pd.DataFrame:
    say = words()
    shares = say("causes.pareto.share"), say("causes.pareto.share_so_far")
    table = pd.DataFrame(
        [
            {
                say("causes.tree.cause"): labels[one.label],
                say("causes.tree.n"): one.count,
                shares[0]: one.share,
                shares[1]: one.cumulative_share,
            }
            for one in items
        ]
    )
    return with_shares(safe_table(table), *shares)


def tree_blocks(tree: CauseTree, scope: Scope) -> None:
    """Category, cause and claim stage as nested blocks."""
    say = words()
    if not tree.leaves:
        return
    shades, blocks = palette(mode()), []
    codes: list[tuple[tuple[str, str], ...]] = []

    def block(level: int, text: str, n: int, category: str, *parts: tuple[str, str]) -> None:
        blocks.append(Block(level, text, n, str(len(codes)), shades.category(category)))
        codes.append(parts)

    for category, leaves in _grouped(tree.leaves, "category").items():
        of_category = ("mention_category", category)
        block(0, label("category", category), _sum(leaves), category, of_category)
        for cause, stages in _grouped(tuple(leaves), "cause").items():
            block(1, label("cause", cause), _sum(stages), category, ("cause", cause))
            for leaf in stages:
                stage = ("claim_stage", leaf.stage or "")
                block(2, label("claim_stage", leaf.stage), leaf.mentions, category, ("cause", cause), stage)
    first = blocks[0]
    title = say("causes.tree.title", category=first.label, share=percent(first.count / tree.mentions))
    levels = [say(f"causes.tree.{one}") for one in ("category", "cause", "stage")]
    chart_frame(
        drawn(icicle, blocks, levels, tree.mentions, mode()),
        key=round_key("tree"),
        title=title,
        alt=say("causes.tree.alt", title=title),
        notes=f"{counted(tree)} · {say('causes.tree.notes')} · {basis(tree.frame, tree.complaints)}",
        table=lambda: tree_table(tree),
        total=lambda: total_line(scope, COUNTED),
        on_click=lambda code: Drill(*codes[int(code)][0], codes[int(code)][1:]),
        drills=[Drill("cause", leaf.cause, (("claim_stage", leaf.stage or ""),)) for leaf in tree.leaves],
    )


def _grouped(leaves: tuple[Leaf, ...], part: str) -> dict[str, list[Leaf]]:
    groups: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        groups.setdefault(getattr(leaf, part), []).append(leaf)
    return groups


def _sum(leaves: list[Leaf]) -> int:
    return sum(leaf.mentions for leaf in leaves)


def tree_table(tree: CauseTree) -> pd.DataFrame:
    say = words()
    return safe_table(
        pd.DataFrame(
            [
                {
                    say("causes.tree.category"): label("category", leaf.category),
                    say("causes.tree.cause"): label("cause", leaf.cause),
                    say("causes.tree.stage"): label("claim_stage", leaf.stage),
                    say("causes.tree.n"): leaf.mentions,
                }
                for leaf in tree.leaves
            ]
        )
    )
