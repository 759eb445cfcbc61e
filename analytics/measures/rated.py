"""The complaints that a timely rate is of: the valid ones of which is known whether they were reported back in time."""

from __future__ import annotations

import duckdb

from analytics.measures.cell import Report
from analytics.measures.counting import report_code
from analytics.measures.judged import conditions, limits_join, settle, status, valid_statuses
from analytics.measures.scope import Scope


def rated(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> frozenset[str]:
    """The numbers of the complaints in the rate's denominator, in the scope's view.

    Raises RequestError (unknown branch) and RuleError.
    """
    question = settle(cursor, scope)
    if question is None:
        return frozenset()
    found = cursor.execute(
        f"""SELECT c.complaint_no FROM complaint c {limits_join(question)}
        WHERE {" AND ".join(conditions(question))} AND {status(question)} IN ({valid_statuses(scope.view)})
            AND {report_code(question)} IN ({Report.IN_TIME:d}, {Report.LATE:d})""",
        question.params,
    )
    return frozenset(number for (number,) in found.fetchall())
