"""Reading a .pptx as its reader gets it: titles, texts, tables, charts with their data, notes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import openpyxl
from lxml import etree
from pptx import Presentation
from pptx.util import Length

from analytics.deck.brief import Asked
from analytics.deck.making import Made, make_deck
from analytics.store import Store

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}


def made(store: Store, year: int = 2016, **options: Any) -> Made:
    template = options.pop("template", None)
    with store.cursor() as cursor:
        return make_deck(cursor, Asked(year, **options), template)


@dataclass
class ChartData:
    """categories and values of each series, from the chart's XML; workbook: the cells of the sheet behind it."""

    categories: list[str]
    series: dict[str, list[float | None]]
    workbook: list[list[Any]]
    element: Any


class Opened:
    """A .pptx, opened; pages by the keys of the slides they were made of."""

    def __init__(self, one: Made) -> None:
        self.file = one.file
        self.deck = one.deck
        self.presentation = Presentation(io.BytesIO(one.file))
        self.pages = dict(zip((slide.key for slide in one.deck.slides), self.presentation.slides, strict=True))

    def text(self, key: str) -> str:
        return "\n".join(self.texts(self.pages[key]))

    @staticmethod
    def texts(page: Any) -> list[str]:
        said = []
        for shape in page.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            elif shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
        return [_plain(one) for one in said]

    def everything(self) -> str:
        notes = [page.notes_slide.notes_text_frame.text for page in self.pages.values() if page.has_notes_slide]
        return "\n".join([*(self.text(key) for key in self.pages), *notes])

    def tables(self, key: str) -> list[list[list[str]]]:
        return [
            [[_plain(cell.text) for cell in row.cells] for row in shape.table.rows]
            for shape in self.pages[key].shapes
            if shape.has_table
        ]

    def charts(self, key: str) -> list[ChartData]:
        return [chart_data(shape.chart) for shape in self.pages[key].shapes if shape.has_chart]

    def parts(self, folder: str) -> dict[str, Any]:
        """The XML parts whose names begin so."""
        with zipfile.ZipFile(io.BytesIO(self.file)) as packed:
            return {
                name: etree.fromstring(packed.read(name))
                for name in packed.namelist()
                if name.startswith(folder) and name.endswith(".xml")
            }


def _plain(text: str) -> str:
    """A blank at which no line breaks is a blank."""
    return text.replace("\u00a0", " ")


def chart_data(chart: Any) -> ChartData:
    space = chart._chartSpace
    series = {}
    categories: list[str] = []
    for one in space.iterfind(".//c:ser", NAMES):
        name = one.findtext("c:tx//c:v", namespaces=NAMES)
        values = one.find("c:val//c:numCache", NAMES)
        if values is None:
            values = one.find("c:yVal//c:numCache", NAMES)
        found: list[float | None] = [None] * int(values.find("c:ptCount", NAMES).get("val"))
        for point in values.iterfind("c:pt", NAMES):
            found[int(point.get("idx"))] = float(point.findtext("c:v", namespaces=NAMES))
        series[name] = found
        categories = [point.text for point in one.iterfind("c:cat//c:pt/c:v", NAMES)] or categories
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = [list(row) for row in book["Sheet1"].iter_rows(values_only=True)]
    return ChartData(categories, series, rows, space)


def points(length: Length | int | None) -> float:
    return (length or 0) / 12700
