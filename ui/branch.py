"""One branch against all others: which branch, what is said of it, and the figures side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from analytics.measures import Scope
from analytics.measures.branch_comparison import BranchComparison, Part, Sides
from analytics.measures.branch_funnel import branch_funnel
from analytics.measures.handling import End, HandlingTimes, handling_times
from analytics.vocabulary import Dimension, Measure
from ui.branches import logged_premium
from ui.data import answer, ask, known_now
from ui.downloads import PERCENT, RATIO, WHOLE, safe_table
from ui.formats import DASH, count, percent, plain, ratio
from ui.labels import label, listed
from ui.language import language, words
from ui.names_of_today import branch_of_today
from ui.page import pick
from ui.tables import show_table

MEASURES = (  # that the page says how they are made
    Measure.COMPLAINTS,
    Measure.VALID,
    Measure.CAUSE_MENTIONS,
    Measure.PREMIUM_YUAN,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO_10K,
    Measure.TIMELY_RATE,
)
_BEYOND = 0.05


def choose_branch(scope: Scope) -> str:
    """The branch of the address, else the one looked at before, else the one to look at first."""
    known = known_now().branches
    return pick("unit", known, str, _striking(scope, known), branch_of_today)


def _striking(scope: Scope, known: Sequence[str]) -> str:
    """The branch that the Branches page names, else the one with most valid complaints."""
    placed = answer(branch_funnel, scope, Measure.COMPLAINTS)
    if outside := (*placed.high, *placed.low):
        return outside[0].branch
    counted = (Measure.VALID, Measure.COMPLAINTS)
    rows = [row for row in ask(scope, (Dimension.BRANCH,), counted).rows if row.key["branch"] in known]
    most = max(rows, key=lambda row: [row.value(one) or 0 for one in counted], default=None)
    return str(most.key["branch"]) if most else known[0]


def left_out(found: Sides) -> str:
    """Whose complaints are on neither side, and why; "" where all are on one."""
    say, said = words(), []
    if found.left_out:
        names = [say("branches.finding.name_n", name=plain(name), n=count(n)) for name, n in found.left_out]
        said.append(say("branch.left_out", names=listed(names)))
    if found.unstated:
        said.append(say("branches.finding.unstated", n=count(found.unstated)))
    return say("overview.headline.join").join(said)


def finding(name: str, made: BranchComparison) -> None:
    st.header(headline(name, made), anchor=False)
    st.markdown("\n".join(f"- {line}" for line in _explained(made)))


def headline(name: str, made: BranchComparison) -> str:
    say, complaints = words(), made.ours[Measure.COMPLAINTS].value
    if not complaints:
        return say("branch.finding.none", name=plain(name))
    first = say("branch.finding.counts", name=plain(name), n=count(complaints))
    if made.p_complaints is None:
        return first + say("branch.finding.no_rate")
    rates = made.rate(Measure.COMPLAINTS), made.other_rate(Measure.COMPLAINTS)
    verdict = _verdict(made.p_complaints, *rates)
    return first + say("branch.finding.rate", rate=ratio(rates[0]), other=ratio(rates[1]), verdict=verdict)


def _verdict(p_value: float, ours: float | None, others: float | None) -> str:
    say = words()
    if p_value >= _BEYOND:
        return say("branch.finding.p", verdict=say("branch.finding.chance"), p=f"= {p_value:.2f}")
    higher = (ours or 0) > (others or 0)
    verdict = say("branch.finding.higher" if higher else "branch.finding.lower")
    return say("branch.finding.p", verdict=verdict, p="< 0.001" if p_value < 0.001 else f"= {p_value:.3f}")


def _explained(made: BranchComparison) -> list[str]:
    say, lines = words(), logged_premium(made.frame)
    if not made.ours[Measure.COMPLAINTS].value:
        return lines  # the headline says all there is
    if made.p_valid is not None:
        verdict = _verdict(made.p_valid, made.rate(Measure.VALID), made.other_rate(Measure.VALID))
        lines.append(say("branch.finding.valid", n=count(made.ours[Measure.VALID].value), verdict=verdict))
    for part in made.mix:
        if strong(part):
            key = "branch.finding.more" if (part.residual or 0) > 0 else "branch.finding.fewer"
            lines.append(
                say(
                    key,
                    category=label("category", part.category),
                    n=count(part.ours),
                    share=percent(part.our_share),
                    other=percent(part.other_share),
                )
            )
    if made.ours[Measure.CAUSE_MENTIONS].value and not any(strong(part) for part in made.mix):
        lines.append(say("branch.finding.mix_chance"))
    return lines


def strong(part: Part) -> bool:
    """Beyond chance, and not a hint from a handful."""
    return part.notable and not part.small


class Line(NamedTuple):
    """A measure of the branch beside the others'. shape: how Excel writes its numbers."""

    measure: str
    unit: str
    ours: float | None
    others: float | None
    written: Callable[[float | None], str]
    shape: str
    test: str
    low: float | None = None
    high: float | None = None


def side_by_side(name: str, made: BranchComparison, scope: Scope, notes: str) -> None:
    say = words()
    st.subheader(say("branch.table.title"), anchor=False)
    lines = comparison_lines(made, answer(handling_times, scope.with_(branches=()), End.CLOSED))
    show_table(
        comparison_table(lines),
        key="side_by_side",
        title=headline(name, made),
        alt=say("branch.table.title"),
        notes=notes,
        subject=say("branch.table.file", name=name),
        file=comparison_numbers(lines),
        row_formats=[line.shape for line in lines],
    )
    st.caption(notes)


def comparison_lines(made: BranchComparison, found: HandlingTimes | None) -> list[Line]:
    """Counts, rates with what the test says, ratios with this branch's interval, and the median time to close."""
    say, lines = words(), []
    untested = say("branch.column.none")
    for measure in (Measure.COMPLAINTS, Measure.VALID, Measure.CAUSE_MENTIONS):
        ours, others = made.ours[measure], made.others[measure]
        unit = ours.unit.in_language(language())
        name = say(f"vocabulary.measure.{measure}")
        lines.append(Line(name, unit, ours.value, others.value, count, WHOLE, untested))
    unit = made.ours[Measure.PREMIUM_RATIO].unit.in_language(language())
    for measure, text, p_value in (
        (Measure.COMPLAINTS, "branch.column.rate", made.p_complaints),
        (Measure.VALID, "branch.column.valid_rate", made.p_valid),
    ):
        rates = made.rate(measure), made.other_rate(measure)
        test = untested if p_value is None else _verdict(p_value, *rates)
        lines.append(Line(say(text), unit, *rates, ratio, RATIO, test))
    for measure, written, shape in ((Measure.POLICY_RATIO_10K, ratio, RATIO), (Measure.TIMELY_RATE, percent, PERCENT)):
        ours, others = made.ours[measure], made.others[measure]
        unit, name = ours.unit.in_language(language()), say(f"vocabulary.measure.{measure}")
        lines.append(Line(name, unit, ours.value, others.value, written, shape, untested, ours.low, ours.high))
    if found is not None:
        medians = [found.together(side).median for side in (made.branches, made.against)]
        name, unit = say("branch.column.median"), say("branch.column.days")
        lines.append(Line(name, unit, medians[0], medians[1], _days, RATIO, untested))
    return lines


def _days(value: float | None) -> str:
    return DASH if value is None else f"{value:g}"


def comparison_table(lines: Sequence[Line]) -> pd.DataFrame:
    """As the screen shows it: every number written as its measure is, whose name says the unit."""
    say = words()
    rows = [
        {
            say("branch.column.measure"): line.measure,
            say("branch.column.ours"): line.written(line.ours),
            say("branch.column.interval"): ""
            if line.low is None or line.high is None
            else f"{line.written(line.low)}–{line.written(line.high)}",
            say("branch.column.others"): line.written(line.others),
            say("branch.column.test"): line.test,
        }
        for line in lines
    ]
    return safe_table(pd.DataFrame(rows))


def comparison_numbers(lines: Sequence[Line]) -> pd.DataFrame:
    """As the files hold it: real numbers, both ends of the interval apart."""
    say = words()
    rows = [
        {
            say("branch.column.measure"): line.measure,
            say("branch.column.ours"): line.ours,
            say("branches.column.low"): line.low,
            say("branches.column.high"): line.high,
            say("branch.column.others"): line.others,
            say("branch.column.unit"): line.unit,
            say("branch.column.test"): line.test,
        }
        for line in lines
    ]
    return safe_table(pd.DataFrame(rows))
