"""A branch's month beyond its share: found with its numbers, never made of what is not known or not the branch's."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.findings import Code, Page, findings
from analytics.measures import Scope
from analytics.measures.branch_clusters import branch_clusters
from tests.tiny import Tiny

YEAR = Scope(first="2016-01", last="2016-12", as_of=date(2016, 12, 31))


def log(months: dict[int, dict[str, int]]) -> list[dict[str, str]]:
    """Complaints by month and branch."""
    rows: list[dict[str, str]] = []
    for month, by_branch in months.items():
        for branch, n in by_branch.items():
            for _ in range(n):
                number = f"T{len(rows)}"
                rows.append({"投诉编号": number, "受理时间": f"2016-{month:02d}-05", "被投诉机构": branch})
    return rows


def even(**changed: dict[str, int]) -> dict[int, dict[str, int]]:
    """Three of each branch every month, but as told: m9={"甲支公司": 24}."""
    months = {month: {"甲支公司": 3, "乙支公司": 3, "丙支公司": 3} for month in range(1, 13)}
    for name, values in changed.items():
        months[int(name[1:])] |= values
    return months


def asked(tiny: Tiny, scope: Scope = YEAR) -> list[Any]:
    with tiny.store.cursor() as cursor:
        return branch_clusters(cursor, scope)


def test_a_branch_with_its_month_and_its_numbers(tiny: Tiny) -> None:
    """September: 24 of 30; the other months 33 of 99, a third: ten of thirty would be its share."""
    tiny.logs(*log(even(m9={"甲支公司": 24})))
    (one,) = asked(tiny)
    assert (one.branch, one.months) == ("甲支公司", ("2016-09",))
    assert (one.count, one.company, one.others, one.company_others) == (24, 30, 33, 99)
    assert one.expected == 10.0
    assert one.p_value < 0.001


def test_all_branches_at_once_make_none(tiny: Tiny) -> None:
    tiny.logs(*log(even(m9={"甲支公司": 20, "乙支公司": 20, "丙支公司": 20})))
    assert asked(tiny) == []


def test_a_filter_on_branches_chooses_what_is_told_not_what_is_compared(tiny: Tiny) -> None:
    tiny.logs(*log(even(m9={"甲支公司": 24})))
    assert asked(tiny, YEAR.with_(branches=("甲支公司",))) == asked(tiny)
    assert asked(tiny, YEAR.with_(branches=("乙支公司",))) == []


def test_a_month_before_the_period_is_no_finding_of_it(tiny: Tiny) -> None:
    tiny.logs(*log(even(m2={"甲支公司": 24})))
    assert [one.months for one in asked(tiny)] == [("2016-02",)]
    assert asked(tiny, YEAR.with_(first="2016-05")) == []


def test_what_a_branch_did_not_send_makes_no_cluster_of_another(tiny: Tiny) -> None:
    """Own logs, of which 丙's June is missing: 甲 would have 30 of 60 in it, and 180 of 900 before and after."""
    n = 0
    for month in range(1, 8):
        for branch, count in (("甲支公司", 30), ("乙支公司", 30), ("丙支公司", 90)):
            if (month, branch) != (6, "丙支公司"):
                day = f"2016-{month:02d}-05"
                numbers = [f"T{n + i}" for i in range(count)]
                rows = [{"投诉编号": one, "受理时间": day, "被投诉机构": branch} for one in numbers]
                tiny.load(rows, f"{branch}2016年{month}月.csv")
                n += count
    assert asked(tiny, YEAR.with_(last="2016-07", as_of=date(2016, 7, 31))) == []


def test_one_branch_is_compared_with_nobody(tiny: Tiny) -> None:
    tiny.logs(*log({month: {"甲支公司": 40 if month == 9 else 3} for month in range(1, 13)}))
    assert asked(tiny) == []


def test_five_months_are_too_few(tiny: Tiny) -> None:
    months = {month: by_branch for month, by_branch in even(m9={"甲支公司": 40}).items() if month > 7}
    tiny.logs(*log(months))
    assert asked(tiny) == []


def test_it_is_said_on_the_pages(tiny: Tiny) -> None:
    tiny.logs(*log(even(m9={"甲支公司": 24})))
    for page in (Page.OVERVIEW, Page.TRENDS, Page.BRANCHES):
        with tiny.store.cursor() as cursor:
            (one,) = [one for one in findings(cursor, YEAR, page) if one.code is Code.BRANCH_CLUSTER]
        assert one.text.zh == "甲支公司 2016 年 9 月集中出现投诉 24 件,占全公司 80.0%;其余月份占 33.3%,按此应有 10.0 件"
        assert one.where.value == "甲支公司"


def test_a_period_before_the_first_log_has_none(tiny: Tiny) -> None:
    tiny.logs(*log(even(m9={"甲支公司": 24})))
    assert asked(tiny, Scope(first="2015-01", last="2015-12")) == []
