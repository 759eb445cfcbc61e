"""Facts that the logs state differently: what is meant counts, not how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from analytics.classify.clock_times import differ, meant_times
from analytics.classify.label_tables import register_names
from analytics.classify.meanings import LABELS, meanings
from analytics.classify.speaking import SPEAKING
from analytics.errors import Text
from analytics.imports.effects import LISTED, shown
from analytics.imports.used_twice import numbers_used_twice
from analytics.intake.report import FileReport, Remark
from analytics.vocabulary import LOG_FIELDS

# What was so when the complaint came in, or happened on one day: two logs that differ here cannot both be right.
# The rest (outcome, 是否有效, amounts, texts) moves on with the case.
_FACTS = (
    "received_at channel form filing_form first_contact consents_to_negotiate branch product_line policy_no claim_no"
    " plate complainant cause_label contacted_at plan_at reported_on stamped_report_on withdrawn_on invalid_finding"
    " invalid_found_on"
).split()

# The rows that make up a complaint: those of another one under its number contradict nothing.
_ROWS = "log_row ANTI JOIN apart USING (complaint_no, precedence)"
_Meant = dict[str, dict[str, str]]  # by field: label -> what it stands for


def contradictions(cursor: duckdb.DuckDBPyConnection, report: FileReport, sheet_no: int) -> list[Remark]:
    """Of the complaints of the sheet just folded: numbers that stand for two complaints, and facts that the logs
    state differently. The later report month has won.
    """
    if not cursor.execute("SELECT 1 FROM version_count WHERE versions > 1 LIMIT 1").fetchall():
        return []
    differs = " OR ".join(f"{name}_differs" for name in _FACTS)
    tests = ", ".join(f"{differ(name)} AS {name}_differs" for name in _FACTS)
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE differing AS
        SELECT * FROM (SELECT complaint_no, {tests} FROM {_ROWS}
            SEMI JOIN (FROM version_count WHERE versions > 1) v USING (complaint_no) WHERE {SPEAKING}
            GROUP BY complaint_no) WHERE {differs}"""
    )
    meant = _without_spellings(cursor)
    found = cursor.execute(f"FROM differing WHERE {differs} ORDER BY complaint_no LIMIT {LISTED}").fetchall()
    sheets = [each.sheet for each in report.sheets]  # of this file: not recorded yet
    remarks = numbers_used_twice(cursor, report, sheet_no)
    for number, *flags in found:
        for name, differing in zip(_FACTS, flags, strict=True):
            if differing:
                said = cursor.execute(
                    f"""SELECT {name}, b.file, coalesce(s.sheet, $sheets[l.sheet_no + 1]), row_no
                    FROM (FROM {_ROWS}) l JOIN batch b USING (batch_id)
                    LEFT JOIN batch_sheet s ON s.batch_id = l.batch_id AND s.sheet_no = l.sheet_no
                    WHERE complaint_no = $number AND {name} IS NOT NULL AND l.{SPEAKING} ORDER BY precedence""",
                    {"number": number, "sheets": sheets},
                ).fetchall()
                means = meant.get(name) or meant_times(value for value, *_ in said)
                remarks.append(_contradiction(sheets[sheet_no], number, name, said, means))
    return remarks


def _without_spellings(cursor: duckdb.DuckDBPyConnection) -> _Meant:
    """Leave of `differing` the labels that stand for different things; what each of those labels stands for."""
    meant: _Meant = {}
    for name in LABELS:
        rows = f"{_ROWS} SEMI JOIN (FROM differing WHERE {name}_differs) d USING (complaint_no) WHERE {SPEAKING}"
        labels = cursor.execute(f"SELECT DISTINCT {name} FROM {rows} AND {name} IS NOT NULL").fetchall()
        if not labels:
            continue
        meant[name] = meanings(cursor, name, [label for (label,) in labels])
        register_names(cursor, "meant", "label code", list(meant[name].items()))
        cursor.execute(
            f"""UPDATE differing SET {name}_differs = FALSE WHERE complaint_no IN (
                SELECT complaint_no FROM (FROM {rows}) l JOIN meant m ON l.{name} = m.label
                GROUP BY complaint_no HAVING min(m.code) = max(m.code))"""
        )
    return meant


def _contradiction(
    sheet: str, number: str, name: str, said: list[tuple[Any, str, str, int]], meant: Mapping[Any, Any]
) -> Remark:
    kept = said[-1]
    other = next(entry for entry in reversed(said) if meant.get(entry[0], entry[0]) != meant.get(kept[0], kept[0]))
    label = LOG_FIELDS[name]
    one, two = shown(name, kept[0]), shown(name, other[0])
    here, there = (_place(*place, name_sheet=kept[1] == other[1]) for place in (kept[1:], other[1:]))
    return Remark(
        sheet,
        None,
        "contradiction",
        Text(
            f"{number} 的“{label.zh}”前后不一:{there.zh}为 {two},{here.zh}为 {one};采用后者",
            f"{number}: {label.en} is {two} in {there.en} and {one} in {here.en}; the latter stands",
        ),
        Text("请核对哪一处正确,并更正台账", "check which is right and correct the log"),
        field=name,
        value=one,
    )


def _place(file: str, sheet: str, row: int, *, name_sheet: bool) -> Text:
    """Where it is said; the sheet where both are in one file."""
    if not name_sheet:
        return Text(f"{file} 第 {row} 行", f"{file} row {row}")
    return Text(f"{file} 工作表“{sheet}”第 {row} 行", f"{file} sheet {sheet!r} row {row}")
