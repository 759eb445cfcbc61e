"""What explains the most striking month: its rise over the twelve months before, by branch and cause."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Chart, ChartKind, Series, Slide, Tone, whole
from analytics.deck.story.first_place import named
from analytics.errors import RequestError
from analytics.measures.contributions import Contribution, Contributions, contributions
from analytics.measures.formats import count
from analytics.vocabulary import Dimension

D = Dimension
_MOST_STEPS = 7
_MONTHS_OF_A_YEAR = 12
_PIECES = "#,##0.0"


def jump(brief: Brief, month: str) -> list[Slide]:
    """The waterfall of the Trends page for a month; none where there is nothing to hold it against or it is no rise."""
    try:
        made = contributions(brief.cursor, brief.scope, month)
    except RequestError:
        return []
    shown, rest = made.largest(_MOST_STEPS)
    if made.change <= 0 or not shown:
        return []
    say, title = brief.say, _title(brief, made)
    beyond = [one for one in shown if one.beyond_chance]
    explained = (
        say("jump.explained", n=len(beyond), change=f"{sum(one.change for one in beyond):,.1f}") if beyond else ""
    )
    return [
        Slide(
            key="outbreaks.jump",
            section="outbreaks",
            title=title,
            subtitle=say("jump.subtitle", month=brief.month(month, month)) + explained,
            bands=whole(_waterfall(brief, made, shown, rest, title)),
            source=brief.frame_line(made.frame, made.now),
            notes=(*brief.notes(made.frame), say("jump.note", cells=len(made.rows), months=len(made.baseline))),
        )
    ]


def _title(brief: Brief, made: Contributions) -> str:
    top = made.leading()
    part = f"+{top[0].change:,.1f}"
    return brief.say(
        "jump.title" if top[0].beyond_chance else "jump.title_chance",
        month=brief.month(made.month, made.month),
        now=count(made.now),
        before=f"{made.before:,.1f}",
        so_far=brief.say("jump.so_far", as_of=made.frame.as_of) if made.unfinished else "",
        mean=_mean(brief, made),
        change=f"{made.change:,.1f}",
        name=named(brief, [_name(brief, one) for one in top]),
        part=part if len(top) == 1 else brief.say("common.each", n=part),
    )


def _name(brief: Brief, row: Contribution) -> str:
    cause = brief.name(D.CAUSE, row.cause)
    if brief.asked.branch:
        return cause
    return brief.say("jump.name", branch=brief.name(D.BRANCH, row.branch), cause=cause)


def _mean(brief: Brief, made: Contributions) -> str:
    n = len(made.baseline)
    return brief.say("jump.mean" if n == _MONTHS_OF_A_YEAR else "jump.mean_known", n=n)


def _waterfall(brief: Brief, made: Contributions, shown: tuple[Contribution, ...], rest: float, title: str) -> Chart:
    """Bars from the mean to the month: a base nobody sees, the step on it, and a carrier that prints the change."""
    say = brief.say
    steps = [(_name(brief, one), one.change, Tone.ACTION if one.beyond_chance else Tone.LIMIT) for one in shown]
    left = len(made.rows) - len(shown)
    if left:
        steps.append((say("jump.others", n=left), rest, Tone.LIMIT))
    names, bases = [_mean(brief, made)], [0.0]
    lengths, tones, formats = [made.before], [Tone.REST], [_PIECES]
    level = made.before
    for name, change, tone in steps:
        names.append(name)
        bases.append(max(0.0, min(level, level + change)))
        lengths.append(abs(change))
        tones.append(tone)
        formats.append(f"{'+' if change >= 0 else '-'}{_PIECES}")
        level += change
    names.append(brief.month(made.month, made.month))
    bases.append(0.0)
    lengths.append(float(made.now))
    tones.append(Tone.US)
    formats.append("#,##0")
    drawn = tuple(round(one, 4) for one in lengths)
    return Chart(
        ChartKind.WATERFALL,
        tuple(names),
        (
            Series(say("jump.base"), tuple(round(one, 4) for one in bases), Tone.PLAIN),
            Series(say("jump.step"), drawn, Tone.LIMIT, tones=tuple(enumerate(tones))),
            Series(say("jump.carrier"), drawn, Tone.PLAIN, labels=True, formats=tuple(enumerate(formats))),
        ),
        say("unit.complaints"),
        title,
    )
