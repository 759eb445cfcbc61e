"""`metrics` over a million complaints against the hand-written SQL for the same answer on the same tables."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from analytics.measures import Scope, measure
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from bench.data import fill_store
from bench.timing import Ratio, compare, in_turn

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


def run(complaints: int = 1_000_000, rounds: int = 5) -> list[Ratio]:
    as_of, ratios = date(2016, 12, 31), []
    with tempfile.TemporaryDirectory() as folder:
        store = fill_store(Path(folder) / "bench.duckdb", complaints)
        with store.cursor() as cursor:
            for name, (by, measures, sql) in QUESTIONS.items():
                scope = Scope(as_of=as_of, rulebook="company-2016")
                seconds = in_turn(
                    {
                        "ours": lambda s=scope, b=by, m=measures: measure(cursor, s, b, m),
                        "hand": lambda q=sql: cursor.execute(q, {"as_of": as_of}).fetchall(),
                    },
                    rounds,
                )
                what = f"metrics over {complaints:,}: {name}"
                ratios.append(compare(what, seconds["ours"], "hand-written SQL", seconds["hand"], at_most=3))
        store.close()
    return ratios
