"""A company's own template: its masters, layouts, colours and fonts are used; what it lacks is said."""

from __future__ import annotations

import io
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
from analytics.deck.template_colours import READABLE, Scheme, ground_of, is_light
from analytics.errors import FileError, Text

MOST_BYTES = 100_000_000  # unpacked; a template with a film in it is no template
_TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
_POINT = 12700
_OLE = b"\xd0\xcf\x11\xe0"  # what Office packs a protected file in, and what a .ppt was
_TYPES = "[Content_Types].xml"
_TEMPLATE, _PRESENTATION = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
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
    content = next((one for one in layouts if _only_a_title(one)), None)
    covers = [one for one in layouts if _has(one, KIND.SUBTITLE) and _has(one, *_TITLES)]
    # Of several masters the one that the other slides have.
    covers.sort(key=lambda one: content is not None and one.slide_master != content.slide_master)
    cover = covers[0] if covers else None
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
    east, lacking = _east_asian(theme)
    if lacking:
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
        east_asian=east,
        remarks=remarks,
        **_colours(deck, theme, cover or content, content, remarks),
    )


def _colours(deck: Any, theme: Any, cover: Any, content: Any, remarks: list[Text]) -> dict[str, Any]:
    """Which of the theme's colours our text and marks take, so that they can be read on the template's grounds."""
    scheme, area = Scheme(theme, content.slide_master), deck.slide_width * deck.slide_height
    ground = ground_of(content, scheme, area)
    ours = (
        scheme if cover.slide_master == content.slide_master else Scheme(_theme(cover.slide_master), cover.slide_master)
    )
    text, (us, action) = scheme.text_on(ground), scheme.accents_on(ground)
    if ground.picture:
        remarks.append(
            Text(
                "模板的背景是图片,请核对文字是否看得清", "its background is a picture: check that the text can be read"
            )
        )
    elif scheme.contrast(text, ground) < READABLE:
        remarks.append(
            Text(
                "模板主题没有在其背景上清晰可读的文字颜色",
                "no text colour of its theme can be read well on its background",
            )
        )
    elif us != "accent1":
        remarks.append(
            Text(
                "模板的第一强调色在其背景上看不清,已换用另一种",
                "its first accent cannot be seen on its background: another is used",
            )
        )
    plain = scheme.by_name.get("bg1")
    return {
        "text": text,
        "cover_text": ours.text_on(ground_of(cover, ours, area)),
        "light": is_light(scheme.by_name.get(text, (0.0, 0.0, 0.0))),
        "ground": "bg1" if not ground.picture and ground.colour == plain else "",
        "us": us,
        "action": action,
    }


def _opened(path: Path) -> Any:
    """The presentation; a .potx is one, too."""
    try:
        packed = path.read_bytes()
        if packed.startswith(_OLE):
            why = "它有密码保护,或是旧的 .ppt", "it is protected by a password, or an old .ppt"
            raise _refused(path, Text(*why))
        with zipfile.ZipFile(io.BytesIO(packed)) as entries:
            if sum(entry.file_size for entry in entries.infolist()) > MOST_BYTES:
                raise _refused(path, Text("文件过大", "it is too large"))
            if any(name.endswith("vbaProject.bin") for name in entries.namelist()):
                raise _refused(path, Text("它含有宏", "it holds macros"))
            if _TEMPLATE in entries.read(_TYPES):
                packed = _as_presentation(entries)
        return Presentation(io.BytesIO(packed))
    except FileError:
        raise
    except Exception as error:  # whatever is wrong inside a foreign file, it is not usable as a template
        raise _refused(path, Text("不是可用的 .pptx 文件", "it is not a .pptx that can be read")) from error


def _as_presentation(entries: zipfile.ZipFile) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in entries.namelist():
            part = entries.read(name)
            out.writestr(name, part.replace(_TEMPLATE, _PRESENTATION) if name == _TYPES else part)
    return made.getvalue()


def _refused(path: Path, why: Text) -> FileError:
    return FileError(
        "bad_template",
        Text(f"模板 {path.name} 不能使用:{why.zh}", f"the template {path.name} cannot be used: {why.en}"),
        Text(
            "请在 PowerPoint 或 WPS 中另存为不带密码与宏的 .pptx,或不用模板",
            "save it as .pptx in PowerPoint or WPS, without a password or macros, or leave it out",
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


def _east_asian(theme: Any) -> tuple[str, bool]:
    """(the font to name in every run, whether the theme lacks one); "" where both its families name their own.

    Where a theme leaves the place empty, PowerPoint takes the font it lists for Chinese (Hans).
    """
    named = [theme.find(f".//{{*}}{family}/{{*}}ea") for family in ("majorFont", "minorFont")]
    if all(one is not None and one.get("typeface") for one in named):
        return "", False
    listed = theme.find(".//{*}minorFont/{*}font[@script='Hans']")
    font = "" if listed is None else str(listed.get("typeface") or "")
    return font or EAST_ASIAN, not font
