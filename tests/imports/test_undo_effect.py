"""What the question before an undo promises is what the undo does."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.imports import import_paths, undo, undo_effect
from analytics.imports.undoing import UndoEffect
from tests.tiny import Tiny


def effect(tiny: Tiny, batch: int) -> UndoEffect:
    with tiny.store.cursor() as cursor:
        return undo_effect(cursor, batch)


def numbers(tiny: Tiny) -> set[str]:
    return {row["complaint_no"] for row in tiny.complaints()}


def test_complaints_that_another_batch_holds_too_stay(tiny: Tiny) -> None:
    """January's log lists T1 to T3, February's T3 once more and withdrawn: of January's three, two would go."""
    tiny.logs(*({"投诉编号": f"T{n}", "受理时间": "2016-01-20"} for n in (1, 2, 3)))
    tiny.logs(
        {"投诉编号": "T3", "受理时间": "2016-01-20", "撤诉日期": "2016-02-03"},
        {"投诉编号": "T4", "受理时间": "2016-02-20"},
    )
    assert effect(tiny, 1) == UndoEffect(gone=2, stay=1, others=0, restored=())
    assert effect(tiny, 2) == UndoEffect(gone=1, stay=1, others=0, restored=())
    undo(tiny.store, 1)
    assert effect(tiny, 2) == UndoEffect(gone=2, stay=0, others=0, restored=())  # what was undone holds nothing


def test_exposure_is_counted_by_rows_and_a_replaced_log_comes_back(tiny: Tiny) -> None:
    tiny.exposure(("2016-01", "甲支公司", 1e8, 1000), ("2016-02", "甲支公司", 1e8, 1000))
    assert effect(tiny, 1) == UndoEffect(gone=0, stay=0, others=2, restored=())
    rows = [{"投诉编号": f"T{n}", "受理时间": "2016-03-20", "被投诉机构": "甲支公司"} for n in (1, 2)]
    tiny.load(rows, "2016年3月.csv")
    path = tiny.write([*rows[:1], {**rows[0], "投诉编号": "T9"}], "2016年3月.csv")
    import_paths(tiny.store, [path], replace=True)
    assert effect(tiny, 3) == UndoEffect(gone=1, stay=1, others=0, restored=(2,))


@settings(max_examples=15)
@given(st.lists(st.sets(st.integers(0, 5), min_size=1), min_size=2, max_size=4), st.data())
def test_what_is_promised_happens(logs: list[set[int]], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        tiny = Tiny(Path(folder))
        for month, log in enumerate(logs, 1):
            day = {"受理时间": "2016-01-05", "处理结果": f"第{month}次"}
            tiny.load(
                [{"投诉编号": f"T{n}", "投诉来源": "12378", "被投诉机构": "甲支公司", **day} for n in sorted(log)]
            )
        batch = data.draw(st.integers(1, len(logs)))
        before, promised = numbers(tiny), effect(tiny, batch)
        undo(tiny.store, batch)
        assert len(before - numbers(tiny)) == promised.gone
        assert promised.gone + promised.stay == len(logs[batch - 1])
        tiny.store.close()
