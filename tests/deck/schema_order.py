"""The order of elements that PowerPoint insists on; a part out of order is a file it offers to repair (ECMA-376)."""

from __future__ import annotations

from typing import Any

from lxml import etree

from tests.deck.made import NAMES, Opened

C, A, P = (f"{{{NAMES[one]}}}" for one in "cap")
_MIXED = {f"{A}p": {"r", "br", "fld"}}  # these may follow each other in any order
_FOLDERS = ("slides/slide", "charts/chart", "slideMasters", "slideLayouts", "notesSlides", "notesMasters", "theme")

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
    f"{P}graphicFrame": "nvGraphicFramePr xfrm graphic",
    f"{P}cSld": "bg spTree custDataLst controls",
    f"{P}notes": "cSld clrMapOvr",
    f"{P}sld": "cSld clrMapOvr transition timing",
    f"{P}presentation": "sldMasterIdLst notesMasterIdLst handoutMasterIdLst sldIdLst sldSz notesSz embeddedFontLst"
    " custShowLst photoAlbum custDataLst kinsoku defaultTextStyle modifyVerifier",
    f"{A}p": "pPr r br fld endParaRPr",
    f"{A}bodyPr": "prstTxWarp noAutofit normAutofit spAutoFit",
    f"{A}clrScheme": "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink",
    f"{A}tbl": "tblPr tblGrid tr",
}


def out_of_order(deck: Opened) -> list[tuple[str, ...]]:
    """(part, element, its children) of every element that is not as the schema has it."""
    folders = (*(f"ppt/{folder}" for folder in _FOLDERS), "ppt/presentation.xml")
    return [
        (name, element.tag, *found)
        for folder in folders
        for name, part in deck.parts(folder).items()
        for element in part.iter(*ORDER)
        if (found := _children(element)) and not _in_order(element.tag, found)
    ]


def _children(element: Any) -> list[str]:
    names = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
    return names[:-1] if names and names[-1] == "extLst" else names


def _in_order(tag: str, found: list[str]) -> bool:
    order = ORDER[tag].split()
    if any(one not in order for one in found):
        return False
    places = [order.index(one) for one in found]
    if tag == f"{C}plotArea":  # charts first, then axes in any order
        places = [min(place, 1) if place < 4 else 4 if place < 6 else place for place in places]
    if mixed := _MIXED.get(tag):
        places = [min(order.index(one) for one in mixed) if name in mixed else order.index(name) for name in found]
    return places == sorted(places)
