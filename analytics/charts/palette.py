"""What a colour means, the same in every chart: one accent for us, grey for the rest, warm for action.

Each mode is chosen against its own background, not inverted. Cause categories keep one hue in both modes
(after Paul Tol's "muted" scheme) and stay apart for the three common colour-vision deficiencies; the tests
measure that, and the contrast with the background.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours. background: what the chart is drawn on (the page's own; charts are transparent). ink: the page's
    words; limit: also the words of axes and beside marks; grid: lines to read a value along; edge: the rim of a label.
    """

    background: str
    ink: str
    grid: str
    edge: str
    us: str
    rest: str
    action: str
    limit: str
    categories: dict[str, str]
    unclassified: str

    def category(self, code: str | None) -> str:
        """The fixed colour of a cause category; grey for none and for one this product does not ship."""
        return self.categories.get(code or "", self.unclassified)


_LIGHT = Palette(
    background="#FFFFFF",
    ink="#0F1822",
    grid="#E6EAF1",
    edge="#D8DEE6",
    us="#1B5E9E",
    rest="#8794A5",
    action="#B84A06",
    limit="#5F6B7A",
    categories={
        "liability_dispute": "#2A1A8C",
        "third_party_non_payment": "#20A77A",
        "loss_assessment_dispute": "#A0389B",
        "claim_service": "#0D6723",
        "sales_underwriting": "#A88A1F",
        "policy_service": "#DB5560",
        "other": "#505C69",
    },
    unclassified="#8794A5",
)

_DARK = Palette(
    background="#12181F",
    ink="#E4EAF1",
    grid="#31333F",
    edge="#313C49",
    us="#6CA9E6",
    rest="#5D6B7C",
    action="#F0955A",
    limit="#9AA7B6",
    categories={
        "liability_dispute": "#7A66F0",
        "third_party_non_payment": "#4FDDA0",
        "loss_assessment_dispute": "#C07FE6",
        "claim_service": "#46A139",
        "sales_underwriting": "#DCCF4A",
        "policy_service": "#E27C93",
        "other": "#A9B5C3",
    },
    unclassified="#5D6B7C",
)


def palette(mode: Mode) -> Palette:
    return _DARK if mode == "dark" else _LIGHT
