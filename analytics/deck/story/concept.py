"""What a complaint is, where it comes from, and the steps and limits of the rule book in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Cell, Line, Prose, Slide, Table, beside, whole
from analytics.measures.names import CHANNEL_NAMES, FORM_NAMES
from analytics.rules import STEP_NAMES, RuleBook, Step
from analytics.rules.book import Limit, StepLimit
from analytics.vocabulary import Channel, Complexity, Dimension, Form, Measure


def concept(brief: Brief) -> list[Slide] | str:
    books = brief.ask((Dimension.TOTAL,), Measure.COMPLAINTS, Measure.VALID).frame.books
    if not books:
        return brief.say("common.no_complaints")
    return [_what(brief, books), *(_limits(brief, book, several=len(books) > 1) for book in books)]


def _what(brief: Brief, books: Sequence[RuleBook]) -> Slide:
    say, language = brief.say, brief.language
    codes = {one for book in books for one in book.counted_channels}
    counted = say("common.and").join(CHANNEL_NAMES[one].in_language(language) for one in Channel if one.value in codes)
    rows = tuple(
        (
            Cell(CHANNEL_NAMES[channel].in_language(language), bold=True),
            Cell(say(f"concept.{channel.value}")),
            Cell(say("concept.counted" if channel.value in codes else "concept.not_counted")),
        )
        for channel in Channel
    )
    table = Table((say("concept.channel"), say("concept.examples"), say("concept.role")), rows, (1.1, 2.2, 1.4))
    lines = (
        Line(say("concept.complaint"), say("concept.complaint_lead"), "concept.complaint"),
        Line(say("concept.cause"), say("concept.cause_lead"), "concept.cause"),
        Line(say("concept.informal"), FORM_NAMES[Form.INFORMAL].in_language(language) + say("common.colon")),
        Line(say("concept.formal"), FORM_NAMES[Form.FORMAL].in_language(language) + say("common.colon")),
        Line(say("concept.views"), say("concept.views_lead"), "concept.views"),
    )
    return Slide(
        key="concept.what",
        section="concept",
        title=say("concept.title", channels=counted),
        subtitle=say("concept.subtitle"),
        bands=beside(Prose(lines), table, 0.46),
        source=say("concept.source", book=say("common.and").join(book.label.in_language(language) for book in books)),
        notes=tuple(_note(brief, book) for book in books),
    )


def _note(brief: Brief, book: RuleBook) -> str:
    return brief.say("concept.note", book=book.label.in_language(brief.language), source=book.source)


def _limits(brief: Brief, book: RuleBook, *, several: bool) -> Slide:
    """The steps and limits of one rule book; where the year has several, each says whom it is for."""
    say, language, key = brief.say, brief.language, "concept"
    label, steps = book.label.in_language(language), say("concept.steps")
    if several:
        key = f"concept.{book.name}"
        first, last = date(brief.asked.year, 1, 1), date(brief.asked.year, 12, 31)
        span = max(first, book.in_force_from), min(last, book.in_force_to)
        steps = say("concept.in_force", book=label, first=span[0], last=span[1], steps=steps)
    classes = list(book.withdrawal)
    named = [_class_name(brief, one) for one in classes]
    rows = [
        (
            Cell(STEP_NAMES[step].in_language(language), bold=True),
            *(Cell(_term(brief, book.steps[step].get(one))) for one in classes),
        )
        for step in Step
        if step in book.steps
    ]
    rows.append(
        (
            Cell(say("concept.withdrawal"), bold=True),
            *(Cell(_term(brief, book.withdrawal[one]), bold=True) for one in classes),
        )
    )
    table = Table((say("concept.step"), *named), tuple(rows), (1.6, *(1.0 for _ in classes)))
    return Slide(
        key=f"{key}.limits",
        section="concept",
        title=say(
            "concept.limits_title",
            limits=say("common.semicolon").join(
                say("concept.limit_of", one=name, term=_term(brief, book.withdrawal[one]))
                for name, one in zip(named, classes, strict=True)
            ),
        ),
        subtitle=steps,
        bands=(
            Band(0.62, whole(table)[0].blocks),
            Band(0.38, ((1, Prose(tuple(Line(say(f"concept.rule_{n}"), key=f"{key}.rule_{n}") for n in (1, 2, 3)))),)),
        ),
        source=say("concept.source", book=label),
        notes=(_note(brief, book),),
    )


def _class_name(brief: Brief, one: str) -> str:
    if one in list(Form):
        return FORM_NAMES[Form(one)].in_language(brief.language)
    return brief.say(f"concept.{Complexity(one).value}")


def _term(brief: Brief, limit: StepLimit | None) -> str:
    if limit is None:
        return "—"
    if isinstance(limit, timedelta):
        return brief.say("concept.minutes", n=int(limit.total_seconds() // 60))
    assert isinstance(limit, Limit)
    if limit.days == 0:
        return brief.say("concept.same_day")
    return brief.say("concept.working_days" if limit.unit == "working" else "concept.calendar_days", n=limit.days)
