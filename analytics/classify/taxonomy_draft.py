"""What every change to the taxonomy needs: a draft with one thing replaced, names and codes that hold, a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from analytics.classify.taxonomy import Category, Cause, Taxonomy
from analytics.classify.text import label_key
from analytics.errors import RequestError, Text

Named = TypeVar("Named", Category, Cause)

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def drafted(before: Taxonomy, categories: Iterable[Category], causes: Iterable[Cause]) -> Taxonomy:
    """A draft that knows what it was made from."""
    return Taxonomy(tuple(categories), tuple(causes), f"{before.version}+")


def with_cause(taxonomy: Taxonomy, changed: Cause) -> Taxonomy:
    causes = (changed if one.code == changed.code else one for one in taxonomy.causes)
    return drafted(taxonomy, taxonomy.categories, causes)


def with_category(taxonomy: Taxonomy, changed: Category) -> Taxonomy:
    categories = (changed if one.code == changed.code else one for one in taxonomy.categories)
    return drafted(taxonomy, categories, taxonomy.causes)


def restore(taxonomy: Taxonomy, earlier: Taxonomy) -> Taxonomy:
    """An earlier taxonomy in place of this one."""
    return drafted(taxonomy, earlier.categories, earlier.causes)


def known_cause(taxonomy: Taxonomy, code: str) -> Cause:
    if code not in taxonomy.cause_by_code:
        raise refused(f"没有原因“{code}”", f"there is no cause {code!r}")
    return taxonomy.cause_by_code[code]


def known_category(taxonomy: Taxonomy, code: str) -> Category:
    if code not in taxonomy.category_by_code:
        raise refused(f"没有类别“{code}”", f"there is no category {code!r}")
    return taxonomy.category_by_code[code]


def category_in_use(taxonomy: Taxonomy, code: str) -> Category:
    category = known_category(taxonomy, code)
    if category.retired:
        raise refused(f"类别“{category.zh}”已停用,请先恢复它", f"{category.en} is retired: bring it back first")
    return category


def new_code(taxonomy: Taxonomy, code: str) -> str:
    """The code, where nothing has it yet."""
    if not _CODE.fullmatch(code) or code in taxonomy.cause_by_code or code in taxonomy.category_by_code:
        raise refused(
            f"代码“{code}”已被使用,或不是小写字母、数字与下划线",
            f"the code {code!r} is taken, or is not of small letters, digits and _",
        )
    return code


def a_name(text: str) -> str:
    name = " ".join(text.split())
    if not label_key(name) or len(name) > 40:
        raise refused("名称应为 1 至 40 字", "a name has 1 to 40 characters")
    return name


def lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts if text.strip())


def renamed(taxonomy: Taxonomy, one: Named, zh: str, en: str) -> Named:
    """Under other names; the old ones stay as synonyms, so that labels still find it."""
    kept = _synonyms(taxonomy, one.code, (*one.synonyms, one.zh, one.en), but=(zh, en, one.code))
    return replace(one, zh=a_name(zh), en=a_name(en), synonyms=kept)


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


def refused(zh: str, en: str) -> RequestError:
    return RequestError("bad_taxonomy", Text(zh, en), Text("请改正后再试", "correct it and try again"))
