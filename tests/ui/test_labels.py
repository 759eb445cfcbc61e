"""Several names in a sentence."""

from __future__ import annotations

import pytest

import ui.branch_level
import ui.labels
from ui.texts import speaker


@pytest.mark.parametrize(
    ("names", "zh", "en"),
    [
        ([], "", ""),
        (["甲"], "甲", "甲"),
        (["甲", "乙"], "甲、乙", "甲 and 乙"),
        (["甲", "乙", "丙"], "甲、乙、丙", "甲, 乙 and 丙"),
    ],
)
def test_names_are_joined_as_people_say_them(
    names: list[str], zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang, expected in (("zh", zh), ("en", en)):
        monkeypatch.setattr(ui.labels, "words", lambda lang=lang: speaker(lang))
        assert ui.labels.listed(iter(names)) == expected


def test_of_many_the_first_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, expected in (("zh", "甲、乙、丙和另外 2 个"), ("en", "甲, 乙, 丙 and 2 more")):
        monkeypatch.setattr(ui.labels, "words", lambda lang=lang: speaker(lang))
        assert ui.labels.listed("甲乙丙丁戊", 3) == expected
        assert ui.labels.listed("甲乙丙", 3) == ui.labels.listed("甲乙丙")


def test_the_title_of_a_level_names_its_longest_bars_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ui.labels, ui.branch_level):
        monkeypatch.setattr(module, "words", lambda: speaker("en"))
    records = [{"unit": name, "complaints": 2} for name in ("甲", "乙", "丙")]
    title = ui.branch_level._title("云中", records, {name: name for name in ("甲", "乙", "丙")})
    assert "甲, 乙 and 丙" in title
