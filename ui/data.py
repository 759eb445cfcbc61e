"""The way to the engine: one Store for the whole process, and answers kept until the data changes.

Every answer is kept by database, version of the data and question, so that an import is seen by everybody at
once and nobody sees another database's figures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from analytics.classify.stored_taxonomy import name_by
from analytics.classify.taxonomy import Taxonomy
from analytics.demo import open_default, start_company
from analytics.errors import AppError
from analytics.exchange.rejects import rejects_name, rejects_workbook
from analytics.imports import batches, import_sources, refuse_demo, undo
from analytics.imports.importing import Progress
from analytics.imports.layouts import find_layout, forget_layout, layout_document, layout_names, save_layout
from analytics.inbox import InboxReport, scan_inbox
from analytics.intake.files import sources
from analytics.intake.layout import Layout
from analytics.intake.proposals import SheetProposal, propose
from analytics.intake.report import FileReport, ImportReport
from analytics.measures import (
    Covered,
    Known,
    MeasureTable,
    Restatement,
    Scope,
    Version,
    Which,
    complaints,
    coverage,
    known,
    measure,
    restatement,
    versions,
)
from analytics.notes.comments import Comment, add_comment, comments, remove_comment
from analytics.notes.views import SavedView, forget_view, save_view, saved_views
from analytics.rules import RuleBook
from analytics.rules.company_books import BookFile, book_files, pick_book, picked_book, remove_book, save_book
from analytics.rules.company_days import days_text, save_days
from analytics.store import Store
from analytics.vocabulary import Dimension, Measure

Answer = TypeVar("Answer")

_KEPT_ANSWERS = 300
_KEPT_LISTS = 30


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The open database: the company's own where there is one, else the demo. Raises StoreError."""
    return open_default()


def start_with_company_data() -> None:
    """Create the company's own database and use it from now on, in every session."""
    start_company()
    store.clear()


def taxonomy() -> Taxonomy:
    """The causes in force, with their names."""
    return _taxonomy(*_key())


@lru_cache(maxsize=4)
def _taxonomy(path: str, version: int) -> Taxonomy:
    with store().cursor() as cursor:
        return name_by(cursor)


def known_now() -> Known:
    """What there is to choose from."""
    return _known(*_key(), store())


def ask(scope: Scope, by: Sequence[Dimension], measures: Sequence[Measure]) -> MeasureTable:
    return _measure(*_key(), scope, tuple(by), tuple(measures), store())


def answer(question: Callable[..., Answer], *asked: Any) -> Answer:
    """What the engine's `question(cursor, *asked)` gives, kept until the data changes; read it, never change it."""
    answered: Answer = _answer(*_key(), f"{question.__module__}.{question.__qualname__}", asked, question, store())
    return answered


def listed(scope: Scope, which: Which = Which.ALL) -> list[dict[str, Any]]:
    """The complaints of a scope, without personal data."""
    return _complaints(*_key(), scope, which, store())


@dataclass(frozen=True, slots=True)
class Imported:
    """An import or its rehearsal, and the workbooks with the rejected rows to correct, by name."""

    report: ImportReport
    corrections: dict[str, bytes]


def import_files(
    paths: Sequence[Path], *, replace: bool = False, dry_run: bool = False, progress: Progress | None = None
) -> Imported:
    """Load the files, or with dry_run only say what would happen. Raises AppError into the demo database."""
    if store().purpose == "demo" and not dry_run:
        refuse_demo()
    with sources(paths) as files:
        named = [replaced(file, name=_own_name(file.name, paths)) for file in files]
        report = import_sources(store(), named, replace=replace, dry_run=dry_run, progress=progress)
        corrections = {}
        for source, file in zip(named, report.files, strict=True):
            if file.rejects and not dry_run:
                corrections[rejects_name(file)] = rejects_workbook(source.path, file, _layout_of(file))
    return Imported(report, corrections)


def _layout_of(file: FileReport) -> Layout | None:
    if file.layout is None:
        return None
    with store().cursor() as cursor:
        return find_layout(cursor, file.layout)


def proposals_for(path: Path) -> list[SheetProposal]:
    """What each column of a file might be; [] where the file itself cannot be read."""
    try:
        return propose(path, path.name)
    except AppError:
        return []


def remember_layout(layout: Layout, headers: list[str]) -> None:
    save_layout(store(), layout, headers)


def forget(name: str) -> None:
    forget_layout(store(), name)


def layouts_now() -> list[tuple[str, str]]:
    with store().cursor() as cursor:
        return layout_names(cursor)


def layout_text(name: str) -> str:
    with store().cursor() as cursor:
        return layout_document(cursor, name)


def coverage_now() -> list[Covered]:
    return _coverage(*_key(), store())


@st.cache_data(max_entries=2, show_spinner=False)
def _coverage(path: str, version: int, _store: Store) -> list[Covered]:
    with _store.cursor() as cursor:
        return coverage(cursor)


def versions_of(complaint_no: str) -> list[Version]:
    """Every row that speaks of a complaint, personal data masked."""
    with store().cursor() as cursor:
        return versions(cursor, complaint_no)


def inbox_folder() -> Path:
    """The inbox of this database, beside it."""
    return store().path.parent / "inbox"


def import_inbox(progress: Progress | None = None) -> InboxReport:
    folder = inbox_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return scan_inbox(store(), folder, progress=progress)


def _own_name(name: str, paths: Sequence[Path]) -> str:
    """The name a file was uploaded under; inside a zip, with the zip's. Its place on this disk is nobody's business."""
    return next((name.removeprefix(f"{path.parent}{os.sep}") for path in paths if name.startswith(str(path))), name)


def book_files_now() -> list[BookFile]:
    return book_files(store())


def keep_book(text: str, replaces: str | None) -> RuleBook:
    return save_book(store(), text, replaces=replaces)


def remove_rulebook(name: str) -> None:
    remove_book(store(), name)


def pick_rulebook(name: str | None) -> None:
    pick_book(store(), name)


def picked_now() -> str | None:
    with store().cursor() as cursor:
        return picked_book(cursor)


def days_now() -> str:
    return days_text(store())


def keep_days(text: str) -> int:
    return save_days(store(), text)


def comments_now(first: str, last: str, branches: tuple[str, ...]) -> list[Comment]:
    with store().cursor() as cursor:
        return comments(cursor, first=first, last=last, branches=branches)


def keep_comment(text: str, month: str | None, branch: str | None, author: str) -> None:
    add_comment(store(), text, month=month, branch=branch, author=author)


def take_back_comment(number: int) -> None:
    remove_comment(store(), number)


def views_of(owner: str) -> list[SavedView]:
    with store().cursor() as cursor:
        return saved_views(cursor, owner)


def keep_view(owner: str, name: str, page: str, question: str) -> None:
    save_view(store(), owner, name, page, question)


def forget_saved_view(owner: str, name: str) -> None:
    forget_view(store(), owner, name)


def restated_now(scope: Scope, batch: int, by: Dimension) -> Restatement:
    return _restated(*_key(), scope, batch, by, store())


@st.cache_data(max_entries=20, show_spinner=False)
def _restated(path: str, version: int, scope: Scope, batch: int, by: Dimension, _store: Store) -> Restatement:
    with _store.cursor() as cursor:
        return restatement(cursor, scope, batch, by)


def undo_batch(number: int) -> None:
    undo(store(), number)


def batches_now() -> list[dict[str, Any]]:
    with store().cursor() as cursor:
        return batches(cursor)


def _key() -> tuple[str, int]:
    return str(store().path), store().data_version()


# Arguments that begin with an underscore are not part of the key: the path and the version stand for the store.
# Answers that nobody changes are shared as they are (cache_resource): a copy for each reader costs more than asking.


@st.cache_resource(max_entries=4, show_spinner=False)
def _known(path: str, version: int, _store: Store) -> Known:
    with _store.cursor() as cursor:
        return known(cursor)


@st.cache_resource(max_entries=_KEPT_ANSWERS, show_spinner=False)
def _measure(
    path: str,
    version: int,
    scope: Scope,
    by: tuple[Dimension, ...],
    measures: tuple[Measure, ...],
    _store: Store,
) -> MeasureTable:
    with _store.cursor() as cursor:
        return measure(cursor, scope, by=by, measures=measures)


@st.cache_resource(max_entries=_KEPT_ANSWERS, show_spinner=False)
def _answer(
    path: str, version: int, name: str, asked: tuple[Any, ...], _question: Callable[..., Any], _store: Store
) -> Any:
    with _store.cursor() as cursor:
        return _question(cursor, *asked)


@st.cache_data(max_entries=_KEPT_LISTS, show_spinner=False)
def _complaints(path: str, version: int, scope: Scope, which: Which, _store: Store) -> list[dict[str, Any]]:
    with _store.cursor() as cursor:
        return complaints(cursor, scope, which)
