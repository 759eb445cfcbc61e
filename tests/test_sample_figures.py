"""The product's answers about the sample, against plain counting of its cells by an independent reader."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from analytics.imports import import_paths
from analytics.measures import Scope, complaints, known, measure
from analytics.store import Store
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from tests import sample_cells


def test_counts_by_month_and_branch(demo: Store) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for row in sample_cells.complaints():
        expected[(row["received"].strftime("%Y-%m"), row["被投诉机构"])] += 1
    with demo.cursor() as cursor:
        table = measure(cursor, Scope(), (D.MONTH, D.BRANCH), (M.COMPLAINTS,))
    found = {(row.key["month"], row.key["branch"]): row.value(M.COMPLAINTS) for row in table.rows}
    assert {key: count for key, count in found.items() if count} == dict(expected)
    assert len(found) == 24 * 9  # every branch and month is there, with 0 where nobody complained


def test_every_ending(demo: Store) -> None:
    said = {
        "found invalid": {"invalid_ineligible", "invalid_committee"},
        "in time": {"invalid_withdrawn"},
        "pending": {"pending"},
        "never withdrawn": {"valid_permanent"},
        "too late to cure": {"valid_permanent"},
        "cured": {"valid_cured"},
    }
    with demo.cursor() as cursor:
        status = {row["complaint_no"]: row["status"] for row in complaints(cursor, Scope())}
    for row in sample_cells.complaints():
        expected = said[sample_cells.ending(row)] if row["regulator"] else {"not_counted"}
        assert status[row["投诉编号"]] in expected, row["投诉编号"]


def test_ratios_of_the_year(demo: Store) -> None:
    """Net valid complaints of 2016 over the year's premium, summed cell by cell."""
    net = sum(
        row["regulator"]
        and row["received"].year == 2016
        and sample_cells.ending(row) in ("never withdrawn", "too late to cure")
        for row in sample_cells.complaints()
    )
    rows = sample_cells.exposure()
    headers = list(rows[0])
    premium_column = next(name for name in headers if name.startswith("保费收入(万元"))
    policy_column = next(name for name in headers if name.startswith("有效保单(千张"))
    of_2016 = [row for row in rows if "2016" in str(row["月份"])]
    premium = sum(row[premium_column] for row in of_2016) * 10_000
    last = [row for row in of_2016 if "12" in str(row["月份"])[4:7]]
    policies = sum(row[policy_column] for row in last) * 1_000
    with demo.cursor() as cursor:
        table = measure(cursor, Scope(first="2016-01", last="2016-12"), (D.TOTAL,), tuple(M))
    (row,) = table.rows
    assert table.frame.as_of == date(2016, 12, 31)
    assert row.value(M.VALID) == net == 60
    assert row.value(M.PREMIUM_YUAN) == pytest.approx(premium)
    assert row.value(M.POLICIES) == pytest.approx(policies)
    assert row.value(M.PREMIUM_RATIO) == pytest.approx(net / premium * 1e8)
    assert row.value(M.POLICY_RATIO) == pytest.approx(net / policies * 1e3)


def test_the_planted_slips_are_shown(demo: Store) -> None:
    with demo.cursor() as cursor:
        rows = complaints(cursor, Scope())
    assert [row["received_at"][:10] for row in rows if row["differs_from_stated"]] == [
        "2016-03-03",
        "2016-05-06",
        "2016-09-29",
        "2016-11-08",
    ]


def test_the_source_deck(tmp_path: Path) -> None:
    """Ten complaints, twelve causes, one of them valid: the figures of the deck it all started from."""
    store = Store.open(tmp_path / "deck.duckdb")
    assert import_paths(store, [sample_cells.DECK]).exit_status == 0
    with store.cursor() as cursor:
        assert known(cursor).complaints == 10
        by_cause = measure(cursor, Scope(), (D.CAUSE,), (M.CAUSE_MENTIONS, M.VALID))
        total = measure(cursor, Scope(), (D.TOTAL,), (M.COMPLAINTS, M.REGULATOR_COMPLAINTS, M.VALID, M.CAUSE_MENTIONS))
    store.close()
    assert {row.key["cause"]: row.value(M.CAUSE_MENTIONS) for row in by_cause.rows} == {
        "coverage_dispute": 2,
        "insured_not_paying_third_party": 4,
        "compensation_standard": 3,
        "at_fault_party_uncooperative": 1,
        "claim_assistance": 1,
        "doubtful_case": 1,
    }
    assert [row.key["cause"] for row in by_cause.rows if row.value(M.VALID)] == ["compensation_standard"]
    (row,) = total.rows
    assert [figure.value for figure in row.figures.values()] == [10, 10, 1, 12]


def test_a_complaint_carries_the_cause_it_names_first(demo: Store) -> None:
    """Causes are counted as those that complaints carry and those named after by complaints that say they do."""
    with demo.cursor() as cursor:
        differing = cursor.execute(
            """SELECT count(*) FROM complaint c
            FULL JOIN (FROM complaint_cause WHERE position = 0) m ON m.complaint_no = c.complaint_no
            WHERE c.primary_cause IS DISTINCT FROM m.cause OR c.names_several IS DISTINCT FROM c.complaint_no IN (
                    SELECT complaint_no FROM complaint_cause WHERE position > 0)
                OR (m.cause IS NOT NULL AND c.category IS DISTINCT FROM m.category)"""
        ).fetchall()
        named = cursor.execute("SELECT count(*), count(*) FILTER (position > 0) FROM complaint_cause").fetchall()
        by_cause = measure(cursor, Scope(), (D.CAUSE,), (M.CAUSE_MENTIONS,))
        by_branch = measure(cursor, Scope(), (D.BRANCH,), (M.CAUSE_MENTIONS,))
    assert differing == [(0,)]
    ((mentions, after),) = named
    assert after > 0
    for table in (by_cause, by_branch):
        assert sum(row.value(M.CAUSE_MENTIONS) or 0 for row in table.rows) == mentions
