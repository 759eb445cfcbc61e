"""Text as XML: paragraphs with exact line spacing, and text put into a template's placeholders."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from analytics.deck.fit import LINE, Fitted
from analytics.deck.skin import Skin
from analytics.deck.slides import Tone
from analytics.text_width import kept_together

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def paragraph_xml(
    skin: Skin,
    runs: list[tuple[str, bool]],
    size: float,
    tone: Tone,
    *,
    align: str = "l",
    after: float = 0,
    heading: bool = False,
) -> str:
    """One paragraph with exact line spacing, so that its height is the same in every font."""
    spacing = f'<a:lnSpc><a:spcPts val="{round(size * LINE * 100)}"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
    spacing += f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft><a:buNone/>'
    said = "".join(
        f"<a:r>{skin.run_properties(size, tone, bold=bold, heading=heading)}<a:t>{escape(_clean(text))}</a:t></a:r>"
        for text, bold in runs
        if text
    )
    end = "" if said else f'<a:endParaRPr lang="{skin.locale}" sz="{round(size * 100)}"/>'
    return f'<a:p><a:pPr marL="0" indent="0" algn="{align}">{spacing}</a:pPr>{said}{end}</a:p>'


def _clean(text: str) -> str:
    """Without what XML cannot hold, and without a break where none should be."""
    return kept_together("".join(char for char in text if char >= " " or char in "\n\t").replace("\n", " "))


def fill_placeholder(shape: Any, text: Fitted, skin: Skin, tone: Tone | None = None) -> None:
    """Put text into a placeholder; its colour and font stay the master's unless a tone is asked for."""
    body = shape._element.txBody
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    for line in text.text.split("\n"):
        colour = "" if tone is None else f"<a:solidFill>{skin.colour(tone)}</a:solidFill>"
        east = f'<a:ea typeface="{skin.east_asian}"/>' if skin.east_asian else ""
        size = round(text.size * 100)
        body.append(
            parse_xml(
                f'<a:p {SPACES}><a:pPr><a:lnSpc><a:spcPts val="{round(text.size * LINE * 100)}"/></a:lnSpc>'
                f'<a:spcBef><a:spcPts val="0"/></a:spcBef></a:pPr><a:r><a:rPr lang="{skin.locale}" sz="{size}">'
                f"{colour}{east}</a:rPr><a:t>{escape(_clean(line))}</a:t></a:r></a:p>"
            )
        )
