"""Words that Streamlit would write in the accent are legible in the dark too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from ui.modes import legible

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")])


def calls(source: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_words_stand_in_the_accent(source: Path) -> None:
    """A slider writes its value in the accent and lets nobody say otherwise: there is none."""
    for name, call in calls(source):
        named = {one.arg: ast.unparse(one.value) for one in call.keywords}
        words = ast.unparse(call.args[0]) if call.args else ""
        where = f"{source.name}:{call.lineno}"
        if named.get("type") == "'tertiary'":
            assert words.startswith("legible("), where
        if name in ("segmented_control", "pills"):
            assert "legible(" in named["format_func"], where
        if name == "tabs":
            assert "legible(" in words, where
        assert name not in ("slider", "select_slider"), where
        if name in ("selectbox", "multiselect"):  # they show what is asked of the words as it is written
            assert "legible(" not in named.get("format_func", ""), where


@pytest.mark.parametrize(("theme", "coloured"), [("dark", True), ("light", False), (None, False)])
def test_words_are_coloured_in_the_dark_only(theme: str | None, coloured: bool) -> None:
    with patch("ui.modes.st.context", SimpleNamespace(theme=SimpleNamespace(type=theme))):
        assert ("foreground" in legible("清除")) is coloured
        assert legible("清除", disabled=True) == "清除"
