"""The counts of one cell of an answer, as a row of numbers that can be added up over months and branches."""

from __future__ import annotations

from enum import IntEnum
from operator import itemgetter
from typing import NamedTuple

from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, Status, View

STATUSES = tuple(Status)


class Report(IntEnum):
    """What became of the report back to the regulator."""

    NOT_ASKED = 0  # not a regulator's complaint, or nobody asked
    IN_TIME = 1
    LATE = 2  # or never, and the limit has passed
    UNKNOWN = 3  # no log has a column for it
    NOT_DUE = 4


class Reported(NamedTuple):
    """Valid regulator complaints by what became of the report."""

    in_time: int
    late: int
    unknown: int
    not_due: int


_HEAD = 4  # complaints, regulator complaints, cause mentions, complaints whose limit is assumed
SIZE = _HEAD + len(Report) * len(STATUSES)


def _places(status: Status) -> range:
    """Where the complaints of a status stand, one number for each Report."""
    first = _HEAD + STATUSES.index(status) * len(Report)
    return range(first, first + len(Report))


_OF_STATUS = {status: slice(_places(status).start, _places(status).stop) for status in Status}
_OF_VIEW = ((View.MONTHLY, VALID_MONTHLY), (View.ANNUAL, VALID_ANNUAL))
# The counts of the valid ones, all and by Report: picked out and added in C, for tables of thousands of cells.
_VALID = {view: itemgetter(*(place for status in chosen for place in _places(status))) for view, chosen in _OF_VIEW}
_REPORTED = {
    view: [
        itemgetter(*(_places(status)[report] for status in chosen))
        for report in (Report.IN_TIME, Report.LATE, Report.UNKNOWN, Report.NOT_DUE)
    ]
    for view, chosen in _OF_VIEW
}


class Cell:
    """Counts; zero until something is added."""

    __slots__ = ("counts",)

    def __init__(self, counts: list[int] | None = None) -> None:
        self.counts = counts if counts is not None else [0] * SIZE

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and self.counts == other.counts

    __hash__ = None  # type: ignore[assignment]  # its counts change

    def add(self, complaints: int, regulator: int, assumed: int = 0) -> None:
        self.counts[0] += complaints
        self.counts[1] += regulator
        self.counts[3] += assumed

    def add_mentions(self, mentions: int) -> None:
        self.counts[2] += mentions

    def add_judged(self, status: int, report: int, complaints: int) -> None:
        """Complaints of one status (its place in Status) and one Report."""
        self.counts[_HEAD + status * len(Report) + report] += complaints

    @property
    def complaints(self) -> int:
        return self.counts[0]

    @property
    def regulator(self) -> int:
        return self.counts[1]

    @property
    def cause_mentions(self) -> int:
        return self.counts[2]

    @property
    def assumed(self) -> int:
        return self.counts[3]

    def of_status(self, status: Status) -> int:
        return sum(self.counts[_OF_STATUS[status]])

    def by_status(self) -> dict[Status, int]:
        """The statuses that occur."""
        return {one: n for one, places in _OF_STATUS.items() if (n := sum(self.counts[places]))}

    def valid(self, view: View) -> int:
        return sum(_VALID[view](self.counts))

    def reported(self, view: View) -> Reported:
        """Of the valid ones; all zero where the question did not ask for reports."""
        counts = self.counts
        in_time, late, unknown, not_due = _REPORTED[view]
        return Reported(sum(in_time(counts)), sum(late(counts)), sum(unknown(counts)), sum(not_due(counts)))
