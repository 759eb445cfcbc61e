"""The sample's edges of the rule: make-up days, year ends, every way of ending."""

from __future__ import annotations

import runpy
from collections import Counter
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest

from tests.sample_cells import AS_OF, DAY_COLUMNS, SAMPLE, complaints, day, ending, informal, moment


def test_the_samples_calendar_is_the_state_councils() -> None:
    runpy.run_path(str(SAMPLE / "make_sample.py"))
    from anlan.workdays import is_working_day

    days = [date(2015, 1, 1) + timedelta(days=n) for n in range((date(2017, 2, 28) - date(2015, 1, 1)).days)]
    assert [d for d in days if is_working_day(d) != chinese_calendar.is_workday(d)] == []


def test_make_up_days_and_the_last_day_are_there() -> None:
    seen = {row[name] for row in complaints() if row["regulator"] for name in ("received", "withdrawn")}
    make_up = ("2015-10-10", "2016-02-06", "2016-06-12", "2016-09-18", "2016-10-08", "2016-10-09")
    assert {date.fromisoformat(text) for text in make_up} <= seen
    assert max(day(row[name]) for row in complaints() for name in DAY_COLUMNS if name in row) == AS_OF


# Counted by hand on a wall calendar: received, form, limit, withdrawn.
EDGES = """
2015-09-29T10:20 informal 2015-10-15 2015-10-10
2015-09-29T15:02 informal 2015-10-15 2015-10-15
2015-09-29T16:40 informal 2015-10-15 2015-10-16
2015-11-20T14:10 formal   2015-12-20 2015-12-31
2015-11-25T10:05 formal   2015-12-25 2016-01-06
2015-12-22T16:22 formal   2016-01-21 2016-01-15
2015-12-28T13:50 informal 2016-01-08 never
2016-01-28T10:12 informal 2016-02-14 2016-02-15
2016-01-31T15:20 formal   2016-03-01 2016-03-01
2016-06-01T14:33 informal 2016-06-14 2016-06-12
2016-09-07T13:28 formal   2016-10-07 2016-10-08
2016-09-29T10:12 informal 2016-10-14 2016-10-14
2016-09-29T11:58 informal 2016-10-14 2016-10-17
2016-10-08T09:05 informal 2016-10-18 2016-10-18
2016-11-28T09:40 formal   2016-12-28 2016-12-31
2016-12-05T15:15 formal   2017-01-04 2016-12-31
"""


@pytest.mark.parametrize("edge", EDGES.split("\n")[1:-1])
def test_edge_cases_are_in_the_logs(edge: str) -> None:
    received, form, end, withdrawn = edge.split()
    at = datetime.fromisoformat(received)
    (row,) = (row for row in complaints() if row["regulator"] and moment(row["受理时间"]) == at)
    assert informal(row) == (form == "informal")
    assert row["limit"] == date.fromisoformat(end)
    assert row["withdrawn"] == (None if withdrawn == "never" else date.fromisoformat(withdrawn))


def test_every_way_of_ending_occurs() -> None:
    regulator = [row for row in complaints() if row["regulator"]]
    findings = Counter(row.get("无效认定") for row in regulator)
    assert findings["投诉人无投诉资格"] >= 5 and findings["协调委认定无效"] >= 5
    endings = Counter(ending(row) for row in regulator)
    assert endings["in time"] >= 150 and endings["cured"] >= 30 and endings["never withdrawn"] >= 80
    assert endings["too late to cure"] >= 2 and endings["pending"] >= 5
    assert not any(row["limit"] == AS_OF and row["withdrawn"] is None for row in regulator)


def test_four_clerks_were_wrong() -> None:
    """是否有效 agrees with the rule but for the four planted slips."""
    stated = [row for row in complaints() if "是否有效" in row]
    invalid = {"in time", "found invalid"}
    wrong = [row for row in stated if (row["是否有效"] == "无效") != (ending(row) in invalid)]
    assert len(stated) > 150
    assert {str(row["received"]) for row in wrong} == {"2016-03-03", "2016-05-06", "2016-09-29", "2016-11-08"}
