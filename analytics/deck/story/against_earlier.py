"""Parts of this year beside the same parts of the year before, all parts considered."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.deck.brief import SIGNIFICANT, Brief
from analytics.findings.chance import corrected
from analytics.measures.formats import count

Part = tuple[str, int, int]  # its name, the year before, this year


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
