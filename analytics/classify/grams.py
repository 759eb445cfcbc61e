"""Character n-grams of texts as numbers: what the models of causes look at.

An n-gram of up to three characters is one whole number, so that thousands of texts are looked up at once and reading
them needs nothing but numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST_GRAM = 3
_BITS = 21  # a character's code point
_AT_ONCE = 1_000  # texts whose n-grams are held together
_HASH_BITS, _ODD = 18, np.uint64(0x9E3779B97F4A7C15)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Counts(NamedTuple):
    """Entry by entry: which text (its place), which n-gram (its place in the vocabulary), how often it stands there."""

    texts: Ints
    grams: Ints
    times: Ints


class Weights(NamedTuple):
    """Entry by entry: which text, which n-gram, and its weight; the squares of a text's weights sum to 1."""

    texts: Ints
    grams: Ints
    weights: Floats


def key(gram: str) -> int:
    """The number of an n-gram."""
    return sum(ord(character) << _BITS * place for place, character in enumerate(gram))


def gram(number: int) -> str:
    """The n-gram of a number."""
    mask = (1 << _BITS) - 1
    parts = [(int(number) >> _BITS * place) & mask for place in range(LONGEST_GRAM)]
    return "".join(chr(part) for part in parts if part)


def grams_in(lengths: Ints) -> Ints:
    """How many n-grams stand in texts of these lengths; 1 for empty ones, as what it is divided by."""
    return np.maximum(1, sum(np.maximum(0, lengths - place) for place in range(LONGEST_GRAM)))


def vocabulary(texts: Sequence[str], *, least: int, most: int) -> tuple[Ints, Ints]:
    """The n-grams that stand in at least `least` of the texts (one or more), of these the `most` frequent.

    Returns their numbers, sorted, and in how many texts each stands.
    """
    found = [_counted(keys) for keys in _distinct(texts)]
    numbers = np.concatenate([one for one, _, _ in found])
    numbers, place = np.unique(numbers, return_inverse=True)
    standing = np.bincount(place, np.concatenate([one for _, one, _ in found]), len(numbers)).astype(np.int64)
    times = np.bincount(place, np.concatenate([one for _, _, one in found]), len(numbers))
    kept = np.flatnonzero(standing >= least)
    kept = np.sort(kept[np.argsort(-times[kept], kind="stable")[:most]])
    return numbers[kept], standing[kept]


def weighted(counts: Counts, weight_of_gram: Floats, texts: int) -> Weights:
    """Term frequencies, damped, by the n-grams' own weights, each text to length 1."""
    weights = (1 + np.log(counts.times)) * weight_of_gram[counts.grams]
    length = np.sqrt(np.bincount(counts.texts, weights**2, texts))
    return Weights(counts.texts, counts.grams, weights / length[counts.texts])


def count(texts: Sequence[str], numbers: Ints) -> Counts:
    """How often the n-grams of a vocabulary (numbers, sorted) stand in each text."""
    parts: list[tuple[Ints, Ints, Ints]] = []
    for start in range(0, len(texts), _AT_ONCE):
        owner, keys = _keys(texts[start : start + _AT_ONCE])
        place = _places(numbers, keys)
        known = place >= 0
        both, times = np.unique(owner[known] * len(numbers) + place[known], return_counts=True)
        parts.append((both // max(1, len(numbers)) + start, both % max(1, len(numbers)), times))
    nothing = np.zeros(0, np.int64)
    return Counts(*(np.concatenate([nothing, *(part[i] for part in parts)]) for i in range(3)))


def _places(numbers: Ints, keys: Ints) -> Ints:
    """Where each key stands among the numbers (sorted), -1 if it does not. For many keys by a table of hashed numbers,
    an order of magnitude faster than by halving.
    """
    if len(keys) < len(numbers) or not len(numbers):
        return _by_halving(numbers, keys)
    place_of = np.zeros(1 << _HASH_BITS, np.int64)
    hashes, places = _hashed(numbers), np.arange(len(numbers))
    place_of[hashes] = places
    pushed_out = place_of[hashes] != places  # another number has the same hash
    found = place_of[_hashed(keys)]
    other = np.flatnonzero(numbers[found] != keys)
    rest = _by_halving(numbers[pushed_out], keys[other])
    found[other] = np.where(rest >= 0, np.append(places[pushed_out], -1)[rest], -1)
    return found


def _by_halving(numbers: Ints, keys: Ints) -> Ints:
    if not len(numbers):
        return np.full(len(keys), -1)
    place = np.minimum(np.searchsorted(numbers, keys), len(numbers) - 1)
    return np.where(numbers[place] == keys, place, -1)


def _hashed(numbers: Ints) -> Ints:
    """The high bits of a product, which wraps around: they depend on every bit of the number."""
    return (numbers.view(np.uint64) * _ODD >> np.uint64(64 - _HASH_BITS)).view(np.int64)


def _keys(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Every n-gram of every text: (its text's place, its number)."""
    joined = "".join(f"{text}\0" for text in texts)
    characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    owners, keys = [], []
    number, inside = np.zeros(len(characters), np.int64), np.ones(len(characters), bool)
    for place in range(LONGEST_GRAM):
        moved = characters[place:]
        number, inside = number[: len(moved)] | (moved << _BITS * place), inside[: len(moved)] & (moved != 0)
        owners.append(owner[: len(moved)][inside])
        keys.append(number[inside])
    return np.concatenate(owners), np.concatenate(keys)


def _distinct(texts: Sequence[str]) -> Iterator[tuple[Ints, Ints]]:
    for start in range(0, len(texts), _AT_ONCE):
        yield _keys(texts[start : start + _AT_ONCE])


def _counted(keys: tuple[Ints, Ints]) -> tuple[Ints, Ints, Ints]:
    """(numbers, in how many texts each stands, how often in all)."""
    owner, every = keys
    numbers, place, times = np.unique(every, return_inverse=True, return_counts=True)
    once = np.unique(owner * len(numbers) + place)
    return numbers, np.bincount(once % len(numbers), minlength=len(numbers)), times
