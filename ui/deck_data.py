"""The Report and Cases pages' way to the engine: slides kept until data or notes change, and what people type."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import streamlit as st

from analytics.deck.brief import Asked
from analytics.deck.edited import with_edits
from analytics.deck.making import file_name, make_deck
from analytics.deck.pptx_file import write_deck
from analytics.deck.preview import preview
from analytics.deck.slides import Deck, Slide
from analytics.deck.story.monthly import monthly_brief
from analytics.deck.story.whole import tell
from analytics.deck.words import speaker
from analytics.errors import Text
from analytics.export import excel_pack, regulator_list
from analytics.measures import Known, Scope, known, month_range
from analytics.notes.case_files import CaseFile, case_files, cases_in
from analytics.notes.cases import CaseStudy, cases, drop_case, keep_case
from analytics.notes.comments import Comment, comments_of
from analytics.notes.deck_edits import (
    DeckEdit,
    Outline,
    edits,
    keep_edits,
    keep_outline,
    keep_points,
    outline_of,
    points_of,
)
from analytics.notes.deck_versions import DeckVersion, keep_version, version_file, versions
from analytics.notes.plans import PlannedMeasure, keep_plan, plan_of
from analytics.notes.stamp import notes_stamp
from analytics.store import data_version
from ui.data import answer, store

Progress = Callable[[str, int, int], None]


def generated(asked: Asked) -> Deck:
    """The slides as they are arranged, before anybody's own words."""
    with store().cursor() as cursor:
        stamp = notes_stamp(cursor)
    return answer(_told, stamp, asked)


def _told(cursor: duckdb.DuckDBPyConnection, stamp: str, asked: Asked) -> Deck:
    """stamp: of what people have typed, which no version of the data tells."""
    return tell(cursor, asked)


def in_own_words(deck: Deck, asked: Asked) -> Deck:
    return with_edits(deck, edits_now(asked), speaker(asked.language))


def picture(slide: Slide, number: int) -> str:
    """A slide as SVG."""
    return _picture(pickle.dumps(slide), number, slide)


@st.cache_resource(max_entries=200, show_spinner=False)
def _picture(content: bytes, number: int, _slide: Slide) -> str:
    return preview(_slide, number)


def edits_now(asked: Asked) -> dict[str, DeckEdit]:
    with store().cursor() as cursor:
        return edits(cursor, asked.year, asked.branch, asked.language)


def put_edits(asked: Asked, new: Sequence[DeckEdit], seen: Mapping[str, str]) -> None:
    keep_edits(store(), asked.year, asked.branch, asked.language, new, seen=seen)


def outline_now(asked: Asked) -> Outline | None:
    """As it was last arranged, None where nobody has."""
    with store().cursor() as cursor:
        return outline_of(cursor, asked.year, asked.branch)


def put_outline(asked: Asked, outline: Outline, seen: Outline | None) -> None:
    keep_outline(store(), asked.year, asked.branch, outline, seen=seen)


def plan_now(asked: Asked) -> list[PlannedMeasure]:
    with store().cursor() as cursor:
        return plan_of(cursor, asked.year, asked.branch)


def put_plan(asked: Asked, plan: Sequence[PlannedMeasure], seen: Sequence[PlannedMeasure]) -> None:
    keep_plan(store(), asked.year, asked.branch, plan, seen=seen)


def points_now(asked: Asked, section: str) -> list[str]:
    with store().cursor() as cursor:
        return points_of(cursor, asked.year, asked.branch, asked.language, section)


def put_points(asked: Asked, section: str, points: Sequence[str], seen: Sequence[str]) -> None:
    keep_points(store(), asked.year, asked.branch, asked.language, section, points, seen=seen)


def cases_of(asked: Asked) -> dict[str, CaseFile]:
    """The case studies that the deck can show, by number, the first received first."""
    with store().cursor() as cursor:
        scope = asked.scope()
        return {one.complaint_no: one for one in case_files(cursor, scope, cases_in(cursor, scope))}


def comments_for(asked: Asked) -> list[Comment]:
    """The comments that the deck can show."""
    with store().cursor() as cursor:
        return comments_of(cursor, asked.year, asked.branch)


def build(asked: Asked, template: Path | None, progress: Progress) -> tuple[int, tuple[Text, ...]]:
    """Make the deck and keep it as a version: its number, and what the template lacks. Raises AppError."""
    opened = store()
    with opened.one_state() as cursor:
        version, as_of = data_version(cursor), known(cursor).as_of
        made = make_deck(cursor, asked, template, progress)
    number = keep_version(
        opened,
        year=asked.year,
        branch=asked.branch,
        language=asked.language,
        as_of=asked.as_of or as_of,
        data_version=version,
        slides=len(made.deck.slides),
        file_name=file_name(asked),
        file=made.file,
    )
    return number, made.remarks


def versions_now() -> list[DeckVersion]:
    with store().cursor() as cursor:
        return versions(cursor)


def deck_file(number: int) -> bytes:
    with store().cursor() as cursor:
        return version_file(cursor, number)


def file_of(complaint_no: str) -> CaseFile | None:
    """One complaint's file, masked; None where it is not there any more."""
    with store().cursor() as cursor:
        return next(iter(case_files(cursor, Scope(), [complaint_no])), None)


def studies_now() -> dict[str, CaseStudy]:
    """What was typed, as it was typed: only for the form that changes it."""
    with store().cursor() as cursor:
        return cases(cursor)


def put_case(case: CaseStudy, seen: CaseStudy | None) -> None:
    keep_case(store(), case, seen=seen)


def remove_case(complaint_no: str, seen: CaseStudy | None) -> None:
    drop_case(store(), complaint_no, seen=seen)


def months_of(asked: Asked, known: Known) -> list[str]:
    """The months of the deck's year that complaints were received in, the last one first."""
    if known.first_month is None or known.last_month is None:
        return []
    months = month_range(known.first_month, known.last_month)
    return [month for month in reversed(months) if month[:4] == str(asked.year)]


def pack_file(asked: Asked) -> bytes:
    with store().one_state() as cursor:
        return excel_pack(cursor, asked.scope(), asked.language)


def regulator_file(asked: Asked) -> bytes:
    with store().one_state() as cursor:
        return regulator_list(cursor, asked.scope(), asked.language)


def brief_file(asked: Asked, month: str) -> bytes:
    with store().one_state() as cursor:
        return write_deck(monthly_brief(cursor, month, asked.language, asked.branch, asked.as_of))[0]
