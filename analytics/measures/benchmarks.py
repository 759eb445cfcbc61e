"""Published figures of the market, each with what it is a figure of.

Source: reference/benchmarks.csv (regulator bulletins), and what a company imports. Market averages (to 2018) and
medians of insurers (from 2019) are different statistics, and the regulator counts otherwise from 2017 on (domain).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from analytics.errors import Text
from analytics.intake.benchmark_words import (
    BASIS_NAMES,
    SCOPE_NAMES,
    STATISTIC_NAMES,
    UNITS,
    Basis,
    Metric,
    Statistic,
    word_of,
)

_SOURCE_WORDS = {
    "computed from the 2016 bulletin": "按 2016 年监管通报计算",
    "regulator bulletin": "监管通报",
    " (press)": "(媒体报道)",
    " (contract disputes)": "(合同纠纷)",
}
TABLE = Path(__file__).parents[1] / "reference" / "benchmarks.csv"


@dataclass(frozen=True, slots=True, order=True)
class Benchmark:
    """One published figure. first, last: the days of its period. value: in `unit`, rounded as it was published.

    imported: from the company's own table of market figures, not from the one that ships.
    """

    first: date
    last: date
    scope: str
    metric: Metric
    statistic: Statistic
    basis: Basis
    value: float
    unit: str
    source: str
    imported: bool = False

    @property
    def months(self) -> int:
        """How many months its period has: a half-year's ratio is half a year's, and no yearly one."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def period(self) -> str:
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return first if first == last else f"{first}–{last}"

    @property
    def market(self) -> Text:
        """Whose figure it is, in words."""
        return SCOPE_NAMES.get(self.scope, Text(self.scope or "行业", self.scope or "the market"))

    @property
    def published(self) -> str:
        """The value with no more digits than it was published with."""
        return f"{self.value:g}"

    @property
    def origin(self) -> Text:
        """Where it was published: the shipped table's sources are in English."""
        zh = self.source
        for en, name in _SOURCE_WORDS.items():
            zh = zh.replace(en, name)
        return Text(zh, self.source)

    def what(self) -> Text:
        """Statistic and basis in words: print them beside every figure of the market."""
        statistic, basis = STATISTIC_NAMES[self.statistic], BASIS_NAMES[self.basis]
        return Text(f"{statistic.zh},{basis.zh}", f"{statistic.en}, {basis.en}")


def benchmarks(cursor: duckdb.DuckDBPyConnection) -> list[Benchmark]:
    """All figures of the market, by period. An imported one stands for a shipped one about the same thing."""
    found = {_key(one): one for one in _shipped()}
    rows = cursor.execute(
        """SELECT r.period_start, r.period_end, r.scope, r.metric, r.statistic, r.basis, r.value, r.source
        FROM benchmark_row r JOIN batch b USING (batch_id)
        WHERE b.retracted_at IS NULL AND r.insurer IS NULL ORDER BY r.batch_id, r.sheet_no, r.row_no"""
    ).fetchall()
    for row in rows:
        one = replace(_benchmark(*row), imported=True)
        found[_key(one)] = one
    return sorted(found.values())


@lru_cache(maxsize=1)
def _shipped() -> tuple[Benchmark, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            _benchmark(
                date.fromisoformat(row["period_start"]),
                date.fromisoformat(row["period_end"]),
                row["scope"],
                row["metric"],
                row["statistic"],
                row["basis"],
                float(row["value"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def _benchmark(
    first: date,
    last: date,
    scope: str | None,
    metric: str,
    statistic: str,
    basis: str,
    value: float,
    source: str | None,
) -> Benchmark:
    words = word_of("metric", metric), word_of("statistic", statistic), word_of("basis", basis)
    name, made, counted = words
    # The import sets rows with other words aside, and a test reads the table that ships.
    assert isinstance(name, Metric) and isinstance(made, Statistic) and isinstance(counted, Basis), words
    return Benchmark(first, last, scope or "", name, made, counted, value, UNITS[name], source or "")


def _key(one: Benchmark) -> tuple[object, ...]:
    return one.first, one.last, one.scope, one.metric, one.statistic, one.basis
