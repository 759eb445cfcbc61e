"""Findings on the regulator's ratios: the period against the same months of the year before."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.errors import Text
from analytics.findings.chance import SIGNIFICANT, p_text
from analytics.findings.facts import SUMMED, Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.figure import Figure
from analytics.measures.formats import count, interval, ratio
from analytics.measures.names import MEASURE_NAMES, VIEW_NAMES
from analytics.statistics import compare_counts
from analytics.vocabulary import Dimension, Measure


def ratio_findings(facts: Facts, page: Page) -> Iterator[Finding]:
    """Complaints per premium now and a year before, as they stood on the same day of either year."""
    if facts.first is None:
        return
    name = Measure.PREMIUM_RATIO
    now = facts.table((Dimension.TOTAL,), SUMMED).rows[0]
    figure, pending = now.figures[name], int(now.value(Measure.PENDING) or 0)
    if figure.value is None:
        return  # what is missing is a finding of its own
    view = VIEW_NAMES[facts.scope.view]
    label = MEASURE_NAMES[name]
    open_zh, open_en = (f",另有 {count(pending)} 件待定", f", {count(pending)} pending") if pending else ("", "")
    head = Text(
        f"{label.zh} {ratio(figure.value)} 件/亿元(95% 区间 {interval(figure)},有效 {count(figure.numerator)} 件,"
        f"{view.zh}{open_zh})",
        f"{label.en}: {ratio(figure.value)} (95% interval {interval(figure)}, {count(figure.numerator)} valid,"
        f" {view.en.lower()}{open_en})",
    )
    before_scope = facts.year_before()
    before = facts.table((Dimension.TOTAL,), SUMMED, before_scope).rows[0].figures[name] if before_scope else None
    if before is None or before.value is None:
        why = Text("没有上年同期可比", "no same months of the year before to compare with")
        yield Finding(
            Code.NOT_JUDGED,
            page,
            Tone.CONTEXT,
            head,
            why,
            Link(Page.INDICATORS),
            rank=30.0,
            numbers={"ratio": figure.value, "numerator": figure.numerator},
        )
        return
    yield _compared(page, head, figure, before)


def _compared(page: Page, head: Text, now: Figure, before: Figure) -> Finding:
    counted = int(before.numerator or 0), int(now.numerator or 0)
    p = compare_counts(*counted, before.denominator or 0.0, now.denominator or 0.0).p_value
    higher, beyond = (now.value or 0) > (before.value or 0), p < SIGNIFICANT
    was = Text(
        f"上年同期 {ratio(before.value)}({count(before.numerator)} 件)",
        f"{ratio(before.value)} ({count(before.numerator)}) in the same months a year before",
    )
    verdict = Text("差异在偶然范围内", "a difference within chance")
    code, tone, rank = Code.WITHIN, Tone.CONTEXT, 30.0
    if beyond and higher:
        verdict, code, tone, rank = Text("高于上年同期", "higher"), Code.RATIO_HIGHER, Tone.ACTION, 85.0
    elif beyond:
        verdict, code, tone, rank = Text("低于上年同期", "lower"), Code.RATIO_LOWER, Tone.NOTE, 52.0
    return Finding(
        code,
        page,
        tone,
        Text(f"{head.zh};{was.zh},{verdict.zh}", f"{head.en}; {was.en}: {verdict.en}"),
        Text(
            f"两个率的精确检验,{p_text(p)};上年按同一天时的状态计",
            f"exact test of two rates, {p_text(p)}; the year before as it stood on the same day",
        ),
        Link(Page.INDICATORS),
        rank=rank,
        numbers={
            "ratio": now.value,
            "ratio_before": before.value,
            "valid": counted[1],
            "valid_before": counted[0],
            "p_value": p,
        },
    )
