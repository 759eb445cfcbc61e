"""A list of insurers with their counts and ratios: rank, share and place in the funnel.

Source: statistics.md, the 39 insurers of the first half of 2012 (rate 0.943, phi about 7.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from analytics.errors import RequestError, Text
from analytics.statistics import Funnel, Position, build_funnel, rank_ratios

_PER = 100_000_000


@dataclass(frozen=True, slots=True)
class InsurerList:
    """An imported list. first, last: its period where the list states one. name: file and sheet."""

    batch: int
    sheet_no: int
    name: str
    first: date | None
    last: date | None
    insurers: int


@dataclass(frozen=True, slots=True)
class Insurer:
    """ratio: complaints per 100m yuan, from premium where the list has it, else as printed. rank: 1 for the highest,
    on unrounded ratios, None with fewer than 5 complaints (then greyed). share: of all complaints of the list.
    expected: complaints at the overall rate; position: in the funnel (limits widened when over-dispersed);
    poisson_position: against chance alone. None: nothing can be said (no ratio, or a ratio of 0 without premium).
    """

    name: str
    complaints: int
    ratio: float | None
    rank: int | None
    greyed: bool
    share: float | None
    expected: float | None
    position: Position
    poisson_position: Position


@dataclass(frozen=True, slots=True)
class Ranking:
    """Highest ratio first. implied: some premium is worked back from a printed, rounded ratio."""

    of: InsurerList
    rows: tuple[Insurer, ...]
    overall_ratio: float | None
    funnel: Funnel
    implied: bool


def insurer_lists(cursor: duckdb.DuckDBPyConnection) -> list[InsurerList]:
    """The lists that speak, newest first."""
    rows = cursor.execute(
        """SELECT r.batch_id, r.sheet_no, any_value(b.file || ' · ' || s.sheet), min(r.period_start),
            max(r.period_end), count(*)
        FROM benchmark_row r JOIN batch b ON b.batch_id = r.batch_id
        JOIN batch_sheet s ON s.batch_id = r.batch_id AND s.sheet_no = r.sheet_no
        WHERE b.retracted_at IS NULL AND r.insurer IS NOT NULL GROUP BY 1, 2 ORDER BY 1 DESC, 2"""
    ).fetchall()
    return [InsurerList(*row) for row in rows]


def rank_insurers(cursor: duckdb.DuckDBPyConnection, batch: int | None = None, sheet_no: int | None = None) -> Ranking:
    """Rank, share and funnel of a list, by default the newest. Raises RequestError where there is none."""
    found = [one for one in insurer_lists(cursor) if batch in (None, one.batch) and sheet_no in (None, one.sheet_no)]
    if not found:
        raise RequestError(
            "no_insurer_list",
            Text("还没有导入保险公司名单", "no list of insurers was imported"),
            Text("请导入含保险公司、投诉件数和亿元保费投诉量的表", "import a table of insurers, complaints and ratio"),
        )
    chosen = found[0]
    rows = cursor.execute(
        """SELECT insurer, complaints, premium_ratio, premium_yuan FROM benchmark_row
        WHERE batch_id = ? AND sheet_no = ? AND insurer IS NOT NULL ORDER BY row_no""",
        [chosen.batch, chosen.sheet_no],
    ).fetchall()
    exposures = [_exposure(complaints, ratio, premium) for _, complaints, ratio, premium in rows]
    ratios = [
        complaints / exposure if premium and exposure else ratio
        for (_, complaints, ratio, premium), exposure in zip(rows, exposures, strict=True)
    ]
    counts = [int(complaints) for _, complaints, _, _ in rows]
    ranks = rank_ratios(ratios, counts)
    known = [place for place, exposure in enumerate(exposures) if exposure]
    funnel = build_funnel([counts[place] for place in known], [exposures[place] or 0.0 for place in known])
    units = dict(zip(known, funnel.units, strict=True))
    total = sum(counts)
    insurers = []
    for place, (name, *_) in enumerate(rows):
        unit = units.get(place)
        insurers.append(
            Insurer(
                name=name,
                complaints=counts[place],
                ratio=ratios[place],
                rank=ranks[place].rank,
                greyed=ranks[place].greyed,
                share=counts[place] / total if total else None,
                expected=unit.expected if unit else None,
                position=unit.position if unit else Position.NOT_PLACED,
                poisson_position=unit.poisson_position if unit else Position.NOT_PLACED,
            )
        )
    insurers.sort(key=lambda one: (one.ratio is None, -(one.ratio or 0.0), one.name))
    implied = any(not premium for *_, premium in rows)
    return Ranking(chosen, tuple(insurers), funnel.overall_rate, funnel, implied)


def _exposure(complaints: float, ratio: float | None, premium: float | None) -> float | None:
    """Premium in 100m yuan: as stated, else worked back from the printed ratio; None where neither tells."""
    if premium:
        return premium / _PER
    return complaints / ratio if ratio else None
