"""A template's colours: what its slides stand on, and which of its theme's colours can be read there."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn

READABLE, VISIBLE = 4.5, 2.0  # contrast (WCAG 2): of text, of a mark
_WHOLE = 0.85  # of the slide's area: a shape that covers so much is its ground
_SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)))
_TEXT_SLOTS = ("tx1", "bg1", "tx2", "bg2")
_WEIGHTS = (0.299, 0.587, 0.114)  # green weighs most in what the eye sees (ITU-R BT.601)
Colour = tuple[float, float, float]  # red, green, blue, 0 to 1


@dataclass(frozen=True, slots=True)
class Ground:
    """colour: of what a slide stands on. picture: whether that is a picture, whose colours nobody knows."""

    colour: Colour
    picture: bool = False


class Scheme:
    """The colours of a theme by the names that slides use (tx1, bg1, accent1 ...), as its master maps them."""

    def __init__(self, theme: Any, master: Any) -> None:
        mapping = master._element.find(qn("p:clrMap"))
        self.by_name: dict[str, Colour] = {}
        for slot in _SLOTS:
            entry = theme.find(f".//{{*}}clrScheme/{{*}}{slot}")
            text = "" if entry is None or not len(entry) else entry[0].get("lastClr") or entry[0].get("val") or ""
            if len(text) == 6:
                self.by_name[slot] = _hex(text)
        for name, slot in ({} if mapping is None else dict(mapping.attrib)).items():
            if slot in self.by_name:
                self.by_name[name] = self.by_name[slot]

    def of(self, fill: Any) -> Colour | None:
        """The colour of a fill's first colour element, lightened or darkened as it says."""
        for element in fill.iter(qn("a:srgbClr"), qn("a:schemeClr"), qn("a:sysClr")):
            text = element.get("lastClr") or element.get("val") or ""
            found = self.by_name.get(text) or (_hex(text) if len(text) == 6 else None)
            return _shaded(found, element) if found else None
        return None

    def text_on(self, ground: Ground) -> str:
        """The first text colour that can be read there, else the one that can best."""
        known = [name for name in _TEXT_SLOTS if name in self.by_name] or ["tx1"]
        readable = [name for name in known if self.contrast(name, ground) >= READABLE]
        return readable[0] if readable else max(known, key=lambda name: self.contrast(name, ground))

    def contrast(self, name: str, ground: Ground) -> float:
        return contrast(self.by_name.get(name, (0.0, 0.0, 0.0)), ground.colour)

    def accents_on(self, ground: Ground) -> tuple[str, str]:
        """(the colour of "us", that of what needs action): two accents that can be seen there and told apart."""
        accents = [name for name in _SLOTS if name.startswith("accent") and name in self.by_name]
        seen = [name for name in accents if self.contrast(name, ground) >= VISIBLE] or accents
        if not seen:
            return "accent1", "accent2"
        ours = self.by_name[seen[0]]
        others = seen[1:] or [name for name in accents if name != seen[0]] or seen
        return seen[0], max(others, key=lambda name: _apart(self.by_name[name], ours))


def ground_of(layout: Any, scheme: Scheme, area: float) -> Ground:
    """What the slides of a layout stand on: a shape over all of it, the layout's background, or its master's.

    area: of the slide, in EMU squared.
    """
    plain = Ground(scheme.by_name.get("bg1", (1.0, 1.0, 1.0)))
    for owner in (layout, layout.slide_master):
        for shape in reversed([one for one in owner.shapes if not one.is_placeholder]):
            if (shape.width or 0) * (shape.height or 0) < _WHOLE * area:
                continue
            if shape._element.tag == qn("p:pic"):
                return Ground(plain.colour, picture=True)
            fill = shape._element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}")
            if fill is not None and (colour := scheme.of(fill)):
                return Ground(colour)
        background = owner._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if background is not None:
            colour = scheme.of(background)
            picture = background.find(f".//{qn('a:blipFill')}") is not None
            return Ground(colour or plain.colour, picture)
    return plain


def contrast(one: Colour, other: Colour) -> float:
    """1 (the same) to 21 (black on white), as WCAG 2 defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def is_light(colour: Colour) -> bool:
    return _luminance(colour) > 0.4


def _luminance(colour: Colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _apart(one: Colour, other: Colour) -> float:
    return sum(weight * (a - b) ** 2 for weight, a, b in zip(_WEIGHTS, one, other, strict=True))


def _hex(text: str) -> Colour:
    try:
        red, green, blue = (int(text[place : place + 2], 16) / 255 for place in (0, 2, 4))
    except ValueError:
        return 0.0, 0.0, 0.0
    return red, green, blue


def _shaded(colour: Colour, element: Any) -> Colour:
    parts: Mapping[str, float] = {
        child.tag.rsplit("}", 1)[-1]: int(child.get("val", "100000")) / 100_000 for child in element
    }
    hue, light, saturation = colorsys.rgb_to_hls(*colour)
    light = min(1.0, light * parts.get("lumMod", 1.0) + parts.get("lumOff", 0.0))
    red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
    return red, green, blue
