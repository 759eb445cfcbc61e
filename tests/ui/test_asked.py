"""The address and the question: there and back, and nothing in an address can break a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures import Known, Scope
from analytics.vocabulary import Book, View
from ui import asked
from ui.asked import Fault

KNOWN = Known(
    complaints=10,
    first_month="2015-03",
    last_month="2016-10",
    as_of=date(2016, 11, 18),
    branches=["城东支公司", "城西支公司"],
    product_lines=["车险"],
    channels=["regulator", "website"],
)
ALLOWED = asked.choices(KNOWN, ["claim_service", "other"])
MONTHS = asked.months(KNOWN)

scopes = st.builds(
    lambda months, **other: Scope(first=months[0], last=months[1], **other),
    st.tuples(st.one_of(st.none(), st.sampled_from(MONTHS[:8])), st.one_of(st.none(), st.sampled_from(MONTHS[8:]))),
    branches=st.lists(st.sampled_from(ALLOWED["branch"]), unique=True).map(tuple),
    channels=st.lists(st.sampled_from(ALLOWED["channel"]), unique=True).map(tuple),
    categories=st.lists(st.sampled_from(ALLOWED["category"]), unique=True).map(tuple),
    product_lines=st.lists(st.sampled_from(ALLOWED["product_line"]), unique=True).map(tuple),
    view=st.sampled_from(View),
    book=st.sampled_from(Book),
    as_of=st.one_of(st.none(), st.dates(date(2015, 3, 1), date(2016, 11, 18))),
).filter(lambda scope: not scope.as_of or (scope.first or "") <= f"{scope.as_of:%Y-%m}")


@given(scopes)
def test_what_is_written_reads_back_the_same(scope: Scope) -> None:
    assert asked.read(asked.written(scope), KNOWN, ALLOWED) == (scope, [])


@given(st.dictionaries(st.sampled_from(asked.NAMES), st.lists(st.text(), max_size=3)))
def test_no_address_raises(parameters: dict[str, list[str]]) -> None:
    scope, problems = asked.read(parameters, KNOWN, ALLOWED)
    assert asked.read(asked.written(scope), KNOWN, ALLOWED) == (scope, [])
    assert all(name in asked.NAMES for _, name, _ in problems)


def test_of_what_can_only_be_one_the_second_is_refused() -> None:
    scope, problems = asked.read({"from": ["2016-01", "2016-02", "2016-01"]}, KNOWN, ALLOWED)
    assert (scope.first, problems) == ("2016-01", [(Fault.VALUE, "from", "2016-02")])


def test_a_written_question_always_carries_its_basis() -> None:
    """So that an address without parameters can only be one nobody has written to yet."""
    assert asked.written(Scope())["view"] == ["annual"]
    assert asked.written(Scope())["book"] == ["received"]


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"branch": ["火星支公司"]}, (Fault.VALUE, "branch", "火星支公司")),
        ({"from": ["2016-13"]}, (Fault.VALUE, "from", "2016-13")),
        ({"from": ["2031-01"]}, (Fault.VALUE, "from", "2031-01")),
        ({"view": ["yearly"]}, (Fault.VALUE, "view", "yearly")),
        ({"as_of": ["yesterday"]}, (Fault.VALUE, "as_of", "yesterday")),
        ({"as_of": ["2016-11-19"]}, (Fault.AS_OF_LATE, "as_of", "2016-11-19")),
        ({"from": ["2016-05"], "to": ["2016-04"]}, (Fault.REVERSED, "from", "2016-05 – 2016-04")),
    ],
)
def test_nonsense_is_left_open_and_reported(parameters: dict[str, list[str]], problem: asked.Problem) -> None:
    assert asked.read(parameters, KNOWN, ALLOWED) == (Scope(), [problem])


def test_a_good_part_of_an_address_holds_beside_a_bad_one() -> None:
    scope, problems = asked.read({"branch": ["城东支公司", "x"], "channel": ["regulator"]}, KNOWN, ALLOWED)
    assert scope == Scope(branches=("城东支公司",), channels=("regulator",))
    assert problems == [(Fault.VALUE, "branch", "x")]


def test_a_period_that_begins_after_the_as_of_day_gives_way_to_it() -> None:
    scope, problems = asked.read({"from": ["2016-05"], "to": ["2016-08"], "as_of": ["2016-04-30"]}, KNOWN, ALLOWED)
    assert scope == Scope(as_of=date(2016, 4, 30))
    assert problems == [(Fault.AFTER_AS_OF, "from", "2016-05 – 2016-04-30")]


def test_a_branch_that_an_undo_took_away_leaves_the_question() -> None:
    scope, problems = asked.read(asked.written(Scope(branches=("已撤机构",))), KNOWN, ALLOWED)
    assert scope == Scope()
    assert problems == [(Fault.VALUE, "branch", "已撤机构")]


def test_the_period_begins_with_the_year_of_its_last_month() -> None:
    asked_for = asked.as_asked(Scope(), KNOWN)
    assert (asked_for.first, asked_for.last) == ("2016-01", "2016-10")


@pytest.mark.parametrize(
    ("last", "first"),
    [("2016-01", "2015-03"), ("2016-02", "2015-03"), ("2016-03", "2016-01"), ("2017-02", "2016-01")],
)
def test_a_year_of_one_or_two_months_is_shown_with_the_year_before(last: str, first: str) -> None:
    known = replace(KNOWN, last_month=last)
    asked_for = asked.as_asked(Scope(), known)
    assert (asked_for.first, asked_for.last) == (first, last)


def test_the_period_never_begins_before_the_data() -> None:
    asked_for = asked.as_asked(Scope(last="2015-06"), KNOWN)
    assert (asked_for.first, asked_for.last) == ("2015-03", "2015-06")


def test_a_period_can_end_in_a_month_of_limits_without_receipts() -> None:
    assert MONTHS[0] == "2015-03"
    assert MONTHS[-1] == "2016-11"


def test_only_channels_that_occur_are_offered() -> None:
    assert ALLOWED["channel"] == ["website", "regulator"]
