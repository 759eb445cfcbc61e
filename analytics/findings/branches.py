"""Findings on branches: who lies outside the funnel, and whose mix of causes differs from the others'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from analytics.errors import Text, counted
from analytics.findings.chance import SIGNIFICANT, corrected, p_of_score, p_text
from analytics.findings.facts import FUNNEL, Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.branch_funnel import BranchFunnel, BranchUnit, funnel_of
from analytics.measures.exposure import unlisted_branches
from analytics.measures.figure import LOGGED_PREMIUM
from analytics.measures.formats import count, percent, ratio
from analytics.measures.names import value_name
from analytics.measures.scope import month_range
from analytics.statistics import MINIMUM_VALID_COMPLAINTS, Position, adjusted_residuals
from analytics.statistics.residuals import SMALL_EXPECTED_BELOW
from analytics.vocabulary import Dimension, Measure

FEWEST_BRANCHES = 3
_MOST_MIX = 3
_FUNNEL = Link(Page.BRANCHES, Dimension.BRANCH)


def funnel_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """Branches beyond the 99.8% limits, each; those only beyond 95%, together; or that none is.

    The funnel is that of the Branches page: all branches stand in it, whichever the filter chose; only chosen ones are
    reported.
    """
    if facts.first is None:
        return
    everyone = facts.scope.with_(branches=())
    placed = funnel_of(facts.cursor, everyone, facts.table(*FUNNEL, everyone), Measure.VALID)
    compared = [one for one in placed.units if one.premium > 0]
    if len(compared) < FEWEST_BRANCHES:
        yield _not_compared(page, placed, len(compared))
        return
    chosen = [one for one in compared if not facts.scope.branches or one.branch in facts.scope.branches]
    test = _test(placed, len(compared))
    outside = [
        one
        for one in chosen
        if one.unit.position is Position.LOW_998
        or (one.unit.position is Position.HIGH_998 and one.unit.observed >= MINIMUM_VALID_COMPLAINTS)
    ]
    yield from (_outside(page, placed, one, test) for one in outside)
    near = [one for one in chosen if one.unit.position in (Position.HIGH_95, Position.HIGH_998) and one not in outside]
    if near:
        yield _near(page, near, len(compared), test)
    if not outside and not near:
        yield _within(page, placed, facts.scope.branches, len(compared), test)


def _not_compared(page: Page, placed: BranchFunnel, compared: int) -> Finding:
    why = Text(
        f"有保费可比的机构不足 {FEWEST_BRANCHES} 家", f"fewer than {FEWEST_BRANCHES} branches have premium to compare"
    )
    frame = placed.frame
    months = month_range(frame.first, frame.last) if frame.first and frame.last else []
    for note in frame.notes:
        if note.code == LOGGED_PREMIUM and set(months) <= set(note.places):
            why = Text("期间没有台账", "no log of the period was imported")
    return Finding(
        Code.NOT_JUDGED,
        page,
        Tone.CONTEXT,
        Text(f"机构之间不作比较:{why.zh}", f"Branches are not compared: {why.en}"),
        Text("漏斗图", "funnel plot"),
        _FUNNEL,
        rank=3.0,
        numbers={"branches": compared},
    )


def _outside(page: Page, placed: BranchFunnel, one: BranchUnit, test: Text) -> Finding:
    high, unit = one.unit.position is Position.HIGH_998, one.unit
    overall = (placed.funnel.overall_rate or 0) * 1e8
    side = Text("高于漏斗图 99.8% 上限", "above the 99.8% limit of the funnel")
    if not high:
        side = Text("低于漏斗图 99.8% 下限", "below the 99.8% limit of the funnel")
    return Finding(
        Code.BRANCH_HIGH if high else Code.BRANCH_LOW,
        page,
        Tone.ACTION if high else Tone.NOTE,
        Text(
            f"{one.branch}每亿元保费有效投诉 {ratio(one.rate)} 件(全部机构 {ratio(overall)} 件),{side.zh}:"
            f"{unit.observed} 件,按保费预期 {unit.expected:.1f} 件",
            f"{one.branch}: {ratio(one.rate)} valid per 100m yuan (all branches {ratio(overall)}), {side.en}:"
            f" {counted(unit.observed, 'complaint')}, {unit.expected:.1f} expected by premium",
        ),
        test,
        Link(Page.BRANCHES, Dimension.BRANCH, one.branch),
        rank=(90.0 if high else 45.0) + min(9.0, unit.ratio or 0.0),
        numbers={
            "branch": one.branch,
            "observed": unit.observed,
            "expected": unit.expected,
            "ratio": one.rate,
            "overall": overall,
        },
    )


def _near(page: Page, near: Sequence[BranchUnit], compared: int, test: Text) -> Finding:
    names = "、".join(f"{one.branch}({one.unit.observed} 件)" for one in near)
    names_en = ", ".join(f"{one.branch} ({one.unit.observed})" for one in near)
    by_chance = ratio(compared * 0.025)
    return Finding(
        Code.WITHIN,
        page,
        Tone.CONTEXT,
        Text(
            f"{names}高于漏斗图 95% 上限、未高于 99.8% 上限;{compared} 家机构中偶然也会有约 {by_chance} 家如此",
            f"{names_en}: above the 95% limit of the funnel but not the 99.8% one; by chance alone about"
            f" {by_chance} of {compared} branches would be",
        ),
        test,
        _FUNNEL,
        rank=20.0,
        numbers={"branches": len(near), "compared": compared},
    )


def _within(page: Page, placed: BranchFunnel, chosen: Sequence[str], compared: int, test: Text) -> Finding:
    who = Text(f"{compared} 家机构", f"all {compared} branches")
    why = Text("高低差异可由偶然解释", "chance alone explains the differences")
    if placed.funnel.dispersion.over_dispersed:
        why = Text("没有超出机构之间通常的差异", "they differ no more than branches usually do")
    if chosen:
        who = Text("、".join(chosen), ", ".join(chosen))
    return Finding(
        Code.WITHIN,
        page,
        Tone.CONTEXT,
        Text(
            f"{who.zh}的亿元保费投诉量在漏斗图限内,{why.zh}",
            f"Valid complaints by premium of {who.en} lie within the funnel: {why.en}",
        ),
        test,
        _FUNNEL,
        rank=6.0,
        numbers={"compared": compared},
    )


def _test(placed: BranchFunnel, compared: int) -> Text:
    kind = Text("按机构间差异放宽的限", "limits widened for over-dispersion")
    if not placed.funnel.dispersion.over_dispersed:
        kind = Text("泊松限", "Poisson limits")
    zh = f"漏斗图(Spiegelhalter 2005),{kind.zh},{compared} 家"
    en = f"funnel plot (Spiegelhalter 2005), {kind.en}, {compared} branches"
    if left := len(placed.left_out):
        zh, en = f"{zh},{left} 家缺保费未列入", f"{en}, {left} without premium left out"
    for note in placed.frame.notes:
        if note.code == LOGGED_PREMIUM:
            said = note.sentence()
            zh, en = f"{zh};{said.zh}", f"{en}; {said.en}"
    return Text(zh, en)


def mix_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """Branches that have more of a cause category than their size and the others' mix make likely."""
    scope = facts.scope
    if facts.first is None or scope.categories or scope.causes:
        return
    mentions = {
        (branch, category): n
        for (branch, category), n in facts.mentions(scope.with_(branches=())).items()
        if branch is not None and category is not None
    }
    branches, categories = (sorted({key[place] for key in mentions}) for place in (0, 1))
    if len(branches) < 2 or len(categories) < 2:
        return
    counts = np.array([[mentions.get((branch, category), 0) for category in categories] for branch in branches])
    mix = adjusted_residuals(counts)
    tested = int(np.count_nonzero(mix.expected >= SMALL_EXPECTED_BELOW))
    found, unlisted = [], unlisted_branches(facts.cursor)
    for i, branch in enumerate(branches):
        for j, category in enumerate(categories):
            residual, expected = float(mix.residual[i, j]), float(mix.expected[i, j])
            if (
                branch in unlisted
                or expected < SMALL_EXPECTED_BELOW
                or not residual > 0
                or (scope.branches and branch not in scope.branches)
            ):
                continue
            if (p := corrected(p_of_score(residual), tested)) < SIGNIFICANT:
                found.append(
                    (residual, str(branch), str(category), int(counts[i, j]), expected, int(counts[i].sum()), p)
                )
    for residual, branch, category, n, expected, of_branch, p in sorted(found, reverse=True)[:_MOST_MIX]:
        name = value_name(Dimension.CATEGORY, category)
        yield Finding(
            Code.BRANCH_MIX,
            page,
            Tone.ACTION,
            Text(
                f"{branch}的{name.zh}占 {percent(n / of_branch)}:{count(n)} 项,按全部机构的构成预期 {expected:.1f} 项",
                f"{branch}: {name.en} makes up {percent(n / of_branch)} of causes named, {count(n)} against"
                f" {expected:.1f} expected from the mix of all branches",
            ),
            Text(
                f"调整残差 {residual:.1f},{tested} 格同时比较后 {p_text(p)}",
                f"adjusted residual {residual:.1f}, {p_text(p)} after comparing {tested} cells",
            ),
            Link(Page.BRANCHES, Dimension.BRANCH, branch),
            rank=70.0 + min(9.0, residual),
            numbers={"branch": branch, "category": category, "observed": n, "expected": expected, "residual": residual},
        )
