"""What was read to compare labels with narratives is kept for the next process, and read again by another reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classify.contradicted import contradicts
from analytics.classify.decisions import decide, decisions_of, take_back
from analytics.classify.reader import Reader
from analytics.classify.reclassify import save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.imports.undoing import undo
from analytics.review import keep_labels_compared, waiting
from analytics.review.waiting import labels_compared
from analytics.rules.company_books import pick_book, picked_book
from tests.imports.test_contradicted import PAID_LATE, REPAIR, ROWS, row
from tests.tiny import Tiny


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read since."""
    texts: list[str] = []
    original = Reader.read_all

    def read_all(self: Reader, narratives: Sequence[str]) -> Any:
        texts.extend(narratives)
        return original(self, narratives)

    monkeypatch.setattr(Reader, "read_all", read_all)
    return texts


def against(tiny: Tiny) -> set[str]:
    with tiny.store.cursor() as cursor:
        assert waiting(cursor).contradictions == len(labels_compared(cursor).against)
        return set(labels_compared(cursor).against)


def kept(tiny: Tiny) -> int:
    with tiny.store.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM label_compared").fetchall()[0][0]


def test_what_an_import_read_is_not_read_again(tiny: Tiny, read: list[str]) -> None:
    tiny.load(ROWS)
    assert kept(tiny) == 3  # A1 and A3 say the same under the same label
    read.clear()
    assert against(tiny) == {"A1", "A3"} and not read


def test_a_rehearsal_keeps_nothing(tiny: Tiny) -> None:
    tiny.load(ROWS, dry_run=True)
    assert kept(tiny) == 0


def test_another_label_is_read_anew_and_kept_once(tiny: Tiny, read: list[str]) -> None:
    tiny.load(ROWS)
    tiny.load([row("A1", "维修质量", REPAIR), row("A4", "营销扰民", REPAIR)])
    with tiny.store.write() as cursor:
        cursor.execute("DELETE FROM label_compared")
    version = tiny.store.data_version()
    read.clear()
    assert against(tiny) == {"A3", "A4"} and set(read) == {REPAIR}
    keep_labels_compared(tiny.store)
    keep_labels_compared(tiny.store)
    assert kept(tiny) == 2 and tiny.store.data_version() == version


def test_another_taxonomy_reads_again(tiny: Tiny, read: list[str]) -> None:
    """The company says that 喷漆起泡 speaks of marketing too: the label is contradicted no more."""
    tiny.load(ROWS)
    with tiny.store.cursor() as cursor:
        now = current_taxonomy(cursor)
    causes = tuple(
        replace(cause, patterns=("喷漆起泡",)) if cause.code == "marketing_nuisance" else cause for cause in now.causes
    )
    save_taxonomy(tiny.store, replace(now, causes=causes, version=f"{now.version}+"), by="王")
    read.clear()
    assert against(tiny) == set() and REPAIR in read
    keep_labels_compared(tiny.store)
    assert kept(tiny) == 3  # what the reader before it said is gone


def test_who_looks_at_a_page_does_not_wait_for_an_import(tiny: Tiny) -> None:
    tiny.load(ROWS)
    with tiny.store.write(figures=False) as cursor:
        cursor.execute("DELETE FROM label_compared")
    with tiny.store.write(keep=False):
        keep_labels_compared(tiny.store)
    assert kept(tiny) == 0
    keep_labels_compared(tiny.store)
    assert kept(tiny) == 3


def afresh(tiny: Tiny) -> set[str]:
    """Read by a reader that knows nothing of what is kept."""
    with tiny.store.cursor() as cursor:
        taxonomy = current_taxonomy(cursor)
        rows = cursor.execute(
            "SELECT complaint_no, narrative, primary_cause, category FROM complaint WHERE cause_source = 'label'"
        ).fetchall()
    reader = Reader(taxonomy, None)
    return {
        number
        for number, narrative, cause, category in rows
        if contradicts(reader.read(narrative or ""), cause, category, taxonomy)
    }


STANDING = "SELECT batch_id FROM batch WHERE retracted_at IS NULL ORDER BY 1"
NUMBERS = st.sampled_from(["A1", "A2", "A3"])
SAYS = st.tuples(
    NUMBERS, st.sampled_from(["营销扰民", "维修质量", "理赔时效", ""]), st.sampled_from([REPAIR, PAID_LATE, ""])
)
DONE = st.one_of(
    st.tuples(st.just("import"), st.lists(SAYS, min_size=1, max_size=3, unique_by=lambda one: one[0])),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("decide"), st.tuples(NUMBERS, st.sampled_from(["repair_quality", "marketing_nuisance"]))),
    st.tuples(st.just("take back"), NUMBERS),
    st.tuples(st.just("rule book"), st.sampled_from(["stated", "company-2016"])),
    st.tuples(st.just("words"), st.sampled_from(["喷漆起泡", "没有到账"])),
    st.tuples(st.just("review"), st.none()),
)


def do(tiny: Tiny, what: str, how: Any) -> None:
    with tiny.store.cursor() as cursor:
        newest = {one.complaint_no: one.number for one in decisions_of(cursor)}
        batches = [number for (number,) in cursor.execute(STANDING).fetchall()]
        now, picked = current_taxonomy(cursor), picked_book(cursor)
    if what == "import":
        tiny.load([row(*one) for one in how])
    elif what == "undo" and batches:
        undo(tiny.store, batches[-1])
    elif what == "decide":
        number, cause = how
        decide(tiny.store, {number: newest.get(number)}, [cause], by="王")
    elif what == "take back" and how in newest:
        take_back(tiny.store, {how: newest[how]}, by="王")
    elif what == "rule book":
        pick_book(tiny.store, how, seen=picked)
    elif what == "words":
        causes = tuple(replace(one, patterns=(how,)) if one.code == "marketing_nuisance" else one for one in now.causes)
        save_taxonomy(tiny.store, replace(now, causes=causes, version=f"{now.version}+"), by="王")
    elif what == "review":
        keep_labels_compared(tiny.store)


@settings(max_examples=12, deadline=None)
@given(st.lists(DONE, min_size=3, max_size=8))
def test_what_is_kept_is_what_reading_afresh_says(tmp_path_factory: pytest.TempPathFactory, done: list[Any]) -> None:
    """Whatever was imported, undone, decided, taken back, and under whichever words and rule book."""
    tiny = Tiny(tmp_path_factory.mktemp("compared"))
    try:
        for what, how in done:
            do(tiny, what, how)
            assert against(tiny) == afresh(tiny), what
    finally:
        tiny.store.close()
