"""A designer's eye and PowerPoint's: nothing overflows, nothing is empty, fonts, native charts, schema order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont

from analytics.deck.fit import LINE
from analytics.deck.making import Made
from analytics.notes.cases import CaseStudy, keep_case
from analytics.notes.deck_edits import DeckEdit, keep_edits, keep_points
from analytics.notes.plans import PlannedMeasure, keep_plan
from analytics.store import Store
from tests.deck.made import NAMES, Opened, made, points
from tests.deck.schema_order import out_of_order
from tests.tiny import Tiny

FONTS = Path("/usr/share/fonts/opentype/noto")
FALLBACK = Path("/usr/share/fonts/truetype/dejavu")
P = f"{{{NAMES['p']}}}"
LONG = [f"安澜财产保险股份有限公司云岭分公司第{number:02d}号经济技术开发区中心支公司" for number in range(39)]
FORMULA = '=HYPERLINK("http://x","点我")支公司'


@pytest.fixture(scope="session")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Forty branches with long names, one of which a spreadsheet would run; long texts typed in."""
    tiny = Tiny(tmp_path_factory.mktemp("forty"))
    branches = [*LONG, FORMULA]
    tiny.logs(
        *(
            {
                "投诉编号": f"T{number}",
                "受理时间": f"{2015 + number % 2}-{1 + number % 12:02d}-{1 + number % 27:02d}",
                "被投诉机构": branches[(number * number) % 40],
                "险种": ["车险", "一种名字特别长的政策性农业保险附加险种", "企财险"][number % 3],
                "投诉原因": ["理赔时效", "服务态度", "标的不赔偿三者、服务态度", "擅自续保"][number % 4],
            }
            for number in range(600)
        )
    )
    tiny.exposure(
        *(
            (f"{year}-{month:02d}", branch, 1_000_000 * (3 + place % 20), 1000 + place)
            for year in (2015, 2016)
            for month in range(1, 13)
            for place, branch in enumerate(branches)
        )
    )
    keep_plan(
        tiny.store, 2016, None, [PlannedMeasure("把定损后的联系改为三日一次并由主管抽查" * 8, "理赔部")] * 12, seen=[]
    )
    keep_points(
        tiny.store, 2016, None, "zh", "accountability", ["发生一件监管投诉,责任人月度考核扣 5 分。" * 8] * 8, seen=[]
    )
    keep_case(
        tiny.store,
        CaseStudy("T1", "客户称十多天没有接到电话。" * 40, "定损", "没有回访。" * 90, "先联系" * 60, "回访" * 90),
        seen=None,
    )
    yield tiny.store
    tiny.store.close()


@pytest.fixture(scope="session")
def one_complaint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    tiny = Tiny(tmp_path_factory.mktemp("one"))
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    yield tiny.store
    tiny.store.close()


CASES = ["sample zh", "sample en", "branch", "empty year", "ten", "one complaint", "forty", "forty en", "year before"]


@pytest.fixture(scope="session")
def decks(sample: Store, ten: Store, forty: Store, one_complaint: Store) -> dict[str, Opened]:
    return {
        "sample zh": Opened(made(sample)),
        "sample en": Opened(made(sample, language="en")),
        "branch": Opened(made(sample, branch="柳溪支公司")),
        "empty year": Opened(made(sample, 2019)),
        "ten": Opened(made(ten)),
        "one complaint": Opened(made(one_complaint)),
        "forty": Opened(made(forty)),
        "forty en": Opened(made(forty, language="en")),
        "year before": Opened(made(sample, 2015)),
    }


@pytest.fixture(params=CASES)
def deck(request: pytest.FixtureRequest, decks: dict[str, Opened]) -> Opened:
    return decks[request.param]


@lru_cache(maxsize=64)
def font(size: float, bold: bool) -> Any:
    return ImageFont.truetype(FONTS / f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc", round(size * 10), index=2)


@lru_cache(maxsize=64)
def fallback(size: float, bold: bool) -> Any:
    """What stands in for Arial where it is missing, a tenth wider."""
    return ImageFont.truetype(FALLBACK / f"DejaVuSans{'-Bold' if bold else ''}.ttf", round(size * 10))


def wrapped(runs: list[tuple[str, float, bool]], room: float, latin: Any = font) -> int:
    """How many lines the runs of a paragraph take; latin words stay whole. latin: the font of latin words."""
    rows, used = 1, 0.0
    for text, size, bold in runs:
        word = ""
        for char in text + " ":
            if char.isascii() and not char.isspace():
                word += char
                continue
            for part in (word, char):
                width = (latin if part.isascii() else font)(size, bold).getlength(part) / 10 if part else 0
                if used + width > room and part.strip():
                    rows, used = rows + 1, 0.0
                used += width
            word = ""
    return rows


def paragraphs(body: Any) -> Iterator[list[tuple[str, float, bool]]]:
    for paragraph in body.iterfind("a:p", NAMES):
        runs = []
        for run in paragraph.iterfind("a:r", NAMES):
            properties = run.find("a:rPr", NAMES)
            size = int(properties.get("sz", "1000")) / 100
            heading = properties.get("b") == "1" or properties.find("a:latin", NAMES) is None
            runs.append((run.findtext("a:t", namespaces=NAMES) or "", size, heading))
        yield runs


def height(body: Any, room: float, latin: Any = font) -> float:
    total = 0.0
    for runs in paragraphs(body):
        size = max((size for _, size, _ in runs), default=10)
        total += wrapped(runs, room, latin) * size * LINE
    return total


def test_nothing_overflows_its_box(deck: Opened) -> None:
    if not FONTS.exists():
        pytest.skip("no Chinese font to measure with")
    for key, page in deck.pages.items():
        for shape in page.shapes:
            if shape.is_placeholder and shape.placeholder_format.type == 13:  # the page number
                continue
            if shape.has_text_frame and shape.text_frame.text.strip():
                taken = height(shape._element.txBody, points(shape.width))
                assert taken <= points(shape.height) + 1, (key, shape.name, shape.text_frame.text[:40])
            elif shape.has_table:
                bottom = points(shape.top)
                widths = [points(column.width) for column in shape.table.columns]
                for row in shape.table.rows:
                    needed = max(
                        height(cell._tc.txBody, width - 14) + 5 for cell, width in zip(row.cells, widths, strict=True)
                    )
                    assert needed <= points(row.height) + 1, (key, [cell.text[:20] for cell in row.cells])
                    bottom += points(row.height)
                assert bottom <= 492, key


def test_no_word_of_a_table_is_broken(deck: Opened) -> None:
    """A latin word or a number wider than its cell is broken anywhere: "Observe/d"."""
    if not FALLBACK.exists():
        pytest.skip("no font to measure with")
    for key, page in deck.pages.items():
        for table in (shape.table for shape in page.shapes if shape.has_table):
            for row in table.rows:
                for cell, column in zip(row.cells, table.columns, strict=True):
                    for runs in paragraphs(cell._tc.txBody):
                        for text, size, bold in runs:
                            for word in re.findall(r"[!-\u2e7f]+", text):
                                room = points(column.width) - 14
                                assert fallback(size, bold).getlength(word) / 10 <= room, (key, word)


def below_the_body(deck: Opened) -> list[tuple[str, str]]:
    """Texts that reach the source line of their slide where another font stands in for Arial."""
    found = []
    for key, page in deck.pages.items():
        foot = min((points(shape.top) for shape in page.shapes if shape.name == "source"), default=points(10**9))
        for shape in page.shapes:
            if shape.name in ("text", "card", "source") and shape.text_frame.text.strip():
                taken = height(shape._element.txBody, points(shape.width), fallback)
                low = points(shape.height) + 1 if shape.name != "text" else foot - points(shape.top)
                if taken > low:
                    found.append((key, shape.text_frame.text[:40]))
    return found


def test_no_text_reaches_the_source_line(deck: Opened) -> None:
    if not (FALLBACK.exists() and FONTS.exists()):
        pytest.skip("no font to measure with")
    assert below_the_body(deck) == []


def test_no_name_below_a_column_is_broken(deck: Opened) -> None:
    """ "Compensat/ion": each word is no wider than its column, or the names are turned."""
    if not FALLBACK.exists():
        pytest.skip("no font to measure with")
    for key, page in deck.pages.items():
        for shape in (one for one in page.shapes if one.has_chart):
            for axis in shape.chart._chartSpace.iterfind(".//c:catAx", NAMES):
                if axis.find("c:axPos", NAMES).get("val") != "b" or axis.find("c:txPr", NAMES) is None:
                    continue
                names = shape.chart._chartSpace.findall(".//c:ser", NAMES)[0].findall("c:cat//c:v", NAMES)
                size = int(axis.find(".//a:defRPr", NAMES).get("sz")) / 100
                turned = axis.find(".//a:bodyPr", NAMES).get("rot") != "0"
                room = (points(shape.width) - 60) / len(names)
                for word in " ".join(one.text for one in names).split():
                    assert turned or fallback(size, False).getlength(word) / 10 <= room, (key, word)


def test_everything_stands_on_the_slide(deck: Opened) -> None:
    for key, page in deck.pages.items():
        for shape in page.shapes:
            assert points(shape.left) >= 0 and points(shape.left) + points(shape.width) <= 961, (key, shape.name)
            assert points(shape.top) >= 0 and points(shape.top) + points(shape.height) <= 541, (key, shape.name)


def has_glyph(char: str) -> bool:
    """Whether the Chinese font that the test machine installs has it; below U+2000 what Arial has counts, too."""
    if ord(char) < 0x2000 and any(_encodes(char, page) for page in ("cp1252", "cp1250", "cp1251", "cp1253")):
        return True
    shape = font(20, False).getmask(char)
    return char.isspace() or bytes(shape) != bytes(font(20, False).getmask("\U0010fffe"))


def _encodes(char: str, page: str) -> bool:
    try:
        char.encode(page)
    except UnicodeEncodeError:
        return False
    return True


def lacking(deck: Opened) -> list[str]:
    """Characters of slides, notes and charts that no font has."""
    charts = [chart for key in deck.pages for chart in deck.charts(key)]
    said = deck.everything() + "".join("".join([*chart.categories, *chart.series]) for chart in charts)
    return [hex(ord(char)) for char in sorted(set(said)) if char not in "\n\t\x0b" and not has_glyph(char)]


def test_no_glyph_is_missing(deck: Opened) -> None:
    if not FONTS.exists():
        pytest.skip("no Chinese font to look into")
    assert lacking(deck) == []


def test_what_no_font_has_is_marked_and_said(tmp_path: Path) -> None:
    """Rare characters of names stay; pictographs and a company's private ones are marked, joiners go."""
    tiny = Tiny(tmp_path)
    odd = ["㙍村𠮷支公司", "好\U0001f600支公司", "私\ue123支公司", "连\u200d支\ufe0f公司"]
    tiny.logs(*({"投诉编号": f"T{n}", "受理时间": "2016-03-02", "被投诉机构": one} for n, one in enumerate(odd)))
    keep_edits(tiny.store, 2016, None, "zh", [DeckEdit("months#title", "三月\U0001f44d四件", "x")], seen={})
    deck = Opened(made(tiny.store))
    assert lacking(deck) == []
    names = {row[0] for row in deck.tables("branches.heat")[0][1:]}
    assert names == {"㙍村𠮷支公司", "好〓支公司", "私〓支公司", "连支公司"}
    assert "〓 代替字体没有的字符" in deck.pages["branches.heat"].notes_slide.notes_text_frame.text
    assert "U+1F600" in deck.pages["branches.heat"].notes_slide.notes_text_frame.text
    assert "三月〓四件" in deck.text("months")
    tiny.store.close()


def test_no_placeholder_is_empty(deck: Opened) -> None:
    for key, page in deck.pages.items():
        assert [s.name for s in page.placeholders if s.has_text_frame and not s.text_frame.text.strip()] == [], key
        assert page.shapes.title is not None and page.shapes.title.text_frame.text.strip(), key


def test_every_finding_slide_has_notes_and_a_source(deck: Opened) -> None:
    for slide in deck.deck.slides:
        if slide.key not in ("contents", "left_out"):
            assert deck.pages[slide.key].has_notes_slide, slide.key
        if slide.key not in ("cover", "contents", "left_out"):
            assert slide.source, slide.key


def test_chinese_has_its_font_everywhere(deck: Opened) -> None:
    (theme, *_) = deck.parts("ppt/theme/theme1").values()
    for family in ("majorFont", "minorFont"):
        assert theme.find(f".//a:{family}/a:ea", NAMES).get("typeface") == "Microsoft YaHei"
    for name, part in deck.parts("ppt/slides/slide").items():
        for run in part.iterfind(".//a:r", NAMES):
            properties = run.find("a:rPr", NAMES)
            in_placeholder = any(up.find(".//p:nvPr/p:ph", NAMES) is not None for up in run.iterancestors(f"{P}sp"))
            assert in_placeholder or properties.find("a:ea", NAMES) is not None, name
            assert properties.get("lang"), name
    for name, part in deck.parts("ppt/charts/chart").items():
        for properties in [*part.iterfind(".//a:defRPr", NAMES), *part.iterfind(".//a:rPr", NAMES)]:
            assert properties.find("a:ea", NAMES) is not None, name


def test_charts_are_native_and_nothing_is_a_picture(deck: Opened) -> None:
    for key, page in deck.pages.items():
        assert page._element.findall(".//p:pic", NAMES) == [], key
        for chart in deck.charts(key):
            assert chart.workbook, key
            assert chart.element.find("c:externalData", NAMES) is not None
        for frame in page._element.iterfind(".//p:graphicFrame", NAMES):
            assert frame.find("p:nvGraphicFramePr/p:cNvPr", NAMES).get("descr"), key


def test_a_branch_that_looks_like_a_formula_stays_text(decks: dict[str, Opened]) -> None:
    deck = decks["forty"]
    assert FORMULA[:6] in deck.everything()
    for key in deck.pages:
        for chart in deck.charts(key):
            for row in chart.workbook:
                assert not any(isinstance(cell, str) and cell.startswith("=") and cell != FORMULA for cell in row)


def test_elements_stand_in_the_order_of_the_schema(deck: Opened) -> None:
    assert out_of_order(deck) == []


def test_it_opens_and_is_saved_again_as_it_was(deck: Opened) -> None:
    saved = io.BytesIO()
    deck.presentation.save(saved)
    again = Opened(Made(deck.deck, saved.getvalue(), ()))
    assert again.everything() == deck.everything()
    assert [one.categories for key in again.pages for one in again.charts(key)] == [
        one.categories for key in deck.pages for one in deck.charts(key)
    ]


def test_ids_on_a_slide_are_its_own(deck: Opened) -> None:
    for name, part in deck.parts("ppt/slides/slide").items():
        ids = [one.get("id") for one in part.iter(f"{P}cNvPr")]
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize("name", ["empty year", "one complaint"])
def test_little_data_says_what_is_left_out(decks: dict[str, Opened], name: str) -> None:
    deck = decks[name]
    assert deck.deck.slides[-1].key == "left_out"
    assert len(deck.tables("left_out")[0]) - 1 == len(deck.deck.left_out) > 5
