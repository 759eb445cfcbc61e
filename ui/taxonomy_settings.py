"""Settings: the causes. A change is put together, its effect on the complaints is shown, then it is saved or not."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.classify.reclassify import Moved, effect_of, save_taxonomy
from analytics.classify.stored_taxonomy import taxonomy_of, taxonomy_versions
from analytics.classify.taxonomy import Taxonomy
from analytics.errors import AppError
from ui.data import answer, store, taxonomy
from ui.downloads import safe_table
from ui.errors import show_error
from ui.formats import count, plain
from ui.labels import label
from ui.language import language, words
from ui.taxonomy_change import ask_change
from ui.who import ask_who, who

_DRAFT = "taxonomy_draft"  # the taxonomy as it would be
_EFFECT = "taxonomy_effect"
_DONE = "taxonomy_done"


def show_taxonomy() -> None:
    """The causes in force, a change with its effect, the versions."""
    say = words()
    st.caption(say("taxonomy.body"))
    if message := st.session_state.pop(_DONE, None):
        st.success(message)
    versions = answer(taxonomy_versions)
    newest = versions[-1].version
    st.subheader(
        say("taxonomy.in_force", version=newest) if newest else say("taxonomy.shipped"),
        anchor=False,
    )
    st.dataframe(_table(taxonomy()), hide_index=True, height=320, placeholder="", alt=say("taxonomy.table_alt"))
    with st.container(border=True, key="taxonomy_change"):
        changed = ask_change(taxonomy())
        if changed is not None:
            _propose(changed)
        if _DRAFT in st.session_state:
            _show_effect()
    with st.expander(say("taxonomy.versions.title"), icon=":material/history:"):
        for one in reversed(versions):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    say(
                        "taxonomy.versions.line",
                        version=one.version,
                        at=f"{one.saved_at:%Y-%m-%d %H:%M}" if one.saved_at else say("taxonomy.versions.first"),
                        by=plain(one.saved_by),
                        note=plain(one.note),
                    ),
                    width="stretch",
                )
                if one.version != newest:
                    st.button(
                        say("taxonomy.versions.restore"),
                        key=f"taxonomy_back_{one.version}",
                        type="tertiary",
                        on_click=_restore,
                        args=(one.version,),
                    )


def _restore(version: int) -> None:
    with store().cursor() as cursor:
        _propose(taxonomy_of(cursor, version))


def _propose(changed: Taxonomy) -> None:
    """Find out what the change would move; nothing is kept yet."""
    st.session_state.pop(_DRAFT, None)
    try:
        st.session_state[_EFFECT] = effect_of(store(), changed)
        st.session_state[_DRAFT] = changed
    except AppError as error:
        show_error(error)


def _show_effect() -> None:
    say = words()
    moved: list[Moved] = st.session_state[_EFFECT]
    total = sum(one.complaints for one in moved)
    st.markdown(f"**{say('taxonomy.effect.moves', n=count(total)) if total else say('taxonomy.effect.none')}**")
    for one in moved[:12]:
        st.markdown(
            "- "
            + say(
                "taxonomy.effect.line",
                n=count(one.complaints),
                before=plain(_place(one.before, one.category_before)),
                after=plain(_place(one.after, one.category_after)),
            )
        )
    ask_who("taxonomy")
    note = st.text_input(say("taxonomy.field.note"), key="taxonomy_note", max_chars=200)
    with st.container(horizontal=True):
        st.button(say("taxonomy.effect.save"), key="taxonomy_save", type="primary", on_click=_save, args=(note,))
        st.button(say("taxonomy.effect.discard"), key="taxonomy_discard", on_click=_forget)


def _place(cause: str | None, category: str | None) -> str:
    """A cause with the category it is in then; the draft's names where it is new."""
    draft: Taxonomy = st.session_state[_DRAFT]
    names = draft.cause_by_code | taxonomy().cause_by_code
    name = getattr(names[cause], language()) if cause in names else label("cause", cause)
    return f"{label('category', category)} / {name}"


def _save(note: str) -> None:
    try:
        moved = save_taxonomy(store(), st.session_state[_DRAFT], by=who() or "-", note=note)
    except AppError as error:
        show_error(error)
        return
    with store().cursor() as cursor:
        version = taxonomy_versions(cursor)[-1].version
    total = sum(one.complaints for one in moved)
    st.session_state[_DONE] = words()("taxonomy.effect.saved", version=version, n=count(total))
    _forget()


def _forget() -> None:
    st.session_state.pop(_DRAFT, None)
    st.session_state.pop(_EFFECT, None)


def _table(now: Taxonomy) -> pd.DataFrame:
    say, lang = words(), language()
    rows = []
    for cause in sorted(now.causes, key=lambda one: [c.code for c in now.categories].index(one.category)):
        state = say("taxonomy.state.retired") if cause.retired else ""
        if cause.merged_into:
            state = say("taxonomy.state.merged", name=getattr(now.cause_by_code[cause.merged_into], lang))
        rows.append(
            {
                say("taxonomy.column.category"): getattr(now.category_by_code[cause.category], lang),
                say("taxonomy.column.cause"): getattr(cause, lang),
                say("taxonomy.column.state"): state,
                say("taxonomy.column.definition"): getattr(cause, f"definition_{lang}"),
                say("taxonomy.column.synonyms"): " · ".join(cause.synonyms),
                say("taxonomy.column.code"): cause.code,
            }
        )
    return safe_table(pd.DataFrame(rows))
