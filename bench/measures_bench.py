"""Measures, indicators and findings over a million complaints: against the hand-written SQL for the same answer on
the same tables, against a second; memory over ten thousand queries; growth.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from analytics.findings import Page, findings
from analytics.measures import Scope, Window, indicators, ladder, measure
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from bench.data import fill_store
from bench.timing import Ratio, compare, in_turn, resident_mb, show

_VALID = """CASE WHEN c.channel_code <> 'regulator' THEN FALSE
    WHEN c.invalid_finding IS NOT NULL AND coalesce(c.invalid_found_on, c.received_on) <= $as_of THEN FALSE
    WHEN c.withdrawn_on <= l.limit_date AND c.withdrawn_on <= $as_of THEN FALSE
    WHEN l.limit_date > $as_of THEN FALSE
    WHEN c.withdrawn_on <= $as_of AND year(c.withdrawn_on) = year(c.received_on) THEN FALSE ELSE TRUE END"""
_JUDGED = """complaint c JOIN limit_day l ON l.rulebook = 'company-2016' AND l.received_on = c.received_on
    AND l.form = c.form_code AND l.complexity = c.complexity_code WHERE c.received_on <= $as_of"""

# name -> (question, the SQL that a skilled hand would write for the same answer)
QUESTIONS: dict[str, tuple[tuple[D, ...], tuple[M, ...], str]] = {
    "complaints by month": (
        (D.MONTH,),
        (M.COMPLAINTS,),
        "SELECT date_trunc('month', received_on), count(*) FROM complaint c WHERE received_on <= $as_of GROUP BY 1",
    ),
    "complaints, valid by month and branch": (
        (D.MONTH, D.BRANCH),
        (M.COMPLAINTS, M.VALID),
        f"SELECT date_trunc('month', c.received_on), branch_name, count(*), count(*) FILTER ({_VALID})"
        f" FROM {_JUDGED} GROUP BY 1, 2",
    ),
    "premium_ratio by branch": (
        (D.BRANCH,),
        (M.PREMIUM_RATIO,),
        f"""SELECT v.branch_name, n / p * 1e8 FROM (SELECT branch_name, count(*) FILTER ({_VALID}) AS n
            FROM {_JUDGED} GROUP BY 1) v JOIN (SELECT branch_name, sum(premium_yuan) AS p FROM exposure
            WHERE month <= $as_of GROUP BY 1) e ON e.branch_name = v.branch_name""",
    ),
    "all three ratios by quarter": (
        (D.QUARTER,),
        (M.VALID, M.PREMIUM_RATIO, M.POLICY_RATIO, M.TIMELY_RATE),
        f"""SELECT v.q, n, n / p * 1e8, n / s * 1e3, t / n FROM (SELECT date_trunc('quarter', c.received_on) AS q,
                count(*) FILTER ({_VALID}) AS n,
                count(*) FILTER ({_VALID} AND (CASE WHEN c.form_code = 'formal' THEN coalesce(c.stamped_report_on,
                    c.reported_on) ELSE c.reported_on END) <= l.report_due) AS t FROM {_JUDGED} GROUP BY 1) v
            JOIN (SELECT date_trunc('quarter', month) AS q, sum(premium_yuan) AS p FROM exposure GROUP BY 1) e
                ON e.q = v.q
            JOIN (SELECT date_trunc('quarter', month) AS q, sum(policies) AS s FROM exposure
                WHERE month(month) % 3 = 0 GROUP BY 1) f ON f.q = v.q""",
    ),
    "cause mentions by cause and month": (
        (D.CAUSE, D.MONTH),
        (M.COMPLAINTS, M.CAUSE_MENTIONS),
        "SELECT m.cause, date_trunc('month', c.received_on), count(*), count(m.cause) FROM complaint c"
        " LEFT JOIN complaint_cause m ON m.complaint_no = c.complaint_no WHERE received_on <= $as_of GROUP BY 1, 2",
    ),
    "status by branch": (
        (D.BRANCH, D.STATUS),
        (M.COMPLAINTS,),
        f"""SELECT c.branch_name, CASE WHEN c.channel_code <> 'regulator' THEN 'not_counted'
                WHEN c.withdrawn_on <= least(l.limit_date, $as_of) THEN 'invalid_withdrawn'
                WHEN l.limit_date > $as_of THEN 'pending' WHEN {_VALID} THEN 'valid' ELSE 'valid_cured' END, count(*)
            FROM {_JUDGED} GROUP BY 1, 2""",
    ),
    "everything, one row": (
        (D.TOTAL,),
        tuple(M),
        f"""SELECT count(*), count(*) FILTER (c.channel_code = 'regulator'), count(*) FILTER ({_VALID}),
                count(*) FILTER (l.limit_date > $as_of AND c.channel_code = 'regulator'),
                count(*) FILTER ({_VALID} AND c.reported_on <= l.report_due),
                (SELECT count(*) FROM complaint_cause m JOIN complaint d ON d.complaint_no = m.complaint_no
                 WHERE d.received_on <= $as_of),
                (SELECT sum(premium_yuan) FROM exposure) FROM {_JUDGED}""",
    ),
}


_GROSS = """CASE WHEN c.channel_code <> 'regulator' THEN FALSE
    WHEN c.invalid_finding IS NOT NULL AND coalesce(c.invalid_found_on, c.received_on) <= $as_of THEN FALSE
    WHEN c.withdrawn_on <= l.limit_date AND c.withdrawn_on <= $as_of THEN FALSE ELSE l.limit_date <= $as_of END"""
_IN_TIME = """(CASE WHEN c.form_code = 'formal' THEN coalesce(c.stamped_report_on, c.reported_on)
    ELSE c.reported_on END) <= l.report_due"""


def _indicator_sql(by: str, window: str) -> str:
    """Net, gross and timely counts by month, exposure joined, and summed over the window."""
    key = f", {by}" if by else ""
    match = " AND e.branch_name = v.branch_name" if by else ""
    over = "PARTITION BY branch_name ORDER BY m" if by else "ORDER BY m"
    frame = f"OVER ({over} ROWS BETWEEN {window} PRECEDING AND CURRENT ROW)"
    return f"""SELECT m{key}, sum(net) {frame} / sum(p) {frame} * 1e8, sum(gross) {frame} / sum(p) {frame} * 1e8,
            sum(net) {frame} / s * 1e3, sum(t) {frame} / sum(net) {frame}
        FROM (SELECT v.*, e.p, e.s FROM (
            SELECT date_trunc('month', c.received_on) AS m{key}, count(*) FILTER ({_VALID}) AS net,
                count(*) FILTER ({_GROSS}) AS gross, count(*) FILTER ({_VALID} AND {_IN_TIME}) AS t
            FROM {_JUDGED} GROUP BY ALL) v
        JOIN (SELECT month{key}, sum(premium_yuan) AS p, sum(policies) AS s FROM exposure GROUP BY ALL) e
            ON e.month = v.m{match}) x"""


# name -> (window, dimensions, the SQL that a skilled hand would write for the same answer)
INDICATORS: dict[str, tuple[Window, tuple[D, ...], str]] = {
    "by month": (Window.MONTH, (), _indicator_sql("", "0")),
    "rolling twelve months": (Window.ROLLING_12, (), _indicator_sql("", "11")),
    "by month and branch": (Window.MONTH, (D.BRANCH,), _indicator_sql("branch_name", "0")),
    "rolling twelve months by branch": (Window.ROLLING_12, (D.BRANCH,), _indicator_sql("branch_name", "11")),
}
AS_OF = date(2016, 12, 31)
YEAR = Scope(first="2016-01", last="2016-12", as_of=AS_OF)


def run(complaints: int = 1_000_000, rounds: int = 5) -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        store = fill_store(Path(folder) / "bench.duckdb", complaints)
        with store.cursor() as cursor:
            ratios = _tables(cursor, complaints, rounds)
            ratios += _findings(cursor, complaints, rounds)
        store.close()
    return ratios


def _tables(cursor: Any, complaints: int, rounds: int) -> list[Ratio]:
    """Ours beside the SQL of a skilled hand, in turn."""
    scope = Scope(as_of=AS_OF, rulebook="company-2016")
    asked: dict[str, tuple[Callable[[], object], str]] = {}
    for name, (by, measures, sql) in QUESTIONS.items():
        asked[f"metrics over {complaints:,}: {name}"] = (partial(measure, cursor, scope, by, measures), sql)
    for name, (window, by, sql) in INDICATORS.items():
        asked[f"indicators over {complaints:,}: {name}"] = (partial(indicators, cursor, scope, window, by), sql)
    ratios = []
    for what, (ours, sql) in asked.items():
        seconds = in_turn({"ours": ours, "hand": partial(_by_hand, cursor, sql)}, rounds)
        ratios.append(compare(what, seconds["ours"], "hand-written SQL", seconds["hand"], at_most=2.5))
    return ratios


def _by_hand(cursor: Any, sql: str) -> object:
    return cursor.execute(sql, {"as_of": AS_OF} if "$as_of" in sql else {}).fetchall()


def _findings(cursor: Any, complaints: int, rounds: int) -> list[Ratio]:
    """Each round as of another day, of which nothing is kept."""
    days = {page: itertools.count() for page in Page}

    def found(page: Page) -> object:
        return findings(cursor, YEAR.with_(as_of=AS_OF + timedelta(days=next(days[page]))), page)

    seconds = in_turn({page: partial(found, page) for page in Page}, rounds)
    return [
        compare(f"findings over {complaints:,}: {page}", seconds[page], "one second", 1.0, at_most=1) for page in Page
    ]


def memory(queries: int = 10_000) -> None:
    """Resident memory while the same kinds of question are asked again and again, beside that of a process that only
    runs the hand-written SQL: what the database itself keeps grows with neither's answers.
    """
    for ours in (True, False):
        process = get_context("spawn").Process(target=_ask_on, args=(queries, ours))
        process.start()
        process.join()


def _ask_on(queries: int, ours: bool, complaints: int = 2_000) -> None:
    """Few complaints and branches: many questions in little time, not large answers."""
    with tempfile.TemporaryDirectory() as folder:
        store = fill_store(Path(folder) / "bench.duckdb", complaints, branches=4)
        with store.cursor() as cursor:
            asked = list(QUESTIONS.values())
            for number in range(1, queries + 1):
                by, measures, sql = asked[number % len(asked)]
                if ours:
                    month = f"2016-{number % 12 + 1:02d}"
                    measure(cursor, Scope(last=month, as_of=AS_OF, rulebook="company-2016"), by, measures)
                else:
                    _by_hand(cursor, sql)
                if number in (queries // 10, queries // 2, queries):
                    who = "ours" if ours else "hand-written SQL"
                    print(f"     {who}, after {number:,} queries: {resident_mb():,.0f} MB resident", flush=True)
        store.close()


def growth(sizes: tuple[int, ...] = (100_000, 1_000_000)) -> None:
    """Seconds of a few answers as complaints grow tenfold."""
    asked: dict[str, Callable[[Any], object]] = {
        "valid by month and branch": lambda c: measure(c, Scope(as_of=AS_OF), (D.MONTH, D.BRANCH), (M.VALID,)),
        "indicators by month": lambda c: indicators(c, Scope(as_of=AS_OF), Window.MONTH),
        "ladder": lambda c: ladder(c, YEAR),
        "findings of the overview": lambda c: findings(c, YEAR, Page.OVERVIEW),
    }
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = fill_store(Path(folder) / "bench.duckdb", size)
            with store.cursor() as cursor:
                seconds = in_turn({name: partial(ask, cursor) for name, ask in asked.items()}, 3)
            store.close()
        told = ", ".join(f"{name} {value:.2f} s" for name, value in seconds.items())
        print(f"     {size:,} complaints: {told}", flush=True)


if __name__ == "__main__":
    # python -m bench.measures_bench [ratios] [memory] [growth] [large]: large adds ten million complaints.
    parts = set(sys.argv[1:]) or {"ratios", "memory", "growth"}
    if "ratios" in parts:
        show(run())
    if "memory" in parts:
        memory()
    if parts & {"growth", "large"}:
        growth((100_000, 1_000_000, 10_000_000) if "large" in parts else (100_000, 1_000_000))
