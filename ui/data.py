"""The way to the engine: one Store for the whole process, and answers kept until the data changes.

Every answer is kept by database, version of the data and question, so that an import is seen by everybody at
once and nobody sees another database's figures.
"""

from __future__ import annotations

import atexit
import gc
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from analytics.classify.stored_taxonomy import name_by
from analytics.classify.taxonomy import Taxonomy
from analytics.demo import back_to_demo, has_batches, open_default, start_company
from analytics.errors import AppError
from analytics.exchange.recorded import recorded_report
from analytics.imports import import_sources, refuse_demo
from analytics.imports.importing import Progress
from analytics.imports.remarks import NO_ROW_ACCEPTED
from analytics.imports.waiting import correction, kept_correction, waiting_rows
from analytics.inbox import InboxReport, scan_inbox
from analytics.intake.files import Source, sources
from analytics.intake.proposals import SheetProposal, propose
from analytics.intake.report import ImportReport
from analytics.measures import (
    Known,
    MeasureTable,
    Scope,
    Which,
    complaints,
    known,
    measure,
)
from analytics.store import Store
from analytics.vocabulary import Dimension, Measure

Answer = TypeVar("Answer")

_KEPT_ANSWERS = 300
_KEPT_LISTS = 30


class _Opened:
    """The database this process has open: another one after a start with own data, or where the file was lost."""

    def __init__(self) -> None:
        self.store = open_default()
        self.lock = threading.Lock()
        # Modules stay for the life of the process: collections, which stop every session, pass them by until its end.
        gc.freeze()
        atexit.register(gc.unfreeze)


@st.cache_resource(show_spinner=False)
def _opened() -> _Opened:
    return _Opened()


def store() -> Store:
    """The open database: the company's own where one was started, else the demo. Raises StoreError."""
    opened = _opened()
    if opened.store.lost:
        with opened.lock:
            if opened.store.lost:
                opened.store = opened.store.opened_again()
    return opened.store


def start_with_company_data() -> None:
    """Create the company's own database and use it from now on, in every session."""
    start_company()
    _opened.clear()


def nothing_started() -> bool:
    """Whether this is a company's database into which nothing was ever imported: the demo may be looked at again."""
    return store().purpose == "company" and not has_batches(store())


def look_at_demo() -> None:
    """Go back to the demo, in every session; the company's database stays as it is and waits."""
    company = store()
    back_to_demo(company)  # after whatever is being imported
    if not has_batches(company):
        company.close()
        _opened.clear()


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


def fresh(question: Callable[..., Answer], *asked: Any, **named: Any) -> Answer:
    """The same, asked anew: for what may change without a new version of the data (what people type, batches)."""
    with store().cursor() as cursor:
        return question(cursor, *asked, **named)


def listed(
    scope: Scope, which: Which = Which.ALL, *, among: tuple[str, ...] | None = None, newest: int | None = None
) -> list[dict[str, Any]]:
    """The complaints of a scope, without personal data."""
    return _complaints(*_key(), scope, which, among, newest, store())


@dataclass(frozen=True, slots=True)
class Imported:
    """An import or its rehearsal. corrections: of files that cannot be confirmed, the workbooks with the rejected
    rows to correct, by name; those of a batch are kept with it. waiting: rows of files already in that still wait."""

    report: ImportReport
    corrections: dict[str, bytes]
    waiting: int


def import_files(
    paths: Sequence[Path], *, replace: bool = False, dry_run: bool = False, progress: Progress | None = None
) -> Imported:
    """Load the files, or with dry_run only say what would happen. Raises AppError into the demo database."""
    if store().purpose == "demo" and not dry_run:
        refuse_demo()
    with sources(paths) as files:
        named = [replaced(file, name=_own_name(file.name, paths)) for file in files]
        report = import_sources(store(), named, replace=replace, dry_run=dry_run, progress=progress)
        corrections: dict[str, bytes] = {}
        known = 0
        with store().cursor() as cursor:
            waiting = waiting_rows(cursor)
        for source, file in zip(named, report.files, strict=True):
            if file.batch is None and file.rejects and file.says(NO_ROW_ACCEPTED):
                corrections.update([correction(store(), source, file)])
            if file.status == "unchanged" and file.batch in waiting:
                known += waiting[file.batch]
                _keep_correction(source, file.batch)
    return Imported(report, corrections, known)


def _keep_correction(source: Source, batch: int) -> None:
    """Keep the workbook of a batch that was imported before workbooks were kept."""
    with store().cursor() as cursor:
        report = recorded_report(cursor, batch)
    correction(store(), source, report)


def waiting_workbook(batch: int) -> bytes:
    """The workbook kept with a batch."""
    return fresh(kept_correction, batch) or b""


def proposals_for(path: Path) -> list[SheetProposal]:
    """What each column of a file might be; [] where the file itself cannot be read."""
    try:
        return propose(path, path.name)
    except AppError:
        return []


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


def _key() -> tuple[str, int]:
    opened = store()
    return str(opened.path), opened.data_version()


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
def _complaints(
    path: str,
    version: int,
    scope: Scope,
    which: Which,
    among: tuple[str, ...] | None,
    newest: int | None,
    _store: Store,
) -> list[dict[str, Any]]:
    with _store.cursor() as cursor:
        return complaints(cursor, scope, which, among=among, newest=newest)
