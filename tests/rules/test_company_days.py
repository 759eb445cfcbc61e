"""The company's own working days move limits, and only valid tables are kept."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import RequestError, RuleError
from analytics.rules.company_days import EMPTY, days_text, save_days
from tests.tiny import Tiny


def limit_of(tiny: Tiny) -> str:
    (row,) = tiny.complaints(as_of=date(2016, 6, 30))
    return str(row["limit_date"])


def test_a_day_off_moves_the_limit_and_taking_it_back_moves_it_back(tiny: Tiny) -> None:
    # Received on Tuesday 2016-03-01, informal: the eighth working day after is Friday 11 March.
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "投诉类别": "非正式"})
    assert limit_of(tiny) == "2016-03-11"
    assert save_days(tiny.store, EMPTY + "2016-03-07,holiday,庆典\n", seen=days_text(tiny.store)) == 1
    assert limit_of(tiny) == "2016-03-14"  # a Monday: the weekend lies between
    assert "庆典" in days_text(tiny.store)
    assert save_days(tiny.store, EMPTY, seen=days_text(tiny.store)) == 0
    assert limit_of(tiny) == "2016-03-11" and days_text(tiny.store) == EMPTY
    assert not list(tiny.folder.glob("*overrides*"))


def test_a_wrong_line_is_refused_and_nothing_changes(tiny: Tiny) -> None:
    save_days(tiny.store, EMPTY + "2016-03-07,holiday,\n", seen=days_text(tiny.store))
    with pytest.raises(RuleError, match="line 3"):
        save_days(tiny.store, EMPTY + "2016-03-07,holiday,\n2016-02-30,worked,\n", seen=days_text(tiny.store))
    assert days_text(tiny.store) == EMPTY + "2016-03-07,holiday,\n"


def test_two_people_with_the_table(tiny: Tiny) -> None:
    began, theirs, mine = EMPTY, EMPTY + "2016-03-07,holiday,\n", EMPTY + "2016-03-08,holiday,\n"
    save_days(tiny.store, theirs, seen=began)
    with pytest.raises(RequestError, match="changed_meanwhile"):
        save_days(tiny.store, mine, seen=began)
    assert days_text(tiny.store) == theirs
    save_days(tiny.store, mine, seen=theirs)
    assert days_text(tiny.store) == mine
