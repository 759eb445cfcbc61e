"""The form of one change to the causes: what kind it is, and what it needs to be said."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.classify.taxonomy import Taxonomy
from analytics.classify.taxonomy_edits import add, merge, move, rename, retire, revive, with_words
from analytics.errors import AppError
from ui.errors import show_error
from ui.language import language, words


def ask_change(now: Taxonomy) -> Taxonomy | None:
    """Ask for a change; the taxonomy with it once its effect is asked for, else None."""
    say = words()
    kind = st.segmented_control(
        say("taxonomy.change.label"),
        list(_FORMS),
        default="rename",
        required=True,
        format_func=lambda name: say(f"taxonomy.change.{name}"),
        key="taxonomy_kind",
    )
    make = _FORMS[kind or "rename"](now)
    if make is not None and st.button(say("taxonomy.effect.show"), key="taxonomy_effect_show", type="primary"):
        try:
            return make()
        except AppError as error:
            show_error(error)
    return None


Make = Callable[[], Taxonomy]


def _cause(now: Taxonomy, key: str, *, retired: bool = False, field: str = "cause") -> str | None:
    causes = [one.code for one in now.causes if one.retired == retired and not one.catch_all]
    return st.selectbox(
        words()(f"taxonomy.field.{field}"),
        causes,
        format_func=lambda code: getattr(now.cause_by_code[code], language()),
        key=f"taxonomy_{key}",
    )


def _category(now: Taxonomy, key: str) -> str | None:
    return st.selectbox(
        words()("taxonomy.field.category"),
        [one.code for one in now.categories],
        format_func=lambda code: getattr(now.category_by_code[code], language()),
        key=f"taxonomy_{key}",
    )


def _rename(now: Taxonomy) -> Make | None:
    say = words()
    known = {**{one.code: one for one in now.categories}, **{one.code: one for one in now.active}}
    code = st.selectbox(
        say("taxonomy.field.any"),
        list(known),
        format_func=lambda one: getattr(known[one], language()),
        key="taxonomy_any",
    )
    if code is None:
        return None
    zh = st.text_input(say("taxonomy.field.zh"), known[code].zh, key=f"taxonomy_zh_{code}")
    en = st.text_input(say("taxonomy.field.en"), known[code].en, key=f"taxonomy_en_{code}")
    return lambda: rename(now, code, zh=zh, en=en)


def _merge(now: Taxonomy) -> Make | None:
    code, into = _cause(now, "from"), _cause(now, "into", field="into")
    return (lambda: merge(now, code, into)) if code and into else None


def _move(now: Taxonomy) -> Make | None:
    code, category = _cause(now, "moved"), _category(now, "to")
    return (lambda: move(now, code, category)) if code and category else None


def _add(now: Taxonomy) -> Make | None:
    say = words()
    category = _category(now, "new_in")
    zh = st.text_input(say("taxonomy.field.zh"), key="taxonomy_new_zh")
    en = st.text_input(say("taxonomy.field.en"), key="taxonomy_new_en")
    code = st.text_input(say("taxonomy.field.code"), key="taxonomy_new_code")
    definition = st.text_input(say("taxonomy.field.definition"), key="taxonomy_new_definition")
    synonyms = st.text_area(say("taxonomy.field.synonyms"), key="taxonomy_new_synonyms")
    patterns = st.text_area(say("taxonomy.field.patterns"), key="taxonomy_new_patterns")
    if not category:
        return None
    return lambda: add(
        now,
        code,
        zh=zh,
        en=en,
        category=category,
        definition=definition,
        synonyms=synonyms.splitlines(),
        patterns=patterns.splitlines(),
    )


def _retire(now: Taxonomy) -> Make | None:
    code = _cause(now, "retired")
    return (lambda: retire(now, code)) if code else None


def _revive(now: Taxonomy) -> Make | None:
    code = _cause(now, "revived", retired=True)
    return (lambda: revive(now, code)) if code else None


def _words(now: Taxonomy) -> Make | None:
    say, code = words(), _cause(now, "worded")
    if not code:
        return None
    cause = now.cause_by_code[code]
    synonyms = st.text_area(
        say("taxonomy.field.synonyms"), "\n".join(cause.synonyms), key=f"taxonomy_synonyms_{code}", height=200
    )
    patterns = st.text_area(say("taxonomy.field.patterns"), "\n".join(cause.patterns), key=f"taxonomy_patterns_{code}")
    return lambda: with_words(now, code, synonyms=synonyms.splitlines(), patterns=patterns.splitlines())


_FORMS: dict[str, Callable[[Taxonomy], Make | None]] = {
    "rename": _rename,
    "merge": _merge,
    "move": _move,
    "add": _add,
    "retire": _retire,
    "revive": _revive,
    "words": _words,
}
