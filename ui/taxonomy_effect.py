"""A change of the causes on its way: what it would move, found out in the background, then kept or dropped."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics.classify.reclassify import Effect, Moved, effect_of, save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.errors import AppError
from analytics.store import Work
from ui.data import fresh, store, taxonomy
from ui.errors import friendly, show_error
from ui.formats import count, plain
from ui.labels import label
from ui.language import language, words
from ui.taxonomy_change import Edit
from ui.who import ask_who, who
from ui.work import work_is_over

_DRAFT = "taxonomy_draft"
_SAVING = "taxonomy_saving"  # this session's own with its draft and note, until its end has been told
_NOTE = "taxonomy_note"
_SAVE = "taxonomy"  # the work's name in the store
_MOST = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """A change and the taxonomy it gives; the effect is the result of the work."""

    edit: Edit
    taxonomy: Taxonomy
    work: Work


def propose(edit: Edit) -> None:
    """Begin to find out what the change would move; nothing is kept yet."""
    st.session_state.pop(_DRAFT, None)
    database = store()
    try:
        changed = edit(fresh(current_taxonomy))
    except AppError as error:
        show_error(error)
        return
    work = Work(lambda tell: effect_of(database, changed, progress=tell), name="effect", by=who())
    st.session_state[_DRAFT] = Draft(edit, changed, work)


def show_draft() -> None:
    """What the change would move, and the way to keep it or drop it."""
    draft: Draft | None = st.session_state.get(_DRAFT)
    if draft is None:
        return
    say = words()
    if work_is_over(draft.work, "taxonomy.effect.running"):
        _show_effect(draft)
        ask_who("taxonomy")
        note = st.text_input(say("taxonomy.field.note"), key=_NOTE, max_chars=200)
        with st.container(horizontal=True):
            st.button(
                say("taxonomy.effect.save"),
                key="taxonomy_save",
                type="primary",
                on_click=_save,
                args=(note,),
            )
            _discard_button()
    elif draft.work.running:
        _discard_button()


def _discard_button() -> None:
    st.button(words()("taxonomy.effect.discard"), key="taxonomy_discard", on_click=forget)


def forget() -> None:
    st.session_state.pop(_DRAFT, None)


def _show_effect(draft: Draft) -> None:
    say, effect = words(), draft.work.result
    total = effect.complaints
    lines = [f"**{say('taxonomy.effect.moves', n=count(total)) if total else say('taxonomy.effect.none')}**", ""]
    lines += [f"- {_line(draft.taxonomy, one)}" for one in effect.moved[:_MOST]]
    rest = sum(one.complaints for one in effect.moved[_MOST:])
    if rest:
        lines.append(f"- {say('taxonomy.effect.rest', n=count(rest))}")
    st.markdown("\n".join(lines))
    if effect.beside:
        st.markdown(say("taxonomy.effect.beside", n=count(effect.beside)))


def _line(draft: Taxonomy, one: Moved) -> str:
    return words()(
        "taxonomy.effect.line",
        n=count(one.complaints),
        before=plain(_place(taxonomy(), one.before, one.category_before)),
        after=plain(_place(draft, one.after, one.category_after)),
    )


def _place(named_by: Taxonomy, cause: str | None, category: str | None) -> str:
    """A cause with its category, by the names of that taxonomy."""
    causes, categories = named_by.cause_by_code, named_by.category_by_code
    name = getattr(causes[cause], language()) if cause in causes else label("cause", cause)
    above = getattr(categories[category], language()) if category in categories else label("category", category)
    return f"{above} / {name}"


@friendly(retry=False)
def _save(note: str) -> None:
    draft: Draft = st.session_state[_DRAFT]
    database, by = store(), who() or "-"
    try:
        work = database.start(
            _SAVE, lambda tell: save_taxonomy(database, draft.taxonomy, by=by, note=note, progress=tell), by=by
        )
    except AppError as error:  # somebody else's work is under way: the draft stays
        show_error(error)
        return
    st.session_state[_SAVING] = (draft, note, work)
    forget()


def show_saving() -> None:
    """A saving that is under way, whoever began it; the end of this session's own."""
    now = store().work
    draft, note, own = st.session_state.get(_SAVING, (None, "", None))
    if own is None:
        if now is not None and now.running:
            work_is_over(now, "common.work.running")
        return
    if work_is_over(own, "common.work.running"):
        version, effect = own.result
        st.success(_saved(version, effect))
    elif not own.running:  # not kept: the change and the note are still there
        st.session_state[_DRAFT], st.session_state[_NOTE] = draft, note
        if own.error is not None and own.error.code == "taxonomy_changed_meanwhile":
            propose(draft.edit)
    if not own.running:
        st.session_state.pop(_SAVING, None)


def _saved(version: int, effect: Effect) -> str:
    return words()("taxonomy.effect.saved", version=version, n=count(effect.complaints))
