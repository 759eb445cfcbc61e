"""A company's own template: its masters, colours and fonts are used, and what it lacks is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from analytics.errors import FileError
from analytics.store import Store
from tests.deck.made import NAMES, Opened, made


def template(path: Path, *, keep: tuple[str, ...] = (), wide: bool = True, east: str = "KaiTi") -> Path:
    """A template with a slide of its own, red as its first accent; `keep`: names of its layouts."""
    deck: Any = Presentation()
    if wide:
        deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    accent = theme.find(".//a:accent1", NAMES)
    accent[0].set("val", "C00000")
    for ea in theme.iterfind(".//a:ea", NAMES):
        ea.set("typeface", east)
    part._blob = etree.tostring(theme)
    layouts = list(deck.slide_layouts)
    for layout in layouts:
        if keep and layout.name not in keep:
            deck.slide_layouts.remove(layout)
    page = deck.slides.add_slide(deck.slide_layouts[0])
    if page.shapes.title is not None:
        page.shapes.title.text = "模板里的旧页"
    deck.save(str(path))
    return path


def test_its_colours_fonts_and_masters_are_used(sample: Store, tmp_path: Path) -> None:
    one = made(sample, template=template(tmp_path / "t.pptx"))
    opened = Opened(one)
    assert one.remarks == ()
    assert "旧页" not in opened.everything()
    themes = [etree.tostring(part).decode() for part in opened.parts("ppt/theme/theme").values()]
    assert any("C00000" in theme and "KaiTi" in theme for theme in themes)
    layouts = {page.slide_layout.name for page in opened.pages.values()}
    assert layouts == {"Title Slide", "Title Only"}
    for part in opened.parts("ppt/charts/chart").values():
        fills = {fill.get("val") for fill in part.iterfind(".//a:schemeClr", NAMES)}
        assert "accent1" in fills or "tx1" in fills
        assert part.find(".//a:srgbClr", NAMES) is None
        assert {one.get("typeface") for one in part.iterfind(".//a:ea", NAMES)} == {"+mn-ea"}


@pytest.mark.parametrize(
    ("keep", "missing"),
    [
        (("Title Slide",), "仅标题"),
        (("Title Only",), "封面"),
        (("Blank",), "没有带标题的版式"),
    ],
)
def test_missing_layouts_are_said_and_the_deck_is_made(
    sample: Store, tmp_path: Path, keep: tuple[str, ...], missing: str
) -> None:
    one = made(sample, template=template(tmp_path / "t.pptx", keep=keep))
    assert any(missing in remark.zh for remark in one.remarks)
    opened = Opened(one)
    assert all(slide.title in opened.text(slide.key).replace("\x0b", "") for slide in one.deck.slides[2:4])
    for page in opened.pages.values():
        assert [s.name for s in page.placeholders if s.has_text_frame and not s.text_frame.text.strip()] == []


def test_a_theme_without_a_chinese_font_gets_one_in_every_run(sample: Store, tmp_path: Path) -> None:
    one = made(sample, template=template(tmp_path / "t.pptx", east=""))
    assert any("没有中文字体" in remark.zh for remark in one.remarks)
    for part in Opened(one).parts("ppt/slides/slide").values():
        for run in part.iterfind(".//a:r", NAMES):
            assert run.find("a:rPr/a:ea", NAMES).get("typeface") == "Microsoft YaHei"


def test_another_shape_is_said_and_kept_to(sample: Store, tmp_path: Path) -> None:
    one = made(sample, template=template(tmp_path / "t.pptx", wide=False))
    assert any("16:9" in remark.zh for remark in one.remarks)
    opened = Opened(one)
    assert opened.presentation.slide_width == Inches(10)
    for key, page in opened.pages.items():
        for shape in page.shapes:
            assert shape.left + shape.width <= Inches(10.02), (key, shape.name)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not a presentation"])
def test_what_is_no_template_is_refused(sample: Store, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.pptx"
    path.write_bytes(content)
    with pytest.raises(FileError) as refused:
        made(sample, template=path)
    assert refused.value.code == "bad_template"


def test_what_needs_action_can_be_told_from_the_rest(sample: Store, tmp_path: Path) -> None:
    """The first accent is a red like the second of the theme, so the warm mark is another one."""
    opened = Opened(made(sample, template=template(tmp_path / "t.pptx")))
    (months,) = opened.charts("months")
    marked = {fill.get("val") for fill in months.element.iterfind(".//c:dPt//a:schemeClr", NAMES)}
    assert marked and not marked & {"accent1", "accent2"}


def test_a_cover_without_a_place_for_its_subtitle_still_says_as_of_when(sample: Store, tmp_path: Path) -> None:
    opened = Opened(made(sample, template=template(tmp_path / "t.pptx", keep=("Blank",))))
    assert "全公司" in opened.text("cover") and "2016-12-31" in opened.text("cover")
