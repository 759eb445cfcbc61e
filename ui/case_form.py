"""Choosing a complaint as a case: what happened, at which stage, what went wrong, the lesson, the measure."""

from __future__ import annotations

import streamlit as st

from analytics.errors import AppError
from analytics.notes.cases import LONGEST, CaseStudy
from ui.begun import Said, anew, begun
from ui.deck_data import file_of, put_case, remove_case, studies_now
from ui.errors import show_error
from ui.language import words
from ui.modes import legible
from ui.who import who

STAGES = ("", "查勘", "定损", "核损", "人伤", "理算", "支付", "调查")


def case_form(complaint_no: str) -> None:
    """The form, filled from what was typed before, else from the log's own words with personal data starred."""
    say, found = words(), file_of(complaint_no)
    if found is None:
        return
    form = begun("case_save", complaint_no, studies_now().get(complaint_no))
    begin = form.was or CaseStudy(
        complaint_no, found.narrative[:LONGEST], found.claim_stage, "", found.lesson[:LONGEST], found.measure[:LONGEST]
    )
    stages = STAGES if begin.claim_stage in STAGES else (*STAGES, begin.claim_stage)
    st.subheader(say("cases.form.change" if form.was else "cases.form.choose"), anchor=False)
    with st.form(f"case_{complaint_no}"):
        facts = st.text_area(say("cases.form.facts"), begin.facts, max_chars=LONGEST, key=form.key("facts"))
        stage = st.selectbox(
            say("cases.form.stage"),
            stages,
            index=stages.index(begin.claim_stage),
            format_func=lambda one: _stage(one),
            key=form.key("stage"),
        )
        wrong = st.text_area(say("cases.form.wrong"), begin.went_wrong, max_chars=LONGEST, key=form.key("wrong"))
        lesson = st.text_area(say("cases.form.lesson"), begin.lesson, max_chars=LONGEST, key=form.key("lesson"))
        measure = st.text_area(say("cases.form.measure"), begin.measure, max_chars=LONGEST, key=form.key("measure"))
        st.caption(say("cases.form.help"))
        saved = form.ask_save(say("cases.form.save"), _said)
    try:
        if saved:
            put_case(CaseStudy(complaint_no, facts, stage or "", wrong, lesson, measure, who()), form.seen)
            anew(form.button)
            st.rerun()
        if form.was and st.button(
            legible(say("cases.form.drop")), icon=":material/delete:", type="tertiary", key="case_drop"
        ):
            remove_case(complaint_no, form.seen)
            anew(form.button)
            st.rerun()
    except AppError as error:
        show_error(error)


def _said(study: CaseStudy | None) -> Said:
    say, one = words(), study or CaseStudy("", "", "", "", "", "")
    return [
        (say("cases.form.facts"), one.facts),
        (say("cases.form.stage"), _stage(one.claim_stage) if one.claim_stage else ""),
        (say("cases.form.wrong"), one.went_wrong),
        (say("cases.form.lesson"), one.lesson),
        (say("cases.form.measure"), one.measure),
    ]


def _stage(name: str) -> str:
    return words()(f"cases.stage.{STAGES.index(name)}") if name in STAGES else name
