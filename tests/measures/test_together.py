"""Tables that are counted together are those that are counted alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.measures import Scope, measure
from analytics.measures.table import count_together
from analytics.store import Store
from analytics.vocabulary import Book, Dimension, Measure, View

M, D = Measure, Dimension
ASKED = {
    (D.TOTAL,): tuple(M),
    (D.MONTH,): (M.COMPLAINTS, M.VALID, M.CAUSE_MENTIONS),
    (D.QUARTER, D.BRANCH): (M.PREMIUM_RATIO,),
    (D.CHANNEL,): (M.COMPLAINTS,),  # judges nothing, beside others that do
    (D.FORM, D.STATUS): (M.COMPLAINTS,),
    (D.PRODUCT_LINE,): (M.REGULATOR_COMPLAINTS, M.TIMELY_RATE),
    (D.CATEGORY,): (M.CAUSE_MENTIONS,),
    (D.STATUS, D.CATEGORY): (M.CAUSE_MENTIONS, M.VALID),
    (D.CAUSE, D.MONTH): (M.CAUSE_MENTIONS,),
    (D.BRANCH, D.CAUSE): (M.CAUSE_MENTIONS, M.VALID),
    # Sums of others: of months, of statuses, of what is judged though they judge nothing, and of what is not.
    (D.QUARTER,): (M.COMPLAINTS, M.VALID, M.CAUSE_MENTIONS),
    (D.YEAR,): (M.COMPLAINTS,),
    (D.YEAR, D.MONTH): (M.COMPLAINTS,),
    (D.QUARTER, D.STATUS): (M.COMPLAINTS,),
    (D.BRANCH,): (M.COMPLAINTS,),
    (D.BRANCH, D.CATEGORY): (M.CAUSE_MENTIONS,),
    (D.CAUSE, D.QUARTER): (M.CAUSE_MENTIONS,),
    (D.FORM, D.CHANNEL, D.STATUS): (M.COMPLAINTS,),
    (D.FORM,): (M.PENDING, M.REGULATOR_COMPLAINTS),
}


@pytest.fixture(scope="module")
def store(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("together") / "demo.duckdb"
    shutil.copyfile(demo_path, path)
    opened = Store.open(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(first="2016-03", last="2016-08", book=Book.DETERMINED),
        Scope(first="2016-01", last="2016-12", channels=("regulator",), categories=("claim_service",)),
        Scope(first="1999-01", last="1999-12"),
    ],
)
@pytest.mark.parametrize("view", list(View))
def test_together_is_alone(store: Store, scope: Scope, view: View) -> None:
    with store.cursor() as cursor:
        counted = count_together(cursor, scope, ASKED)
        for by, measures in ASKED.items():
            together, alone = counted.table(by, view), measure(cursor, scope.with_(view=view), by, measures)
            assert together.frame == alone.frame
            assert together.records() == alone.records(), by
            for row, same in zip(together.rows, alone.rows, strict=True):
                for name, figure in row.figures.items():
                    assert (figure.numerator, figure.denominator) == (
                        same.figures[name].numerator,
                        same.figures[name].denominator,
                    )
                    assert figure.origin and same.figures[name].origin
                    assert figure.origin.by_status == same.figures[name].origin.by_status
                    assert figure.origin.assumed == same.figures[name].origin.assumed


def test_an_empty_database_has_empty_tables(tmp_path: Path) -> None:
    empty = Store.open(tmp_path / "empty.duckdb")
    with empty.cursor() as cursor:
        counted = count_together(cursor, Scope(), ASKED)
        assert all(not counted.table(by).rows for by in ASKED)
    empty.close()
