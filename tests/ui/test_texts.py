"""Every word in both languages, with the same gaps; every key the pages use exists, every text is used."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from analytics.vocabulary import Book, Channel, Form, Measure, SheetKind, Status, View
from ui.navigation import GROUPS
from ui.texts import catalogue, speaker

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))]
# Keys that are put together from codes; each list is checked against the vocabulary it comes from.
BY_CODE = [
    *(f"vocabulary.channel.{code}" for code in Channel),
    *(f"vocabulary.view.{code}" for code in View),
    *(f"vocabulary.book.{code}" for code in Book),
    *(f"vocabulary.form.{code}" for code in Form),
    *(f"vocabulary.status.{code}" for code in Status),
    *(f"vocabulary.sheet_kind.{code}" for code in SheetKind),
    *(f"overview.measure.{code}" for code in (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.TIMELY_RATE)),
    *(f"common.navigation.{group}" for group in GROUPS),
    *(f"{entry.name}.{part}" for entries in GROUPS.values() for entry in entries for part in ("title", "question")),
]


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def literals() -> dict[str, str]:
    """Every string in the sources that looks like a key: `file.name` of a text file."""
    areas = {key.split(".")[0] for key in catalogue()}
    found = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                first, dot, rest = node.value.partition(".")
                is_file = rest.split(".")[-1] in ("py", "csv", "toml")
                if dot and first in areas and rest and " " not in node.value and not is_file:
                    found[node.value] = path.name
    return found


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_text_is_complete_in_both_languages(key: str) -> None:
    text = catalogue()[key]
    assert text.zh.strip()
    assert text.en.strip()
    assert gaps(text.zh) == gaps(text.en)


def test_every_key_used_exists() -> None:
    whole = {key: where for key, where in literals().items() if not key.endswith((".", "_"))}
    missing = {key: where for key, where in whole.items() if key not in catalogue()}
    assert not missing


@pytest.mark.parametrize("key", BY_CODE)
def test_every_code_has_a_label(key: str) -> None:
    assert key in catalogue()


def test_every_table_and_figure_has_a_name_for_its_files() -> None:
    """By the key it is drawn with; those put together of a dimension are named by hand."""
    keys = {"chart_branch", "chart_category", "mix_branch", "mix_cause"}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = {word.arg: word.value for word in node.keywords}
                named = node.args[:1] if node.func.id == "round_key" else [given.get("key")]
                if node.func.id in ("round_key", "show_table", "show_texts", "table_files") and "subject" not in given:
                    keys |= {one.value for one in named if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    assert len(keys) > 25
    assert sorted(key for key in keys if f"common.file.{key}" not in catalogue()) == []


def test_no_text_is_left_over() -> None:
    """A text nobody says is a translation nobody checks. Prefixes cover the keys put together at run time."""
    prefixes = {key for key in literals() if key.endswith((".", "_"))}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                prefixes.add(str(node.values[0].value))
    whole_sections = {prefix for prefix in prefixes if prefix.count(".") >= 2}
    used = set(literals()) | set(BY_CODE)
    used |= {f"filters.{name}" for name in ("branch", "product_line", "channel", "category")}
    used |= {f"drill.{kind}" for kind in ("month", "branch", "category", "pending", "differing")}
    used |= {f"overview.empty.{part}" for part in ("title", "what", "link")}
    left = [key for key in catalogue() if key not in used and not key.startswith(tuple(whole_sections))]
    assert left == []


def test_a_text_is_said_in_its_language_with_its_gaps_filled() -> None:
    assert speaker("zh")("common.database.demo", as_of="2016-12-31") == "演示数据 · 截至 2016-12-31"
    assert speaker("en")("common.database.demo", as_of="2016-12-31") == "Demo data · as of 2016-12-31"


def test_a_count_of_one_is_no_plural() -> None:
    """{n} {n:complaint|complaints}, never {n} complaints: that would say 1 complaints."""
    nouns = "complaints|rows|files|sheets|causes|labels|names|cases|slides|sections|edits|faults|remarks|logs|places"
    plural = re.compile(rf"\{{(?!least|fewest|most|newest)(\w+)\}} ([a-z]+ )?({nouns})\b")
    never_one = ["causes.finding.more", "causes.pareto.title"]  # more than three are named; one cause is no chart
    assert [key for key, text in catalogue().items() if plural.search(text.en) and key not in never_one] == []
    assert speaker("en")("names.complaints", n="1") == "1 complaint"
    assert speaker("en")("names.complaints", n="1,001") == "1,001 complaints"
