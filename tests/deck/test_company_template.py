"""A company's own template: its masters, colours and fonts are used, and what it lacks is said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.slide import SlideLayoutPart, SlideMasterPart
from pptx.util import Inches

from analytics.deck.making import Made
from analytics.deck.template_colours import contrast
from analytics.errors import FileError
from analytics.store import Store
from tests.deck.made import NAMES, Opened, made
from tests.deck.schema_order import out_of_order
from tests.deck.test_form import below_the_body


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


def changed_theme(path: Path, change: Callable[[Any, Any], None]) -> Path:
    """A template whose theme and master somebody changed."""
    deck: Any = Presentation(str(template(path)))
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    change(theme, deck.slide_master)
    part._blob = etree.tostring(theme)
    deck.save(str(path))
    return path


def set_colours(theme: Any, **colours: str) -> None:
    for name, colour in colours.items():
        slot = theme.find(f".//a:clrScheme/a:{name}", NAMES)
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{NAMES['a']}}}srgbClr", val=colour)


def dark_by_its_map(theme: Any, master: Any) -> None:
    """Light text on dark as PowerPoint's own dark styles have it; its first accent is as dark as the ground."""
    set_colours(theme, dk1="101820", lt1="F5F5F5", accent1="0A3D62", accent2="F6B93B", accent3="60A3BC")
    names = master._element.find("p:clrMap", NAMES)
    names.set("bg1", "dk1"), names.set("tx1", "lt1")


def dark_by_a_background(theme: Any, master: Any) -> None:
    """A dark background under a theme whose text is black."""
    set_colours(theme, dk1="000000", lt1="FFFFFF", accent1="FFC312")
    spaces = " ".join(f'xmlns:{one}="{NAMES[one]}"' for one in "ap")
    fill = '<a:solidFill><a:srgbClr val="1B1464"/></a:solidFill><a:effectLst/>'
    slide = master._element.find("p:cSld", NAMES)
    for old in slide.findall("p:bg", NAMES):
        slide.remove(old)
    slide.insert(0, parse_xml(f"<p:bg {spaces}><p:bgPr>{fill}</p:bgPr></p:bg>"))


@pytest.mark.parametrize(
    ("change", "text", "us"), [(dark_by_its_map, "tx1", "accent2"), (dark_by_a_background, "bg1", "accent1")]
)
def test_on_a_dark_ground_everything_is_light(
    sample: Store, tmp_path: Path, change: Callable[[Any, Any], None], text: str, us: str
) -> None:
    one = made(sample, template=changed_theme(tmp_path / "t.pptx", change))
    assert any("第一强调色" in remark.zh for remark in one.remarks) is (us != "accent1")
    opened = Opened(one)
    for folder in ("ppt/slides/slide", "ppt/charts/chart"):
        for name, part in opened.parts(folder).items():
            said = {fill.get("val") for fill in part.iterfind(".//a:schemeClr", NAMES)}
            assert said & {"tx1", "bg1"} <= {text}, name
            # Light text recedes by being darkened, never by what lightens dark text.
            assert part.find(".//a:lumOff", NAMES) is None, name
    (months,) = opened.charts("months")
    fills = {fill.get("val") for fill in months.element.iterfind(".//c:ser/c:spPr/a:solidFill/a:schemeClr", NAMES)}
    assert us in fills


def test_contrast_is_that_of_the_definition() -> None:
    """WCAG 2: black on white is 21 to 1, a colour on itself 1; #767676 is the darkest grey that just reaches 4.5."""
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((0.3, 0.2, 0.1), (0.3, 0.2, 0.1)) == pytest.approx(1)
    assert contrast((0x76 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.54, abs=0.01)


def retyped(path: Path, of: str, to: str, more: dict[str, bytes] | None = None) -> Path:
    """The same package with another type of its main part."""
    source = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(source)) as packed, zipfile.ZipFile(path, "w") as out:
        for name in packed.namelist():
            out.writestr(name, packed.read(name).replace(of.encode(), to.encode()))
        for name, content in (more or {}).items():
            out.writestr(name, content)
    return path


def test_a_potx_is_a_template_and_makes_a_presentation(sample: Store, tmp_path: Path) -> None:
    kinds = "presentationml.presentation.main+xml", "presentationml.template.main+xml"
    opened = Opened(made(sample, template=retyped(template(tmp_path / "t.potx"), *kinds)))
    with zipfile.ZipFile(io.BytesIO(opened.file)) as packed:
        assert kinds[0].encode() in packed.read("[Content_Types].xml")


@pytest.mark.parametrize(
    ("content", "why"), [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"), (None, "宏")]
)
def test_what_is_protected_or_holds_macros_is_refused_and_why(
    sample: Store, tmp_path: Path, content: bytes | None, why: str
) -> None:
    path = tmp_path / "t.pptx"
    if content:
        path.write_bytes(content)
    else:
        retyped(template(path), "", "", {"ppt/vbaProject.bin": b"x"})
    with pytest.raises(FileError) as refused:
        made(sample, template=path)
    assert why in refused.value.message.zh and "密码" in refused.value.remedy.zh


def second_master(deck: Any) -> None:
    """A master before the deck's own that has a cover alone, as a company's closing or logo master may."""
    own, package = deck.slide_master.part, deck.part.package
    cover = deck.slide_layouts.get_by_name("Title Slide").part
    master = SlideMasterPart.load(PackURI("/ppt/slideMasters/slideMaster2.xml"), own.content_type, package, own.blob)
    layout = SlideLayoutPart.load(
        PackURI("/ppt/slideLayouts/slideLayout12.xml"), cover.content_type, package, cover.blob
    )
    theme = next(rel.target_part for rel in own.rels.values() if rel.reltype == RT.THEME)
    copied = Part(PackURI("/ppt/theme/theme9.xml"), theme.content_type, package, theme.blob)
    listed = master._element.find("p:sldLayoutIdLst", NAMES)
    for one in list(listed):
        listed.remove(one)
    entry = etree.SubElement(listed, f"{{{NAMES['p']}}}sldLayoutId", id="2147483700")
    entry.set(qn("r:id"), master.relate_to(layout, RT.SLIDE_LAYOUT))
    master.relate_to(copied, RT.THEME)
    layout.relate_to(master, RT.SLIDE_MASTER)
    masters = deck.part._element.find("p:sldMasterIdLst", NAMES)
    new = etree.Element(f"{{{NAMES['p']}}}sldMasterId", id="2147483690")
    new.set(qn("r:id"), deck.part.relate_to(master, RT.SLIDE_MASTER))
    masters.insert(0, new)


def test_of_several_masters_one_is_used_for_all_slides(sample: Store, tmp_path: Path) -> None:
    deck: Any = Presentation(str(template(tmp_path / "t.pptx")))
    second_master(deck)
    deck.save(str(tmp_path / "t.pptx"))
    assert len(Presentation(str(tmp_path / "t.pptx")).slide_masters) == 2
    opened = Opened(made(sample, template=tmp_path / "t.pptx"))
    used = {page.slide_layout.slide_master.part.partname for page in opened.pages.values()}
    assert len(used) == 1 and opened.pages["months"].slide_layout.name == "Title Only"


def test_placeholders_are_known_by_their_kind_whatever_their_name(sample: Store, tmp_path: Path) -> None:
    deck: Any = Presentation(str(template(tmp_path / "t.pptx")))
    for layout in deck.slide_layouts:
        for n, shape in enumerate(layout.placeholders):
            shape.name = f"占位符{n}"
    deck.save(str(tmp_path / "t.pptx"))
    one = made(sample, template=tmp_path / "t.pptx")
    assert one.remarks == () and Opened(one).pages["months"].shapes.title is not None


def test_elements_on_a_template_stand_in_order_and_it_is_saved_again(sample: Store, tmp_path: Path) -> None:
    for name, change in (("map", dark_by_its_map), ("ground", dark_by_a_background)):
        opened = Opened(made(sample, template=changed_theme(tmp_path / f"{name}.pptx", change)))
        assert out_of_order(opened) == []
        saved = io.BytesIO()
        opened.presentation.save(saved)
        assert Opened(Made(opened.deck, saved.getvalue(), ())).everything() == opened.everything()


def test_the_font_that_a_theme_lists_for_chinese_is_taken(sample: Store, tmp_path: Path) -> None:
    """The usual theme leaves the East Asian place empty and lists a font for Hans."""
    one = made(sample, template=template(tmp_path / "t.pptx", east=""))
    assert not any("没有中文字体" in remark.zh for remark in one.remarks)
    for part in Opened(one).parts("ppt/slides/slide").values():
        assert {run.get("typeface") for run in part.iterfind(".//a:rPr/a:ea", NAMES)} == {"宋体"}


def test_a_theme_without_a_chinese_font_gets_one_in_every_run(sample: Store, tmp_path: Path) -> None:
    def without(theme: Any, _: Any) -> None:
        for one in [*theme.iterfind(".//a:ea", NAMES)]:
            one.set("typeface", "")
        for one in [*theme.iterfind(".//a:font[@script='Hans']", NAMES)]:
            one.getparent().remove(one)

    one = made(sample, template=changed_theme(tmp_path / "t.pptx", without))
    assert any("没有中文字体" in remark.zh for remark in one.remarks)
    for part in Opened(one).parts("ppt/slides/slide").values():
        for run in part.iterfind(".//a:r", NAMES):
            assert run.find("a:rPr/a:ea", NAMES).get("typeface") == "Microsoft YaHei"


def test_another_shape_is_said_and_kept_to(sample: Store, tmp_path: Path) -> None:
    one = made(sample, template=template(tmp_path / "t.pptx", wide=False))
    assert any("16:9" in remark.zh for remark in one.remarks)
    opened = Opened(one)
    assert below_the_body(opened) == []
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
