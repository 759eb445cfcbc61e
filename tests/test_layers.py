"""The rooms of the engine and who may look at whom: design order, kept."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Top to bottom; a room imports only rooms above it. statistics stands above measures because a figure
# carries its interval; imports is the one place that walks the whole way of a workbook.
ORDER = (
    "errors vocabulary masking text_width reference store intake classify rules exchange imports inbox statistics"
    " measures review notes findings charts deck export demo cli __main__"
).split()
FACES = {"streamlit": (), "plotly": ("charts",), "pptx": ("deck",)}


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "analytics").parts
    return parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


ENGINE = sorted((ROOT / "analytics").rglob("*.py"))


@pytest.mark.parametrize("path", ENGINE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_looks_up_only(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for name in imports(path):
        top = name.split(".")[0]
        assert top not in ("pages", "ui", "app"), f"{path.name} imports {name}"
        if top in FACES:
            assert room in FACES[top], f"{path} imports {name}"
        if top == "analytics" and "." in name:
            other = name.split(".")[1]
            assert ORDER.index(other) <= ORDER.index(room), f"{path} imports {name}, which stands below"


@pytest.mark.parametrize("folder", ["pages", "ui"])
def test_no_sql_on_the_screen(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert ".execute(" not in text and "SELECT " not in text, path


def test_the_entry_is_short() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 80
