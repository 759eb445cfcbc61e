"""Settings: the company's own working days, against the table that ships."""

from __future__ import annotations

import streamlit as st

from analytics.errors import AppError
from analytics.rules import working_days
from analytics.rules.company_days import days_text, save_days
from ui.begun import anew, begun
from ui.data import store
from ui.formats import plain
from ui.language import words
from ui.settings_kept import finish, not_in_the_demo, refused, say_done


def show_working_days() -> None:
    say, calendar = words(), working_days()
    st.caption(
        say("settings.days.body", first=calendar.first_year, last=calendar.last_year, source=plain(calendar.source))
    )
    st.caption(say("settings.days.format"))
    say_done()
    form = begun("working_days_save", None, days_text(store()))
    with st.form("working_days", border=False):
        text = st.text_area(say("settings.days.text"), form.was, height=320, key=form.key("working_days_text"))
        saved = form.ask_save(say("settings.days.save"), lambda table: [("", table)])
    if not saved:
        return
    try:
        not_in_the_demo()
        with st.spinner(say("settings.days.save")):
            n = save_days(store(), text, seen=form.seen)
    except AppError as error:
        refused(error)
        return
    anew(form.button)
    finish(say("settings.days.saved", n=n))
    st.rerun()
