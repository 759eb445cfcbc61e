"""Findings, indicators, ladder, market and explanations on the command line: the engine's own answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from analytics.cli import main

TABLE = Path(__file__).parents[1] / "statistics" / "data" / "insurers_2012h1.csv"


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    """A database with 20 valid complaints of March 2016 and a year's exposure, and a way to ask it."""
    log = tmp_path / "2016年03月.csv"
    rows = "".join(f"T{n},2016-03-01 09:00,12378,正式,甲支公司,2016-03-01 09:10\n" for n in range(20))
    log.write_text("投诉编号,受理时间,投诉来源,投诉类别,被投诉机构,联系时间\n" + rows, encoding="utf-8")
    exposure = tmp_path / "保费.csv"
    lines = "".join(f"2016-{n:02d},甲支公司,100000000,10000\n" for n in range(1, 13))
    exposure.write_text("月份,机构,保费收入(元),有效保单(张)\n" + lines, encoding="utf-8")
    database = str(tmp_path / "c.duckdb")

    def ask(*words: str) -> Any:
        done = CliRunner().invoke(main, ["--db", database, *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout) if "--json" in words or "json" in words else done.stdout

    ask("import", str(log), str(exposure), str(TABLE))
    return ask


MARCH = ("--from", "2016-03", "--to", "2016-03", "--as-of", "2016-12-31")


def test_findings(asked: Any) -> None:
    found = asked("findings", *MARCH, "--json")
    assert found["rows"][0]["code"] == "month_counts"
    assert found["rows"][0]["numbers"]["complaints"] == 20
    assert "收到投诉 20 件" in asked("findings", *MARCH, "--lang", "zh")


def test_indicators(asked: Any) -> None:
    (row,) = asked("indicators", *MARCH, "--format", "json")["rows"]
    assert (row["label"], row["valid"], row["premium_ratio"], row["premium_ratio_gross"]) == ("2016-03", 20, 20.0, 20.0)
    (year,) = asked("indicators", "--window", "year", "--as-of", "2016-12-31", "--format", "json")["rows"]
    assert year["premium_ratio"] == pytest.approx(20 / 12)


def test_indicators_for_people_say_net_beside_gross(asked: Any) -> None:
    head, row = asked("indicators", *MARCH).splitlines()
    names = head.split()
    assert {"valid_net", "valid_gross", "premium_ratio_net", "premium_ratio_gross", "premium_yuan"} < set(names)
    assert not {"valid", "premium_ratio", "premium_yuan_net"} & set(names)
    said = dict(zip(names, row.split(), strict=False))
    assert (said["valid_net"], said["valid_gross"], said["premium_ratio_gross"]) == ("20", "20", "20.0000")


@pytest.mark.parametrize("command", [("indicators",), ("ladder",), ("what-if", "--target", "1")])
def test_a_view_is_not_offered_where_it_changes_nothing(command: tuple[str, ...]) -> None:
    refused = CliRunner().invoke(main, [*command, "--view", "monthly"])
    assert refused.exit_code == 2
    assert "--view" in refused.output
    assert "--view [" not in CliRunner().invoke(main, [command[0], "--help"]).output


def test_help_says_what_a_branch_is_and_that_late_includes_overdue() -> None:
    said = " ".join(CliRunner().invoke(main, ["ladder", "--help"]).output.split())
    assert "booked at this branch itself" in said
    assert "Late includes overdue" in said


def test_ladder(asked: Any) -> None:
    rows = {row["step"]: row for row in asked("ladder", *MARCH, "--format", "json")["rows"]}
    assert (rows["contact"]["in_time"], rows["contact"]["median"], rows["contact"]["unit"]) == (20, 10.0, "minutes")
    assert rows["stamped_report"]["no_date"] == 20


def test_market_and_insurers(asked: Any) -> None:
    rows = asked("market", "--as-of", "2016-12-31", "--json")["rows"]
    alike = [row for row in rows if row["standing"]]
    assert [(row["period"], row["market"], row["standing"]) for row in alike] == [("2016-01–2016-12", 1.08, "within")]
    assert all(row["why_not"] for row in rows if not row["standing"])
    assert len(asked("insurers", "--json")["rows"]) == 39


def test_explain(asked: Any) -> None:
    said = asked("explain", "premium_ratio", *MARCH, "--lang", "zh")
    assert "20 件 ÷ 1.00 亿元 = 20.00 件/亿元" in said
