"""Rule books are data: the ones that ship, and what happens to a file that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.errors import RuleError
from analytics.rules import rulebook, rulebook_names, rules_in
from analytics.rules.book_file import read_rulebook
from analytics.rules.rulebook import FOLDER


def test_the_books_that_ship() -> None:
    assert rulebook_names() == ["cbirc-2020-3", "company-2016", "stated"]
    company = rulebook("company-2016")
    assert (company.withdrawal["informal"].days, company.withdrawal["informal"].unit) == (8, "working")
    assert (company.withdrawal["formal"].days, company.withdrawal["formal"].unit) == (30, "calendar")
    assert company.counted_channels == ("regulator",)


def test_in_force_by_the_day_of_receipt() -> None:
    rules = rules_in(None)
    assert rules.in_force(date(2016, 5, 1)).name == "company-2016"
    assert rules.in_force(date(2020, 2, 29)).name == "company-2016"
    assert rules.in_force(date(2020, 3, 1)).name == "cbirc-2020-3"


def test_unknown() -> None:
    with pytest.raises(RuleError) as caught:
        rulebook("nobody's")
    assert caught.value.code == "unknown_rulebook"
    assert "company-2016" in caught.value.remedy.en


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days = 8", "days = 0", "days"),
        ('unit = "working"', 'unit = "weeks"', "unit"),
        ('["regulator"]', '["parliament"]', "counted_channels"),
        ('outcome = "computed"', 'outcome = "guessed"', "outcome"),
        ('name = "company-2016"', "", "name"),
        ("[report]", "[reports]", "report"),
        ("[withdrawal]", "[withdrawal", "TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = (FOLDER / "company-2016.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_rulebook(path)
    assert caught.value.code == "bad_rulebook"
    assert "mine.toml" in caught.value.message.en and says in caught.value.message.en
