"""Which sections, cases and comments the deck has, in which order; the accountability scheme, next year's measures."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from analytics.deck.brief import Asked
from analytics.deck.story.accountability import SECTION as ACCOUNTABILITY
from analytics.deck.story.whole import SECTIONS
from analytics.deck.words import speaker
from analytics.errors import AppError
from analytics.masking import mask
from analytics.notes.case_files import CaseFile
from analytics.notes.deck_edits import LONGEST_POINT, MOST_POINTS, Outline
from analytics.notes.plans import LONGEST, MOST, PlannedMeasure
from ui.begun import Said, anew, begun
from ui.deck_data import (
    cases_of,
    comments_for,
    outline_now,
    plan_now,
    points_now,
    put_outline,
    put_plan,
    put_points,
)
from ui.errors import show_error
from ui.labels import label
from ui.language import language, words

_FIELDS = ("measure", "owner", "target", "due")


def _case(case: CaseFile) -> str:
    """A case by its number, day, branch and first cause: nobody knows them by number."""
    parts = (case.complaint_no, f"{case.received_on}", case.branch, label("cause", next(iter(case.causes), None)))
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Arranged:
    """An outline, None where nobody has arranged it, and what could be chosen then; that alone makes no difference."""

    kept: Outline | None
    cases: tuple[str, ...] = field(compare=False)
    comments: dict[str, int] = field(compare=False)

    @property
    def outline(self) -> Outline:
        return self.kept or Outline(tuple(SECTIONS))

    def said(self) -> Said:
        say, named, one = words(), speaker(language()), self.outline
        cases = self.cases if one.cases is None else one.cases
        comments = [text for text, number in self.comments.items() if one.comments is None or number in one.comments]
        return [
            (say("report.outline.section"), "\n".join(named(f"section.{name}") for name in one.sections)),
            (say("report.outline.cases"), "\n".join(cases)),
            (say("report.outline.comments"), "\n".join(comments)),
        ]


def show_outline(asked: Asked) -> None:
    """A line a section: in or out, and its place. Saved, it holds for the next run and for the command line."""
    say, all_cases, pinned = words(), cases_of(asked), _pinned(asked)
    st.caption(say("report.outline.help"))
    form = begun("outline_save", asked, _Arranged(outline_now(asked), tuple(all_cases), pinned))
    named, outline = speaker(language()), form.was.outline
    order = [*outline.sections, *(one for one in SECTIONS if one not in outline.sections)]
    order = [one for one in order if one in SECTIONS]
    table = pd.DataFrame(
        {
            "inside": [one in outline.sections for one in order],
            "place": range(1, len(order) + 1),
            "section": [named(f"section.{one}") for one in order],
        }
    )
    with st.form("report_outline", border=False):
        edited = st.data_editor(
            table,
            hide_index=True,
            alt=say("report.tab.outline"),
            height="content",
            disabled=["section"],
            column_config={
                "inside": st.column_config.CheckboxColumn(say("report.outline.inside"), width=110),
                "place": st.column_config.NumberColumn(
                    say("report.outline.place"), min_value=1, max_value=99, step=1, width=110
                ),
                "section": st.column_config.TextColumn(say("report.outline.section")),
            },
            key=form.key("outline"),
        )
        chosen = list(all_cases if outline.cases is None else [one for one in outline.cases if one in all_cases])
        wanted = st.multiselect(
            say("report.outline.cases"),
            list(all_cases),
            default=chosen,
            format_func=lambda number: _case(all_cases[number]),
            placeholder=say("report.outline.no_cases"),
            key=form.key("outline_cases"),
            select_all=False,
        )
        said = st.multiselect(
            say("report.outline.comments"),
            list(pinned),
            default=[text for text, number in pinned.items() if outline.comments is None or number in outline.comments],
            placeholder=say("report.outline.no_comments"),
            key=form.key("outline_comments"),
            select_all=False,
        )
        saved = form.ask_save(say("report.outline.save"), _Arranged.said)
    if saved:
        rows = sorted(zip(edited["place"], order, edited["inside"], strict=True), key=lambda row: row[0])
        sections = tuple(one for _, one, inside in rows if inside)
        # All that could be chosen is all, and what was added since the form was begun belongs to it.
        cases = None if wanted == [one for one in form.was.cases if one in all_cases] else tuple(wanted)
        comments = (
            None if {*said} >= form.was.comments.keys() & pinned else tuple(sorted(pinned[text] for text in said))
        )
        try:
            put_outline(asked, Outline(sections, cases, comments), form.seen.kept)
        except AppError as error:
            show_error(error)
            return
        anew(form.button)
        st.rerun()


def _pinned(asked: Asked) -> dict[str, int]:
    """The comments of the year and the scope, as they are offered, with their numbers."""
    return {
        f"{one.id} · {' '.join(part for part in (one.month, one.branch) if part)} · {mask(one.text)}": one.id
        for one in comments_for(asked)
    }


def show_plan(asked: Asked) -> None:
    """Next year's measures, typed in and kept with the year and the scope."""
    say = words()
    st.caption(say("report.plan.help", year=asked.year + 1, most=MOST))
    form = begun("plan_save", asked, plan_now(asked))
    table = pd.DataFrame(
        [{name: getattr(one, name) for name in _FIELDS} for one in form.was], columns=list(_FIELDS), dtype=str
    )
    with st.form("report_plan", border=False):
        edited = st.data_editor(
            table,
            num_rows="dynamic",
            hide_index=True,
            alt=say("report.tab.plan"),
            column_config={
                name: st.column_config.TextColumn(say(f"report.plan.{name}"), max_chars=LONGEST, default="")
                for name in _FIELDS
            },
            key=form.key("plan"),
        )
        saved = form.ask_save(say("report.plan.save"), _planned)
    if saved:
        rows = edited.fillna("").astype(str)[list(_FIELDS)].itertuples(index=False)
        try:
            put_plan(asked, [PlannedMeasure(**dict(zip(_FIELDS, row, strict=True))) for row in rows], form.seen)
        except AppError as error:
            show_error(error)
            return
        anew(form.button)
        st.rerun()


def _planned(plan: list[PlannedMeasure]) -> Said:
    return [
        (f"{place}", " · ".join(text for name in _FIELDS if (text := getattr(one, name))))
        for place, one in enumerate(plan, start=1)
    ]


def show_accountability(asked: Asked) -> None:
    """The scheme, a point a line, in the deck's language; the section leaves itself out as long as there is none."""
    say = words()
    form = begun("accountability_save", asked, points_now(asked, ACCOUNTABILITY))
    outline = outline_now(asked)
    if form.now and outline and ACCOUNTABILITY not in outline.sections:
        st.caption(say("report.accountability.not_in"))
    with st.form("report_accountability", border=False):
        typed = st.text_area(
            say("report.accountability.points"),
            "\n".join(form.was),
            height=160,
            max_chars=MOST_POINTS * (LONGEST_POINT + 1),
            placeholder=say("report.accountability.example"),
            help=say("report.accountability.help", most=MOST_POINTS, longest=LONGEST_POINT),
            key=form.key("accountability"),
        )
        saved = form.ask_save(
            say("report.accountability.save"), lambda points: [(say("report.accountability.points"), "\n".join(points))]
        )
    if saved:
        try:
            put_points(asked, ACCOUNTABILITY, typed.splitlines(), form.seen)
        except AppError as error:
            show_error(error)
            return
        anew(form.button)
        st.rerun()
