"""The latest month of a period in plain counts: what every page of months begins with."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.errors import Text, counted
from analytics.findings.facts import Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.findings.judged_months import judge
from analytics.measures.formats import count, month_name
from analytics.measures.scope import months_before
from analytics.vocabulary import Book, Dimension, Measure


def month_counts(facts: Facts, page: Page) -> Iterator[Finding]:
    """The latest month's counts beside the month's before: two numbers and no arrow.

    Where no log covers the month nothing is known of it: that is said, with the last month before it that has one.
    """
    month = facts.last
    if month is None:
        return
    received, valid = (facts.series(name) for name in (Measure.COMPLAINTS, Measure.VALID))
    logged = {point.time for point in received.points if point.time <= month} - set(received.frame.unlogged)
    latest = max(logged, default="")
    told = latest or month
    now, net = judge(received, told), judge(valid, told)
    zh, en = _named(month, latest)
    before = months_before(told)
    zh_before, en_before = month_name(before, "zh", beside=told), month_name(before, "en", beside=told)

    def beside(number: float | int | None) -> Text:
        said = count(number or 0)  # a log without a complaint is none
        return Text(f"({zh_before} {said} 件)", f" ({said} in {en_before})") if before in logged else Text("", "")

    then, net_then = beside(now.before), beside(net.before)
    verb = Text("收到", "") if facts.scope.book is Book.RECEIVED else Text("认定", " determined")
    all_en = counted(now.value, "complaint")
    pending = (
        Text(f",另有 {count(net.pending)} 件待定", f", {count(net.pending)} pending") if net.pending else Text("", "")
    )
    yield Finding(
        Code.MONTH_COUNTS,
        page,
        Tone.CONTEXT,
        Text(
            f"{zh}{verb.zh}投诉 {count(now.value or 0)} 件{then.zh},"
            f"有效 {count(net.value or 0)} 件{net_then.zh}{pending.zh}",
            f"{en}: {all_en}{verb.en}{then.en}, {count(net.value or 0)} valid{net_then.en}{pending.en}",
        )
        if latest
        else Text(zh, en),
        Text("两个数并列,未作检验", "two numbers side by side, not tested"),
        Link(Page.TRENDS, Dimension.MONTH, told),
        rank=1000,
        numbers={
            "month": told,
            "complaints": now.value,
            "complaints_before": now.before,
            "valid": net.value,
            "valid_before": net.before,
            "pending": net.pending,
        },
    )


def _named(month: str, latest: str) -> tuple[str, str]:
    """The month a sentence begins with, in zh and en; where it has no log, that, and the last month that has one."""
    zh, en = month_name(month, "zh"), month_name(month, "en")
    if latest == month:
        return zh, en
    zh, en = f"{zh}没有台账", f"no log of {en}"
    if not latest:
        return f"{zh},此前也没有", f"{en} or of any month before"
    return f"{zh};最近有台账的 {month_name(latest, 'zh')}", f"{en}; the last month with one, {month_name(latest, 'en')}"
