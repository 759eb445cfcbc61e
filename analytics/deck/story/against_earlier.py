"""Parts of this year beside the same parts of the year before, all parts considered."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.deck.brief import SIGNIFICANT, Brief
from analytics.deck.slides import Chart, ChartKind, Series, Tone
from analytics.findings.chance import corrected
from analytics.measures import Row
from analytics.measures.formats import count
from analytics.vocabulary import Dimension, Measure

Part = tuple[str, int, int]  # its name, the year before, this year


def parts_of(
    brief: Brief, dimension: Dimension, rows: Sequence[Row], measure: Measure = Measure.COMPLAINTS
) -> list[Part]:
    """Each row's complaints, or those from the regulator, beside those of the year before.

    0 where nobody complained or nothing is compared.
    """

    def counts(of: Sequence[Row]) -> dict[str | None, int]:
        return {row.key[dimension.value]: int(row.value(measure) or 0) for row in of}

    earlier = brief.earlier
    before = counts(brief.ask((dimension,), measure, scope=earlier).rows) if earlier else {}
    return [(brief.name(dimension, key), before.get(key, 0), n) for key, n in counts(rows).items()]


def bars(brief: Brief, title: str, parts: Sequence[Part]) -> Chart:
    """This year's parts, and behind them those of the year before where they may be compared."""
    names, old, new = zip(*parts, strict=True)
    series = [Series(str(brief.asked.year), new, labels=True)]
    if brief.earlier:
        series.append(Series(str(brief.asked.year - 1), old, Tone.REST, labels=True))
    return Chart(ChartKind.BARS, names, tuple(series), brief.say("unit.complaints"), title)


def verdict(brief: Brief, parts: Sequence[Part]) -> str:
    """What a title says after its first half: which parts changed beyond chance, the surest first, or that none did."""
    if brief.earlier is None:
        return ""
    changed = beyond_chance(brief, parts)
    if not changed:
        return brief.say("against.none")
    name, old, new = changed[0]
    key = "against.up" if new > old else "against.down"
    p = corrected(brief.p_against_earlier(old, new), len(parts))
    more = brief.say("against.more", n=len(changed) - 1) if len(changed) > 1 else ""
    return brief.say(key, name=name, old=count(old), new=count(new), p=brief.p_value(p)) + more


def beyond_chance(brief: Brief, parts: Sequence[Part]) -> list[Part]:
    """The parts whose counts differ from the year before beyond chance (exact test, Bonferroni), the surest first."""
    tested = [(corrected(brief.p_against_earlier(old, new), len(parts)), (name, old, new)) for name, old, new in parts]
    return [part for p, part in sorted(tested) if p < SIGNIFICANT]
