"""What runs outside the script (a pressed button, a part by itself) says its failures itself and fits the page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOOKS = ("on_click", "on_change", "on_select")


def callbacks(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module that it hands to a widget by their names, not to Streamlit's own defaults."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in HOOKS and getattr(node.value, "id", "") in functions:
            yield functions[getattr(node.value, "id", "")]


def test_a_callback_that_asks_the_database_says_its_failures_itself() -> None:
    asking = []
    for path in [*(ROOT / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for function in callbacks(ast.parse(path.read_text(encoding="utf-8"))):
            if any(getattr(node, "id", "") in ("store", "fresh") for node in ast.walk(function)):
                asking.append(function.name)
                said = [ast.unparse(one) for one in function.decorator_list]
                assert "friendly(retry=False)" in said, f"{path.name}: {function.name}"
    assert len(asking) >= 6


def test_a_part_that_runs_by_itself_shows_the_data_of_its_page() -> None:
    """Run again after an import, it would stand with newer figures under an older headline."""
    parts = []
    for path in (ROOT / "ui").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                said = [ast.unparse(one) for one in node.decorator_list]
                assert "st.fragment" not in said, (
                    f"{path.name}: {node.name} is no part_of_page"
                )  # run_every only watches
                parts += [node.name] if "part_of_page" in said else []
    assert len(parts) >= 12
