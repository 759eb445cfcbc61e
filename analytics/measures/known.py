"""What the database knows: the choices that a filter can offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import duckdb

from analytics.measures.judged import known_until
from analytics.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class Known:
    """Branches and lines that occur, the first and last month of receipt, the last date the logs know of."""

    complaints: int = 0
    first_month: str | None = None
    last_month: str | None = None
    as_of: date | None = None
    branches: list[str] = field(default_factory=list)
    product_lines: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)


def known(cursor: duckdb.DuckDBPyConnection) -> Known:
    """The choices in the data as it is now."""
    row = cursor.execute(
        "SELECT count(*), strftime(min(received_on), '%Y-%m'), strftime(max(received_on), '%Y-%m') FROM complaint"
    ).fetchone()
    assert row is not None
    branches = cursor.execute(
        "SELECT branch_name FROM complaint WHERE branch_name IS NOT NULL"
        " UNION SELECT branch_name FROM branch UNION SELECT branch_name FROM exposure ORDER BY 1"
    ).fetchall()
    lines = cursor.execute(
        "SELECT DISTINCT product_line_name FROM complaint WHERE product_line_name IS NOT NULL ORDER BY 1"
    ).fetchall()
    channels = {
        code for (code,) in cursor.execute("SELECT DISTINCT channel_code FROM complaint").fetchall() if code is not None
    }
    return Known(
        complaints=row[0],
        first_month=row[1],
        last_month=row[2],
        as_of=known_until(cursor),
        branches=[name for (name,) in branches],
        product_lines=[name for (name,) in lines],
        channels=[channel.value for channel in Channel if channel.value in channels],
    )
