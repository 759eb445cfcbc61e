"""Findings on the ladder: a step that is done in time less often than a year before, or which is late most often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analytics.errors import Text
from analytics.findings.chance import SIGNIFICANT, corrected, p_text
from analytics.findings.facts import Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.formats import count, percent
from analytics.measures.ladder import StepRow, add_up
from analytics.rules.book import STEP_NAMES, Step
from analytics.statistics import compare_proportions
from analytics.vocabulary import Dimension

_MOST_BRANCHES = 3


def step_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """Each step against the same months of the year before, as of the same day; then the one most often late."""
    now = _together(facts.steps(facts.scope))
    before_scope = facts.year_before()
    before = _together(facts.steps(before_scope)) if before_scope else {}
    tested = [step for step in now if step in before and _rated(now[step]) and _rated(before[step])]
    changed = set()
    for step in tested:
        if (p := corrected(_p(now[step], before[step]), len(tested))) < SIGNIFICANT:
            changed.add(step)
            yield _changed(page, now[step], before[step], p, len(tested))
    late = [row for row in now.values() if row.late and row.step not in changed]
    if late:
        least = min(row.share or 0.0 for row in late)
        yield _late(page, [row for row in late if (row.share or 0.0) == least], bool(tested))


def _together(rows: Sequence[StepRow]) -> dict[Step, StepRow]:
    """The steps over all branches."""
    return {step: add_up(parts) for step in Step if (parts := [row for row in rows if row.step is step])}


def _rated(row: StepRow) -> int:
    return row.in_time + row.late


def _p(one: StepRow, other: StepRow) -> float:
    return compare_proportions(one.late, _rated(one), other.late, _rated(other))


def branch_steps(facts: Facts, page: Page) -> Iterator[Finding]:
    """Branches that are late with a step more often than the others in the same period.

    All branches are compared, whichever the filter chose; only chosen ones are reported.
    """
    table = facts.steps(facts.scope.with_(branches=()))
    compared = 0
    worse: list[tuple[float, StepRow, int, int]] = []
    for step in Step:
        rows = [row for row in table if row.step is step and row.key["branch"] and _rated(row)]
        late, rated = sum(row.late for row in rows), sum(_rated(row) for row in rows)
        if len(rows) < 2 or not late:
            continue
        compared += len(rows)
        for row in rows:
            if row.late * rated > late * _rated(row):  # late more often than all together
                others = late - row.late, rated - _rated(row)
                worse.append((compare_proportions(row.late, _rated(row), *others), row, late, rated))
    chosen = facts.scope.branches
    telling = [one for one in worse if not chosen or one[1].key["branch"] in chosen]
    for p, row, late, rated in sorted(telling, key=lambda one: one[0])[:_MOST_BRANCHES]:
        if (p_all := corrected(p, compared)) < SIGNIFICANT:
            yield _branch_late(page, row, 1 - late / rated, p_all, compared)


def _branch_late(page: Page, row: StepRow, everyone: float, p: float, compared: int) -> Finding:
    branch, name = row.key["branch"] or "", STEP_NAMES[row.step]
    whole = percent(everyone)
    return Finding(
        Code.BRANCH_STEP,
        page,
        Tone.ACTION,
        Text(
            f"{branch}{name.zh}({_within(row.limit)})按时 {_of(row)},全部机构 {whole}",
            f"{branch}, {name.en} (term {row.limit.en}): {_of(row)} in time, all branches {whole}",
        ),
        Text(
            f"与其他机构的精确检验(Fisher),{compared} 格同时比较后 {p_text(p)}",
            f"Fisher's exact test against the others, {p_text(p)} after comparing {compared} cells",
        ),
        Link(Page.BRANCHES, Dimension.BRANCH, branch),
        rank=70.0,
        numbers={"branch": branch, "step": row.step.value, "in_time": row.in_time, "late": row.late, "p_value": p},
    )


def _changed(page: Page, now: StepRow, before: StepRow, p: float, tested: int) -> Finding:
    worse, name = (now.share or 0.0) < (before.share or 0.0), STEP_NAMES[now.step]
    return Finding(
        Code.STEP_SLIPPING if worse else Code.STEP_BETTER,
        page,
        Tone.ACTION if worse else Tone.NOTE,
        Text(
            f"{name.zh}({_within(now.limit)})按时 {_of(now)},上年同期 {_of(before)}",
            f"{name.en} (term {now.limit.en}): {_of(now)} in time, {_of(before)} in the same months a year before",
        ),
        Text(
            f"两个比例的精确检验(Fisher),{tested} 个步骤同时比较后 {p_text(p)};上年按同一天时的状态计",
            f"Fisher's exact test, {p_text(p)} after comparing {tested} steps; the year before as it stood on the same"
            " day",
        ),
        Link(Page.INDICATORS, None, now.step.value),
        rank=78.0 if worse else 44.0,
        numbers={
            "step": now.step.value,
            "in_time": now.in_time,
            "late": now.late,
            "in_time_before": before.in_time,
            "late_before": before.late,
            "p_value": p,
        },
    )


def _within(limit: Text) -> str:
    """A step's term as Chinese writes it: a blank before a number, none before a word."""
    return f"限{' ' if limit.zh[0].isdigit() else ''}{limit.zh}"


def _late(page: Page, rows: Sequence[StepRow], compared: bool) -> Finding:
    """rows: the step most often late, or those that share the place."""
    row, names = rows[0], [STEP_NAMES[row.step] for row in rows]
    zh = "、".join(f"{name.zh}({_within(row.limit)})" for name, row in zip(names, rows, strict=True))
    en = ", ".join(f"{name.en} (term {row.limit.en})" for name, row in zip(names, rows, strict=True))
    against = Text("没有上年同期可比", "no same months of the year before to compare with")
    if compared:
        against = Text("与上年同期相比没有超出偶然的变化", "no change beyond chance from a year before")
    share = ", ".join(_of(row) for row in rows)
    interval = ", ".join(f"{percent(row.low)}–{percent(row.high)}" for row in rows)
    return Finding(
        Code.STEP_LATE,
        page,
        Tone.CONTEXT,
        Text(
            f"{zh}逾期最多:按时 {share}",
            f"Late most often: {en}, {share} in time",
        ),
        Text(
            f"件数,95% 区间 {interval}(Wilson);{against.zh}",
            f"counts, 95% interval {interval} (Wilson); {against.en}",
        ),
        Link(Page.INDICATORS, None, row.step.value),
        rank=12.0,
        numbers={"step": row.step.value, "in_time": row.in_time, "late": row.late, "overdue": row.overdue},
    )


def _of(row: StepRow) -> str:
    return f"{count(row.in_time)}/{count(row.in_time + row.late)} ({percent(row.share)})"
