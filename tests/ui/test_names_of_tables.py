"""Every table, figure and picture has a name: it is what those hear who cannot see it."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN = {"dataframe", "data_editor", "table", "plotly_chart", "image"}


def test_every_table_figure_and_picture_is_named() -> None:
    found = set()
    for path in [*(ROOT / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHOWN:
                found.add(node.func.attr)
                assert any(one.arg == "alt" for one in node.keywords), f"{path.name}: line {node.lineno}"
    assert found == SHOWN
