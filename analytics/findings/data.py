"""Findings on what the figures rest on and on what waits: missing data, complaints that turn valid, differences."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.errors import Text, counted
from analytics.findings.facts import SUMMED, Facts
from analytics.findings.finding import Code, Finding, Link, Page, Tone
from analytics.measures.coverage import unlisted_complaints
from analytics.measures.due import differing_from_stated, due
from analytics.measures.figure import LOG_PARTIAL, Missing
from analytics.measures.formats import count
from analytics.vocabulary import Dimension, Measure

DAYS_AHEAD = 10
_MOST_NAMED = 3
_IMPORTED = ("premium_unknown", "policies_unknown")


def missing_data(facts: Facts, page: Page) -> Iterator[Finding]:
    """Months without a log, and exposure that the ratios of the period lack."""
    table = facts.table((Dimension.TOTAL,), SUMMED)
    for note in table.frame.notes:
        if note.code in ("log_missing", LOG_PARTIAL):
            yield _missing(page, note.sentence(), len(note.places), note.places[0], "log")
    for name in (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO):
        for row in table.rows:
            missing = row.figures[name].missing
            if missing is not None and missing.code in _IMPORTED:
                yield _missing(
                    page, _without(missing), max(1, len(missing.places)), next(iter(missing.places), None), name
                )


def unlisted(facts: Facts, page: Page) -> Iterator[Finding]:
    """Names of branches that the branch list does not have: other spellings, or branches that it lacks."""
    found = unlisted_complaints(facts.cursor, facts.scope)
    if not found:
        return
    names, complaints = list(found), sum(found.values())
    more = len(names) > _MOST_NAMED
    zh = "、".join(names[:_MOST_NAMED]) + "等" * more
    en = ", ".join(names[:_MOST_NAMED]) + " and others" * more
    yield Finding(
        Code.BRANCH_UNLISTED,
        page,
        Tone.ACTION,
        Text(
            f"{len(names)} 个机构名称不在机构清单中:{zh}(投诉 {count(complaints)} 件);请认作别名或补入清单",
            f"{counted(len(names), 'branch name')} not in the branch list: {en}"
            f" ({counted(complaints, 'complaint')}); add to the list or confirm as an alias",
        ),
        Text("期间内的投诉,与机构清单及别名核对", "complaints of the period, against the branch list and its aliases"),
        Link(Page.IMPORT, Dimension.BRANCH, names[0]),
        rank=66.0,
        numbers={"names": len(names), "complaints": complaints},
    )


def _without(missing: Missing) -> Text:
    """What is missing, and what cannot be said for it."""
    said = missing.sentence()
    what = Text("亿元保费投诉量", "is no premium ratio")
    if missing.measure is not Measure.PREMIUM_RATIO:
        what = Text("千张/万张保单投诉量", "are no policy ratios")
    return Text(f"{said.zh};期间的{what.zh}因此没有", f"{said.en[:1].upper()}{said.en[1:]}; so there {what.en}")


def _missing(page: Page, text: Text, places: int, first: str | None, what: str) -> Finding:
    return Finding(
        Code.DATA_MISSING,
        page,
        Tone.ACTION,
        text,
        Text("按期间内的月份与机构逐一核对", "checked for every month and branch of the period"),
        Link(Page.IMPORT, Dimension.MONTH, first[:7] if first else None),
        rank=65.0,
        numbers={"what": what, "places": places},
    )


def pending_due(facts: Facts, page: Page) -> Iterator[Finding]:
    """Complaints of any month that turn valid within ten working days unless they are withdrawn."""
    found = due(facts.cursor, facts.scope, DAYS_AHEAD)
    if found is None or not found.days:
        return
    day, on_it = found.days[0]
    assumed_zh, assumed_en = (",部分时限按周末推算", "; some limits by weekends only") if found.assumed else ("", "")
    yield Finding(
        Code.PENDING_DUE,
        page,
        Tone.ACTION,
        Text(
            f"{DAYS_AHEAD} 个工作日内(至 {found.until})有 {count(found.complaints)} 件到时限,不撤诉即成为有效;"
            f"最近一天 {day}({count(on_it)} 件)",
            f"{counted(found.complaints, 'complaint turns', 'complaints turn')} valid within {DAYS_AHEAD} working days"
            f" (by {found.until}) unless withdrawn; next limit {day} ({count(on_it)})",
        ),
        Text(
            f"截至 {found.as_of} 的待定投诉,按各自时限{assumed_zh}",
            f"pending as of {found.as_of}, each by its limit{assumed_en}",
        ),
        Link(Page.DEADLINES),
        rank=100.0,
        numbers={
            "complaints": found.complaints,
            "next": day.isoformat(),
            "on_next": on_it,
            "until": found.until.isoformat(),
            "later": found.later,
        },
    )


def stated_differs(facts: Facts, page: Page) -> Iterator[Finding]:
    """Complaints whose log says something else than the rule book."""
    if n := differing_from_stated(facts.cursor, facts.scope):
        yield Finding(
            Code.STATED_DIFFERS,
            page,
            Tone.ACTION,
            Text(
                f"{count(n)} 件投诉的台账“是否有效”与规则判定不一致",
                f"{counted(n, 'complaint')} where the log says otherwise about validity than the rules",
            ),
            Text("逐件对照,月度口径", "complaint by complaint, monthly view (gross)"),
            Link(Page.OVERVIEW, Dimension.STATUS, "differing"),
            rank=35.0,
            numbers={"complaints": n},
        )
