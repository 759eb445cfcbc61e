"""Commands that look ahead and back: contract of `watchlist`, and the JSON of `what-if` and `as-reported`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from analytics.measures import Scope, watchlist
from analytics.measures.due import due
from tests.tiny import Tiny

MARCH = [
    {"投诉编号": "V", "受理时间": "2016-03-01", "投诉类别": "正式", "撤诉日期": ""},
    {"投诉编号": "P", "受理时间": "2016-04-05", "投诉类别": "正式", "撤诉日期": ""},
]
LATER = [{"投诉编号": "V", "受理时间": "2016-03-01", "投诉类别": "正式", "撤诉日期": "2016-04-20"}]
EXPOSURE = [
    {"月份": f"2016-{month:02d}", "机构": "甲支公司", "保费收入(元)": "100000000", "有效保单(张)": "1000"}
    for month in (3, 4)
]


@pytest.fixture
def run(tiny: Tiny) -> Callable[..., Result]:
    """Batch 1: V (limit 31 March) and P (limit 5 May); 2: V withdrawn on 20 April; 3: exposure."""
    common = {"投诉来源": "12378", "被投诉机构": "甲支公司", "险种": "车险"}
    tiny.load([common | row for row in MARCH], "2016年04月.csv")
    tiny.load([common | row for row in LATER], "2016年05月.csv")
    tiny.load(EXPOSURE, "exposure.csv")
    tiny.store.close()
    db = tiny.folder / "tiny.duckdb"
    return lambda *words: CliRunner().invoke(main, ["--db", str(db), *map(str, words)])


def document(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_watchlist(run: Callable[..., Result]) -> None:
    answer = document(run("watchlist", "--as-of", "2016-04-19", "--days", "12", "--json"))
    assert answer["as_of"] == "2016-04-19"
    first, second = answer["rows"]
    contract = "complaint_no branch next_step due days_left working_days_left status".split()
    assert set(contract) <= set(first)
    # P: Tue 19 April to Thu 5 May: 20 to 22, 25 to 29 April, 3 to 5 May (2 May off): 3 + 5 + 3 = 11.
    assert [first[key] for key in contract] == ["P", "甲支公司", "withdraw", "2016-05-05", 16, 11, "pending"]
    assert [second[key] for key in contract[:4]] == ["V", "甲支公司", "withdraw_to_cure", "2016-12-31"]
    # Ten working days end on 4 May. The default as-of is the last day known: V is withdrawn by then.
    assert [row["complaint_no"] for row in document(run("watchlist", "--as-of", "2016-04-19", "--json"))["rows"]] == [
        "V"
    ]
    known = document(run("watchlist", "--json"))
    assert (known["as_of"], [row["complaint_no"] for row in known["rows"]]) == ("2016-04-20", ["P"])
    assert "withdraw_to_cure" in run("watchlist", "--as-of", "2016-04-19").stdout
    assert "WORKING" in run("watchlist", "--help").stdout
    assert run("watchlist", "--days", "-1").exit_code == 2


def test_what_if(run: Callable[..., Result]) -> None:
    scope = ("--as-of", "2016-04-19", "--from", "2016-03", "--to", "2016-04", "--json")
    answer = document(run("what-if", "--withdraw", "V", "--withdraw", "P", "--target", "0.4", *scope))
    assert (answer["as_of"], answer["from"], answer["to"], answer["view"]) == (
        "2016-04-19",
        "2016-03",
        "2016-04",
        "annual",
    )
    changed, needed = answer["what_if"], answer["needed"]
    assert (changed["cured"], changed["prevented"], changed["curable"]) == (1, 1, 1)
    before, after = changed["before"]["premium_ratio"], changed["after"]["premium_ratio"]
    assert (before["value"], before["numerator"], before["denominator"], before["unit"]) == (
        0.5,
        1,
        2e8,
        "per 100m yuan",
    )
    assert (after["value"], after["numerator"], after["missing"]) == (0.0, 0, None) and after["high"] > 0
    assert (needed["needed"], needed["target"], needed["measure"], needed["pending"]) == (1, 0.4, "premium_ratio", 1)
    by_branch = document(run("what-if", "--withdraw-from", "甲支公司=1", *scope))
    assert by_branch["needed"] is None and by_branch["what_if"]["after"]["valid"]["value"] == 0
    assert "1 cured" in run("what-if", "--withdraw", "V", *scope[:-1]).stdout
    refused = run("what-if", "--withdraw", "X", *scope)
    assert refused.exit_code == 1 and refused.stderr.startswith("error: unknown_complaint: ")
    twice = run("what-if", "--withdraw-from", "甲支公司=1", "--withdraw-from", "甲支公司=1", *scope)
    assert "too_many_withdrawals" in twice.stderr
    for words in (
        ("--withdraw-from", "甲支公司"),
        ("--target", "few"),
        (),
        ("--withdraw", "V", "--withdraw-from", "甲=1"),
    ):
        assert run("what-if", *words).exit_code == 2


def test_as_reported(run: Callable[..., Result]) -> None:
    answer = document(run("as-reported", "1", "--as-of", "2016-05-31", "--json"))
    assert (answer["batch"], answer["then_as_of"], answer["as_of"]) == (1, "2016-04-05", "2016-05-31")
    assert answer["file"].endswith("2016年04月.csv") and answer["overlaps"] == []
    march, april, may = answer["rows"]
    # May's log lists what came in before it, and nothing of May: none now, and then there was no log of it.
    assert (may["month"], may["complaints_then"], may["complaints_now"]) == ("2016-05", None, 0)
    assert (march["month"], march["complaints_then"], march["complaints_now"]) == ("2016-03", 1, 1)
    assert (march["valid_monthly_then"], march["valid_monthly_now"]) == (1, 1)
    assert (march["valid_annual_then"], march["valid_annual_now"]) == (1, 0)
    assert (april["valid_annual_then"], april["valid_annual_now"]) == (0, 1)
    assert march["sentence"]["zh"] and "withdrawn -1" in march["sentence"]["en"]
    assert [(one["complaint_no"], one["reason"]) for one in answer["changes"]] == [
        ("P", "limit_passed"),
        ("V", "withdrawn_since"),
    ]
    assert answer["changes"][1]["now"]["withdrawn_on"] == "2016-04-20"
    shown = run("as-reported", "1", "--by", "branch", "--as-of", "2016-05-31")
    assert shown.exit_code == 0 and "limit passed +1" in shown.stdout and "甲支公司" in shown.stdout
    assert run("as-reported", "1", "--by", "cause").exit_code == 2
    assert "no_such_batch" in run("as-reported", "7").stderr


def test_the_watchlist_says_how_many_reach_their_limit(tiny: Tiny) -> None:
    """As of Mon 10 October 2016, ten working days to 24 October: E's limit is the 12th, R's report was due on
    30 September but its limit is the 23rd, C's stamped report is due on the 24th, its limit the same day; D's report
    is overdue and its limit, 9 November, is later."""
    common = {"投诉来源": "12378", "被投诉机构": "甲支公司", "投诉类别": "正式", "反馈报告日期": "", "撤诉日期": ""}
    received = {"E": "2016-09-12", "R": "2016-09-23", "D": "2016-10-10"}
    tiny.load([{"投诉编号": number, "受理时间": day, **common} for number, day in received.items()])
    with tiny.store.cursor() as cursor:
        listed = watchlist(cursor, date(2016, 10, 10))
        counted = due(cursor, Scope(as_of=date(2016, 10, 10)))
    assert [row.complaint_no for row in listed.pending] == ["E", "R", "D"]
    assert counted is not None and listed.turning == counted.complaints == 2
    tiny.store.close()
    said = CliRunner().invoke(main, ["--db", str(tiny.folder / "tiny.duckdb"), "watchlist", "--as-of", "2016-10-10"])
    assert "3 pending have a step or their limit by 2016-10-24; 2 of them turn valid" in said.stderr


def test_json_is_a_format_of_every_command(run: Callable[..., Result]) -> None:
    for command in (("metrics", "--by", "month"), ("complaints",)):
        assert document(run(*command, "--json")) == document(run(*command, "--format", "json"))
        assert run(*command).stdout != run(*command, "--json").stdout


def test_a_day_that_the_data_does_not_reach_is_said(run: Callable[..., Result], tiny: Tiny) -> None:
    """The last date known is 20 April 2016, the withdrawal of V."""
    deck = ("deck", "--year", "2016", "-o", tiny.folder / "out.pptx")
    for command in (("metrics", "--by", "total"), ("complaints",), ("watchlist",), deck):
        assert (
            "2035-01-01 lies after 2016-04-20, the last date the data knows"
            in run(*command, "--as-of", "2035-01-01").stderr
        )
        assert "lies after" not in run(*command, "--as-of", "2016-04-20").stderr
    assert document(run("metrics", "--by", "total", "--as-of", "2035-01-01", "--json"))["as_of"] == "2035-01-01"
