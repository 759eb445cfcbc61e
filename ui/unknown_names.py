"""What an import brought that a person must settle: names and labels that nothing explains, labels that narratives
contradict; how many, and the way to where they are settled.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.intake.report import FileReport
from ui.formats import count
from ui.labels import listed
from ui.language import words

_NAMES = {"unknown_branch": "branch", "unknown_channel": "channel", "unknown_product_line": "product_line"}
_CAUSE = "unknown_cause"


def show_unknown(files: Sequence[FileReport]) -> None:
    """Each name counts once, however many files and sheets have it."""
    found = {(one.code, one.value) for file in files for one in file.warnings if one.code in (*_NAMES, _CAUSE)}
    counts = {code: sum(one == code for one, _ in found) for code in (*_NAMES, _CAUSE)}
    say = words()
    if any(counts[code] for code in _NAMES):
        each = [
            say("names.unknown.each", field=say(f"names.field.{field}"), n=count(counts[code]))
            for code, field in _NAMES.items()
            if counts[code]
        ]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(say("names.unknown.names", each=listed(each)), width="content")
            _link("settings", "names.unknown.settle", ":material/edit_note:", {"part": "names"})
    if counts[_CAUSE]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(say("names.unknown.causes", n=count(counts[_CAUSE])), width="content")
            _link("review", "names.unknown.review", ":material/rule:", None)
            _link("settings", "names.unknown.synonyms", ":material/edit_note:", {"part": "causes"})
    contradicted = sum(file.contradicted for file in files)
    if contradicted:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(say("names.unknown.contradicted", n=count(contradicted)), width="content")
            _link("review", "names.unknown.review", ":material/rule:", None)


def _link(page: str, text: str, icon: str, question: dict[str, str] | None) -> None:
    st.page_link(f"pages/{page}.py", label=words()(text), icon=icon, query_params=question)
