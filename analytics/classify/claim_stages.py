"""The stages of a claim a log's 环节 names, where something went wrong."""

from __future__ import annotations

import re
from enum import StrEnum

from analytics.classify.text import close_up
from analytics.errors import Text


class ClaimStage(StrEnum):
    """In the order a claim passes them; 人伤 and 调查 run beside the others."""

    SURVEY = "survey"
    ASSESSMENT = "assessment"
    REVIEW = "review"
    INJURY = "injury"
    ADJUSTMENT = "adjustment"
    PAYMENT = "payment"
    INVESTIGATION = "investigation"


STAGE_NAMES: dict[ClaimStage, Text] = {
    ClaimStage.SURVEY: Text("查勘", "Survey"),
    ClaimStage.ASSESSMENT: Text("定损", "Loss assessment"),
    ClaimStage.REVIEW: Text("核损", "Assessment review"),
    ClaimStage.INJURY: Text("人伤", "Injury"),
    ClaimStage.ADJUSTMENT: Text("理算", "Adjustment"),
    ClaimStage.PAYMENT: Text("支付", "Payment"),
    ClaimStage.INVESTIGATION: Text("调查", "Investigation"),
}

_WORDS = re.compile(
    r"(?<!非)(?:(?P<survey>查勘|勘查|勘察|survey)|(?P<both>定核损)|(?P<assessment>定损|assessment)"
    r"|(?P<review>核损|review)|(?P<injury>人伤|injury)|(?P<adjustment>理算|adjustment)"
    r"|(?P<payment>支付|付款|payment)|(?P<investigation>(?<!满意度)调查|investigation))"
)


def stage_name(stage: str) -> Text:
    """What people read for a stage's code, or for a log's label of it: one that names no stage we know as it is."""
    if stage in list(ClaimStage):
        return STAGE_NAMES[ClaimStage(stage)]
    found = claim_stages(stage)
    return Text(stage, ", ".join(STAGE_NAMES[one].en for one in found) or stage)


def claim_stages(label: str) -> tuple[ClaimStage, ...]:
    """The stages a label names, each once, in its order: 查勘定损 names two. Empty if none is known."""
    found: dict[ClaimStage, None] = {}
    for word in _WORDS.finditer(close_up(label).casefold()):
        named = ("assessment", "review") if word.lastgroup == "both" else (str(word.lastgroup),)
        found.update(dict.fromkeys(ClaimStage(stage) for stage in named))
    return tuple(found)
