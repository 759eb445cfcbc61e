"""A company's own template: its masters, layouts, colours and fonts are used; what it lacks is said."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml.ns import qn

from analytics.deck.placing import Box, Canvas
from analytics.deck.skin import EAST_ASIAN, Skin
from analytics.deck.slides import Look
from analytics.errors import FileError, Text

MOST_BYTES = 100_000_000  # unpacked; a template with a film in it is no template
_TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
_POINT = 12700
_NAMES = {
    Look.COVER: Text("封面(标题+副标题)", "cover (title and subtitle)"),
    Look.CONTENT: Text("仅标题", "title only"),
}


def company_skin(path: Path, locale: str) -> Skin:
    """An empty presentation with the template's masters. Raises FileError: no .pptx, too large, no layout at all."""
    deck = _opened(path)
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    if not layouts:
        raise _refused(path, Text("没有任何版式", "it has no layout"))
    _remove_slides(deck)
    cover = next((one for one in layouts if _has(one, KIND.SUBTITLE) and _has(one, *_TITLES)), None)
    content = next((one for one in layouts if _only_a_title(one)), None)
    remarks = []
    for look, found in ((Look.COVER, cover), (Look.CONTENT, content)):
        if found is None:
            remarks.append(
                Text(
                    f"模板缺少版式:{_NAMES[look].zh},已用其他版式代替",
                    f"the template has no layout for {_NAMES[look].en}; another one stands in",
                )
            )
    titled = next((one for one in layouts if _has(one, *_TITLES)), None)
    if titled is None:
        remarks.append(Text("模板没有带标题的版式,标题写在文本框中", "no layout has a title: titles are text boxes"))
    content = content or titled or layouts[-1]
    canvas = _canvas(deck, content)
    if abs(canvas.width / canvas.height - 16 / 9) > 0.02:
        remarks.append(
            Text(
                f"模板不是 16:9({canvas.width:.0f}×{canvas.height:.0f} 磅),按模板的尺寸排版",
                f"the template is not 16:9 ({canvas.width:.0f} x {canvas.height:.0f} pt): its own size is used",
            )
        )
    theme = _theme(content.slide_master)
    east = _east_asian(theme)
    if not east:
        remarks.append(
            Text(
                f"模板主题没有中文字体,已指定 {EAST_ASIAN}",
                f"the template's theme names no East Asian font: {EAST_ASIAN}",
            )
        )
    return Skin(
        deck,
        canvas,
        {Look.COVER: cover or content, Look.CONTENT: content},
        locale,
        ours=False,
        east_asian="" if east else EAST_ASIAN,
        action=_action(theme),
        remarks=remarks,
    )


def _opened(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
                raise _refused(path, Text("文件过大", "it is too large"))
        return Presentation(str(path))
    except FileError:
        raise
    except Exception as error:  # whatever is wrong inside a foreign file, it is not usable as a template
        raise _refused(path, Text("不是可用的 .pptx 文件", "it is not a .pptx that can be read")) from error


def _refused(path: Path, why: Text) -> FileError:
    return FileError(
        "bad_template",
        Text(f"模板 {path.name} 不能使用:{why.zh}", f"the template {path.name} cannot be used: {why.en}"),
        Text(
            "请在 PowerPoint 或 WPS 中另存为 .pptx,或不用模板", "save it as .pptx in PowerPoint or WPS, or leave it out"
        ),
    )


def _remove_slides(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
    # Sections of the file name slides that are gone; PowerPoint would repair such a file.
    extensions = deck.part._element.find(qn("p:extLst"))
    if extensions is not None:
        deck.part._element.remove(extensions)


def _kinds(layout: Any) -> list[Any]:
    return [shape.placeholder_format.type for shape in layout.placeholders]


def _has(layout: Any, *kinds: Any) -> bool:
    return any(kind in kinds for kind in _kinds(layout))


def _only_a_title(layout: Any) -> bool:
    apart = (KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER)
    rest = [kind for kind in _kinds(layout) if kind not in apart]
    return len(rest) == 1 and rest[0] in _TITLES


def _canvas(deck: Any, layout: Any) -> Canvas:
    """The layout's title where it has one at the top; the body between it and the foot of the slide."""
    width, height = deck.slide_width / _POINT, deck.slide_height / _POINT
    margin = width * 0.05
    title = Box(margin, height * 0.05, width - 2 * margin, height * 0.12)
    shape = next((one for one in layout.placeholders if one.placeholder_format.type in _TITLES), None)
    if shape is not None and None not in (shape.left, shape.top, shape.width, shape.height):
        found = Box(*(value / _POINT for value in (shape.left, shape.top, shape.width, shape.height)))
        if found.y + found.h < height * 0.35 and found.w > width * 0.4:
            title = found
    lows = [
        one.top / _POINT
        for one in layout.placeholders
        if one.placeholder_format.type in (KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER) and one.top
    ]
    foot = min([low for low in lows if low > height * 0.6] + [height * 0.94]) - 20
    top = title.y + title.h
    across = max(title.w, width - 2 * title.x)  # a title may leave room for a logo; the body need not
    return Canvas(
        width,
        height,
        title,
        Box(title.x, top + 2, across, 20),
        Box(title.x, top + 30, across, foot - top - 38),
        Box(title.x, foot, across, 18),
    )


def _theme(master: Any) -> Any:
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))


def _east_asian(theme: Any) -> str:
    found = theme.find(".//{*}minorFont/{*}ea")
    return "" if found is None else str(found.get("typeface") or "")


def _action(theme: Any) -> str:
    """The accent that is easiest to tell from the first: what needs action must not look like the rest."""
    colours = {}
    for number in range(1, 7):
        slot = theme.find(f".//{{*}}clrScheme/{{*}}accent{number}")
        text = "" if slot is None or not len(slot) else slot[0].get("lastClr") or slot[0].get("val") or ""
        if len(text) == 6:
            colours[f"accent{number}"] = [int(text[place : place + 2], 16) for place in (0, 2, 4)]
    ours = colours.pop("accent1", None)
    if ours is None or not colours:
        return "accent2"
    # Green weighs most in what the eye sees (ITU-R BT.601).
    weights = (0.299, 0.587, 0.114)
    return max(
        colours,
        key=lambda name: sum(w * (a - b) ** 2 for w, a, b in zip(weights, colours[name], ours, strict=True)),
    )
