"""Whether a scope names what there is: a filter that nothing can match would answer zero, which looks like a fact."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from analytics.classify.settle_names import branch_called
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.errors import RequestError, Text
from analytics.measures.scope import Scope
from analytics.store import kept
from analytics.vocabulary import Channel, Form

_BRANCH = (
    "SELECT 1 FROM complaint WHERE branch_name = $1 UNION ALL SELECT 1 FROM branch WHERE branch_name = $1"
    " UNION ALL SELECT 1 FROM exposure WHERE branch_name = $1 LIMIT 1"
)
_LINE = (
    "SELECT 1 FROM complaint WHERE product_line_name = $1"
    " UNION ALL SELECT 1 FROM exposure WHERE product_line_name = $1 LIMIT 1"
)


def branch_of_today(cursor: duckdb.DuckDBPyConnection, name: str) -> str:
    """The name that a branch has now, where it is asked for by an alias or a former name; else the name as it is."""
    return name if _is_there(cursor, _BRANCH, name) else branch_called(cursor, name) or name


def check_filters(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Raise RequestError for a branch or product line that no file names, or a channel, form or cause that is none."""
    _must_be_one_of("channel", "渠道", scope.channels, Channel)
    _must_be_one_of("form", "投诉类别", scope.forms, Form)
    if scope.categories or scope.causes:
        taxonomy = current_taxonomy(cursor)
        _must_be_one_of("category", "原因大类", scope.categories, taxonomy.category_by_code)
        _must_be_one_of("cause", "原因", scope.causes, taxonomy.cause_by_code)
    _must_be_named(cursor, "branch", "机构", scope.branches, _BRANCH)
    _must_be_named(cursor, "product line", "险种", scope.product_lines, _LINE)


def _must_be_one_of(what: str, zh: str, asked: Iterable[str], known: Iterable[str]) -> None:
    names = [str(one) for one in known]
    for code in asked:
        if code not in names:
            raise RequestError(
                f"unknown_{what}",
                Text(f"没有代码为“{code}”的{zh}", f"there is no {what} {code!r}"),
                Text(f"可选:{'、'.join(names)}", f"choose of {', '.join(names)}"),
            )


def _must_be_named(cursor: duckdb.DuckDBPyConnection, what: str, zh: str, asked: Iterable[str], sql: str) -> None:
    for name in asked:
        if not _is_there(cursor, sql, name):
            raise RequestError(
                f"unknown_{what.replace(' ', '_')}",
                Text(f"没有名为“{name}”的{zh}", f"there is no {what} {name!r}"),
                Text(f"请核对{zh}名称", "check the name"),
            )


@kept
def _is_there(cursor: duckdb.DuckDBPyConnection, sql: str, name: str) -> bool:
    return bool(cursor.execute(sql, [name]).fetchall())
