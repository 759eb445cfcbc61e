"""Case studies, one a slide: what happened, at which stage, what went wrong, the lesson and the measure. Masked."""

from __future__ import annotations

from analytics.classify.claim_stages import stage_name
from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Line, Prose, Slide, Table, beside
from analytics.notes.case_files import CaseFile, case_files, cases_in
from analytics.vocabulary import Dimension

D = Dimension


def cases(brief: Brief) -> list[Slide] | str:
    numbers = cases_in(brief.cursor, brief.scope)
    if brief.cases is not None:
        numbers = [one for one in brief.cases if one in numbers]
    files = [one for one in case_files(brief.cursor, brief.scope, numbers) if one.study]
    if not files:
        return brief.say("cases.none")
    return [_slide(brief, one, n, len(files)) for n, one in enumerate(files, start=1)]


def _slide(brief: Brief, one: CaseFile, number: int, of: int) -> Slide:
    say, study = brief.say, one.study
    assert study is not None
    told = (("facts", study.facts), ("wrong", study.went_wrong), ("lesson", study.lesson), ("measure", study.measure))
    lines = tuple(Line(text, say(f"cases.{name}")) for name, text in told if text)
    stage = study.claim_stage or one.claim_stage
    facts = (
        (say("cases.received"), one.received_on.isoformat()[:7]),
        (say("branches.branch"), brief.branch(one.branch or "—")),
        (say("lines.line"), one.product_line or "—"),
        (say("cases.cause"), say("common.and").join(brief.name(D.CAUSE, code) for code in one.causes) or "—"),
        (say("cases.stage"), stage_name(stage).in_language(brief.language) if stage else "—"),
        (say("cases.status"), brief.name(D.STATUS, one.status.value)),
    )
    table = Table(
        (say("cases.fact"), say("cases.value")),
        tuple((Cell(name), Cell(value, bold=True)) for name, value in facts),
        (1, 1.7),
    )
    title = next((text for text in (study.lesson, study.went_wrong, study.facts) if text), "")
    return Slide(
        key=f"cases.{one.complaint_no}",
        section="cases",
        title=say("cases.title", text=title),
        subtitle=say("cases.subtitle", n=number, of=of),
        bands=beside(Prose(lines), table, 0.62),
        source=say("cases.source", number=one.complaint_no),
        notes=(say("cases.note"),),
    )
