"""The two levels of causes, as data: `reference/causes.toml` read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from analytics.classify.reference import REFERENCE, bad_reference, check_fields, entries, read_reference
from analytics.classify.separators import cell_key
from analytics.classify.text import label_key

_CATEGORY_FIELDS: dict[str, type] = {"code": str, "zh": str, "en": str, "synonyms": list}
_OPTIONAL: dict[str, type] = {"patterns": list, "retired": bool, "merged_into": str}
_CAUSE_FIELDS: dict[str, type] = _CATEGORY_FIELDS | {
    "category": str,
    "deck": bool,
    "definition_zh": str,
    "definition_en": str,
    "example": str,
    "counter_example": str,
    "counter_cause": str,
}


@dataclass(frozen=True, slots=True)
class Category:
    """First level: what managers steer by. retired, merged_into: as of a cause."""

    code: str
    zh: str
    en: str
    synonyms: tuple[str, ...]
    retired: bool = False
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Second level: what logs say. `counter_example` looks like this cause and is `counter_cause`.

    patterns: the company's own, beside those that ship. retired: no text is filed under it any more, decisions already
    made stand. merged_into: the cause that took its place, whose everything under this code now is.
    """

    code: str
    zh: str
    en: str
    category: str
    deck: bool
    definition_zh: str
    definition_en: str
    example: str
    counter_example: str
    counter_cause: str
    synonyms: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    retired: bool = False
    merged_into: str = ""

    @property
    def catch_all(self) -> bool:
        """The cause that is its own category (其他): says nothing beside a real one."""
        return self.code == self.category


@dataclass(frozen=True, slots=True)
class Target:
    """What a word of the taxonomy stands for: a cause, or only a category (`cause` is None).

    named: the word is the code or a name of it, not a synonym.
    """

    cause: str | None
    category: str
    named: bool


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All categories and causes in the file's order.

    version: the digest of the file; of a draft that is not kept yet, of what it was made from, and "+" a change.
    """

    categories: tuple[Category, ...]
    causes: tuple[Cause, ...]
    version: str

    @property
    def made_from(self) -> str:
        """The version that a draft was made from."""
        return self.version.rstrip("+")

    @cached_property
    def cause_by_code(self) -> dict[str, Cause]:
        return {cause.code: cause for cause in self.causes}

    @cached_property
    def category_by_code(self) -> dict[str, Category]:
        return {category.code: category for category in self.categories}

    def category_of(self, cause: str) -> str:
        """The code of a cause's category. Raises KeyError for an unknown cause."""
        return self.cause_by_code[cause].category

    @cached_property
    def active(self) -> tuple[Cause, ...]:
        """The causes that texts can be filed under."""
        return tuple(cause for cause in self.causes if not cause.retired)

    def now(self, cause: str) -> str | None:
        """The cause that texts of this one are filed under now; None if there is none any more."""
        return _in_use(self.cause_by_code, cause)

    def category_now(self, category: str) -> str | None:
        """The category that labels of this one mean now; None if there is none any more."""
        return _in_use(self.category_by_code, category)

    def causes_in(self, category: str) -> tuple[Cause, ...]:
        return tuple(cause for cause in self.causes if cause.category == category)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Every code, name and synonym, as `cell_key` and as `label_key` -> what it stands for."""
        return {key: target for word, target in self.words() for key in (cell_key(word), label_key(word))}

    def words(self) -> Iterator[tuple[str, Target]]:
        """Every code, name and synonym as written. Where a cause shares its category's names, the cause's."""
        shared = {cause.code for cause in self.causes if cause.catch_all}
        for category in self.categories:
            now = self.category_now(category.code)
            if now is None:
                continue
            if category.code not in shared:
                for word in (category.code, category.zh, category.en):
                    yield word, Target(None, now, True)
            for word in category.synonyms:
                yield word, Target(None, now, False)
        for cause in self.causes:
            now = self.now(cause.code)
            if now is None:
                continue
            for word in (cause.code, cause.zh, cause.en):
                yield word, Target(now, self.category_of(now), True)
            for word in cause.synonyms:
                yield word, Target(now, self.category_of(now), False)


def _in_use(known: Mapping[str, Category] | Mapping[str, Cause], code: str) -> str | None:
    """What has taken the place of a code, through all merges; itself where it is in use."""
    for _ in range(len(known)):
        found = known.get(code)
        if found is None or not found.retired:
            break
        if not found.merged_into:
            return None
        code = found.merged_into
    return code if code in known else None


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """The taxonomy of `path`, by default the one that ships. Raises AppError `bad_reference` with the place."""
    path = path or REFERENCE / "causes.toml"
    try:
        return _load(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise bad_reference(path, str(error)) from error


@lru_cache(maxsize=4)
def _load(path: Path, _modified: int) -> Taxonomy:
    """Read once for as long as the file is not written again."""
    data, version = read_reference(path)
    taxonomy = Taxonomy(
        categories=tuple(
            Category(**_checked(entry, "category", _CATEGORY_FIELDS, path)) for entry in entries(data, "category", path)
        ),
        causes=tuple(Cause(**_checked(entry, "cause", _CAUSE_FIELDS, path)) for entry in entries(data, "cause", path)),
        version=version,
    )
    for fault in faults(taxonomy):
        raise bad_reference(path, fault)
    return taxonomy


def _checked(entry: dict[str, Any], kind: str, fields: dict[str, type], path: Path) -> dict[str, Any]:
    written = fields | {name: type_ for name, type_ in _OPTIONAL.items() if name in entry and kind == "cause"}
    check_fields(entry, written, f"{kind} {entry.get('code', 'without code')!r}", path)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def faults(taxonomy: Taxonomy) -> Iterator[str]:
    """What would make a label ambiguous or a cause homeless, one sentence each."""
    for kind, codes in (
        ("category", [category.code for category in taxonomy.categories]),
        ("cause", [cause.code for cause in taxonomy.causes]),
    ):
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield f"{kind} {code!r} stands twice"
    for cause in taxonomy.causes:
        if cause.category not in taxonomy.category_by_code:
            yield f"cause {cause.code!r}: category {cause.category!r} is not known"
        elif not cause.retired and taxonomy.category_by_code[cause.category].retired:
            yield f"cause {cause.code!r}: category {cause.category!r} is retired"
        if cause.counter_cause not in taxonomy.cause_by_code or cause.counter_cause == cause.code:
            yield f"cause {cause.code!r}: counter_cause {cause.counter_cause!r} is not another cause"
    seen: dict[str, Target] = {}
    for word, target in taxonomy.words():
        key, owner = label_key(word), target.cause or target.category
        if not key:
            yield f"{owner!r}: synonym {word!r} has no letters"
        earlier = seen.get(key)
        # a code and its English name are usually one word; any other repetition is a slip of the file
        if earlier is not None and not (target.named and earlier == target):
            yield f"{owner!r}: {word!r} already stands for {earlier.cause or earlier.category!r}"
        seen[key] = target
