"""Numbers that count the rows, and numbers that are numbers of complaints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.serial_numbers import count_of


@pytest.mark.parametrize(
    ("numbers", "counted", "last"),
    [
        (["1"], 0, 1),
        (["1", "2", "3"], 0, 3),
        (["01", "02", "03"], 0, 3),
        (["1", "2", "4", "5", "6"], 0, 6),  # a row was deleted
        (["1", "2", "3", "1", "2"], 0, 2),  # counted block by block
        (["13", "14"], 12, 14),  # goes on from the sheet before
        (["1", "2"], 12, 2),
        (["1", "1", "2"], 0, 2),
        (["13", "14"], 0, None),
        (["1001", "1002"], 0, None),
        (["1", "7", "45"], 0, None),
        (["T1", "T2"], 0, None),
        (["1", "2", "X"], 0, None),
        (["3", "2", "1"], 0, None),
        (["20160301", "20160302"], 0, None),
        ([], 0, None),
    ],
)
def test_counting(numbers: list[str], counted: int, last: int | None) -> None:
    assert count_of(numbers, counted) == last


@given(st.integers(1, 200), st.data())
def test_rows_taken_out_leave_a_count(height: int, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.integers(2, max(2, height)), max_size=height // 4))
    kept = [str(number) for number in range(1, height + 1) if number not in gone]
    assert count_of(kept) == int(kept[-1])


@given(st.lists(st.integers(10_000, 999_999), min_size=2, unique=True))
def test_large_numbers_are_no_count(numbers: list[int]) -> None:
    assert count_of([str(number) for number in numbers]) is None
