"""Causes named, counted alone: what the complaints beside them would cost is left out."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from analytics.measures.counting import count_mentions
from analytics.measures.judged import settle
from analytics.measures.scope import Scope
from analytics.vocabulary import Dimension


def mentions(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, by: Sequence[Dimension]
) -> dict[tuple[str | None, ...], int]:
    """Causes named by the complaints of a scope, by cell; cells that name none are not there. Raises as `measure`."""
    question = settle(cursor, scope)
    return {} if question is None else count_mentions(cursor, question, by)
