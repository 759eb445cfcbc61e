"""Case studies: a complaint with what happened, what went wrong, the lesson and the measure, in a person's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from analytics.errors import RequestError, Text
from analytics.masking import mask
from analytics.store import Store, check_seen

LONGEST = 600


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """Texts as they were typed, personal data starred. claim_stage: a code, "" for none.

    Equal is what says the same, whoever wrote it and whenever.
    """

    complaint_no: str
    facts: str
    claim_stage: str
    went_wrong: str
    lesson: str
    measure: str
    written_by: str = field(default="", compare=False)
    written_at: datetime | None = field(default=None, compare=False)


def keep_case(store: Store, case: CaseStudy, *, seen: CaseStudy | None) -> None:
    """Keep a case study, personal data starred, in the place of an earlier one of the same complaint.

    seen: the one that its writer began from, None where there was none. Raises RequestError: no such complaint,
    nothing said at all, a text too long for a slide, and `changed_meanwhile`.
    """
    texts = (case.facts, case.went_wrong, case.lesson, case.measure)
    if not any(text.strip() for text in texts) or any(len(text) > LONGEST for text in texts):
        raise RequestError(
            "bad_case",
            Text(
                f"案例至少要写一项,每项不超过 {LONGEST} 字",
                f"a case says at least one thing, each in at most {LONGEST} characters",
            ),
            Text("请补充或改短", "say something, or shorten it"),
        )
    with store.write(figures=False) as cursor:
        known = cursor.execute(
            "SELECT complainant, phone, plate, policy_no, claim_no, responsible_person, handler FROM complaint"
            " WHERE complaint_no = ?",
            [case.complaint_no],
        ).fetchall()
        if not known:
            raise RequestError(
                "unknown_complaint",
                Text(f"没有投诉 {case.complaint_no}", f"there is no complaint {case.complaint_no!r}"),
                Text("请核对编号", "check the number"),
            )
        check_seen(cases(cursor).get(case.complaint_no), seen)
        masked = [mask(text.strip(), known[0]) for text in texts]
        cursor.execute("DELETE FROM case_study WHERE complaint_no = ?", [case.complaint_no])
        cursor.execute(
            "INSERT INTO case_study VALUES (?, ?, ?, ?, ?, ?, ?, now()::TIMESTAMP)",
            [case.complaint_no, masked[0], case.claim_stage, *masked[1:], case.written_by],
        )


def drop_case(store: Store, complaint_no: str, *, seen: CaseStudy | None) -> None:
    """The complaint is no case any more. seen, and what it raises: as `keep_case`."""
    with store.write(figures=False) as cursor:
        check_seen(cases(cursor).get(complaint_no), seen)
        cursor.execute("DELETE FROM case_study WHERE complaint_no = ?", [complaint_no])


def cases(cursor: duckdb.DuckDBPyConnection) -> dict[str, CaseStudy]:
    """All case studies by complaint number, in the order they were first written in."""
    rows = cursor.execute(
        "SELECT complaint_no, facts, claim_stage, went_wrong, lesson, measure, written_by, written_at FROM case_study"
        " ORDER BY written_at, complaint_no"
    ).fetchall()
    return {row[0]: CaseStudy(*row) for row in rows}
