"""What a person reads for a code of a dimension; branches and product lines are names already."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analytics.classify.claim_stages import STAGE_NAMES, ClaimStage
from ui.data import taxonomy
from ui.formats import month_name
from ui.language import language, words

MOST_TIED = 3  # names in a title that share a place; the figure has them all
SEVERAL = "\x1f"  # between the names where one mark stands for several of them, such as all branches below one
_SAID = {
    "channel": "vocabulary.channel.",
    "form": "vocabulary.form.",
    "status": "vocabulary.status.",
    "valid": "common.valid.",
    "rated": "common.rated.",
}
_MONTH = re.compile(r"\d{4}-\d{2}")
_CAUSES = ("cause", "primary_cause")
_CATEGORIES = ("category", "mention_category")


def label(name: str, code: str | None) -> str:
    """name: a dimension; code: None or "" where it is not known."""
    if not code:
        return words()("common.unclassified" if name in (*_CAUSES, *_CATEGORIES) else "common.unknown")
    if name == "days":
        return _days(code)
    if name == "step":
        step, state = code.split(":")
        return words()(f"indicators.state.{state}", step=words()(f"indicators.ladder.{step}"))
    if name == "months":
        return " – ".join(dict.fromkeys(code.split("/")))
    if name == "as_of":
        return words()("common.as_it_stood", day=code)
    if name == "withdrawn":
        return words()("common.days.withdrawn", n=code)
    if name == "apart":
        return words()("common.apart", n=len(code.split(SEVERAL)))
    if SEVERAL in code:
        return words()("common.several", n=len(code.split(SEVERAL)))
    if name in _SAID:
        return words()(_SAID[name] + code)
    if name == "claim_stage" and code in list(ClaimStage):
        return STAGE_NAMES[ClaimStage(code)].in_language(language())
    if name in ("mentions", "logged"):
        return words()("common.mentions" if name == "mentions" else "common.logged")
    known = taxonomy().category_by_code.get(code) if name in _CATEGORIES else None
    if name in _CAUSES:
        known = taxonomy().cause_by_code.get(code)  # type: ignore[assignment]
    return getattr(known, language()) if known else code


def time_name(time: str) -> str:
    """A month inside a sentence: Aug 2016 in English; in Chinese, and of a quarter, as it is."""
    return month_name(time, "en") if language() == "en" and _MONTH.fullmatch(time) else time


def listed(several: Iterable[str], most: int | None = None) -> str:
    """Several in a sentence: a, b and c; of more than `most` the first, and how many more there are."""
    say, names = words(), list(several)
    if most is not None and len(names) > most:
        first = say("common.comma").join(names[:most])
        return say("common.others", names=first, n=len(names) - most)
    return say("common.last").join([say("common.comma").join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _days(code: str) -> str:
    """Of "closed_on:0-12": until which step, and how many days it took."""
    say, (end, span) = words(), code.split(":")
    low, high = span.split("-")
    step = say(f"branches.times.{end}")
    if not high:
        return say("common.days.any", step=step)
    if low == high:
        return say("common.days.exactly", step=step, n=low)
    return say("common.days.between", step=step, low=low, high=high)
