"""What runs before the script, when a button is pressed, must not end in Streamlit's own English words."""

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
            if "store" in ast.dump(function) or "fresh" in ast.dump(function):
                asking.append(function.name)
                said = [ast.unparse(one) for one in function.decorator_list]
                assert "friendly(retry=False)" in said, f"{path.name}: {function.name}"
    assert len(asking) >= 6
