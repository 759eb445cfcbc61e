"""Changing the causes: rename, merge, add, move, retire. Each gives a new taxonomy; codes never change their meaning.

A code once used stays in the taxonomy for good, retired where it has to, so that decisions and old reports can
always be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analytics.classify.taxonomy import Cause, Taxonomy
from analytics.classify.taxonomy_draft import (
    a_name,
    category_in_use,
    drafted,
    known_cause,
    lines,
    new_code,
    refused,
    renamed,
    with_category,
    with_cause,
)


def rename(taxonomy: Taxonomy, code: str, *, zh: str, en: str) -> Taxonomy:
    """Another name for a cause, and for the category that shares its name; labels still find it by the old one."""
    cause = known_cause(taxonomy, code)
    draft = with_cause(taxonomy, renamed(taxonomy, cause, zh, en))
    if not cause.catch_all:
        return draft
    return with_category(draft, replace(taxonomy.category_by_code[code], zh=a_name(zh), en=a_name(en)))


def merge(taxonomy: Taxonomy, code: str, into: str) -> Taxonomy:
    """All that is filed under a cause, and will be, goes to another. Raises RequestError for a retired one."""
    cause, target = known_cause(taxonomy, code), known_cause(taxonomy, into)
    if code == into or target.retired or cause.retired or cause.catch_all:
        raise refused(f"“{cause.zh}”不能并入“{target.zh}”", f"{cause.en} cannot be merged into {target.en}")
    return with_cause(taxonomy, replace(cause, retired=True, merged_into=into))


def retire(taxonomy: Taxonomy, code: str) -> Taxonomy:
    """Nothing more is filed under a cause: its labels and narratives go to review. Decisions already made stand."""
    cause = known_cause(taxonomy, code)
    if cause.catch_all:
        raise refused("“其他”不能停用", "'Other' cannot be retired")
    return with_cause(taxonomy, replace(cause, retired=True, merged_into=""))


def revive(taxonomy: Taxonomy, code: str) -> Taxonomy:
    """A retired or merged cause stands on its own again. Raises RequestError where its category is retired."""
    cause = known_cause(taxonomy, code)
    category_in_use(taxonomy, cause.category)
    return with_cause(taxonomy, replace(cause, retired=False, merged_into=""))


def move(taxonomy: Taxonomy, code: str, category: str) -> Taxonomy:
    """A cause into another category."""
    category_in_use(taxonomy, category)
    cause = known_cause(taxonomy, code)
    if cause.catch_all:
        raise refused("“其他”不能移动", "'Other' cannot be moved")
    return with_cause(taxonomy, replace(cause, category=category))


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
    category_in_use(taxonomy, category)
    cause = Cause(
        code=new_code(taxonomy, code),
        zh=a_name(zh),
        en=a_name(en),
        category=category,
        deck=False,
        definition_zh=definition,
        definition_en=definition,
        example="",
        counter_example="",
        counter_cause=next(one.code for one in taxonomy.causes if one.catch_all),
        synonyms=lines(synonyms),
        patterns=lines(patterns),
    )
    return drafted(taxonomy, taxonomy.categories, (*taxonomy.causes, cause))


def with_words(taxonomy: Taxonomy, code: str, *, synonyms: Sequence[str], patterns: Sequence[str]) -> Taxonomy:
    """A cause with these synonyms and the company's own patterns in place of the ones it has."""
    cause = known_cause(taxonomy, code)
    return with_cause(taxonomy, replace(cause, synonyms=lines(synonyms), patterns=lines(patterns)))
