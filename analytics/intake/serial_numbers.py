"""Numbers that only count the rows of a sheet are no complaint numbers: they come again next month.

They run from 1 without a large gap (rows were deleted, a subtotal was counted), may begin again at 1 in each block,
and may go on from one sheet of a workbook to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SERIAL = re.compile(r"0{0,4}[1-9]\d{0,6}")


def count_of(numbers: Sequence[str], counted: int = 0) -> int | None:
    """The last count of a column that only counts, or None where its numbers are numbers of something.

    numbers: the filled cells in their order. counted: where the counting of the sheet before ended.
    """
    if not numbers or not all(_SERIAL.fullmatch(number) for number in numbers):
        return None
    counts = [int(number) for number in numbers]
    for begin in {1, counted + 1}:
        if _runs(counts, begin):
            return counts[-1]
    return None


def _runs(counts: Sequence[int], begin: int) -> bool:
    """Whether the numbers count up from `begin`, at most as many numbers left out as there are, restarts allowed."""
    last, left_out = begin - 1, 0
    for count in counts:
        if count == 1 and last >= begin:
            last = 0  # the next block
        if count < last:
            return False
        left_out += max(0, count - last - 1)
        last = count
    return left_out <= len(counts) // 2
