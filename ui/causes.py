"""Causes: which few make up most, which of them moved, and the blocks they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import pandas as pd
import streamlit as st

from analytics.charts import SO_FAR, Block, icicle, palette, pareto_chart
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
from ui.labels import SEVERAL, label, listed, time_name
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
    moved = [f"- {line}" for line in _moved(tree, scope)]
    tested = lines(scope, Page.CAUSES, (Code.CAUSE_SHARE, Code.BRANCH_MIX, Code.UNCLASSIFIED))
    few = [one for one in items if one.vital]
    if not few:
        st.header(say("causes.finding.none"), anchor=False)
    else:
        first = few[:_NAMED]  # 80% can be a dozen, and nobody begins with a dozen: the figure below has them all
        named = [say("causes.finding.named", cause=label("cause", one.label), n=count(one.count)) for one in first]
        key = "causes.finding.first" if len(first) > 1 else "causes.finding.first_one"
        share = percent(first[-1].cumulative_share)
        st.header(say(key, n=len(first), names=listed(named), share=share), anchor=False)
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
        on_click=lambda code: _up_to(items, code) if code.startswith(SO_FAR) else Drill("cause", code),
        drills=[Drill("cause", one.label) for one in items],
        cells=lambda place, heading: _of_cell(items, place, heading),
    )


def _up_to(items: tuple[ParetoItem, ...], code: str) -> Drill:
    """The causes that a share so far is of."""
    causes = [one.label for one in items]
    return Drill("cause", SEVERAL.join(causes[: causes.index(code.removeprefix(SO_FAR)) + 1]))


def _of_cell(items: tuple[ParetoItem, ...], place: int, heading: str) -> Drill | None:
    say, cause = words(), items[place].label
    if heading in (say("causes.pareto.so_far"), say("causes.pareto.share_so_far")):
        return _up_to(items, cause)
    return Drill("cause", cause) if heading in (say("causes.tree.n"), say("causes.pareto.share")) else None


def pareto_table(items: tuple[ParetoItem, ...], labels: Mapping[str, str]) -> pd.DataFrame:
    say = words()
    shares = say("causes.pareto.share"), say("causes.pareto.share_so_far")
    table = pd.DataFrame(
        [
            {
                say("causes.tree.cause"): labels[one.label],
                say("causes.tree.n"): one.count,
                shares[0]: one.share,
                say("causes.pareto.so_far"): so_far,
                shares[1]: one.cumulative_share,
            }
            for one, so_far in zip(items, accumulate(one.count for one in items), strict=True)
        ]
    )
    return with_shares(safe_table(table), *shares)


def tree_blocks(tree: CauseTree, scope: Scope) -> None:
    """Category, cause and claim stage as nested blocks."""
    say = words()
    if not tree.leaves:
        return
    shades, blocks = palette(mode()), []
    marks: list[Drill] = []
    names: list[tuple[str, ...]] = []

    def block(n: int, category: str, drill: Drill, *path: str) -> None:
        blocks.append(Block(len(path) - 1, path[-1], n, str(len(marks)), shades.category(category)))
        marks.append(drill)
        names.append(path)

    for category, leaves in _grouped(tree.leaves, "category").items():
        of_category = label("category", category)
        block(_sum(leaves), category, Drill("mention_category", category), of_category)
        for cause, stages in _grouped(tuple(leaves), "cause").items():
            of_cause = label("cause", cause)
            block(_sum(stages), category, Drill("cause", cause), of_category, of_cause)
            for leaf in stages:
                drill = Drill("cause", cause, (("claim_stage", leaf.stage or ""),))
                block(leaf.mentions, category, drill, of_category, of_cause, label("claim_stage", leaf.stage))
    first = blocks[0]
    title = say("causes.tree.title", category=first.label, share=percent(first.count / tree.mentions))
    levels = [say(f"causes.tree.{one}") for one in ("category", "cause", "stage")]
    chart_frame(
        drawn(icicle, blocks, levels, tree.mentions, mode()),
        key=round_key("tree"),
        title=title,
        alt=say("causes.tree.alt", title=title),
        notes=f"{counted(tree)} · {say('causes.tree.notes')} · {basis(tree.frame, tree.complaints)}",
        table=lambda: tree_table(names, [one.count for one in blocks], tree.mentions),
        total=lambda: total_line(scope, COUNTED),
        on_click=lambda code: marks[int(code)],
        drills=marks,
    )


def _grouped(leaves: tuple[Leaf, ...], part: str) -> dict[str, list[Leaf]]:
    groups: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        groups.setdefault(getattr(leaf, part), []).append(leaf)
    return groups


def _sum(leaves: list[Leaf]) -> int:
    return sum(leaf.mentions for leaf in leaves)


def tree_table(names: Sequence[tuple[str, ...]], counts: Sequence[int], total: int) -> pd.DataFrame:
    """A row a block, each level with the whole of it first. names: of a block and those around it, the outermost
    first."""
    say = words()
    headings = [say(f"causes.tree.{one}") for one in ("category", "cause", "stage")]
    share = say("causes.pareto.share")
    rows = [
        {
            **dict(zip(headings, [*path, *[say("common.all")] * (len(headings) - len(path))], strict=True)),
            say("causes.tree.n"): n,
            share: n / total,
        }
        for path, n in zip(names, counts, strict=True)
    ]
    return with_shares(safe_table(pd.DataFrame(rows)), share)
