"""Which column is which field, where the software is not sure: asked once, remembered by the headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import pandas as pd
import streamlit as st

from analytics.errors import AppError
from analytics.imports.layouts import in_its_way, save_layout
from analytics.imports.remarks import NO_ROW_ACCEPTED
from analytics.intake.layout import Layout, signature
from analytics.intake.proposals import ColumnProposal, SheetProposal, lacking
from analytics.intake.report import ImportReport
from analytics.intake.unread_columns import COLUMNS_NOT_READ
from analytics.vocabulary import SHEET_FIELDS
from ui.data import fresh, proposals_for, store
from ui.downloads import safe_table
from ui.errors import show_error
from ui.formats import bare, plain
from ui.labels import listed
from ui.language import language, words

# Only what a child process could read is looked at again; these faults are about columns, not about the file.
_ABOUT_COLUMNS = ("missing_column", "no_header", "unclear_column")


@dataclass(frozen=True, slots=True)
class Question:
    """One sheet whose columns somebody has to settle."""

    file: str
    sheet: SheetProposal


def open_questions(report: ImportReport, paths: Sequence[Path]) -> list[Question]:
    """The sheets of the files that were refused for their columns, or that lack a figure where a column is not read."""
    refused = {
        PurePath(file.path).name
        for file in report.files
        if (file.error and file.error.code in _ABOUT_COLUMNS)
        or file.says(NO_ROW_ACCEPTED)
        or ((unread := file.says(COLUMNS_NOT_READ)) and unread.field)
    }
    return [
        Question(path.name, sheet)
        for path in paths
        if path.name in refused
        for sheet in proposals_for(path)
        if sheet.columns
    ]


def ask_columns(questions: Sequence[Question]) -> bool:
    """Show the questions; True when an answer was saved and the preview should be made again."""
    answered = [_ask(number, question) for number, question in enumerate(questions)]  # each of them is drawn
    return any(answered)


def _ask(number: int, question: Question) -> bool:
    say, sheet = words(), question.sheet
    fields = SHEET_FIELDS[sheet.kind]
    labels = {name: getattr(field, language()) for name, field in fields.items()}
    with st.container(border=True):
        title = say("intake.mapping.title", file=plain(question.file), sheet=plain(sheet.sheet))
        st.subheader(title, anchor=False)
        st.caption(say("intake.mapping.body"))
        names = {key: say(f"intake.column.{key}") for key in ("heading", "samples", "chosen", "sure", "runner_up")}
        table = safe_table(
            pd.DataFrame([_row(*named, labels, names) for named in zip(sheet.names, sheet.columns, strict=True)])
        )
        edited = st.data_editor(
            table,
            hide_index=True,
            alt=bare(title),
            disabled=[names[key] for key in ("heading", "samples", "sure", "runner_up")],
            column_config={names["chosen"]: st.column_config.SelectboxColumn(options=list(labels.values()))},
            key=f"mapping_{number}",
        )
        by_label = {label: name for name, label in labels.items()}
        chosen = [by_label.get(value) for value in edited[names["chosen"]].tolist()]
        lacks = lacking(sheet.kind, chosen)
        twice = next((name for name in chosen if name and chosen.count(name) > 1), None)
        if lacks:
            wanted = listed(say("intake.mapping.or").join(labels[n] for n in group) for group in lacks)
            st.caption(f":orange[{say('intake.mapping.lacks', fields=wanted)}]")
        if twice:
            st.caption(f":orange[{say('intake.mapping.twice', field=labels[twice])}]")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            default = say("intake.mapping.default_name", file=PurePath(question.file).stem)
            name = st.text_input(say("intake.mapping.name"), value=default, key=f"mapping_name_{number}", width=320)
            others = fresh(in_its_way, name.strip(), sheet.headers)
            pressed = st.button(
                say("intake.mapping.replace" if others else "intake.mapping.save"),
                disabled=bool(lacks or twice or not name.strip()),
                key=f"mapping_save_{number}",
                on_click=_shown,
                args=(number, others),
            )
        if others:
            _tell(others, signature(sheet.headers), labels)
        if pressed and st.session_state[f"mapping_shown_{number}"] == others:
            columns = {column: field for column, field in zip(sheet.names, chosen, strict=True) if field}
            try:
                save_layout(store(), Layout(name.strip(), sheet.kind, columns), sheet.headers, seen=others)
            except AppError as error:
                show_error(error)
                return False
            st.toast(say("intake.mapping.saved", name=plain(name.strip())))
            return True
    return False


def _shown(number: int, others: dict[str, Layout]) -> None:
    """Who pressed the button had these before his eyes."""
    st.session_state[f"mapping_shown_{number}"] = others


def _tell(others: dict[str, Layout], known_by: str, labels: dict[str, str]) -> None:
    """Which layouts this one would take the place of, and what they say."""
    say = words()
    for its_own, layout in others.items():
        key = "intake.mapping.same_headings" if its_own == known_by else "intake.mapping.same_name"
        columns = [f"{plain(head)} → {plain(labels.get(field, field))}" for head, field in layout.columns.items()]
        said = say(key, name=plain(layout.name), columns=listed(columns))
        st.warning(said, icon=":material/group:")


def _row(name: str, column: ColumnProposal, labels: dict[str, str], names: dict[str, str]) -> dict[str, str | None]:
    say = words()
    sure = say(f"intake.mapping.{column.how}", percent=f"{column.score:.0%}")
    return {
        names["heading"]: name,
        names["samples"]: " · ".join(column.samples),
        names["chosen"]: labels.get(column.field or ""),
        names["sure"]: sure,
        names["runner_up"]: labels.get(column.runner_up or "", ""),
    }
