"""Every slide before it is downloaded, and its title and sentences in one's own words."""

from __future__ import annotations

import streamlit as st

from analytics.deck.brief import Asked
from analytics.deck.edited import Editable, editable
from analytics.errors import AppError
from analytics.notes.deck_edits import LONGEST, DeckEdit
from ui.begun import anew, begun
from ui.deck_data import edits_now, generated, in_own_words, picture, put_edits
from ui.errors import friendly, show_error
from ui.formats import plain
from ui.language import words
from ui.modes import legible
from ui.one_version import part_of_page
from ui.who import who

_SAVE = "slide_save"


@part_of_page
def show_slides(asked: Asked) -> None:
    say = words()
    told = generated(asked)
    deck, kept = in_own_words(told, asked), edits_now(asked)
    places: dict[str, list[Editable]] = {}
    for one in editable(told):
        places.setdefault(one.slide, []).append(one)
    with st.grid(2, min_column_width=420, gap="small", key="report_slides"):
        for number, slide in enumerate(deck.slides, start=1):
            with st.container(border=True, gap="small"):
                st.image(picture(slide, number), width="stretch", alt=slide.title)
                own = [one for one in places.get(slide.key, []) if one.place in kept]
                stale = [one for one in own if kept[one.place].generated != one.generated]
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    if st.button(
                        legible(say("report.slide.edit")),
                        icon=":material/edit:",
                        type="tertiary",
                        key=f"edit_{slide.key}",
                    ):
                        _edit(asked, slide.title, places.get(slide.key, []))
                    if stale:
                        st.markdown(f":orange-badge[:material/warning: {say('report.slide.stale')}]", width="content")
                    elif own:
                        st.markdown(f":blue-badge[{say('report.slide.edited')}]", width="content")


def _edit(asked: Asked, title: str, places: list[Editable]) -> None:
    """Open the form of one slide, as it is stored: what was typed in one that was closed is gone."""
    anew(_SAVE)
    st.dialog(words()("report.slide.dialog"), width="large")(_form)(asked, places)


@friendly(retry=False)
def _form(asked: Asked, places: list[Editable]) -> None:
    say, kept = words(), edits_now(asked)
    form = begun(_SAVE, places, {one.place: kept[one.place].text for one in places if one.place in kept})
    with st.form("slide_edit", border=False):
        texts = {}
        for one in places:
            edit = kept.get(one.place)
            texts[one.place] = st.text_area(
                _label(one),
                value=form.was.get(one.place, one.generated),
                height="content",
                max_chars=LONGEST,
                key=form.key(f"text_{one.place}"),
            )
            if edit and edit.generated != one.generated:
                now, was = plain(one.generated), plain(edit.generated)
                st.warning(say("report.slide.overtaken", now=now, was=was), icon=":material/warning:")
            elif edit:
                st.caption(say("report.slide.generated", text=plain(one.generated)))
        st.caption(say("report.slide.help"))
        saved = form.ask_save(
            say("report.slide.save"), lambda own: [(_label(one), own.get(one.place, one.generated)) for one in places]
        )
    if not saved:
        return
    overtaken = {one.place for one in places if one.place in kept and kept[one.place].generated != one.generated}
    new = [
        DeckEdit(one.place, texts[one.place], one.generated, who())
        for one in places
        if texts[one.place] != form.seen.get(one.place, one.generated) or one.place in overtaken
    ]
    try:
        put_edits(asked, new, form.seen)
    except AppError as error:
        show_error(error)
        return
    anew(form.button)
    st.rerun()


def _label(one: Editable) -> str:
    return words()("report.slide.title" if one.place.endswith("#title") else "report.slide.sentence")
