"""A question that lies outside all that is known is told so; standard output stays the document it always is."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from analytics.cli import main
from tests.tiny import Tiny

QUESTIONS = [
    ["metrics", "--format", "json"],
    ["indicators", "--format", "json"],
    ["ladder", "--format", "json"],
    ["findings", "--json"],
    ["market", "--json"],
]
EARLY = ["--as-of", "2001-01-01"]


@pytest.mark.parametrize("command", [*QUESTIONS, ["watchlist", "--json"]], ids=lambda words: words[0])
def test_an_as_of_before_the_first_log_is_said(command: list[str], tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-05"})
    tiny.store.close()
    database = str(tiny.folder / "tiny.duckdb")
    done = CliRunner().invoke(main, ["--db", database, *command, *EARLY])
    assert done.exit_code == 0, done.output
    assert "no complaint had been received by the as-of date: 2001-01-01" in done.stderr
    json.loads(done.stdout)
    assert "had been received" not in CliRunner().invoke(main, ["--db", database, *command]).stderr


@pytest.mark.parametrize("command", QUESTIONS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("options", "code"),
    [(["--from", "2016-05", "--to", "2016-01"], "period_reversed"), (["--branch", "无此机构"], "unknown_branch")],
)
def test_a_question_that_makes_no_sense_is_refused(
    command: list[str], options: list[str], code: str, tiny: Tiny
) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-05"})
    tiny.store.close()
    done = CliRunner().invoke(main, ["--db", str(tiny.folder / "tiny.duckdb"), *command, *options])
    assert done.exit_code == 1 and done.stderr.startswith(f"error: {code}: ")
