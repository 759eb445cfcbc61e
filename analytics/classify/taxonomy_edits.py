"""Changing the taxonomy: rename, merge, add, move, retire. Each gives a new taxonomy; codes never change their meaning.

A code once used stays in the taxonomy for good, retired where it has to, so that decisions and old reports can
always be named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analytics.classify.taxonomy import Category, Cause, Taxonomy
from analytics.classify.text import label_key
from analytics.errors import RequestError, Text

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def rename(taxonomy: Taxonomy, code: str, *, zh: str, en: str) -> Taxonomy:
    """Another name for a cause or a category; the old names stay as synonyms, so that labels still find it."""
    if code in taxonomy.cause_by_code:
        cause = _cause(taxonomy, code)
        kept = _synonyms(taxonomy, code, (*cause.synonyms, cause.zh, cause.en), but=(zh, en, code))
        return _with_cause(taxonomy, replace(cause, zh=_name(zh), en=_name(en), synonyms=kept))
    category = _category(taxonomy, code)
    kept = _synonyms(taxonomy, code, (*category.synonyms, category.zh, category.en), but=(zh, en, code))
    changed = replace(category, zh=_name(zh), en=_name(en), synonyms=kept)
    return _of(tuple(changed if one.code == code else one for one in taxonomy.categories), taxonomy.causes, taxonomy)


def merge(taxonomy: Taxonomy, code: str, into: str) -> Taxonomy:
    """All that is filed under a cause, and will be, goes to another. Raises RequestError for a retired one."""
    cause, target = _cause(taxonomy, code), _cause(taxonomy, into)
    if code == into or target.retired or cause.retired or cause.catch_all:
        raise _refused(f"“{cause.zh}”不能并入“{target.zh}”", f"{cause.en} cannot be merged into {target.en}")
    return _with_cause(taxonomy, replace(cause, retired=True, merged_into=into))


def retire(taxonomy: Taxonomy, code: str) -> Taxonomy:
    """Nothing more is filed under a cause: its labels and narratives go to review. Decisions already made stand."""
    cause = _cause(taxonomy, code)
    if cause.catch_all:
        raise _refused("“其他”不能停用", "'Other' cannot be retired")
    return _with_cause(taxonomy, replace(cause, retired=True, merged_into=""))


def revive(taxonomy: Taxonomy, code: str) -> Taxonomy:
    """A retired or merged cause stands on its own again."""
    return _with_cause(taxonomy, replace(_cause(taxonomy, code), retired=False, merged_into=""))


def move(taxonomy: Taxonomy, code: str, category: str) -> Taxonomy:
    """A cause into another category."""
    _category(taxonomy, category)
    cause = _cause(taxonomy, code)
    if cause.catch_all:
        raise _refused("“其他”不能移动", "'Other' cannot be moved")
    return _with_cause(taxonomy, replace(cause, category=category))


def add(
    taxonomy: Taxonomy,
    code: str,
    *,
    zh: str,
    en: str,
    category: str,
    definition: str = "",
    synonyms: Sequence[str] = (),
    patterns: Sequence[str] = (),
) -> Taxonomy:
    """A new cause. Raises RequestError: a code that is taken or is none, an unknown category."""
    _category(taxonomy, category)
    if not _CODE.fullmatch(code) or code in taxonomy.cause_by_code or code in taxonomy.category_by_code:
        raise _refused(
            f"代码“{code}”已被使用,或不是小写字母、数字与下划线",
            f"the code {code!r} is taken, or is not of small letters, digits and _",
        )
    cause = Cause(
        code=code,
        zh=_name(zh),
        en=_name(en),
        category=category,
        deck=False,
        definition_zh=definition,
        definition_en=definition,
        example="",
        counter_example="",
        counter_cause=next(one.code for one in taxonomy.causes if one.catch_all),
        synonyms=tuple(word.strip() for word in synonyms if word.strip()),
        patterns=tuple(one.strip() for one in patterns if one.strip()),
    )
    return _of(taxonomy.categories, (*taxonomy.causes, cause), taxonomy)


def with_words(taxonomy: Taxonomy, code: str, *, synonyms: Sequence[str], patterns: Sequence[str]) -> Taxonomy:
    """A cause with these synonyms and the company's own patterns in place of the ones it has."""
    words, own = (tuple(one.strip() for one in some if one.strip()) for some in (synonyms, patterns))
    return _with_cause(taxonomy, replace(_cause(taxonomy, code), synonyms=words, patterns=own))


def _synonyms(taxonomy: Taxonomy, code: str, words: Sequence[str], *, but: Sequence[str]) -> tuple[str, ...]:
    """Each word once, without those that are names now and those that a category shares with its only cause."""
    taken = {label_key(word) for word in but}
    taken |= {
        label_key(word)
        for word, target in taxonomy.words()
        if code not in (target.cause, target.cause or target.category)
    }
    kept: dict[str, str] = {}
    for word in words:
        if label_key(word) and label_key(word) not in taken:
            kept.setdefault(label_key(word), word)
    return tuple(kept.values())


def _with_cause(taxonomy: Taxonomy, changed: Cause) -> Taxonomy:
    causes = tuple(changed if one.code == changed.code else one for one in taxonomy.causes)
    return _of(taxonomy.categories, causes, taxonomy)


def _of(categories: tuple[Category, ...], causes: tuple[Cause, ...], before: Taxonomy) -> Taxonomy:
    return Taxonomy(categories, causes, f"{before.version}+")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not label_key(name) or len(name) > 40:
        raise _refused("名称应为 1 至 40 字", "a name has 1 to 40 characters")
    return name


def _cause(taxonomy: Taxonomy, code: str) -> Cause:
    if code not in taxonomy.cause_by_code:
        raise _refused(f"没有原因“{code}”", f"there is no cause {code!r}")
    return taxonomy.cause_by_code[code]


def _category(taxonomy: Taxonomy, code: str) -> Category:
    if code not in taxonomy.category_by_code:
        raise _refused(f"没有类别“{code}”", f"there is no category {code!r}")
    return taxonomy.category_by_code[code]


def _refused(zh: str, en: str) -> RequestError:
    return RequestError("bad_taxonomy", Text(zh, en), Text("请改正后再试", "correct it and try again"))
