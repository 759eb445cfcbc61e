"""Whether the logs that list a complaint have a column for something: a blank is then "not done", else not known."""

from __future__ import annotations

import duckdb

from analytics.store import kept

# What a sheet's columns hold is a JSON object, header -> field, with ": " between the two.
_HAS = "s.columns::VARCHAR LIKE '%: \"{name}\"%'"
_SPEAKING = (
    "JOIN batch b ON b.batch_id = s.batch_id AND b.retracted_at IS NULL",
    "s.kind = 'log'",
)


@kept
def knows_sql(cursor: duckdb.DuckDBPyConnection, fields: tuple[str, ...], alias: str) -> tuple[str, str]:
    """(condition, join): whether a log that lists complaint `c` has a column for one of `fields`.

    Usually all logs have it or none, and nothing is joined: only where they differ are a complaint's own logs asked.
    fields: names of LOG_FIELDS. alias: of what is joined.
    """
    has = " OR ".join(_HAS.format(name=name) for name in fields) or "FALSE"
    join, kind = _SPEAKING
    sheets, having = cursor.execute(
        f"SELECT count(*), count(*) FILTER ({has}) FROM batch_sheet s {join} WHERE {kind}"
    ).fetchall()[0]
    if not having:
        return "FALSE", ""
    if having == sheets:
        return "TRUE", ""
    listed = (
        f"SELECT DISTINCT r.complaint_no FROM log_row r JOIN batch_sheet s ON s.batch_id = r.batch_id"
        f" AND s.sheet_no = r.sheet_no {join} WHERE {kind} AND ({has})"
    )
    return (
        f"{alias}.complaint_no IS NOT NULL",
        f"LEFT JOIN ({listed}) {alias} ON {alias}.complaint_no = c.complaint_no",
    )
