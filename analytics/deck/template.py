"""Our own template, made in code: 16:9, one master, a cover and a content layout, the screen's colours as theme."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.charts.palette import palette
from analytics.deck.placing import COVER_SUBTITLE, COVER_TITLE, OURS, TITLE, Box
from analytics.deck.skin import EAST_ASIAN, LATIN, Skin
from analytics.deck.slides import Look

INK, PAPER, PALE = "1B2733", "FFFFFF", "F2F5F8"
COVER_BOXES = (Box(72, 172, 740, 110), Box(72, 314, 740, 110))
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def own_skin(locale: str) -> Skin:
    """An empty presentation in our own look."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(OURS.width), Pt(OURS.height)
    master = deck.slide_master
    _set_theme(master)
    layouts: Any = deck.slide_layouts
    named = {layout.name: layout for layout in layouts}
    cover, content = named["Title Slide"], named["Title Only"]
    for layout in named.values():
        if layout not in (cover, content):
            layouts.remove(layout)
    for layout, name in ((cover, "封面 Cover"), (content, "内容 Content")):
        layout._element.cSld.set("name", name)
    _set_master(master)
    _set_cover(cover)
    for shape in content.placeholders:
        _release(shape)
    return Skin(deck, OURS, {Look.COVER: cover, Look.CONTENT: content}, locale)


def _set_theme(master: Any) -> None:
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    theme.set("name", "Complaint analytics")
    screen = palette("light")
    categories = screen.categories
    colours = {
        "dk1": INK,
        "lt1": PAPER,
        "dk2": screen.limit,
        "lt2": PALE,
        "accent1": screen.us,
        "accent2": screen.action,
        "accent3": screen.rest,
        "accent4": categories["third_party_non_payment"],
        "accent5": categories["loss_assessment_dispute"],
        "accent6": categories["sales_underwriting"],
        "hlink": screen.us,
        "folHlink": screen.limit,
    }
    scheme = theme.find(f".//{{{_DRAWING}}}clrScheme")
    scheme.set("name", "Complaint analytics")
    for name, colour in colours.items():
        slot = scheme.find(f"{{{_DRAWING}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{_DRAWING}}}srgbClr", val=colour.lstrip("#"))
    fonts = theme.find(f".//{{{_DRAWING}}}fontScheme")
    fonts.set("name", "Complaint analytics")
    for family in ("majorFont", "minorFont"):
        found = fonts.find(f"{{{_DRAWING}}}{family}")
        found.find(f"{{{_DRAWING}}}latin").set("typeface", LATIN)
        found.find(f"{{{_DRAWING}}}ea").set("typeface", EAST_ASIAN)
        for script in found.findall(f"{{{_DRAWING}}}font"):
            if script.get("script") in ("Hans", "Hant"):
                script.set("typeface", EAST_ASIAN)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_master(master: Any) -> None:
    foot = OURS.foot
    boxes = {
        "title": OURS.title,
        "body": OURS.body,
        "dt": Box(48, 524, 120, 12),
        "ftr": Box(180, 524, 500, 12),
        "sldNum": Box(foot.x + foot.w, foot.y, OURS.width - 48 - foot.x - foot.w, foot.h),
    }
    for shape in master.placeholders:
        kind = shape._element.find(f".//{qn('p:ph')}").get("type")
        move(shape, boxes[kind])
        body = shape._element.txBody.find(qn("a:bodyPr"))
        for side in ("lIns", "tIns", "rIns", "bIns"):
            body.set(side, "0")
        if kind == "title":
            body.set("anchor", "b")
        _no_autofit(body)
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(round(TITLE[0] * 100)))
    title.find(qn("a:defRPr")).set("b", "1")
    for level, size in zip(
        styles.find(qn("p:bodyStyle")), (1400, 1300, 1200, 1100, 1000, 1000, 1000, 1000, 1000), strict=False
    ):
        properties = level.find(qn("a:defRPr"))
        if properties is not None:
            properties.set("sz", str(size))
    _band(master, Box(0, 0, 10, OURS.height), "accent1", first=True)


def _set_cover(cover: Any) -> None:
    for shape in cover.placeholders:
        kind = shape._element.find(f".//{qn('p:ph')}").get("type")
        if kind in ("ctrTitle", "subTitle"):
            title = kind == "ctrTitle"
            move(shape, COVER_BOXES[0 if title else 1])
            body = shape._element.txBody.find(qn("a:bodyPr"))
            body.set("anchor", "b" if title else "t")
            _no_autofit(body)
            style = shape._element.txBody.find(qn("a:lstStyle"))
            for child in list(style):
                style.remove(child)
            size = round((COVER_TITLE[0] if title else COVER_SUBTITLE[0]) * 100)
            level = etree.SubElement(style, qn("a:lvl1pPr"), marL="0", indent="0", algn="l")
            etree.SubElement(level, qn("a:buNone"))
            run = etree.SubElement(level, qn("a:defRPr"), sz=str(size), b=str(int(title)))
            fill = etree.SubElement(run, qn("a:solidFill"))
            etree.SubElement(fill, qn("a:schemeClr"), val="tx1")
        else:
            _release(shape)
    _band(cover, Box(72, 294, 96, 4), "accent2")
    _band(cover, Box(OURS.width - 84, 0, 84, OURS.height), "accent1")


def _release(shape: Any) -> None:
    """Let a layout's placeholder stand where the master's does."""
    properties = shape._element.spPr
    for child in list(properties):
        if child.tag == qn("a:xfrm"):
            properties.remove(child)


def move(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h)


def _no_autofit(body: Any) -> None:
    for child in list(body):
        body.remove(child)


def _band(owner: Any, box: Box, colour: str, *, first: bool = False) -> None:
    """A plain rectangle in a colour of the theme."""
    emu = {name: round(value * 12700) for name, value in (("x", box.x), ("y", box.y), ("w", box.w), ("h", box.h))}
    tree = owner.shapes._spTree
    xml = (
        f'<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{_DRAWING}">'
        f'<p:nvSpPr><p:cNvPr id="{900 + len(tree)}" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{emu["x"]}" y="{emu["y"]}"/><a:ext cx="{emu["w"]}" cy="{emu["h"]}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    shape = parse_xml(xml)
    tree.insert(2, shape) if first else tree.append(shape)
