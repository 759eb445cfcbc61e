"""Decks that were made, each with the version of the data it shows, to take along again."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.notes.deck_versions import DeckVersion
from ui.data import store
from ui.deck_data import deck_file, versions_now
from ui.formats import plain
from ui.language import words
from ui.modes import legible
from ui.report import LANGUAGE_NAMES

_MOST_SHOWN = 20
_KIND = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def show_versions() -> None:
    say = words()
    found = versions_now()
    if not found:
        st.caption(say("report.versions.none"))
        return
    now = store().data_version()
    for one in found[:_MOST_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"version_{one.id}"):
            st.markdown(_said(one), width="stretch")
            state = "same" if one.data_version == now else "older"
            st.caption(say(f"report.versions.{state}", version=one.data_version), width="content")
            st.download_button(
                legible(say("report.download")),
                partial(deck_file, one.id),
                file_name=one.file_name,
                mime=_KIND,
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
                key=f"version_download_{one.id}",
            )


def _said(one: DeckVersion) -> str:
    say = words()
    return say(
        "report.versions.one",
        id=one.id,
        made=f"{one.made_at:%Y-%m-%d %H:%M}",
        year=one.year,
        whom=plain(one.branch or say("report.company")),
        language=LANGUAGE_NAMES[one.language],
        as_of=one.as_of or "—",
        slides=one.slides,
    )
