"""The cover, what comes, and the year in one page."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.deck.brief import SIGNIFICANT, Brief
from analytics.deck.slides import Band, Card, Cards, Cell, Line, Look, Prose, Slide, Table, Tone, whole
from analytics.measures import Figure, Row
from analytics.measures.formats import count, figure_value
from analytics.vocabulary import Dimension, Measure

M = Measure
_CARD_MEASURES = (
    M.COMPLAINTS,
    M.VALID,
    M.PENDING,
    M.PREMIUM_RATIO,
    M.POLICY_RATIO,
    M.TIMELY_RATE,
)

_PAGES_BEFORE = 2  # the cover and the contents


def cover(brief: Brief) -> list[Slide]:
    frame = brief.ask((Dimension.TOTAL,), *_CARD_MEASURES).frame
    return [
        Slide(
            key="cover",
            section="cover",
            title=brief.say("cover.title", year=brief.asked.year),
            subtitle=brief.say("cover.subtitle", whom=brief.whom(), as_of=frame.as_of or brief.say("common.no_data")),
            notes=brief.notes(frame),
            look=Look.COVER,
        )
    ]


def contents(brief: Brief, told: Sequence[Slide]) -> list[Slide]:
    """Each section with what it finds and its page. told: the slides that come after this one."""
    say = brief.say
    firsts = {slide.section: (page, slide) for page, slide in reversed(list(enumerate(told, start=_PAGES_BEFORE + 1)))}
    rows = tuple(
        (
            Cell(f"{n:02d}"),
            Cell(say(f"section.{section}"), bold=True),
            Cell(slide.title),
            Cell(str(page)),
        )
        for n, (section, (page, slide)) in enumerate(sorted(firsts.items(), key=lambda one: one[1][0]), start=1)
    )
    head = ("#", *(say(f"contents.{one}") for one in ("section", "finding", "page")))
    return [
        Slide(
            key="contents",
            section="contents",
            title=say("contents.title"),
            subtitle=say("contents.subtitle", whom=brief.whom(), year=brief.asked.year),
            bands=whole(Table(head, rows, (0.35, 1.7, 5.2, 0.5), (3,))),
        )
    ]


def summary(brief: Brief) -> list[Slide] | str:
    now = brief.total(*_CARD_MEASURES)
    if now is None or not now.value(M.COMPLAINTS):
        return brief.say("common.no_complaints")
    frame = brief.ask((Dimension.TOTAL,), *_CARD_MEASURES).frame
    before = brief.total(M.COMPLAINTS, M.VALID, M.PREMIUM_YUAN, scope=brief.earlier) if brief.earlier else None
    gross = brief.total(M.VALID, scope=brief.gross)
    assert gross is not None
    figures = now.figures
    return [
        Slide(
            key="summary",
            section="summary",
            title=_title(brief, now, before),
            subtitle=brief.say("summary.subtitle"),
            bands=(
                Band(0.34, ((1, Cards(_cards(brief, now, before, gross))),)),
                Band(0.66, ((1, Prose(tuple(_points(brief, now, before)))),)),
            ),
            source=brief.frame_line(frame, now.value(M.COMPLAINTS)),
            notes=brief.notes(frame, *(figures[one] for one in _CARD_MEASURES)),
        )
    ]


def _title(brief: Brief, now: Row, before: Row | None) -> str:
    as_of = brief.scope.as_of
    over = as_of is None or as_of.year > brief.asked.year or (as_of.month, as_of.day) == (12, 31)
    counts = brief.say(
        "summary.counts" if over else "summary.counts_so_far",
        as_of=as_of,
        complaints=count(now.value(M.COMPLAINTS)),
        valid=count(now.value(M.VALID)),
    )
    return counts + ("" if before is None else brief.say("summary.against", verdict=against(brief, now, before)))


def against(brief: Brief, now: Row, before: Row) -> str:
    """This year's complaints beside last year's: both counts, and whether chance alone would do."""
    new, old = int(now.value(M.COMPLAINTS) or 0), int(before.value(M.COMPLAINTS) or 0)
    p = brief.p_against_earlier(old, new)
    if p >= SIGNIFICANT:
        return brief.say("summary.chance", old=count(old), p=brief.p_value(p))
    return brief.say("summary.more" if new > old else "summary.fewer", old=count(old), p=brief.p_value(p))


def _cards(brief: Brief, now: Row, before: Row | None, gross: Row) -> tuple[Card, ...]:
    say, figures = brief.say, now.figures
    earlier, under_valid = "", say("summary.gross", n=count(gross.value(M.VALID)))
    if before is not None and brief.earlier is not None:
        earlier = say("summary.last_year", n=count(before.value(M.COMPLAINTS)))
        # At the same age: what was pending on that day has turned valid or not since.
        day, valid = brief.earlier.as_of, count(before.value(M.VALID))
        under_valid += "\n" + say("summary.last_year_valid", day=day, n=valid)
    return (
        Card(brief.measure_name(M.COMPLAINTS), count(now.value(M.COMPLAINTS)), earlier),
        Card(
            say("summary.valid_net"),
            count(now.value(M.VALID)),
            under_valid,
            Tone.ACTION if now.value(M.VALID) else Tone.TEXT,
        ),
        *(_ratio_card(brief, figures[one]) for one in (M.PREMIUM_RATIO, M.POLICY_RATIO, M.TIMELY_RATE)),
    )


def _ratio_card(brief: Brief, figure: Figure) -> Card:
    name = brief.say(f"summary.{figure.measure.value}")
    under = brief.interval(figure) or brief.missing(figure)
    if figure.measure is not M.TIMELY_RATE and figure.value is not None:
        under = f"{brief.unit(figure)}\n{under}"
    return Card(name, figure_value(figure.measure, figure.value), under)


def _points(brief: Brief, now: Row, before: Row | None) -> list[Line]:
    """What a reader of this page alone should know, most important first."""
    from analytics.deck.story.headlines import headlines

    said = [Line(text, lead, f"summary.{name}") for name, lead, text in headlines(brief)]
    pending = now.value(M.PENDING)
    if pending:
        said.append(
            Line(brief.say("summary.pending", n=count(pending)), brief.say("summary.pending_lead"), "summary.pending")
        )
    return said
