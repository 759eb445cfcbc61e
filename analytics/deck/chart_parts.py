"""What python-pptx asks of chart data: the chart's XML, and the workbook behind "edit data"."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from analytics.deck.chart_xml import chart_xml
from analytics.deck.placing import Box
from analytics.deck.scatter_xml import scatter_xml
from analytics.deck.skin import Skin
from analytics.deck.slides import Chart, Scatter


class ChartPartSource:
    """Stands in for python-pptx's chart data, which writes text beginning with = as a formula."""

    def __init__(self, chart: Chart | Scatter, skin: Skin, box: Box) -> None:
        self._chart, self._skin, self._box = chart, skin, box

    def xml_bytes(self, chart_type: Any) -> bytes:
        if isinstance(self._chart, Scatter):
            return scatter_xml(self._chart, self._skin, self._box)
        return chart_xml(self._chart, self._skin, self._box)

    @property
    def xlsx_blob(self) -> bytes:
        """Sheet1 with the cells that the chart's references name: headings in row 1, a column a series."""
        if isinstance(self._chart, Scatter):
            xs: list[Any] = []
            ys: list[Any] = []
            for series in self._chart.series:
                xs += ["", *series.xs, ""]
                ys += [series.name, *series.ys, ""]
            columns: list[Sequence[Any]] = [xs, ys]
        else:
            columns = [("", *self._chart.categories), *((one.name, *one.values) for one in self._chart.series)]
        return _workbook(columns)


def _workbook(columns: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for number, column in enumerate(columns, start=1):
        for row, value in enumerate(column, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(row, number, value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
