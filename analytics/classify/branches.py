"""Branch names of logs and exposure workbooks -> the names of the branch list.

A branch's figures go into people's pay, so a label is resolved only where it can mean one branch; what is
merely like one is a proposal that waits for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from analytics.classify.branch_names import BranchName, normalise_branch, split_aliases, take_apart
from analytics.classify.text import close_up, label_key

How = Literal["exact", "alias", "code", "suffix", "near", "none"]

SUFFIX_SCORE = 0.9
PROPOSAL_LIKENESS = 70.0  # fuzz.ratio of the whole names: one wrong character in four


@dataclass(frozen=True, slots=True)
class BranchMatch:
    """name: the list's name, None if not resolved; how it was found; score: 0 to 1.

    proposal: of an unresolved label (how "near"), the list's name most like it, for a person to confirm.
    """

    name: str | None
    how: How
    score: float
    proposal: str | None = None


class BranchIndex:
    """The branch list, ready to resolve labels.

    branches: (code, name, aliases, parent) of each branch; aliases as the list has them, in one cell. One that is the
    name of a branch is none.
    decided: the key of a label -> the name that a person said it stands for; it holds while the list has that
    name, as a branch's own or, after a renaming, as an alias of one branch; or while there is no list.
    """

    def __init__(
        self,
        branches: Iterable[tuple[str | None, str, str | None, str | None]],
        decided: Mapping[str, str] | None = None,
    ) -> None:
        self._decided = decided or {}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._places: dict[str, list[tuple[BranchName, str]]] = defaultdict(list)
        branches = list(branches)
        by_code: dict[str, str | None] = {code: name for code, name, _, _ in branches if code}
        own_names = {label_key(name) for _, name, _, _ in branches}
        for code, name, cell, above in branches:
            aliases = [alias for alias in split_aliases(cell or "") if label_key(alias) not in own_names]
            parent = by_code.get(above or "", above)  # 上级机构 holds a name or a code
            self._names[label_key(name)].add(name)
            self._codes[_code_key(code or "")].add(name)
            for alias in aliases:
                self._aliases[label_key(alias)].add(name)
            for written in (name, *aliases):
                parts = take_apart(written)
                for place in {parts.place, *_with_parent(parts.place, parent)}:
                    self._places[place].append((parts, name))
        self._with_branches: set[str | None] = set()
        self._with_branches = {self.resolve(above).name for _, _, _, above in branches if above}

    def __len__(self) -> int:
        """How many names the list holds; 0 where there is no list."""
        return len(self._names)

    def resolve(self, label: str) -> BranchMatch:
        """The branch a label names. Never raises, whatever the text."""
        key = label_key(label)
        if not key:
            return BranchMatch(None, "none", 0.0)
        if (decided := self._decided_now(key)) is not None:
            return BranchMatch(decided, "alias", 1.0)
        lookups: tuple[tuple[How, set[str]], ...] = (
            ("exact", self._names.get(key, set())),
            ("code", self._codes.get(_code_key(label), set())),
            ("alias", self._aliases.get(key, set())),
        )
        for how, found in lookups:
            if len(found) > 1:  # a name that the list itself gives to several branches
                return BranchMatch(None, "none", 0.0)
            if found:
                return BranchMatch(min(found), how, 1.0)
        name = self._same_place(take_apart(label))
        return BranchMatch(name, "suffix", SUFFIX_SCORE) if name else self._propose(key)

    def _decided_now(self, key: str) -> str | None:
        """The list's own name of the branch that a person said the label stands for."""
        decided = self._decided.get(key)
        if decided is None or not self._names or decided in self._names.get(label_key(decided), set()):
            return decided
        renamed = self._aliases.get(label_key(decided), set())
        return min(renamed) if len(renamed) == 1 else None

    def _same_place(self, label: BranchName) -> str | None:
        """The one branch of the label's place that the label can mean, else None.

        The same kind of office decides (中支 is 中心支公司). Otherwise the place must have one branch only, one
        rank apart at most (城东营业部 may be 城东支公司, but a 营业部 is no 分公司), and not one that has branches
        of its own: 吉林中支 is under 吉林分公司. A company written on both sides must be the same.
        """
        possible = [
            (own, name)
            for own, name in self._places.get(label.place, [])
            if own.company == label.company or not (own.company and label.company)
        ]
        same_kind = {name for own, name in possible if own.kind == label.kind}
        if same_kind:
            return min(same_kind) if len(same_kind) == 1 else None
        names = {name for _, name in possible}
        if len(names) != 1 or (label.kind and min(names) in self._with_branches):
            return None
        ranks = [own.rank for own, _ in possible if own.rank is not None]
        near = label.rank is None or all(abs(rank - label.rank) <= 1 for rank in ranks)
        return min(names) if near else None

    def as_typed(self, label: str) -> str:
        """The name to carry for a label the list does not know."""
        return normalise_branch(label)

    def _propose(self, key: str) -> BranchMatch:
        best = process.extractOne(key, self._names.keys(), scorer=fuzz.ratio, score_cutoff=PROPOSAL_LIKENESS)
        if best is None:
            return BranchMatch(None, "none", 0.0)
        return BranchMatch(None, "near", round(best[1] / 100, 3), min(self._names[best[0]]))


def _code_key(code: str) -> str:
    """A code keeps every character: 0101 is not 101."""
    return close_up(code).casefold()


def _with_parent(place: str, parent: str | None) -> set[str]:
    """The place with its parent's before it, or without it: 云州城东 and 城东 of 云州分公司 are one."""
    above = take_apart(parent).place if parent else ""
    if not above or place == above:
        return set()
    bare = place.removeprefix(above)
    return {above + bare, bare} if len(bare) > 1 else set()
