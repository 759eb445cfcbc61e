"""Short names for branches whose full ones share long beginnings, so that what tells them apart is what is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

LONGEST = 14
_SHORTEST = 4


def short_names(names: Iterable[str]) -> dict[str, str]:
    """name -> what is printed, unique; names of up to 14 characters stay as they are.

    Of longer ones the beginning and the end that most of them share are dropped, and the rest is cut in its middle.
    """
    given = list(dict.fromkeys(names))
    long = [name for name in given if len(name) > LONGEST]
    beginning = _shared(long)
    end = _shared([name[len(beginning) :][::-1] for name in long])[::-1]
    short = {}
    for name in given:
        if len(name) <= LONGEST:
            short[name] = name
            continue
        kept = name.removeprefix(beginning).removesuffix(end)
        if len(kept) < _SHORTEST:  # a bare number says little: some of what stands around it
            start = max(0, len(beginning) - 1) if name.startswith(beginning) else 0
            kept = name[start : start + LONGEST - 4] + "…"
        short[name] = kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 5]}…{kept[-4:]}"
    if len(set(short.values())) < len(given):  # what is left does not tell them apart: full names it is
        return {name: name for name in given}
    return short


def _shared(names: Sequence[str]) -> str:
    """The longest beginning that at least three names, and half of all, have in common."""
    found = ""
    for length in range(1, max((len(name) for name in names), default=0) + 1):
        most = Counter(name[:length] for name in names if len(name) > length).most_common(1)
        if not most or most[0][1] < max(3, len(names) / 2):
            break
        found = most[0][0]
    return found
