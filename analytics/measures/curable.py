"""The complaints of one year whose withdrawal would still change its net count, and figures without some of them.

Source: domain, "Valid": a complaint that has turned valid leaves the net count of the year it was received in when
it is withdrawn by the end of that year; one withdrawn within its limit never turns valid.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.errors import RequestError, Text
from analytics.measures.figure import Figure
from analytics.measures.judged import Question, conditions, limits_join, settle, status
from analytics.measures.ratios import PER
from analytics.measures.scope import Scope
from analytics.statistics.intervals import poisson_interval
from analytics.vocabulary import Status, View


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    status: Status
    branch: str | None
    in_scope: bool


def one_year(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> tuple[Question, Scope]:
    """The question for one year, net, under rules that let a withdrawal decide."""
    if scope.view is View.MONTHLY:
        raise RequestError(
            "net_only",
            Text(
                "限后撤诉不改变月度口径的有效件数",
                "a withdrawal after the limit does not change the count of the monthly view (gross)",
            ),
            Text("请改为年度口径再问", "change to the annual (net) view and ask again"),
        )
    question = settle(cursor, scope)
    if question is None:
        raise RequestError(
            "no_data", Text("还没有数据", "there is no data yet"), Text("请先导入台账", "import a log first")
        )
    years = {month[:4] for month in (scope.first, scope.last) if month} or {f"{question.as_of:%Y}"}
    if len(years) > 1:
        raise RequestError(
            "one_year_only",
            Text("年底前撤诉只对一个年度有意义", "31 December ends one year, and the period has two"),
            Text("请选择同一年内的起止月份", "choose months of one year"),
        )
    if any(book.outcome == "stated" for book in question.books):
        raise RequestError(
            "outcome_stated",
            Text(
                "该规则以台账所述为准,撤诉不改变结果", "this rule book takes the log's word: withdrawals change nothing"
            ),
            Text("请选择按日期判定的规则", "choose a rule book that judges by dates"),
        )
    year = years.pop()
    scope = scope.with_(first=scope.first or f"{year}-01", last=scope.last or f"{year}-12", as_of=question.as_of)
    settled = settle(cursor, scope)
    assert settled is not None
    return settled, scope


def open_complaints(
    cursor: duckdb.DuckDBPyConnection, question: Question, chosen: tuple[str, ...]
) -> dict[str, OpenComplaint]:
    """number -> complaint, for those of the scope that are valid and curable or pending, and for all chosen ones."""
    question.params.clear()
    in_scope = f"coalesce({' AND '.join(conditions(question))}, FALSE)"
    named = f"c.complaint_no IN ({question.bind_all(chosen)})" if chosen else "FALSE"
    rows = cursor.execute(
        f"""SELECT complaint_no, status, branch, in_scope FROM (
            SELECT c.complaint_no, {status(question)} AS status, c.branch_name AS branch, {in_scope} AS in_scope,
                {named} AS named
            FROM complaint c {limits_join(question)} WHERE c.received_on <= {question.bind(question.as_of)}) judged
        WHERE named OR in_scope AND status IN ('{Status.VALID}', '{Status.PENDING}')""",
        question.params,
    ).fetchall()
    return {number: OpenComplaint(Status(found), branch, inside) for number, found, branch, inside in rows}


def curable_of(open_ones: dict[str, OpenComplaint]) -> list[OpenComplaint]:
    return [one for one in open_ones.values() if one.in_scope and one.status is Status.VALID]


def with_fewer(figure: Figure, fewer: int) -> Figure:
    """The same figure with so many complaints fewer; a ratio with its interval, a missing one stays missing.

    It has no origin: the statuses behind the figure it was made from are not its own.
    """
    if figure.measure not in PER:
        return figure._replace(value=int(figure.value or 0) - fewer, origin=None)
    if figure.value is None or figure.denominator is None or figure.numerator is None:
        return figure._replace(origin=None)
    count = int(figure.numerator) - fewer
    scale = PER[figure.measure] / figure.denominator
    low, high = poisson_interval(count)
    return figure._replace(value=count * scale, numerator=count, low=low * scale, high=high * scale, origin=None)
