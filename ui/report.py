"""The Report page: which deck, is it ready, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import streamlit as st

from analytics.deck.brief import LANGUAGES, Asked
from analytics.deck.edited import editable, overtaken
from analytics.errors import AppError
from analytics.measures import Known
from ui import address
from ui.asked import default_first
from ui.data import known_now
from ui.deck_data import build, deck_file, edits_now, generated
from ui.errors import show_error
from ui.formats import plain
from ui.labels import listed
from ui.language import language, words
from ui.modes import legible
from ui.names_of_today import branch_of_today
from ui.refused import refuse_value
from ui.uploads import on_disk

_KEPT = "report_asked"
_MADE = "report_made"
_LANGUAGE = "report_language"  # the deck's, once somebody has chosen it
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_PARAMETERS = {
    "year": "report.year",
    "unit": "report.scope",
    "deck_lang": "report.language",
    "deck_as_of": "report.as_of",
}  # of the address, and the texts that name them


def ask_deck() -> Asked:
    """Year, scope, language and as-of day: kept while moving between pages and written into the address."""
    say, known = words(), known_now()
    years = list(range(_last_year(), _first_year() - 1, -1))
    now = _settled(years, known.branches)
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="report_choices"):
        year = st.selectbox(say("report.year"), years, index=years.index(now.year), width=120, key=f"report_year_{now}")
        units = ["", *known.branches]
        unit = st.selectbox(
            say("report.scope"),
            units,
            index=units.index(now.branch or ""),
            format_func=lambda name: name or say("report.company"),
            width=260,
            key=f"report_unit_{now}",
        )
        spoken = st.segmented_control(
            say("report.language"),
            LANGUAGES,
            default=now.language,
            format_func=lambda code: legible(LANGUAGE_NAMES[code]),
            required=True,
            key=f"report_language_{now}",
        )
        as_of = st.date_input(
            say("report.as_of"),
            value=now.as_of,
            min_value=date(_first_year(), 1, 1),
            max_value=known.as_of,
            help=say("report.as_of_help", date=known.as_of),
            format="YYYY-MM-DD",
            width=150,
            key=f"report_as_of_{now}",
        )
    asked = Asked(int(year or now.year), str(spoken or now.language), unit or None, _given(as_of, known))
    if asked.language != now.language:
        st.session_state[_LANGUAGE] = asked.language
    if asked != now:
        _keep(asked)
        st.rerun()
    return asked


def _given(as_of: date | None, known: Known) -> date | None:
    """None where it is the last day that the data knows: what holds then holds tomorrow."""
    return None if as_of == known.as_of else as_of


def _first_year() -> int:
    return int((known_now().first_month or "2000")[:4])


def _last_year() -> int:
    known = known_now()
    return known.as_of.year if known.as_of else int((known.last_month or "2000")[:4])


def _newest(years: list[int]) -> int:
    """The year of the newest receipts (a later one may be known of by a withdrawal alone), or the year before while
    that year is too young to speak for itself.
    """
    last = int((default_first(known_now(), None) or "0")[:4])
    return last if last in years else years[0]


def _settled(years: list[int], branches: list[str]) -> Asked:
    """What the address brings, else what was asked before, else the newest year of the whole company.

    The deck speaks the screen's language until somebody chooses another.
    """
    news = address.arrived(tuple(_PARAMETERS))
    newest = _newest(years)
    kept: Asked = st.session_state.get(_KEPT) or Asked(newest, language())
    if news:
        first = {name: (values or [""])[0] for name, values in news.items()}
        for name, values in news.items():
            for other in dict.fromkeys(values[1:]):
                refuse_value(words()(_PARAMETERS[name]), other)
        st.session_state[_LANGUAGE] = _one_of(LANGUAGES, first.get("deck_lang", ""), "report.language")
        kept = Asked(
            int(_one_of([str(year) for year in years], first.get("year", ""), "report.year") or newest),
            language(),
            _one_of(branches, branch_of_today(first.get("unit", "")), "report.scope") or None,
            _day(first.get("deck_as_of", "")),
        )
    unit = _one_of(branches, branch_of_today(kept.branch or ""), "report.scope") or None
    as_of = kept.as_of if kept.as_of and _possible(kept.as_of) else None
    spoken = st.session_state.get(_LANGUAGE) or language()
    kept = Asked(kept.year if kept.year in years else newest, spoken, unit, as_of)
    _keep(kept)
    return kept


def _one_of(possible: Sequence[str], value: str, title: str) -> str:
    """The value where it is possible, else "" after saying so; title: the text that names it."""
    if value and value not in possible:
        refuse_value(words()(title), value)
    return value if value in possible else ""


def _day(text: str) -> date | None:
    """A day that the data knows; another, or what is no date, is said and passed over."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day == known_now().as_of or _possible(day):
            return _given(day, known_now())
    if text:
        refuse_value(words()("report.as_of"), text)
    return None


def _possible(as_of: date) -> bool:
    known = known_now()
    return known.as_of is not None and date(_first_year(), 1, 1) <= as_of < known.as_of


def _keep(asked: Asked) -> None:
    st.session_state[_KEPT] = asked
    address.write(
        {
            "year": [str(asked.year)],
            "unit": [asked.branch] if asked.branch else [],
            "deck_lang": [chosen] if (chosen := st.session_state.get(_LANGUAGE)) else [],
            "deck_as_of": [asked.as_of.isoformat()] if asked.as_of else [],
        },
        tuple(_PARAMETERS),
    )


def show_answer(asked: Asked) -> None:
    """Is the deck ready: how many slides, what is left out, which edits the numbers have overtaken."""
    say = words()
    with st.spinner(say("report.telling")):
        deck = generated(asked)
    stale = overtaken(deck, edits_now(asked))
    parts = [say("report.answer.ready", n=len(deck.slides))]
    if deck.left_out:
        parts.append(say("report.answer.without", out=len(deck.left_out)))
    if stale:
        parts.append(say("report.answer.to_check", stale=len(stale)))
    st.header(say("common.semicolon").join(parts), anchor=False)
    if deck.left_out:
        from analytics.deck.words import speaker

        named = speaker(language())
        told = listed(named(f"section.{one.section}") for one in deck.left_out)
        st.caption(say("report.answer.left_out", names=told))
    if stale:
        on = {one.slide for one in editable(deck) if one.place in stale}
        slides = [str(number) for number, slide in enumerate(deck.slides, start=1) if slide.key in on]
        told = say("report.answer.stale", n=len(stale), slides=listed(slides))
        st.warning(told, icon=":material/edit_note:")


def make_file(asked: Asked) -> None:
    """The template, the button, progress while it builds, and the download."""
    say = words()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report_make"):
        with st.popover(say("report.template"), icon=":material/palette:"):
            uploaded = st.file_uploader(say("report.template_upload"), type=["pptx", "potx"], key="report_template")
            st.caption(say("report.template_help"))
        pressed = st.button(say("report.make"), type="primary", icon=":material/slideshow:", key="report_build")
        made = st.session_state.get(_MADE)
        if made and made[0] == asked and not pressed:
            st.download_button(
                say("report.download"),
                lambda: deck_file(made[1]),
                file_name=made[2],
                mime="application/vnd.openxmlformats-officedocument.presentationml.presentation",
                icon=":material/download:",
                on_click="ignore",
                key="report_download",
            )
    if uploaded is not None:
        st.info(say("report.template_preview"), icon=":material/visibility:")
    if made and made[0] == asked and not pressed:
        for remark in made[3]:
            st.info(plain(remark.in_language(language())), icon=":material/info:")
    if pressed:
        _build(asked, uploaded)


def _build(asked: Asked, uploaded: object) -> None:
    from analytics.deck.making import file_name

    say = words()
    bar = st.progress(0.0, text=say("report.telling"))

    def tell(part: str, done: int, of: int) -> None:
        share = done / of / 2 + (0.5 if part == "file" else 0)
        bar.progress(min(share, 1.0), text=say(f"report.building.{part}", done=done, of=of))

    try:
        with on_disk([uploaded] if uploaded else []) as paths:  # type: ignore[list-item]
            number, remarks = build(asked, paths[0] if paths else None, tell)
    except AppError as error:
        bar.empty()
        show_error(error)
        return
    st.session_state[_MADE] = (asked, number, file_name(asked), remarks)
    st.rerun()
