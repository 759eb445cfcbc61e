"""What cannot be meant is said, in one line: an empty table or a zero would look like an answer."""

from __future__ import annotations

from collections.abc import Callable

import openpyxl
import pytest
from click.testing import CliRunner, Result

from analytics.cli import main
from tests.tiny import Tiny

Run = Callable[..., Result]
SCOPED = (
    "complaints",
    "metrics",
    "indicators",
    "ladder",
    "findings",
    "market",
    "explain complaints",
    "export -o {out}",
)


@pytest.fixture
def run(tiny: Tiny) -> Run:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"}, {"投诉编号": "B", "受理时间": "2016-04-20"})
    tiny.exposure(*((f"2016-{month:02d}", "甲支公司", "车险", 100_000_000, 1000) for month in (3, 4)))
    tiny.store.close()
    db, out = tiny.folder / "tiny.duckdb", tiny.folder / "out.xlsx"
    return lambda words: CliRunner().invoke(main, ["--db", str(db), *words.format(out=out).split()])


@pytest.mark.parametrize("command", SCOPED)
@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("--branch NOSUCH", "unknown_branch"),
        ("--channel nosuch", "unknown_channel"),
        ("--form nosuch", "unknown_form"),
        ("--category nosuch", "unknown_category"),
        ("--cause nosuch", "unknown_cause"),
        ("--product-line NOSUCH", "unknown_product_line"),
        ("--rulebook nosuch", "unknown_rulebook"),
        ("--from 2016-13", "bad_month"),
        ("--from 2016-05 --to 2016-01", "period_reversed"),
    ],
)
def test_a_filter_that_nothing_can_match(run: Run, command: str, options: str, code: str) -> None:
    result = run(f"{command} {options}")
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr.startswith(f"error: {code}:") and result.stderr.count("\n") == 1


def test_a_filter_that_can_match_and_does_not_is_no_error(run: Run) -> None:
    for options in ("--channel website", "--cause claim_delay", "--category claim_service", "--product-line 车险"):
        assert run(f"metrics {options}").exit_code == 0, options


@pytest.mark.parametrize("command", ["complaints", "metrics", "indicators", "ladder", "watchlist"])
def test_before_the_first_complaint_it_says_so(run: Run, command: str) -> None:
    result = run(f"{command} --as-of 1999-01-01")
    assert result.exit_code == 0
    assert "no complaint had been received by the as-of date: 1999-01-01" in result.stderr


@pytest.mark.parametrize("content", ["pack", "regulator-list"])
def test_a_period_beyond_the_data_is_said_in_the_file_too(run: Run, tiny: Tiny, content: str) -> None:
    said = "goes beyond the as-of date: figures go up to this month: 2016-04"
    result = run(f"export --from 2016-03 --to 2017-06 --lang en --content {content} -o {{out}}")
    assert result.exit_code == 0 and said in result.stderr
    first = openpyxl.load_workbook(tiny.folder / "out.xlsx").worksheets[0]
    assert any(said in str(value) for row in first.iter_rows(values_only=True) for value in row)
    assert said not in run("export --from 2016-03 --to 2016-04 -o {out}").stderr


def test_batches_are_called_by_what_was_given_not_by_where_it_lay(tiny: Tiny) -> None:
    folder = tiny.folder / "logs"
    folder.mkdir()
    row = {"投诉编号": "A", "受理时间": "2016-03-02", "投诉来源": "12378", "被投诉机构": "甲支公司"}
    tiny.load([row], "logs/2016年03月.csv")
    later = tiny.write([row | {"投诉编号": "B", "受理时间": "2016-04-02"}], "logs/2016年04月.csv")
    tiny.store.close()
    db = str(tiny.folder / "tiny.duckdb")
    CliRunner().invoke(main, ["--db", db, "import", str(folder)])
    shown = CliRunner().invoke(main, ["--db", db, "batches"]).stdout
    assert str(tiny.folder) not in shown
    assert [line.split()[-1] for line in shown.splitlines()[1:]] == ["2016年03月.csv", f"logs/{later.name}"]
