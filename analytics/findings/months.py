"""Findings on months: the latest one in counts, what its control chart says, and months that stood out before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from analytics.errors import Text
from analytics.findings.facts import Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.findings.judged_months import JudgedMonth, Verdict, judge
from analytics.measures.counting import By
from analytics.measures.figure import UNITS, MeasureTable
from analytics.measures.formats import count, figure_value, month_name
from analytics.measures.names import MEASURE_NAMES, value_name
from analytics.measures.scope import Scope
from analytics.measures.series import Series
from analytics.measures.table import measure_each
from analytics.statistics import ChartKind, Rule
from analytics.store import kept
from analytics.vocabulary import RATIOS, Dimension, Measure, View

_MOST_EARLIER = 2
_KINDS = {
    ChartKind.XMR: Text("XmR 控制图", "XmR chart"),
    ChartKind.U: Text("u 控制图", "u-chart"),
    ChartKind.LANEY_U: Text("Laney u′ 控制图", "Laney u′ chart"),
}


def latest_verdicts(facts: Facts, page: Page, measures: Sequence[Measure]) -> Iterator[Finding]:
    """What the control chart says of the latest month, measure by measure."""
    for name in measures:
        if facts.last is not None:
            one = facts.series(name)
            yield _verdict(one, judge(one, facts.last), page, facts)


def _verdict(one: Series, judged: JudgedMonth, page: Page, facts: Facts) -> Finding:
    name, unit = MEASURE_NAMES[one.measure], _unit(one.measure)
    zh, en = month_name(judged.month, "zh"), month_name(judged.month, "en")
    value = figure_value(one.measure, judged.value)
    head = Text(f"{zh}{name.zh} {value}{unit.zh}", f"{name.en} in {en}: {value}{unit.en}")
    kind = _KINDS[one.chart.kind]
    limits = _limits(one.measure, judged)
    test = Text(
        f"{kind.zh},{judged.months} 个月,控制限 {limits}", f"{kind.en}, {judged.months} months, limits {limits}"
    )
    if judged.widened:
        test = Text(f"{test.zh}(不窄于泊松偶然波动)", f"{test.en} (no narrower than Poisson chance)")
    code, tone, rank = Code.WITHIN, Tone.CONTEXT, 5.0
    if judged.verdict is Verdict.WITHIN:
        text = Text(f"{head.zh},在控制限内({limits})", f"{head.en}, within the control limits ({limits})")
    elif judged.verdict in (Verdict.ABOVE, Verdict.BELOW):
        up = judged.verdict is Verdict.ABOVE
        code, rank = (Code.ABOVE_LIMITS, 95.0) if up else (Code.BELOW_LIMITS, 55.0)
        tone = _tone(one.measure, up)
        bound = _limit(one.measure, _shown(one.measure, judged.upper if up else judged.lower))
        mean = _limit(one.measure, _shown(one.measure, judged.centre))
        text = Text(
            f"{head.zh},{'高于控制上限' if up else '低于控制下限'} {bound}(均值 {mean})",
            f"{head.en}, {'above the upper' if up else 'below the lower'} control limit of {bound} (mean {mean})",
        )
    elif judged.verdict is Verdict.SHIFT:
        code, tone, rank = Code.SHIFT, _tone(one.measure, judged.upward), 80.0 if judged.upward else 50.0
        said = _shift(judged)
        text = Text(
            f"{head.zh},在控制限内({limits}),但{said.zh}", f"{head.en}, within the limits ({limits}), but {said.en}"
        )
    else:
        code, rank = Code.NOT_JUDGED, 3.0
        why = _why_not(one, judged, facts)
        text = Text(f"{head.zh},不作判断:{why.zh}", f"{head.en}, no verdict: {why.en}")
        test = Text(f"{kind.zh}:{why.zh}", f"{kind.en}: {why.en}")
    return Finding(
        code,
        page,
        tone,
        text,
        test,
        Link(Page.TRENDS, Dimension.MONTH, judged.month),
        rank=rank,
        numbers={
            "measure": one.measure.value,
            "month": judged.month,
            "value": judged.value,
            "before": judged.before,
            "lower": judged.lower,
            "centre": judged.centre,
            "upper": judged.upper,
            "months": judged.months,
            "verdict": judged.verdict.value,
        },
    )


def _tone(name: Measure, up: bool) -> Tone:
    """More complaints ask for action; a timely rate does so when it falls."""
    return Tone.ACTION if up is not (name is Measure.TIMELY_RATE) else Tone.NOTE


def _shift(judged: JudgedMonth) -> Text:
    n = judged.length
    if judged.rule is Rule.RUN:
        side = Text("高于", "above") if judged.upward else Text("低于", "below")
        return Text(f"已连续 {n} 个月{side.zh}均值", f"the {n}th month in a row {side.en} the mean")
    if judged.rule is Rule.TREND:
        way = Text("上升", "rise") if judged.upward else Text("下降", "fall")
        return Text(f"连续 {n} 个月{way.zh}", f"the end of a {way.en} over {n} months")
    side = Text("上限", "upper") if judged.upward else Text("下限", "lower")
    return Text(f"近 3 个月有 2 个月接近控制{side.zh}", f"two of three months lie close to the {side.en} limit")


def _why_not(one: Series, judged: JudgedMonth, facts: Facts) -> Text:
    verdict = judged.verdict
    if verdict is Verdict.UNFINISHED:
        return Text(f"该月尚未结束(数据截至 {facts.as_of})", f"the month is not over (data as of {facts.as_of})")
    if verdict is Verdict.PENDING:
        n = count(judged.pending)
        return Text(f"还有 {n} 件未到时限", f"{n} still pending")
    if verdict is Verdict.SPARSE:
        return Text("月均不足 1 件,件数太少", "fewer than one a month on average")
    if verdict is Verdict.UNKNOWN:
        point = next((point for point in one.points if point.time == judged.month), None)
        missing = point.figure.missing if point and point.figure else None
        return missing.sentence() if missing else Text("没有该月的数据", "nothing is known of the month")
    return Text(
        f"只有 {judged.months} 个月可比,不足 12 个月", f"only {judged.months} months to compare with, fewer than 12"
    )


def earlier_signals(facts: Facts, page: Page, name: Measure) -> Iterator[Finding]:
    """Months of the period before its last that lie outside their limits: the newest two, and how many there are."""
    one = facts.series(name)
    if facts.first is None or one.chart.trial or one.chart.sparse:
        return
    judged = [
        judge(one, time)
        for time in one.signals(facts.first).get(Rule.OUTSIDE, ())
        if facts.last is not None and time < facts.last
    ]
    outside = [one for one in judged if one.verdict in (Verdict.ABOVE, Verdict.BELOW)]
    for found in sorted(outside, key=lambda one: one.month, reverse=True)[:_MOST_EARLIER]:
        finding = _verdict(one, found, page, facts)
        yield Finding(
            Code.EARLIER_SIGNAL,
            page,
            Tone.NOTE,
            finding.text,
            finding.test,
            finding.where,
            rank=40.0,
            numbers=finding.numbers,
        )


@kept
def _complaints_by(cursor: duckdb.DuckDBPyConnection, scope: Scope, *by: Dimension) -> dict[By, MeasureTable]:
    """Complaints alone do not depend on the view."""
    return measure_each(cursor, scope, *(((one,), (Measure.COMPLAINTS,)) for one in by))


def largest_of_month(facts: Facts, page: Page) -> Iterator[Finding]:
    """The branch and the category that most complaints of the latest month are of: counts, not a verdict."""
    month = facts.last
    if month is None:
        return
    scope = facts.scope.with_(first=month, last=month)
    parts_zh, parts_en, numbers = [], [], {}
    chosen = {Dimension.BRANCH: facts.scope.branches, Dimension.CATEGORY: facts.scope.categories}
    free = [one for one, values in chosen.items() if len(values) != 1]
    tables = _complaints_by(facts.cursor, scope.with_(view=View.ANNUAL), *free) if free else {}
    for dimension in free:
        names, most = largest(tables[(dimension,)].records(), dimension, "complaints")
        if names and len(names) <= 3:
            labels = [value_name(dimension, name) for name in names]
            which = Text("机构", "branch") if dimension is Dimension.BRANCH else Text("原因类别", "category")
            names_zh = "、".join(one.zh for one in labels)
            *before, last = [one.en for one in labels]
            names_en = f"{', '.join(before)} and {last}" if before else last
            each = Text("各 ", " each") if len(labels) > 1 else Text("", "")
            parts_zh.append(f"投诉最多的{which.zh}是{names_zh}({each.zh}{count(most)} 件)")
            parts_en.append(f"most complaints by {which.en}: {names_en} ({count(most)}{each.en})")
            numbers[dimension.value] = "、".join(names)
            numbers[f"{dimension.value}_complaints"] = str(most)
    if parts_zh:
        zh, en = month_name(month, "zh"), month_name(month, "en")
        yield Finding(
            Code.LARGEST,
            page,
            Tone.CONTEXT,
            Text(f"{zh}{';'.join(parts_zh)}", f"{en}: {'; '.join(parts_en)}"),
            Text("只是件数,未作检验", "counts only, not tested"),
            Link(Page.BRANCHES, Dimension.MONTH, month),
            rank=2.0,
            numbers=numbers,
        )


def largest(records: Sequence[Mapping[str, Any]], dimension: str, measure: str) -> tuple[list[str], int]:
    """The names that share the largest count, and that count; nothing where all are zero or unnamed."""
    named = [record for record in records if record[dimension] is not None and record[measure]]
    if not named:
        return [], 0
    most = max(record[measure] for record in named)
    return [record[dimension] for record in named if record[measure] == most], most


def _limits(name: Measure, judged: JudgedMonth) -> str:
    lower, upper = _shown(name, judged.lower), _shown(name, judged.upper)
    return f"{_limit(name, lower)}–{_limit(name, upper)}"


def _shown(name: Measure, limit: float | None) -> float | None:
    """An XmR limit of a count may lie below zero, which no count does; a share does not exceed one."""
    if limit is None:
        return None
    return min(max(limit, 0.0), 1.0) if name is Measure.TIMELY_RATE else max(limit, 0.0)


def _limit(name: Measure, limit: float | None) -> str:
    if limit is None:
        return "—"
    return figure_value(name, limit) if name in RATIOS else f"{limit:,.1f}"


def _unit(name: Measure) -> Text:
    if name is Measure.TIMELY_RATE:
        return Text("", "")
    return Text(f" {UNITS[name].zh}", f" {UNITS[name].en}" if name in RATIOS else "")
