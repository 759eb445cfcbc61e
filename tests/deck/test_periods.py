"""The notes under a slide are of the period that its foot names."""

from __future__ import annotations

import re

import pytest

from analytics.deck.slides import Slide
from analytics.deck.story.monthly import monthly_brief
from analytics.store import Store
from tests.deck.made import Opened, made

_MONTH = r"\d{4}-\d{2}(?!-)"
_PERIOD = re.compile(rf"{_MONTH}(?: – {_MONTH})?")


def period(text: str) -> str | None:
    found = _PERIOD.search(text)
    return found.group() if found else None


def periods(slide: Slide) -> tuple[str | None, list[str | None]]:
    """That of the foot, and those of the lines of the notes that name the filters."""
    return period(slide.source), [period(line) for line in slide.notes if line.startswith(("筛选:", "Filters:"))]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_brief_is_of_its_month_everywhere(sample: Store, language: str) -> None:
    with sample.cursor() as cursor:
        deck = monthly_brief(cursor, "2016-09", language)
    assert [periods(slide) for slide in deck.slides] == [("2016-09", ["2016-09"])] * 2


def test_the_notes_of_a_year_are_of_its_feet(sample_deck: Opened, sample: Store) -> None:
    for deck in (sample_deck, Opened(made(sample, branch="城东支公司"))):
        said = {slide.key: periods(slide) for slide in deck.deck.slides}
        assert said["summary"] == ("2016-01 – 2016-12", ["2016-01 – 2016-12"])
        assert {key: both for key, both in said.items() if both[0] and both[1] not in ([], [both[0]])} == {}
