"""Words of a table are read whole, by width or by height; a title says what its cells show."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from analytics.measures.figure import Frame
from analytics.measures.mix import Mix, MixCell
from analytics.vocabulary import Book, View
from ui.downloads import with_shares
from ui.mix_grid import mix_title
from ui.tables import as_written, tall_enough


@pytest.mark.parametrize(("characters", "lines"), [(10, 1), (38, 2), (100, 3), (120, 4), (2000, 4)])
def test_a_row_is_as_high_as_its_sentence(characters: int, lines: int) -> None:
    """560 pixels hold 36 characters. Streamlit breaks lines only in rows of more than 4 rem (60 pixels); beyond four
    lines the rest is a click away."""
    height = tall_enough(pd.DataFrame({"行": [7], "问题": ["赔" * characters]}), 560)
    assert height is None if lines == 1 else height is not None and height >= max(61, 19 * lines)
    assert height is None or height <= 90


def test_a_grid_with_a_coloured_cell_does_not_say_that_there_is_none() -> None:
    frame = Frame("2016-01", "2016-12", View.ANNUAL, Book.RECEIVED, None, "company-2016")
    categories = ("claim_service", "loss_assessment_dispute")

    def said(*residuals: float) -> str:
        cells = [
            MixCell("甲", category, 10, 0.5, residual, abs(residual) >= 2, False)
            for category, residual in zip(categories, residuals, strict=True)
        ]
        return mix_title(Mix(("branch", "category"), frame, ("甲",), categories, tuple(cells), 20, 20))

    assert "没有超出偶然" in said(1.9, -1.9)
    assert "甲 × 理赔服务:明显偏少" in said(-3.0, 1.0)
    assert "定损争议:明显偏多" in said(-3.0, 2.1)


def test_a_table_writes_numbers_as_sentences_do_and_keeps_them_whole() -> None:
    table = with_shares(
        pd.DataFrame(
            {
                "件数": [1.0, 2000.0, None],
                "占比": [0.3567, 0.2, None],
                "均值": [44.79167, 0.0284, 1234.5],
                "残差": [-3.6017, 8.5118, 0.0096],
                "机构": ["甲", "乙", "丙"],
            }
        ),
        "占比",
    )
    shown = as_written(table)
    assert shown.to_string(delimiter="|").splitlines()[1:] == [
        "0|1|35.7%|44.79|-3.60|甲",
        "1|2,000|20.0%|0.028|8.51|乙",
        "2|—|—|1,234.50|0.01|丙",
    ]
    assert shown.data["均值"][0] == 44.79167
    assert shown.uuid == as_written(table).uuid  # another one would be another table to the browser


def test_a_chance_is_written_as_in_sentences_and_kept_whole() -> None:
    shown = as_written(pd.DataFrame({"p 值": [5.5e-54, 0.001, 0.0406]}))
    assert shown.to_string(delimiter="|").splitlines()[1:] == ["0|< 0.001", "1|0.001", "2|0.041"]
    assert shown.data["p 值"][0] == 5.5e-54


def test_every_table_can_be_taken_along() -> None:
    """Whoever shows a table gives its files with it: as many `table_files` in a module as tables."""
    shown = 0
    for path in sorted((Path(__file__).parents[2] / "ui").glob("*.py")):
        calls = [
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        tables = calls.count("st.dataframe") + calls.count("st.table")
        assert calls.count("table_files") == tables, path.name
        shown += tables
    assert shown > 15
