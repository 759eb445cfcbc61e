"""The form of one change to the causes or the categories: what kind it is, and what it needs to be said."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.classify import category_edits, taxonomy_edits
from analytics.classify.taxonomy import Category, Cause, Taxonomy
from ui.language import language, words
from ui.modes import legible

Edit = Callable[[Taxonomy], Taxonomy]


def ask_change(now: Taxonomy, on_another: Callable[[], None]) -> Edit | None:
    """Ask for a change; it once its effect is asked for, else None. on_another: another kind of change is chosen."""
    say = words()
    with st.container(horizontal=True):
        levels = {name: say(f"taxonomy.level.{name}") for name in _FORMS}
        forms = _FORMS[_one_of(say("taxonomy.level.label"), levels, "cause", on_another, key="taxonomy_level")]
        kinds = {name: say(f"taxonomy.change.{name}") for name in forms}
        kind = _one_of(say("taxonomy.change.label"), kinds, "rename", on_another, key="taxonomy_kind")
    edit = forms[kind](now)
    asked = st.button(
        say("taxonomy.effect.show"),
        key="taxonomy_effect_show",
        type="primary",
        disabled=edit is None,
    )
    return edit if asked else None


def _one_of(label: str, named: dict[str, str], first: str, on_another: Callable[[], None], *, key: str) -> str:
    chosen = st.segmented_control(
        label,
        list(named),
        default=first,
        required=True,
        format_func=lambda name: legible(named[name]),
        key=key,
        on_change=on_another,
    )
    return chosen or first


def _cause(now: Taxonomy, key: str, *, retired: bool = False, field: str = "cause", other: bool = False) -> str | None:
    """other: whether the cause that takes what no other does may be chosen."""
    causes = [one for one in now.causes if one.retired == retired and (other or not one.catch_all)]
    return _choose(causes, field, key)


def _category(
    now: Taxonomy, key: str, *, retired: bool = False, field: str = "category", other: bool = True
) -> str | None:
    """other: as of a cause; it shares its name with its cause and is changed there."""
    shared = () if other else {one.code for one in now.causes if one.catch_all}
    return _choose([one for one in now.categories if one.retired == retired and one.code not in shared], field, key)


def _choose(known: list[Cause] | list[Category], field: str, key: str) -> str | None:
    named = {one.code: getattr(one, language()) for one in known}
    return st.selectbox(
        words()(f"taxonomy.field.{field}"), list(named), format_func=lambda code: named[code], key=f"taxonomy_{key}"
    )


def _names(one: Cause | Category) -> tuple[str, str]:
    say = words()
    zh = st.text_input(say("taxonomy.field.zh"), one.zh, key=f"taxonomy_zh_{one.code}")
    return zh, st.text_input(say("taxonomy.field.en"), one.en, key=f"taxonomy_en_{one.code}")


def _new_names(key: str) -> tuple[str, str, str]:
    say = words()
    zh = st.text_input(say("taxonomy.field.zh"), key=f"taxonomy_{key}_zh")
    en = st.text_input(say("taxonomy.field.en"), key=f"taxonomy_{key}_en")
    return zh, en, st.text_input(say("taxonomy.field.code"), key=f"taxonomy_{key}_code")


def _synonyms(key: str, known: tuple[str, ...] = ()) -> list[str]:
    text = st.text_area(words()("taxonomy.field.synonyms"), "\n".join(known), key=f"taxonomy_{key}", height=160)
    return text.splitlines()


def _patterns(key: str, known: tuple[str, ...] = ()) -> list[str]:
    return st.text_area(words()("taxonomy.field.patterns"), "\n".join(known), key=f"taxonomy_{key}").splitlines()


def _rename(now: Taxonomy) -> Edit | None:
    code = _cause(now, "any", other=True)
    if code is None:
        return None
    zh, en = _names(now.cause_by_code[code])
    return lambda taxonomy: taxonomy_edits.rename(taxonomy, code, zh=zh, en=en)


def _merge(now: Taxonomy) -> Edit | None:
    code, into = _cause(now, "from"), _cause(now, "into", field="into", other=True)
    return (lambda taxonomy: taxonomy_edits.merge(taxonomy, code, into)) if code and into else None


def _move(now: Taxonomy) -> Edit | None:
    code, category = _cause(now, "moved"), _category(now, "to")
    return (lambda taxonomy: taxonomy_edits.move(taxonomy, code, category)) if code and category else None


def _add(now: Taxonomy) -> Edit | None:
    category = _category(now, "new_in")
    zh, en, code = _new_names("new")
    definition = st.text_input(words()("taxonomy.field.definition"), key="taxonomy_new_definition")
    synonyms, patterns = _synonyms("new_synonyms"), _patterns("new_patterns")
    if not category:
        return None
    return lambda taxonomy: taxonomy_edits.add(
        taxonomy,
        code,
        zh=zh,
        en=en,
        category=category,
        definition=definition,
        synonyms=synonyms,
        patterns=patterns,
    )


def _retire(now: Taxonomy) -> Edit | None:
    code = _cause(now, "retired")
    return (lambda taxonomy: taxonomy_edits.retire(taxonomy, code)) if code else None


def _revive(now: Taxonomy) -> Edit | None:
    code = _cause(now, "revived", retired=True)
    return (lambda taxonomy: taxonomy_edits.revive(taxonomy, code)) if code else None


def _words(now: Taxonomy) -> Edit | None:
    code = _cause(now, "worded")
    if not code:
        return None
    cause = now.cause_by_code[code]
    synonyms = _synonyms(f"synonyms_{code}", cause.synonyms)
    patterns = _patterns(f"patterns_{code}", cause.patterns)
    return lambda taxonomy: taxonomy_edits.with_words(taxonomy, code, synonyms=synonyms, patterns=patterns)


def _rename_category(now: Taxonomy) -> Edit | None:
    code = _category(now, "any_category", other=False)
    if code is None:
        return None
    zh, en = _names(now.category_by_code[code])
    return lambda taxonomy: category_edits.rename_category(taxonomy, code, zh=zh, en=en)


def _merge_category(now: Taxonomy) -> Edit | None:
    code, into = _category(now, "from_category", other=False), _category(now, "into_category", field="into")
    return (lambda taxonomy: category_edits.merge_category(taxonomy, code, into)) if code and into else None


def _place_category(now: Taxonomy) -> Edit | None:
    code = _category(now, "moved_category")
    last = words()("taxonomy.field.last")
    names = {one.code: getattr(one, language()) for one in now.categories if not one.retired and one.code != code}
    before = st.selectbox(
        words()("taxonomy.field.before"),
        [*names, ""],
        format_func=lambda one: names.get(one, last),
        key=f"taxonomy_before_{code}",
    )
    return (lambda taxonomy: category_edits.place_category(taxonomy, code, before or None)) if code else None


def _add_category(now: Taxonomy) -> Edit | None:
    zh, en, code = _new_names("new_category")
    synonyms = _synonyms("new_category_synonyms")
    return lambda taxonomy: category_edits.add_category(taxonomy, code, zh=zh, en=en, synonyms=synonyms)


def _retire_category(now: Taxonomy) -> Edit | None:
    code = _category(now, "retired_category", other=False)
    st.caption(words()("taxonomy.change.retire_category"))
    return (lambda taxonomy: category_edits.retire_category(taxonomy, code)) if code else None


def _revive_category(now: Taxonomy) -> Edit | None:
    code = _category(now, "revived_category", retired=True)
    st.caption(words()("taxonomy.change.revive_category"))
    return (lambda taxonomy: category_edits.revive_category(taxonomy, code)) if code else None


def _category_words(now: Taxonomy) -> Edit | None:
    code = _category(now, "worded_category", other=False)
    if not code:
        return None
    synonyms = _synonyms(f"synonyms_{code}", now.category_by_code[code].synonyms)
    return lambda taxonomy: category_edits.with_category_words(taxonomy, code, synonyms=synonyms)


_FORMS: dict[str, dict[str, Callable[[Taxonomy], Edit | None]]] = {
    "cause": {
        "rename": _rename,
        "merge": _merge,
        "move": _move,
        "add": _add,
        "retire": _retire,
        "revive": _revive,
        "words": _words,
    },
    "category": {
        "rename": _rename_category,
        "merge": _merge_category,
        "move": _place_category,
        "add": _add_category,
        "retire": _retire_category,
        "revive": _revive_category,
        "words": _category_words,
    },
}
