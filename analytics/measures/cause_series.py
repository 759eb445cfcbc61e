"""Every cause month by month, from one question: asked one by one, all complaints would be read again for each."""

from __future__ import annotations

import duckdb

from analytics.measures.figure import MeasureTable, Row
from analytics.measures.scope import Scope
from analytics.measures.series import Series, series_of
from analytics.measures.table import measure
from analytics.vocabulary import Dimension, Measure


def cause_series(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> dict[str, Series]:
    """Cause -> how often it is named by month, over the scope's period. Errors as `measure`."""
    name = Measure.CAUSE_MENTIONS
    table = measure(cursor, scope, (Dimension.CAUSE, Dimension.MONTH), (name,))
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        cause = row.key["cause"]
        if cause is not None:
            rows.setdefault(cause, []).append(Row({"month": row.key["month"]}, row.figures))
    return {
        cause: series_of(MeasureTable(("month",), (name,), table.frame, found), name) for cause, found in rows.items()
    }
