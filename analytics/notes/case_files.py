"""A complaint's file as it may be shown: what the log says of it and what was typed, personal data starred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from analytics.masking import mask
from analytics.measures import Scope
from analytics.measures.judged import FORM, counted, limits_join, settle, status
from analytics.notes.cases import CaseStudy, cases
from analytics.vocabulary import Status

_PERSONAL = "complainant, phone, plate, policy_no, claim_no, responsible_person, handler"
_TEXTS = "narrative, outcome, lesson, measure"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Codes as the engine has them, texts masked. limit: of the withdrawal; None for a channel that does not count.

    withdrawn: None where it had not happened by then. study: what a person wrote, masked; None where nobody did.
    """

    complaint_no: str
    received_on: date
    branch: str | None
    channel: str | None
    form: str | None
    product_line: str | None
    causes: tuple[str, ...]
    claim_stage: str
    status: Status
    limit: date | None
    withdrawn: date | None
    narrative: str
    outcome: str
    lesson: str
    measure: str
    study: CaseStudy | None


def case_files(cursor: duckdb.DuckDBPyConnection, scope: Scope, numbers: Sequence[str]) -> list[CaseFile]:
    """The files of these complaints, in the order asked; those not received by the scope's as-of date are left out.

    Only the as-of date and the rule book of the scope count, not its filters.
    """
    question = settle(cursor, scope)
    if question is None or not numbers:
        return []
    wanted = question.bind_all(tuple(numbers))
    rows = cursor.execute(
        f"""SELECT c.complaint_no, c.received_on, c.branch_name, c.channel_code, {FORM}, c.product_line_name,
            (SELECT list(m.cause ORDER BY m.position) FROM complaint_cause m WHERE m.complaint_no = c.complaint_no),
            coalesce(c.claim_stage, ''), {status(question)}, CASE WHEN {counted(question)} THEN l.limit_date END,
            CASE WHEN c.withdrawn_on <= {question.bind(question.as_of)} THEN c.withdrawn_on END,
            {_columns(_PERSONAL)}, {_columns(_TEXTS)}
        FROM complaint c {limits_join(question)}
        WHERE c.complaint_no IN ({wanted}) AND c.received_on <= {question.bind(question.as_of)}""",
        question.params,
    ).fetchall()
    studies = cases(cursor)
    found = {}
    for row in rows:
        known, texts = row[11:18], row[18:]
        study = studies.get(row[0])
        found[row[0]] = CaseFile(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            tuple(row[6] or ()),
            mask(row[7], known),
            Status(row[8]),
            row[9],
            row[10],
            mask(texts[0] or "", known),
            mask(texts[1] or "", known),
            mask(texts[2] or "", known),
            mask(texts[3] or "", known),
            None if study is None else _masked(study, known),
        )
    return [found[number] for number in numbers if number in found]


def _columns(names: str) -> str:
    return ", ".join(f"c.{name}" for name in names.split(", "))


def _masked(study: CaseStudy, known: Sequence[str | None]) -> CaseStudy:
    return replace(
        study,
        facts=mask(study.facts, known),
        went_wrong=mask(study.went_wrong, known),
        lesson=mask(study.lesson, known),
        measure=mask(study.measure, known),
    )


def cases_in(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> list[str]:
    """Numbers of the case studies whose complaints were received in the scope's months and branches, by receipt."""
    rows = cursor.execute(
        """SELECT c.complaint_no FROM case_study s JOIN complaint c ON c.complaint_no = s.complaint_no
        WHERE ($first IS NULL OR strftime(c.received_on, '%Y-%m') >= $first)
        AND ($last IS NULL OR strftime(c.received_on, '%Y-%m') <= $last)
        AND (len($branches) = 0 OR list_contains($branches, c.branch_name))
        AND ($as_of IS NULL OR c.received_on <= $as_of)
        ORDER BY c.received_on, c.complaint_no""",
        {"first": scope.first, "last": scope.last, "branches": list(scope.branches), "as_of": scope.as_of},
    ).fetchall()
    return [number for (number,) in rows]
