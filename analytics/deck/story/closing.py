"""How the figures are made, what they rest on, and what the deck leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Block, Card, Cards, Cell, LeftOut, Line, Prose, Slide, Table, whole
from analytics.deck.story.covered import covered, uncertain
from analytics.findings import Finding, Page
from analytics.findings.data import missing_data, stated_differs, unlisted
from analytics.measures import DataQuality
from analytics.measures.explain_texts import FORMULAS, RULES
from analytics.measures.formats import count, percent
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_DEFINED = (
    M.COMPLAINTS,
    M.CAUSE_MENTIONS,
    M.VALID,
    M.PENDING,
    M.PREMIUM_RATIO,
    M.POLICY_RATIO,
    M.POLICY_RATIO_10K,
    M.TIMELY_RATE,
)
_MOST_ROWS = 9


def definitions(brief: Brief) -> list[Slide] | str:
    say, language = brief.say, brief.language
    table = brief.ask((D.TOTAL,), M.COMPLAINTS, M.VALID)
    if not table.frame.books:
        return say("common.no_complaints")
    rows = tuple(
        (
            Cell(brief.measure_name(one), bold=True),
            Cell(FORMULAS[one].in_language(language)),
            Cell(RULES[one].in_language(language) if one in RULES else say("definitions.log")),
        )
        for one in _DEFINED
    )
    head = tuple(say(f"definitions.{one}") for one in ("measure", "formula", "source"))
    return [
        Slide(
            key="definitions",
            section="definitions",
            title=say("definitions.title"),
            subtitle=say("definitions.subtitle"),
            bands=whole(Table(head, rows, (1.3, 3, 1.8))),
            source=brief.frame_line(table.frame),
            notes=tuple(f"{book.label.in_language(language)}: {book.source}" for book in table.frame.books),
        )
    ]


def quality(brief: Brief) -> list[Slide] | str:
    say = brief.say
    total = brief.total(M.COMPLAINTS, M.VALID)
    if total is None:
        return say("common.no_complaints")
    frame = brief.ask((D.TOTAL,), M.COMPLAINTS, M.VALID).frame
    year = str(brief.asked.year)
    cells = [
        one
        for one in brief.told(covered)
        if one.month[:4] == year
        and one.month <= (frame.last or "")
        and (one.listed if brief.asked.branch is None else one.branch == brief.asked.branch)
    ]
    names = list(unlisted(brief.facts, Page.IMPORT)) if brief.facts.first is not None else []
    logs = sum(one.logged for one in cells)
    premium = sum(one.premium for one in cells)
    facts = brief.told(uncertain)
    n = int(total.value(M.COMPLAINTS) or 0)
    cards = (
        Card(say("quality.logs"), f"{count(logs)} / {count(len(cells))}", say("quality.logs_under")),
        Card(say("quality.premium"), f"{count(premium)} / {count(len(cells))}", say("quality.premium_under")),
        Card(say("quality.rejected"), count(facts.rejected_rows), _of_rows(brief, facts)),
        Card(say("quality.unclassified"), count(facts.unclassified), percent(facts.unclassified / n) if n else ""),
        Card(say("quality.assumed"), count(facts.forms_assumed), say("quality.assumed_under")),
    )
    rows = [
        (Cell(code_text), Cell(count(rows_with))) for code_text, rows_with in facts.named(brief.language)[:_MOST_ROWS]
    ]
    lines = _minded(brief, len(cells), logs, premium, facts, names)
    table = Table((say("quality.reason"), say("quality.count")), tuple(rows), (4, 1), (1,))
    below: tuple[tuple[float, Block], ...] = ((1, Prose(tuple(lines))),) if lines else ()
    if rows:
        below = ((1.2, table), *below)
    missing = len(cells) - logs
    lacking = sorted({one.month for one in cells if not one.logged})
    months = say("quality.months", months=brief.months(lacking)) if lacking else ""
    told = (
        say("quality.title_lacking" if missing else "quality.title_logs", missing=count(missing), months=months),
        *_left_out_rows(brief, facts),
        *([say("quality.title_used_twice", n=count(facts.used_twice))] if facts.used_twice else []),
        say(
            "quality.title_unclassified" if facts.unclassified else "quality.title_classified",
            n=count(facts.unclassified),
        ),
        *(say("quality.title_unlisted", n=one.numbers["names"]) for one in names),
    )
    title = say("common.comma").join(told) if logs or n else say("quality.no_logs", year=year)
    return [
        Slide(
            key="quality",
            section="quality",
            title=title,
            subtitle=say("quality.subtitle"),
            bands=(
                Band(0.34, ((1, Cards(cards)),)),
                Band(0.66, below),
            ),
            source=brief.frame_line(frame, n),
            notes=(*brief.notes(frame, total.figures[M.COMPLAINTS]), say("quality.note")),
        )
    ]


def _of_rows(brief: Brief, facts: DataQuality) -> str:
    """Of how many rows of the logs, and what is left out of other workbooks."""
    said = brief.say("quality.rejected_under", n=count(facts.rows_read))
    if facts.rejected_elsewhere:
        said += "\n" + brief.say("quality.title_elsewhere", n=count(facts.rejected_elsewhere))
    return said


def _left_out_rows(brief: Brief, facts: DataQuality) -> list[str]:
    """The rows that are not in, those of logs and those of other workbooks apart."""
    parts = (("title_rejected", facts.rejected_rows), ("title_elsewhere", facts.rejected_elsewhere))
    return [brief.say(f"quality.{key}", n=count(n)) for key, n in parts if n] or [brief.say("quality.title_rows")]


def _minded(
    brief: Brief, cells: int, logs: int, premium: int, facts: DataQuality, names: Sequence[Finding]
) -> list[Line]:
    """What a reader of the figures has to keep in mind, or need not worry about. names: those not in the list."""
    say, stop = brief.say, brief.say("common.stop")
    said = [Line(one.text.in_language(brief.language) + stop, say("quality.unlisted_lead")) for one in names]
    if cells and logs == premium == cells and not names:
        said.append(Line(say("quality.all_logs", n=count(cells)), say("quality.logs_lead")))
    if not facts.rejected_rows and not facts.rejected_elsewhere:
        said.append(Line(say("quality.no_rejects_line", n=count(facts.rows_read)), say("quality.no_rejects_lead")))
    minded = (("used_twice", facts.used_twice), ("unclassified", facts.unclassified), ("assumed", facts.forms_assumed))
    for name, n in minded:
        if n:
            said.append(Line(say(f"quality.{name}_line", n=count(n)), say(f"quality.{name}_lead")))
    if brief.facts.first is not None:
        found = [*missing_data(brief.facts, Page.OVERVIEW), *stated_differs(brief.facts, Page.OVERVIEW)]
        said += [Line(one.text.in_language(brief.language) + stop, say("quality.found_lead")) for one in found]
    return said


def left_out(brief: Brief, parts: Sequence[LeftOut]) -> list[Slide]:
    """The last slide: the sections that have none, each with its reason."""
    if not parts:
        return []
    say = brief.say
    rows = tuple((Cell(say(f"section.{one.section}"), bold=True), Cell(one.reason)) for one in parts)
    return [
        Slide(
            key="left_out",
            section="left_out",
            title=say("left_out.title", n=len(parts)),
            subtitle=say("left_out.subtitle"),
            bands=whole(Table((say("left_out.section"), say("left_out.reason")), rows, (1, 3))),
        )
    ]
