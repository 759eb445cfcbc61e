"""The dashboard: page config, language, navigation. Start it with `streamlit run app.py`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import address
from ui.banner import demo_banner
from ui.data import known_now, store
from ui.entrance import ICON, through_the_app
from ui.errors import friendly, show_carried_errors
from ui.formats import count, plain
from ui.language import language, language_switch, settle_language
from ui.my_views import my_views
from ui.navigation import START, pages
from ui.one_version import no_figures_yet, same_data_throughout
from ui.printing import printing
from ui.refused import saying_what_is_refused
from ui.stale import days_without_update
from ui.texts import Say
from ui.tour import show_tour
from ui.waiting import arrive

ASSETS = Path(__file__).parent / "ui" / "assets"


def which_data(say: Say) -> None:
    """At the foot of the sidebar, at the head of a page for paper: which database this is and how far it reaches."""
    known = known_now()
    state = store().purpose if known.complaints else f"{store().purpose}_empty"
    st.caption(say(f"common.database.{state}", as_of=known.as_of))
    if days := days_without_update():
        st.caption(f":orange[:material/history:] {say('common.database.stale', n=count(days))}")
    if notice := store().notice:
        st.warning(plain(notice.in_language(language())), icon=":material/swap_horiz:")


def main() -> None:
    address.begin()
    no_figures_yet()
    say = settle_language()
    paper = printing()
    st.set_page_config(page_icon=ICON, layout="centered" if paper else "wide")
    st.logo(ASSETS / f"logo-{language()}.svg", icon_image=ICON)
    page = st.navigation(pages(language()), position="hidden" if paper else "sidebar")
    st.set_page_config(page_title=f"{page.title} · {say('common.app')}")
    arrive(page.url_path)
    if paper:
        with through_the_app(), friendly(), saying_what_is_refused(page.url_path):
            which_data(say)
            page.run()
            same_data_throughout()
        return
    with st.sidebar:
        language_switch(say)
    with through_the_app(), friendly():
        with st.spinner(say("common.opening")):
            store()
        with st.sidebar:
            my_views(page.url_path)
            which_data(say)
        demo_banner()
        show_tour(page.url_path or START)
        show_carried_errors()
        with saying_what_is_refused(page.url_path):
            page.run()
        same_data_throughout()


main()
