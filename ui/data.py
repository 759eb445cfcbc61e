"""The way to the engine: one Store for the whole process, and answers kept until the data changes.

Every answer is kept by database, version of the data and question, so that an import is seen by everybody at
once and nobody sees another database's figures.
"""

from __future__ import annotations

import atexit
import gc
import os
import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
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
from ui.kept import Kept

Answer = TypeVar("Answer")

_KEPT_ANSWERS = 300
_KEPT_FIGURES = 200
_KEPT_LISTS = 30


class _Opened:
    """The database this process has open: another one after a start with own data, or where the file was lost."""

    def __init__(self) -> None:
        self.store = open_default()
        self.lock = threading.Lock()
        self.answers = Kept(_KEPT_ANSWERS)  # of this store: another one may count its versions anew
        self.tables = Kept(_KEPT_LISTS)
        self.figures = Kept(_KEPT_FIGURES)
        # Modules stay for the life of the process: collections, which stop every session, pass them by until its end.
        gc.freeze()
        atexit.register(gc.unfreeze)

    def now(self) -> Store:
        """Opened again where it was lost."""
        if self.store.lost:
            with self.lock:
                if self.store.lost:
                    self.store = self.store.opened_again()
                    self.answers, self.tables = Kept(_KEPT_ANSWERS), Kept(_KEPT_LISTS)
                    _complaints.clear()
        return self.store


@st.cache_resource(show_spinner=False)
def _opened() -> _Opened:
    return _Opened()


def store() -> Store:
    """The open database: the company's own where one was started, else the demo. Raises StoreError."""
    return _opened().now()


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
    causes: Taxonomy = _kept(("taxonomy",), name_by)
    return causes


def known_now() -> Known:
    """What there is to choose from."""
    choices: Known = _kept(("known",), known)
    return choices


def ask(scope: Scope, by: Sequence[Dimension], measures: Sequence[Measure]) -> MeasureTable:
    asked = tuple(by), tuple(measures)
    table: MeasureTable = _kept(("measure", scope, *asked), measure, scope, by=asked[0], measures=asked[1])
    return table


def answer(question: Callable[..., Answer], *asked: Any) -> Answer:
    """What the engine's `question(cursor, *asked)` gives, kept until the data changes; read it, never change it."""
    answered: Answer = _kept((question.__module__, question.__qualname__, asked), question, *asked)
    return answered


def once_for_this_version(task: Callable[[Store], None]) -> None:
    """Have the engine do something that needs doing once for each version of the data."""
    opened = _opened()
    now = opened.now()
    opened.answers.of((now.path, now.data_version(), task), lambda: task(now))


def figure_kept(key: Hashable, draw: Callable[[], Any]) -> Any:
    """A figure drawn once, kept under what it shows: read it, never change it."""
    return _opened().figures.of(key, draw)


def table_kept(key: tuple[Any, ...], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A long table made once for a version of the data; the caller's own to add columns to."""
    opened = _opened()
    made: pd.DataFrame = opened.tables.of((opened.store.path, opened.store.data_version(), *key), make)
    return made.copy(deep=False)


def fresh(question: Callable[..., Answer], *asked: Any, **named: Any) -> Answer:
    """The same, asked anew: for what may change without a new version of the data (what people type, batches)."""
    with store().cursor() as cursor:
        return question(cursor, *asked, **named)


def listed(
    scope: Scope, which: Which = Which.ALL, *, among: tuple[str, ...] | None = None, newest: int | None = None
) -> list[dict[str, Any]]:
    """The complaints of a scope, without personal data."""
    now = store()
    return _complaints(str(now.path), now.data_version(), scope, which, among, newest, now)


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


def _kept(key: tuple[Any, ...], question: Callable[..., Any], *asked: Any, **named: Any) -> Any:
    """What the question gives, kept under the key for this database and the version of its data."""
    opened = _opened()

    def make() -> Any:
        with opened.now().cursor() as cursor:
            return question(cursor, *asked, **named)

    # Whether the database is still there is seen at the start of a run and by who reads it: not for what is kept.
    return opened.answers.of((opened.store.path, opened.store.data_version(), key), make)


# Copied for each reader: of lists, which may be long, only the bytes are kept.
# The argument that begins with an underscore is not part of the key: the path and the version stand for the store.
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
