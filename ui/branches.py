"""Branches: who lies outside the funnel, in words and as a figure, and the way to each branch's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.charts import Mode, funnel_plot
from analytics.charts.pins import pin_branches
from analytics.findings import Code, Page
from analytics.measures import Scope, month_range
from analytics.measures.branch_funnel import BranchFunnel, BranchUnit
from analytics.measures.figure import LOGGED_PREMIUM, Frame
from analytics.measures.names import MEASURE_NAMES
from analytics.vocabulary import Measure
from ui.comments import branch_pins, comments_of, list_comments
from ui.downloads import safe_table
from ui.drill import Drill, round_key
from ui.findings import lines
from ui.formats import count, plain, ratio, yuan
from ui.frame import basis, chart_frame, drawn, said_in_notes
from ui.labels import listed
from ui.language import language, words
from ui.modes import mode
from ui.totals import totals

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as Drawing

_MOST_LINKS = 4
_NAMED = 3
_HUNDRED_MILLION = 100_000_000


def finding(answer: BranchFunnel, scope: Scope) -> None:
    more = lines(scope, Page.BRANCHES, (Code.BRANCH_CLUSTER, Code.BRANCH_MIX, Code.BRANCH_STEP, Code.DATA_MISSING))
    st.header(_alone(answer, scope) or headline(answer), anchor=False)
    st.markdown("\n".join([_explained(answer), *more]))


def headline(answer: BranchFunnel) -> str:
    say, measure = words(), words()(f"vocabulary.measure.{answer.counted}")
    if len(answer.units) < 2:
        return say("branches.finding.one" if answer.units else "branches.finding.none")
    parts = []
    if answer.high:
        parts.append(say("branches.finding.high", names=_names(answer.high), measure=measure))
    if answer.low:
        low = "branches.finding.low_too" if answer.high else "branches.finding.low"
        parts.append(say(low, names=_names(answer.low), measure=measure))
    if not parts:
        return say("branches.finding.inside", n=len(answer.units), measure=measure)
    rest = len(answer.units) - len(answer.high) - len(answer.low)
    return say("overview.headline.join").join([*parts, say("branches.finding.rest", n=rest)])


def _names(units: Sequence[BranchUnit]) -> str:
    """The first few, each with its count and what its premium would give."""
    say = words()
    named = [
        say(
            "branches.finding.named",
            name=plain(one.branch),
            n=count(one.unit.observed),
            expected=f"{one.unit.expected:.1f}",
        )
        for one in units[:_NAMED]
    ]
    if len(units) > _NAMED:
        return say("branches.finding.more", names=say("common.comma").join(named), n=len(units))
    return listed(named)


def _alone(answer: BranchFunnel, scope: Scope) -> str:
    """What to do where the filter itself leaves a single branch."""
    if len(answer.units) != 1 or len(scope.branches) != 1:
        return ""
    return words()("branches.finding.one_chosen", name=plain(scope.branches[0]))


def _explained(answer: BranchFunnel) -> str:
    say, overall = words(), answer.funnel.overall_rate
    said = [
        say(
            "branches.finding.unit",
            name=plain(one.branch),
            n=count(one.unit.observed),
            expected=f"{one.unit.expected:.1f}",
            rate=ratio(one.rate),
            overall=ratio(None if overall is None else overall * _HUNDRED_MILLION),
        )
        for one in (*answer.high, *answer.low)
    ]
    said += logged_premium(answer.frame) if answer.units else []
    if answer.funnel.dispersion.over_dispersed:
        said.append(say("branches.finding.wide"))
    if answer.left_out:
        named = [say("branches.finding.name_n", name=plain(name), n=count(n)) for name, n, _ in answer.left_out]
        said.append(say("branches.finding.left_out", names=listed(named)))
    if answer.unlisted:
        named = [say("branches.finding.name_n", name=plain(name), n=count(n)) for name, n in answer.unlisted]
        said.append(say("branches.finding.unlisted", names=listed(named)))
    if answer.unstated:
        said.append(say("branches.finding.unstated", n=count(answer.unstated)))
    return "\n".join(f"- {line}" for line in said)


def logged_premium(frame: Frame) -> list[str]:
    """That rates are over fewer months than the period has, where they are."""
    return said_in_notes(frame, LOGGED_PREMIUM)


def funnel(answer: BranchFunnel, scope: Scope) -> None:
    """The funnel plot with what was said of its branches, and the ways to the pages of the branches outside."""
    say, measure = words(), words()(f"vocabulary.measure.{answer.counted}")
    observed = sum(one.unit.observed for one in answer.units)
    if answer.units:
        drawn_ones = {one.branch for one in answer.units}
        commented = [one for one in comments_of(scope, _months(answer.frame)) if one.branch in drawn_ones]
        chart_frame(
            drawn(_pinned, answer, language(), mode(), branch_pins(commented)),
            key=round_key("funnel"),
            title=_title(answer, measure),
            alt=say("branches.funnel.alt", finding=headline(answer)),
            notes=f"{say('branches.funnel.click')} · {basis(answer.frame, observed)}",
            table=lambda: funnel_table(answer),
            total=lambda: funnel_totals(answer),
            on_click=lambda branch: Drill("branch", branch, counted_only(answer)),
            drills=[Drill("branch", one.branch, counted_only(answer)) for one in answer.units],
        )
        list_comments(commented, "branches")
    with st.container(horizontal=True, gap="small"):
        for one in (*answer.high, *answer.low)[:_MOST_LINKS]:
            st.page_link(
                "pages/branch.py",
                label=say("branches.funnel.link", name=plain(one.branch)),
                icon=":material/compare_arrows:",
                query_params={"unit": one.branch},
            )
        st.page_link("pages/branch.py", label=say("branches.funnel.any"), icon=":material/compare_arrows:")


def _months(frame: Frame) -> list[str]:
    return month_range(frame.first, frame.last) if frame.first and frame.last else []


def _pinned(answer: BranchFunnel, words_in: str, shown: Mode, comments: dict[str, list[tuple[int, str]]]) -> Drawing:
    return pin_branches(funnel_plot(answer, words_in, shown), comments, shown)


def _title(answer: BranchFunnel, measure: str) -> str:
    if len(answer.units) < 2:
        return words()("branches.funnel.title", measure=measure)
    outside, n = len(answer.high) + len(answer.low), len(answer.units)
    return words()("branches.funnel.title_outside", measure=measure, out=outside, n=n)


def counted_only(answer: BranchFunnel) -> tuple[tuple[str, str], ...]:
    """Which complaints of a branch its mark counts: the valid ones, and those of the months its rate is over."""
    valid = (("valid", "yes"),) if answer.counted == "valid" else ()
    return (*valid, ("logged", "yes")) if logged_premium(answer.frame) else valid


def funnel_totals(answer: BranchFunnel) -> str:
    """Of the branches that are placed: complaints over premium, not a mean of rates; of months that have a log."""
    overall = answer.funnel.overall_rate
    if not answer.units:
        return ""

    def name(measure: Measure) -> str:
        return MEASURE_NAMES[measure].in_language(language())

    return totals(
        (name(Measure(answer.counted)), count(sum(one.unit.observed for one in answer.units))),
        (name(Measure.PREMIUM_YUAN), yuan(sum(one.premium for one in answer.units), language())),
        (words()("branches.column.rate"), ratio(None if overall is None else overall * _HUNDRED_MILLION)),
    )


def funnel_table(answer: BranchFunnel) -> pd.DataFrame:
    say = words()
    return safe_table(
        pd.DataFrame(
            [
                {
                    say("branches.column.branch"): one.branch,
                    say(f"vocabulary.measure.{answer.counted}"): one.unit.observed,
                    say("branches.column.expected"): one.unit.expected,
                    say("branches.column.premium"): one.premium,
                    say("branches.column.rate"): one.rate,
                    say("branches.column.position"): say(f"branches.position.{one.unit.position}"),
                }
                for one in answer.units
            ]
        )
    )
