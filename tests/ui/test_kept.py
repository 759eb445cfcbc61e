"""What all sessions share is made once, however many ask for it, and the longest unasked goes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st

import ui.data
from analytics.measures import Scope
from analytics.vocabulary import Dimension, Measure
from tests.tiny import Tiny
from ui.kept import Kept


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    kept, made = Kept(2), []

    def ask(name: str) -> str:
        answer: str = kept.of(name, lambda: made.append(name) or name.upper())
        return answer

    assert [ask(name) for name in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]  # c sends b away, which was asked for before a


def test_many_who_ask_at_once_wait_for_one_answer() -> None:
    kept, made, all_there = Kept(5), [], threading.Barrier(8)

    def make() -> object:
        made.append(1)
        return object()

    def ask(_: int) -> object:
        all_there.wait()
        return kept.of("slow", make)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len(made) == 1 and len({id(answer) for answer in answers}) == 1


def test_other_questions_do_not_wait() -> None:
    kept, go_on = Kept(5), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(kept.of, "slow", lambda: go_on.wait(20))
        try:
            assert kept.of("quick", lambda: 1) == 1
            assert not slow.done()
        finally:
            go_on.set()
        assert slow.result() is True


def test_nothing_is_an_answer_and_a_failure_is_none() -> None:
    kept, tries = Kept(5), []

    def fail() -> None:
        tries.append(1)
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            kept.of("bad", fail)
    assert len(tries) == 2
    assert kept.of("bad", lambda: None) is None
    assert kept.of("bad", fail) is None


def test_another_database_in_the_place_of_a_lost_one_is_asked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may count its versions as the first one did: the number alone does not tell them apart."""
    row = {"投诉来源": "12378", "被投诉机构": "甲支公司", "受理时间": "2016-03-01", "投诉类别": "正式"}
    one, other = Tiny(tmp_path, "one.duckdb"), Tiny(tmp_path, "other.duckdb")
    one.load([{"投诉编号": f"T{n}", **row} for n in range(2)])
    other.load([{"投诉编号": f"T{n}", **row} for n in range(3)])
    assert one.store.data_version() == other.store.data_version()
    monkeypatch.setattr(ui.data, "open_default", lambda: one.store)
    st.cache_data.clear()
    st.cache_resource.clear()

    def counted() -> tuple[float | None, int]:
        ui.data.store()  # as every run begins
        total = ui.data.ask(Scope(), (Dimension.TOTAL,), (Measure.COMPLAINTS,))
        return total.rows[0].value(Measure.COMPLAINTS), len(ui.data.listed(Scope()))

    assert counted() == (2, 2)
    other.store.close()
    other.store.path.replace(one.store.path)
    assert counted() == (3, 3)
    ui.data.store().close()
    st.cache_data.clear()
    st.cache_resource.clear()
