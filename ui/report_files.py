"""What else to take along: the Excel pack, the complaint list for the regulator, the monthly brief."""

from __future__ import annotations

import streamlit as st

from analytics.deck.brief import Asked
from ui.data import known_now
from ui.deck_data import brief_file, months_of, pack_file, regulator_file
from ui.downloads import file_stem
from ui.language import words
from ui.one_version import part_of_page
from ui.texts import speaker

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@part_of_page
def show_files(asked: Asked) -> None:
    say = words()
    with st.grid(3, min_column_width=260, gap="small", key="report_files"):
        with st.container(border=True, height="stretch"):
            st.markdown(f"**{say('report.files.pack')}**")
            st.caption(say("report.files.pack_what"))
            _download("pack", _name("pack", asked, f"{asked.year}", "xlsx"), _EXCEL, asked)
        with st.container(border=True, height="stretch"):
            st.markdown(f"**{say('report.files.list')}**")
            st.caption(say("report.files.list_what"))
            _download("list", _name("list", asked, f"{asked.year}", "xlsx"), _EXCEL, asked)
        with st.container(border=True, height="stretch"):
            st.markdown(f"**{say('report.files.brief')}**")
            st.caption(say("report.files.brief_what"))
            months = months_of(asked, known_now())
            month = st.selectbox(say("report.files.month"), months, key=f"brief_month_{asked.year}") if months else None
            if month:
                _download("brief", _name("brief", asked, month, "pptx"), _SLIDES, asked, month)


def _name(kind: str, asked: Asked, period: str, suffix: str) -> str:
    """In the language of what is in the file, with its period and its branch."""
    called = speaker(asked.language)(f"report.files.{kind}_name")
    return f"{file_stem('-'.join(part for part in (called, period, asked.branch) if part))}.{suffix}"


def _download(kind: str, name: str, mime: str, asked: Asked, month: str = "") -> None:
    """The file is made when somebody clicks, not before."""
    make = {"pack": pack_file, "list": regulator_file}
    st.download_button(
        words()("report.download"),
        lambda: brief_file(asked, month) if kind == "brief" else make[kind](asked),
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"file_{kind}",
    )
