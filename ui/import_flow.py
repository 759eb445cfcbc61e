"""Files in: uploaded, previewed, their columns settled, confirmed. Nothing is written before it is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from analytics.errors import AppError
from ui.banner import start_button
from ui.column_mapping import ask_columns, open_questions
from ui.data import Imported, import_files
from ui.errors import show_error
from ui.formats import count, plain
from ui.import_report import brings_nothing, show_changes, show_corrections, show_report
from ui.language import language, words
from ui.unknown_names import show_unknown
from ui.uploads import ACCEPTED, on_disk

_PREVIEW = "import_preview"
_QUESTIONS = "import_questions"
_REPORT = "import_report"
_ROUND = "import_round"  # a new number empties the uploader after an import


def upload_files() -> None:
    """The uploader, then the preview or the report of what was just imported."""
    say = words()
    st.caption(say("import.intro"))
    uploads = st.file_uploader(
        say("import.upload"),
        type=ACCEPTED,
        accept_multiple_files=True,
        key=f"uploads_{st.session_state.get(_ROUND, 0)}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        label = say("intake.preview.start", n=len(uploads)) if uploads else say("intake.preview.start_none")
        icon = ":material/preview:"
        start = st.button(label, type="primary", disabled=not uploads, icon=icon, key="start_preview")
        replace = st.checkbox(say("import.replace"), help=say("import.replace_help"), key="import_replace")
    asked = (tuple(upload.file_id for upload in uploads), replace)
    if start:
        _preview(uploads, asked, replace)
    preview = st.session_state.get(_PREVIEW)
    if preview and preview[0] == asked:
        _show_preview(preview[1], uploads, asked, replace)
    elif _REPORT in st.session_state:
        imported: Imported = st.session_state[_REPORT]
        report = imported.report.as_dict(language())
        show_report(report)
        show_unknown(imported.report.files)
        show_changes(report, "changes_done")


def _preview(uploads: Sequence[Any], asked: tuple[Any, ...], replace: bool) -> None:
    st.session_state.pop(_REPORT, None)
    st.session_state.pop(_PREVIEW, None)
    done = _run(uploads, replace=replace, dry_run=True)
    if done:
        st.session_state[_PREVIEW] = (asked, done)


def _run(uploads: Sequence[Any], *, replace: bool, dry_run: bool) -> Imported | None:
    """The import or its rehearsal with a bar that names the file; None after saying what stopped it."""
    bar = st.progress(0.0, words()("import.running"))
    try:
        with on_disk(uploads) as paths:
            done = import_files(paths, replace=replace, dry_run=dry_run, progress=_teller(bar))
            if dry_run:
                st.session_state[_QUESTIONS] = open_questions(done.report, paths)
            return done
    except AppError as error:
        show_error(error)
        if error.code == "demo_database":
            start_button("import_refused")
        return None
    finally:
        bar.empty()


def _teller(bar: Any) -> Callable[[int, int, str], None]:
    say = words()

    def tell(number: int, total: int, name: str) -> None:
        own = plain(name.replace("\\", "/").rsplit("/", 1)[-1])
        bar.progress(number / max(total, 1), say("intake.preview.progress", name=own, number=number + 1, total=total))

    return tell


def _show_preview(preview: Imported, uploads: Sequence[Any], asked: tuple[Any, ...], replace: bool) -> None:
    say, report = words(), preview.report.as_dict(language())
    # A batch without a row would be something to explain and nothing to know: nothing is confirmed for it alone.
    can = any(file["status"] == "imported" and not brings_nothing(file) for file in report["files"])
    st.info(_what_now(report["files"], preview.waiting, can), title=say("intake.preview.title"))
    with st.container(horizontal=True):
        confirm = st.button(
            say("intake.preview.confirm"),
            type="primary",
            disabled=not can,
            icon=":material/check:",
            key="confirm_import",
        )
        if st.button(say("intake.preview.discard"), key="discard_import"):
            _forget_preview()
            st.rerun()
    if confirm:
        done = _run(uploads, replace=replace, dry_run=False)
        if done:
            _forget_preview()
            st.session_state[_REPORT] = done
            st.rerun()
        return
    if ask_columns(st.session_state.get(_QUESTIONS, [])):
        _preview(uploads, asked, replace)
        st.rerun()
    show_report(report, rehearsal=True)
    show_corrections(preview.corrections)
    show_changes(report, "changes")


def _what_now(files: Sequence[Mapping[str, Any]], waiting: int, can: bool) -> str:
    """What there is to do about a preview. waiting: rows of files already in that were set aside then."""
    say = words()
    if can or any(file["status"] != "unchanged" for file in files):
        return say("intake.preview.body" if can else "intake.preview.nothing")
    if waiting:
        return say("intake.preview.known_waiting", n=count(waiting))
    return say("intake.preview.known")


def _forget_preview() -> None:
    st.session_state.pop(_PREVIEW, None)
    st.session_state.pop(_QUESTIONS, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
