"""What the figures of a scope leave uncertain: rows set aside, complaints without a cause, forms that were assumed."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.errors import Text
from analytics.imports.used_twice import still_used_twice
from analytics.imports.waiting import WAITING
from analytics.measures.judged import conditions, settle
from analytics.measures.scope import Scope
from analytics.vocabulary import BRANCH_FIELDS, EXPOSURE_FIELDS, LOG_FIELDS, Channel, FormSource

_CODES: dict[str, Text] = {
    "bad_date": Text("日期无法识别", "not a date"),
    "date_out_of_range": Text("日期超出范围", "date out of range"),
    "bad_month": Text("月份无法识别", "not a month"),
    "missing_value": Text("缺少必填内容", "value missing"),
    "bad_number": Text("数字无法识别", "not a number"),
    "bad_flag": Text("是/否无法识别", "not yes or no"),
    "bad_form": Text("正式/非正式无法识别", "neither formal nor informal"),
    "negative_exposure": Text("保费或保单为负", "negative premium or policies"),
}


@dataclass(frozen=True, slots=True)
class DataQuality:
    """rows_read, rejected_rows: of the logs of all imports that speak, whatever the scope; a row with two faults is
    one row, and one that was corrected since is none. rejected_elsewhere: the same of exposure and branch lists.

    used_twice: complaint numbers given to a second complaint, which is in no figure, whatever the scope.

    faults: (field, code, rows), most rows first. unclassified, forms_assumed: complaints of the scope; forms are
    assumed of regulator complaints only, the others have none.
    """

    rows_read: int
    rejected_rows: int
    rejected_elsewhere: int
    used_twice: int
    faults: tuple[tuple[str | None, str, int], ...]
    unclassified: int
    forms_assumed: int

    def named(self, language: str) -> list[tuple[str, int]]:
        """The faults as people read them."""
        fields = LOG_FIELDS | EXPOSURE_FIELDS | BRANCH_FIELDS
        said = []
        for field, code, rows in self.faults:
            name = getattr(fields[field], language) if field in fields else ""
            what = _CODES[code].in_language(language) if code in _CODES else code
            said.append((f"{name}: {what}" if name else what, rows))
        return said


def data_quality(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> DataQuality:
    """Raises RuleError as every question about a scope."""
    faults = cursor.execute(
        f"""SELECT r.field, r.code, count(DISTINCT (r.batch_id, r.sheet_no, r.row_no)) AS n
        FROM batch_remark r SEMI JOIN {WAITING} w USING (batch_id, sheet_no, row_no)
        WHERE r.severity = 'reject' GROUP BY r.field, r.code ORDER BY n DESC, r.field, r.code"""
    ).fetchall()
    ((read,),) = cursor.execute(
        """SELECT coalesce(sum(s.rows_read), 0) FROM batch_sheet s JOIN batch b USING (batch_id)
        WHERE s.kind = 'log' AND b.retracted_at IS NULL"""
    ).fetchall()
    ((rejected, elsewhere),) = cursor.execute(
        f"""SELECT count(*) FILTER (s.kind = 'log'), count(*) FILTER (s.kind IS DISTINCT FROM 'log')
        FROM {WAITING} w LEFT JOIN batch_sheet s USING (batch_id, sheet_no)"""
    ).fetchall()
    of_rows = (int(read), int(rejected), int(elsewhere), still_used_twice(cursor), tuple(faults))
    question = settle(cursor, scope)
    if question is None:
        return DataQuality(*of_rows, 0, 0)
    where = " AND ".join(conditions(question))
    counted = cursor.execute(
        f"""SELECT count(*) FILTER (c.primary_cause IS NULL),
            count(*) FILTER (c.form_source = '{FormSource.ASSUMED}' AND c.channel_code = '{Channel.REGULATOR}')
        FROM complaint c WHERE {where}""",
        question.params,
    ).fetchall()
    unclassified, assumed = counted[0]
    return DataQuality(*of_rows, int(unclassified), int(assumed))
