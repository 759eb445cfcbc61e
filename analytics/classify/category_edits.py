"""Changing the categories: the same as with causes, one level up. What becomes of the causes in one is said here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analytics.classify.taxonomy import Category, Taxonomy
from analytics.classify.taxonomy_draft import (
    a_name,
    category_in_use,
    drafted,
    known_category,
    lines,
    new_code,
    refused,
    renamed,
    with_category,
)


def rename_category(taxonomy: Taxonomy, code: str, *, zh: str, en: str) -> Taxonomy:
    """Another name; labels still find it by the old one."""
    return with_category(taxonomy, renamed(taxonomy, _own(taxonomy, code), zh, en))


def merge_category(taxonomy: Taxonomy, code: str, into: str) -> Taxonomy:
    """Its causes go to another category, and so do labels that name it. Raises RequestError for a retired one."""
    category, target = _own(taxonomy, code), category_in_use(taxonomy, into)
    if code == into or category.retired:
        raise refused(f"“{category.zh}”不能并入“{target.zh}”", f"{category.en} cannot be merged into {target.en}")
    draft = with_category(taxonomy, replace(category, retired=True, merged_into=into))
    causes = (replace(one, category=into) if one.category == code else one for one in taxonomy.causes)
    return drafted(taxonomy, draft.categories, causes)


def add_category(taxonomy: Taxonomy, code: str, *, zh: str, en: str, synonyms: Sequence[str] = ()) -> Taxonomy:
    """A new category, still without causes, before the one that takes what nothing else does."""
    category = Category(new_code(taxonomy, code), a_name(zh), a_name(en), lines(synonyms))
    first = [one for one in taxonomy.categories if not _catch_all(taxonomy, one.code)]
    last = [one for one in taxonomy.categories if _catch_all(taxonomy, one.code)]
    return drafted(taxonomy, (*first, category, *last), taxonomy.causes)


def place_category(taxonomy: Taxonomy, code: str, before: str | None) -> Taxonomy:
    """Another place in the order: before that one, or last."""
    category = known_category(taxonomy, code)
    if code == before:
        return drafted(taxonomy, taxonomy.categories, taxonomy.causes)
    order = [one for one in taxonomy.categories if one.code != code]
    place = order.index(known_category(taxonomy, before)) if before else len(order)
    return drafted(taxonomy, (*order[:place], category, *order[place:]), taxonomy.causes)


def retire_category(taxonomy: Taxonomy, code: str) -> Taxonomy:
    """Retired with the causes in it: their labels and narratives go to review. Decisions already made stand."""
    draft = with_category(taxonomy, replace(_own(taxonomy, code), retired=True, merged_into=""))
    causes = (replace(one, retired=True) if one.category == code else one for one in taxonomy.causes)
    return drafted(taxonomy, draft.categories, causes)


def revive_category(taxonomy: Taxonomy, code: str) -> Taxonomy:
    """In use again; its causes are brought back one by one, those that went elsewhere stay there."""
    return with_category(taxonomy, replace(_own(taxonomy, code), retired=False, merged_into=""))


def with_category_words(taxonomy: Taxonomy, code: str, *, synonyms: Sequence[str]) -> Taxonomy:
    """With these synonyms in place of the ones it has."""
    return with_category(taxonomy, replace(known_category(taxonomy, code), synonyms=lines(synonyms)))


def _own(taxonomy: Taxonomy, code: str) -> Category:
    """A category with a name of its own. Raises RequestError for the one that shares it with its cause."""
    category = known_category(taxonomy, code)
    if _catch_all(taxonomy, code):
        raise refused("“其他”作为原因修改,不能合并或停用", "'Other' is changed as a cause, and never merged or retired")
    return category


def _catch_all(taxonomy: Taxonomy, code: str) -> bool:
    return any(cause.catch_all and cause.category == code for cause in taxonomy.causes)
