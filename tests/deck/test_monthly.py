"""The monthly brief: two pages, figures of that month, nobody named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pptx import Presentation

from analytics.cli import main
from analytics.deck.making import Made
from analytics.deck.pptx_file import write_deck
from analytics.deck.story.monthly import monthly_brief
from analytics.errors import RequestError
from analytics.measures import Scope, measure
from analytics.measures.formats import count
from analytics.store import Store
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from tests.deck.made import Opened
from tests.tiny import Tiny


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("month", ["2015-01", "2016-09", "2016-12"])
def test_two_pages_with_the_figures_of_the_month(sample: Store, month: str, language: str) -> None:
    with sample.cursor() as cursor:
        deck = monthly_brief(cursor, month, language)
        (row,) = measure(cursor, Scope(first=month, last=month), (D.TOTAL,), (M.COMPLAINTS, M.VALID)).rows
        branches = measure(cursor, Scope(first=month, last=month), (D.BRANCH,), (M.COMPLAINTS,)).rows
    opened = Opened(Made(deck, *write_deck(deck)))
    assert list(opened.pages) == ["monthly.numbers", "monthly.where"]
    said = opened.text("monthly.numbers").split("\n")
    assert count(row.value(M.COMPLAINTS)) in said and count(row.value(M.VALID)) in said
    (chart,) = opened.charts("monthly.numbers")
    assert chart.categories[-1] == month and next(iter(chart.series.values()))[-1] == row.value(M.COMPLAINTS)
    asked = {one.key["branch"]: count(one.value(M.COMPLAINTS)) for one in branches}
    assert {line[0]: line[1] for line in opened.tables("monthly.where")[0][1:]}.items() <= asked.items()


def test_a_month_that_is_none_and_no_data(tiny: Tiny) -> None:
    with tiny.store.cursor() as cursor:
        with pytest.raises(RequestError, match="bad_month"):
            monthly_brief(cursor, "2016-13")
        with pytest.raises(RequestError, match="no_data"):
            monthly_brief(cursor, "2016-03")


def test_the_command(tiny: Tiny, tmp_path: Path) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    path, out = str(tiny.store.path), tmp_path / "brief.pptx"
    tiny.store.close()
    done = CliRunner().invoke(main, ["--db", path, "brief", "--month", "2016-03", "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert len(Presentation(str(out)).slides) == 2
