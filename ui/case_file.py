"""One complaint: what the log says of it, masked, its narrative, its history and the cells it came from."""

from __future__ import annotations

import streamlit as st

from analytics.notes.case_files import CaseFile
from ui.deck_data import file_of
from ui.formats import plain
from ui.labels import label, listed
from ui.language import words
from ui.lineage import show_versions


def show_file(complaint_no: str) -> None:
    """The file of a complaint, or that it is not there any more."""
    say, found = words(), file_of(complaint_no)
    if found is None:
        st.warning(say("cases.gone", number=plain(complaint_no)), icon=":material/search_off:")
        return
    st.subheader(say("cases.file", number=plain(found.complaint_no)), anchor=False)
    with st.grid(2, min_column_width=360, gap="small", key="case_file"):
        with st.container(border=True, height="stretch"):
            st.markdown(_facts(found))
        with st.container(border=True, height="stretch"):
            st.markdown(f"**{say('cases.narrative')}**")
            st.markdown(plain(found.narrative) or say("cases.no_narrative"))
            for name in ("outcome", "lesson", "measure"):
                if text := getattr(found, name):
                    st.markdown(f"**{say(f'cases.log.{name}')}** {plain(text)}")
            st.caption(say("cases.masked"))
    with st.expander(say("cases.history"), icon=":material/history:"):
        show_versions(found.complaint_no)


def _facts(found: CaseFile) -> str:
    say = words()
    rows = {
        "received": found.received_on.isoformat(),
        "branch": label("branch", found.branch),
        "channel": label("channel", found.channel),
        "form": label("form", found.form) if found.form else "",
        "product_line": label("product_line", found.product_line),
        "causes": listed(label("cause", one) for one in found.causes),
        "stage": found.claim_stage,
        "status": label("status", found.status.value),
        "limit": found.limit.isoformat() if found.limit else "",
        "withdrawn": found.withdrawn.isoformat() if found.withdrawn else "",
    }
    return "\n\n".join(f":gray[{say(f'cases.fact.{name}')}] {plain(text) or '—'}" for name, text in rows.items())
