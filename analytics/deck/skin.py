"""How a deck looks: the colours its tones mean, its fonts, its canvas and its layouts, ours or a company's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analytics.deck.placing import Canvas
from analytics.deck.slides import Look, Tone
from analytics.errors import Text

EAST_ASIAN = "Microsoft YaHei"
LATIN = "Arial"

_SCHEME = {
    Tone.US: '<a:schemeClr val="accent1"/>',
    Tone.REST: '<a:schemeClr val="accent3"/>',
    Tone.TEXT: '<a:schemeClr val="tx1"/>',
    Tone.LIMIT: '<a:schemeClr val="tx2"/>',
}
# A company's third accent and second text colour may be any; what must recede is made of its own text colour instead.
_COMPANY = {
    Tone.REST: '<a:schemeClr val="tx1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>',
    Tone.LIMIT: '<a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/></a:schemeClr>',
}


@dataclass(slots=True)
class Skin:
    """presentation: an empty python-pptx Presentation with the template's masters.

    layouts: the layout of each look. east_asian: the font named in every run, "" where the theme has one of its own.
    action: the theme's colour for what needs action.
    remarks: what the template lacks, for the person who chose it.
    """

    presentation: Any
    canvas: Canvas
    layouts: dict[Look, Any]
    locale: str
    ours: bool = True
    east_asian: str = ""
    action: str = "accent2"
    remarks: list[Text] = field(default_factory=list)

    def colour(self, tone: Tone) -> str:
        if tone is Tone.ACTION:
            return f'<a:schemeClr val="{self.action}"/>'
        return _SCHEME[tone] if self.ours else _COMPANY.get(tone, _SCHEME[tone])

    def fill(self, tone: Tone, strength: float = 1.0) -> str:
        """A fill, paler towards 0."""
        if tone is Tone.PLAIN or strength <= 0:
            return "<a:noFill/>"
        if strength >= 1:
            return f"<a:solidFill>{self.colour(tone)}</a:solidFill>"
        share, colour = f'<a:alpha val="{round(strength * 100_000)}"/>', self.colour(tone)
        if colour.count("<") == 1:
            colour = colour.replace("/>", "></a:schemeClr>")
        return f"<a:solidFill>{colour.replace('</a:schemeClr>', share + '</a:schemeClr>')}</a:solidFill>"

    def hairline(self) -> str:
        return (
            '<a:ln w="6350"><a:solidFill><a:schemeClr val="tx1"><a:lumMod val="15000"/><a:lumOff val="85000"/>'
            "</a:schemeClr></a:solidFill></a:ln>"
        )

    def run_properties(
        self, size: float, tone: Tone = Tone.TEXT, *, bold: bool = False, tag: str = "a:rPr", heading: bool = False
    ) -> str:
        """The properties of a run of text; both scripts follow the theme's fonts."""
        family = "mj" if heading else "mn"
        east = self.east_asian or f"+{family}-ea"
        language = "" if tag == "a:defRPr" else f' lang="{self.locale}"'
        return (
            f'<{tag}{language} sz="{round(size * 100)}" b="{int(bold)}">'
            f"<a:solidFill>{self.colour(tone)}</a:solidFill>"
            f'<a:latin typeface="+{family}-lt"/><a:ea typeface="{east}"/></{tag}>'
        )
