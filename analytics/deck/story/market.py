"""The market: every published figure of the year for our ratios, ours beside it where the two are alike."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Cell, Line, Prose, Slide, Table, Tone
from analytics.measures.formats import DASH, figure_value, interval
from analytics.measures.market import MarketComparison, Standing, against_market
from analytics.vocabulary import Dimension, Measure

_MOST_ROWS = 9


def of_premium(brief: Brief) -> list[MarketComparison]:
    """The market's figures for complaints per premium."""
    return _of(brief, Measure.PREMIUM_RATIO)


def _of_policies(brief: Brief) -> list[MarketComparison]:
    return _of(brief, Measure.POLICY_RATIO_10K)


def _of(brief: Brief, name: Measure) -> list[MarketComparison]:
    total = (Dimension.TOTAL,)
    return against_market(brief.cursor, brief.scope, name, lambda scope, one: brief.ask(total, one, scope=scope))


_RATIOS = {Measure.PREMIUM_RATIO: of_premium, Measure.POLICY_RATIO_10K: _of_policies}


def market(brief: Brief) -> list[Slide]:
    """One slide, or none where nothing is published for the year."""
    found = [(name, one) for name, of in _RATIOS.items() for one in brief.told(of)]
    if not found:
        return []
    say = brief.say
    # Whole years before parts of one, what is alike before what is not.
    found.sort(key=lambda one: (one[1].why_not is not None, list(_RATIOS).index(one[0]), -one[1].benchmark.months))
    shown = found[:_MOST_ROWS]
    rows = tuple(_row(brief, name, one) for name, one in shown)
    head = tuple(say(f"market.{one}") for one in ("ratio", "period", "market", "what", "ours", "verdict"))
    name, first = found[0]
    title = say("market.none_alike", n=len(found), year=brief.asked.year)
    if first.why_not is None and first.figure is not None:
        title = say(
            "market.title_doubtful" if first.doubt else f"market.title_{first.standing}",
            name=brief.measure_name(name),
            market=first.benchmark.published,
            ours=figure_value(name, first.figure.value),
            ends=interval(first.figure) or DASH,
        )
    left = len(found) - len(shown)
    frames = [one.frame for _, one in shown if one.frame is not None]
    return [
        Slide(
            key="ratios.market",
            section="ratios",
            title=title,
            subtitle=say("market.subtitle") + (f" · {say('market.left', n=left)}" if left else ""),
            bands=(
                Band(0.66, ((1, Table(head, rows, (1.9, 1.3, 0.7, 1.8, 1.9, 2.0), (2, 4))),)),
                Band(0.34, ((1, Prose((Line(say("market.how"), say("market.how_lead")), Line(say("market.note"))))),)),
            ),
            source=say("market.source", sources=say("common.and").join(_sources(brief, shown)))
            + brief.without_log(brief.ask().frame),
            notes=brief.notes(frames[0]) if frames else (say("market.how"),),
        )
    ]


def _row(brief: Brief, name: Measure, one: MarketComparison) -> tuple[Cell, ...]:
    verdict = one.why_not.in_language(brief.language) if one.why_not else brief.say(f"market.{one.standing}")
    if one.doubt:
        verdict = brief.say("market.doubtful")
    ours = DASH
    if one.figure is not None and one.figure.value is not None:
        ours = brief.say(
            "market.with_interval", value=figure_value(name, one.figure.value), ends=interval(one.figure) or DASH
        )
    tone = Tone.ACTION if one.standing is Standing.ABOVE and not one.doubt else Tone.PLAIN
    return (
        # English names carry their unit.
        Cell(brief.measure_name(name) + (f"({one.benchmark.unit})" if brief.language == "zh" else ""), bold=True),
        Cell(one.benchmark.period),
        Cell(one.benchmark.published),
        Cell(one.benchmark.what().in_language(brief.language)),
        Cell(ours, bold=True),
        Cell(verdict, tone, 0.2 if tone is Tone.ACTION else 0.0),
    )


def _sources(brief: Brief, shown: list[tuple[Measure, MarketComparison]]) -> list[str]:
    return list(dict.fromkeys(one.benchmark.origin.in_language(brief.language) for _, one in shown))
