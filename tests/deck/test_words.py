"""The deck's words: both languages, the same gaps, none missing and none left over."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from analytics.deck.story.whole import SECTIONS
from analytics.deck.words import catalogue
from ui.texts import catalogue as shown

ROOM = Path(__file__).parents[2] / "analytics" / "deck"


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_with_the_same_gaps(key: str) -> None:
    text = catalogue()[key]
    assert text.zh.strip() and text.en.strip()
    assert gaps(text.zh) == gaps(text.en)


def test_chinese_keeps_its_distance_from_months() -> None:
    """在 7 月至 9 月, never 在7 月; in brackets that bring their own there is nothing to keep apart."""
    touching = re.compile(r"[\u4e00-\u9fff]\{(month|months|times)\}")
    assert [key for key, text in catalogue().items() if touching.search(text.zh)] == ["quality.title_lacking"]


def test_a_count_of_one_is_no_plural() -> None:
    """complaints: {n}, never {n} complaints: that would say 1 complaints."""
    plural = re.compile(r"\{(n|complaints)\} (complaints|rows|causes came)")
    assert [key for key, text in catalogue().items() if plural.search(text.en)] == []


def test_the_views_have_the_names_of_the_screen() -> None:
    """年度口径 and 月度口径, never 净值 and 毛值 beside them: the deck's columns are the page's."""
    assert [key for key, text in catalogue().items() if re.search("[净毛]值|[(（][净毛][)）]", text.zh)] == []
    for name, view in (("net", "annual"), ("gross", "monthly")):
        assert catalogue()[f"ratios.{name}"].zh == shown()[f"vocabulary.view.{view}"].zh
        assert catalogue()[f"ratios.{name}"].en == shown()[f"indicators.column.{name}"].en


def test_every_section_has_a_name() -> None:
    assert [one for one in SECTIONS if f"section.{one}" not in catalogue()] == []


def test_no_text_is_left_over() -> None:
    literals, prefixes = set(), set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                prefixes.add(str(node.values[0].value))
    dotted = tuple(prefix for prefix in prefixes if "." in prefix)
    assert [key for key in catalogue() if key not in literals and not key.startswith(dotted)] == []
