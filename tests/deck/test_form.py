"""A designer's eye and PowerPoint's: nothing overflows, nothing is empty, fonts, native charts, schema order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import ImageFont

from analytics.deck.fit import LINE
from analytics.notes.cases import CaseStudy, keep_case
from analytics.notes.deck_edits import keep_points
from analytics.notes.plans import PlannedMeasure, keep_plan
from analytics.store import Store
from tests.deck.made import NAMES, Opened, made, points
from tests.tiny import Tiny

FONTS = Path("/usr/share/fonts/opentype/noto")
C, A, P = (f"{{{NAMES[one]}}}" for one in "cap")
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
    keep_plan(tiny.store, 2016, None, [PlannedMeasure("把定损后的联系改为三日一次并由主管抽查" * 8, "理赔部")] * 12)
    keep_points(tiny.store, 2016, None, "zh", "accountability", ["发生一件监管投诉,责任人月度考核扣 5 分。" * 8] * 8)
    keep_case(
        tiny.store,
        CaseStudy("T1", "客户称十多天没有接到电话。" * 40, "定损", "没有回访。" * 90, "先联系" * 60, "回访" * 90),
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


def wrapped(runs: list[tuple[str, float, bool]], room: float) -> int:
    """How many lines the runs of a paragraph take; latin words stay whole."""
    rows, used = 1, 0.0
    for text, size, bold in runs:
        word = ""
        for char in text + " ":
            if char.isascii() and not char.isspace():
                word += char
                continue
            for part in (word, char):
                width = font(size, bold).getlength(part) / 10 if part else 0
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


def height(body: Any, room: float) -> float:
    total = 0.0
    for runs in paragraphs(body):
        size = max((size for _, size, _ in runs), default=10)
        total += wrapped(runs, room) * size * LINE
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


def test_everything_stands_on_the_slide(deck: Opened) -> None:
    for key, page in deck.pages.items():
        for shape in page.shapes:
            assert points(shape.left) >= 0 and points(shape.left) + points(shape.width) <= 961, (key, shape.name)
            assert points(shape.top) >= 0 and points(shape.top) + points(shape.height) <= 541, (key, shape.name)


def test_no_glyph_is_missing(deck: Opened) -> None:
    """Every character is one that Chinese fonts have; none is a control or a private one."""
    for char in set(deck.everything()):
        code = ord(char)
        assert char in "\n\t\x0b" or (code >= 32 and not 0xE000 <= code <= 0xF8FF and code != 0xFFFD), hex(code)


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


# ECMA-376: children in this order; a part that PowerPoint finds out of order is a file it offers to repair.
ORDER: dict[str, str] = {
    f"{C}chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotFmts protection chart spPr txPr externalData"
    " printSettings userShapes",
    f"{C}chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly"
    " dispBlanksAs",
    f"{C}plotArea": "layout barChart lineChart scatterChart catAx valAx dTable spPr",
    f"{C}barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    f"{C}lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    f"{C}scatterChart": "scatterStyle varyColors ser dLbls axId",
    f"{C}ser": "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat val xVal yVal smooth",
    f"{C}dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent"
    " showBubbleSize",
    f"{C}dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName"
    " showPercent showBubbleSize",
    f"{C}catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    f"{C}valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossBetween majorUnit",
    f"{C}manualLayout": "layoutTarget xMode yMode wMode hMode x y w h extLst",
    f"{C}scaling": "logBase orientation max min",
    f"{C}legend": "legendPos legendEntry layout overlay spPr txPr",
    f"{A}rPr": "ln noFill solidFill effectLst highlight latin ea cs sym hlinkClick",
    f"{A}defRPr": "ln noFill solidFill effectLst highlight latin ea cs sym hlinkClick",
    f"{A}pPr": "lnSpc spcBef spcAft buClr buSzPct buFont buNone buChar tabLst defRPr",
    f"{A}tcPr": "lnL lnR lnT lnB lnTlToBr lnBlToTr noFill solidFill",
    f"{A}ln": "noFill solidFill prstDash round bevel miter headEnd tailEnd",
    f"{P}sp": "nvSpPr spPr style txBody",
    f"{A}tbl": "tblPr tblGrid tr",
}


def test_elements_stand_in_the_order_of_the_schema(deck: Opened) -> None:
    for folder in ("ppt/slides/slide", "ppt/charts/chart", "ppt/slideMasters", "ppt/slideLayouts"):
        for name, part in deck.parts(folder).items():
            for element in part.iter(*ORDER):
                order = ORDER[element.tag].split()
                found = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
                assert [one for one in found if one not in order] == [], (name, element.tag)
                places = [order.index(one) for one in found]
                if element.tag == f"{C}plotArea":  # charts first, then axes in any order
                    places = [min(place, 1) if place < 4 else 4 if place < 6 else place for place in places]
                assert places == sorted(places), (name, element.tag, found)


def test_ids_on_a_slide_are_its_own(deck: Opened) -> None:
    for name, part in deck.parts("ppt/slides/slide").items():
        ids = [one.get("id") for one in part.iter(f"{P}cNvPr")]
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize("name", ["empty year", "one complaint"])
def test_little_data_says_what_is_left_out(decks: dict[str, Opened], name: str) -> None:
    deck = decks[name]
    assert deck.deck.slides[-1].key == "left_out"
    assert len(deck.tables("left_out")[0]) - 1 == len(deck.deck.left_out) > 5
