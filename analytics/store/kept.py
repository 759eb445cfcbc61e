"""What depends on nothing but the version of the data is asked once for each version, and kept while that holds.

Every table of a page rests on the same premium, branches, months and limits; asking for them again and again was most
of what a small question cost. Kept are the answers of readers only: a transaction that writes, a rehearsal or a
snapshot has a state of its own, and there every question is asked.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import duckdb

MOST = 200  # answers; the oldest go

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_NONE = object()


class Kept:
    """The answers of one database for one version of its data, the newest that was asked for."""

    def __init__(self) -> None:
        self._now: tuple[int, OrderedDict[Any, Any]] = (-1, OrderedDict())

    def of(self, version: int) -> OrderedDict[Any, Any]:
        kept_for, answers = self._now
        if kept_for != version:
            answers = OrderedDict()
            self._now = version, answers
        return answers


_Answers = Callable[[], OrderedDict[Any, Any]]
_READERS: WeakKeyDictionary[duckdb.DuckDBPyConnection, _Answers] = WeakKeyDictionary()


@contextmanager
def keeping(cursor: duckdb.DuckDBPyConnection, answers: _Answers) -> Iterator[None]:
    """Within it, what is asked on this cursor is kept. It must only read.

    answers: those of the version that holds now, or of the one state that is read. They are asked for first and the
    data after them: what is read while another version is being committed lands under the older number, which nobody
    asks for again.
    """
    _READERS[cursor] = answers
    try:
        yield
    finally:
        del _READERS[cursor]


def kept(
    question: Callable[Concatenate[duckdb.DuckDBPyConnection, _Asked], _Answer],
) -> Callable[Concatenate[duckdb.DuckDBPyConnection, _Asked], _Answer]:
    """A question that a cursor and hashable arguments answer and nothing else, with its answers kept.

    Read an answer, never change it: it is shared. What a file beside the database says must not be asked in it.
    """

    @wraps(question)
    def asked(cursor: duckdb.DuckDBPyConnection, /, *args: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        answers_now = _READERS.get(cursor)
        if answers_now is None:
            return question(cursor, *args, **named)
        answers, key = answers_now(), (question, args, *named.items())
        answer = answers.get(key, _NONE)
        if answer is _NONE:
            answer = answers[key] = question(cursor, *args, **named)
            while len(answers) > MOST:
                answers.popitem(last=False)
        return answer  # type: ignore[no-any-return]

    return asked
