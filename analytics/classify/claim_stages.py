"""The stages of a claim a log's 环节 names, where something went wrong."""

from __future__ import annotations

import re
from enum import StrEnum

from analytics.classify.text import close_up


class ClaimStage(StrEnum):
    """In the order a claim passes them; 人伤 and 调查 run beside the others."""

    SURVEY = "survey"
    ASSESSMENT = "assessment"
    REVIEW = "review"
    INJURY = "injury"
    ADJUSTMENT = "adjustment"
    PAYMENT = "payment"
    INVESTIGATION = "investigation"


STAGE_ZH: dict[ClaimStage, str] = {
    ClaimStage.SURVEY: "查勘",
    ClaimStage.ASSESSMENT: "定损",
    ClaimStage.REVIEW: "核损",
    ClaimStage.INJURY: "人伤",
    ClaimStage.ADJUSTMENT: "理算",
    ClaimStage.PAYMENT: "支付",
    ClaimStage.INVESTIGATION: "调查",
}

_WORDS = re.compile(
    r"(?<!非)(?:(?P<survey>查勘|勘查|勘察|survey)|(?P<both>定核损)|(?P<assessment>定损|assessment)"
    r"|(?P<review>核损|review)|(?P<injury>人伤|injury)|(?P<adjustment>理算|adjustment)"
    r"|(?P<payment>支付|付款|payment)|(?P<investigation>(?<!满意度)调查|investigation))"
)


def claim_stages(label: str) -> tuple[ClaimStage, ...]:
    """The stages a label names, each once, in its order: 查勘定损 names two. Empty if none is known."""
    found: dict[ClaimStage, None] = {}
    for word in _WORDS.finditer(close_up(label).casefold()):
        named = ("assessment", "review") if word.lastgroup == "both" else (str(word.lastgroup),)
        found.update(dict.fromkeys(ClaimStage(stage) for stage in named))
    return tuple(found)
