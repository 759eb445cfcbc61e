"""Where a complaint comes from: every row of every log that speaks of it, and what each said anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from analytics.measures import Version, versions
from analytics.vocabulary import LOG_FIELDS, ValueKind
from ui.data import fresh
from ui.downloads import safe_table
from ui.formats import bare, plain
from ui.language import language, words
from ui.tables import table_files

# What is kept as a code, and the texts that say it.
_CODES = {
    ValueKind.FLAG: "intake.lineage.flag_",
    ValueKind.FORM: "vocabulary.form.",
    ValueKind.COMPLEXITY: "definitions.class.",
    ValueKind.FINDING: "vocabulary.status.invalid_",
}


def show_lineage(rows: Sequence[dict[str, Any]]) -> None:
    """Choose one of the listed complaints and see where it comes from."""
    say = words()
    # On a narrow screen the number stands behind a scroll of the list: a row is known by what stands first in it.
    known_by = {row["complaint_no"]: [(row.get("received_at") or "")[:10], row.get("branch")] for row in rows}
    chosen = st.selectbox(
        say("intake.lineage.choose"),
        list(known_by),
        format_func=lambda number: " · ".join(one for one in (number, *known_by[number]) if one),
        index=None,
        placeholder=say("intake.lineage.hint"),
        key="lineage_choice",
    )
    if chosen:
        show_versions(chosen)


def show_versions(complaint_no: str) -> None:
    """Every row that speaks of a complaint, newest first."""
    newest_first = list(reversed(fresh(versions, complaint_no)))
    for version in newest_first:
        _version(version)
    title = words()("intake.lineage.of", number=complaint_no)
    table_files(_whole(newest_first), key="lineage", subject=title, title=title)


def _whole(newest_first: Sequence[Version]) -> pd.DataFrame:
    """All versions as one table, for its files: a row for every field that one of them said anew."""
    say = words()
    rows = [
        {
            say("import.column.file"): PurePath(version.file).name,
            say("import.column.sheet"): version.sheet,
            say("import.column.row"): version.row,
            say("import.column.status"): say(f"intake.lineage.state_{version.status}"),
            say("import.column.imported_at"): version.imported_at.replace("T", " "),
            **fact,
        }
        for version in newest_first
        for fact in _facts(version)
    ]
    return safe_table(pd.DataFrame(rows))


def _facts(version: Version) -> list[dict[str, str]]:
    field, anew = words()("intake.column.field"), words()("intake.lineage.newer")
    return [
        {field: getattr(LOG_FIELDS[name], language()), anew: _in_words(name, version.said[name])}
        for name in version.new
    ]


def _version(version: Version) -> None:
    say = words()
    place = say(
        "intake.lineage.version",
        file=plain(PurePath(version.file).name),
        sheet=plain(version.sheet),
        row=version.row,
    )
    said = [say(f"intake.lineage.state_{version.status}"), version.imported_at.replace("T", " ")]
    if version.report_month:
        said.insert(0, say("intake.lineage.month", month=version.report_month))
    with st.container(border=True, gap="small"):
        st.markdown(f"**{place}**")
        st.caption(" · ".join(said))
        if not version.new:
            st.caption(say("intake.lineage.nothing_new"))
            return
        facts = safe_table(pd.DataFrame(_facts(version)))
        st.dataframe(facts, hide_index=True, placeholder="", lazy=False, alt=bare(place))


def _in_words(name: str, value: str) -> str:
    said = _CODES.get(LOG_FIELDS[name].kind)
    return words()(said + value) if said else value
