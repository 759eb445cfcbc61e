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
# A company's third accent and second text colour may be any; what must recede is made of its own text colour instead:
# how much of its lightness is kept and how much is added, for dark text and for light.
_DARK, _LIGHT = {Tone.REST: (40, 60), Tone.LIMIT: (65, 35)}, {Tone.REST: (55, 0), Tone.LIMIT: (80, 0)}
_HAIRLINE = {False: (15, 85), True: (40, 0)}


@dataclass(slots=True)
class Skin:
    """presentation: an empty python-pptx Presentation with the template's masters.

    layouts: the layout of each look. east_asian: the font named in every run, "" where the theme has one of its own.
    text, us, action: the theme's colours for text, for "us" and for what needs action; light: whether the text is a
    light one on a dark ground. cover_text: that of text on the cover. ground: the theme's colour behind the text, ""
    where it has none there.
    remarks: what the template lacks, for the person who chose it.
    """

    presentation: Any
    canvas: Canvas
    layouts: dict[Look, Any]
    locale: str
    ours: bool = True
    east_asian: str = ""
    text: str = "tx1"
    cover_text: str = "tx1"
    light: bool = False
    ground: str = "bg1"
    us: str = "accent1"
    action: str = "accent2"
    remarks: list[Text] = field(default_factory=list)

    def colour(self, tone: Tone) -> str:
        if tone is Tone.ACTION:
            return f'<a:schemeClr val="{self.action}"/>'
        if self.ours:
            return _SCHEME[tone]
        if tone is Tone.US:
            return f'<a:schemeClr val="{self.us}"/>'
        shares = (_LIGHT if self.light else _DARK).get(tone)
        return self._of_text(*shares) if shares else f'<a:schemeClr val="{self.text}"/>'

    def _of_text(self, kept: int, added: int) -> str:
        lighter = f'<a:lumOff val="{added * 1000}"/>' if added else ""
        return f'<a:schemeClr val="{self.text}"><a:lumMod val="{kept * 1000}"/>{lighter}</a:schemeClr>'

    def panel(self) -> str:
        """The fill behind a card: the ground with a breath of the text's colour."""
        return f'<a:solidFill><a:schemeClr val="{self.text}"><a:alpha val="5000"/></a:schemeClr></a:solidFill>'

    def backing(self) -> str:
        """The fill behind a label that a line may cross."""
        if not self.ground:
            return "<a:noFill/>"
        return f'<a:solidFill><a:schemeClr val="{self.ground}"><a:alpha val="85000"/></a:schemeClr></a:solidFill>'

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
        return f'<a:ln w="6350"><a:solidFill>{self._of_text(*_HAIRLINE[self.light])}</a:solidFill></a:ln>'

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
