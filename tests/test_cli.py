"""The command line keeps its contract: names, JSON keys, exit statuses, one-line errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analytics.classify.category_edits import merge_category
from analytics.classify.reclassify import save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy_edits import merge
from analytics.cli import main
from analytics.store import Store
from tests.tiny import Tiny

ROWS = [
    {
        "投诉编号": "T1",
        "受理时间": "2016-03-01 09:30",
        "投诉来源": "12378",
        "投诉类别": "正式",
        "被投诉机构": "甲支公司",
        "险种": "车险",
        "投诉原因": "赔偿标准异议、服务态度",
        "投诉人": "样例甲",
        "联系电话": "13800001234",
        "是否有效": "有效",
    },
    {
        "投诉编号": "T2",
        "受理时间": "2016-03-05",
        "投诉来源": "4008667788",
        "投诉类别": "",
        "被投诉机构": "乙支公司",
        "险种": "车险",
        "投诉原因": "",
        "投诉人": "",
        "联系电话": "",
        "是否有效": "",
    },
]
EXPOSURE = [
    {"月份": "2016-03", "机构": name, "保费收入(万元)": "10000", "有效保单(千张)": "5"}
    for name in ("甲支公司", "乙支公司")
]


@pytest.fixture
def run(tiny: Tiny) -> Callable[..., Result]:
    tiny.store.close()
    db = tiny.folder / "tiny.duckdb"
    return lambda *words: CliRunner().invoke(main, ["--db", str(db), *map(str, words)])


def load(run: Callable[..., Result], tiny: Tiny) -> None:
    files = [tiny.write(ROWS, "2016年12月.csv"), tiny.write(EXPOSURE, "exposure.csv")]
    assert run("import", *files).exit_code == 0


def document(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # standard output is one JSON document and nothing else


def test_import_reports_what_the_contract_names(run: Callable[..., Result], tiny: Tiny) -> None:
    bad = [*ROWS, {"投诉编号": "T3", "受理时间": "2016-02-30", "被投诉机构": "甲支公司", "是否有效": "也许"}]
    result = run("import", tiny.write(bad, "log.csv"), "--json")
    assert result.exit_code == 3  # loaded, a row rejected
    (file,) = json.loads(result.stdout)["files"]
    assert set(file) >= {"path", "sha256", "status", "error", "sheets", "rejects", "warnings", "batch"}
    assert (file["status"], file["error"], file["batch"]) == ("imported", None, 1) and len(file["sha256"]) == 64
    (sheet,) = file["sheets"]
    assert sheet["kind"] == "log" and sheet["header_row"] == 1 and sheet["columns"]["投诉编号"] == "complaint_no"
    assert (sheet["rows_read"], sheet["new"], sheet["changed"], sheet["unchanged"], sheet["rejected"]) == (
        3,
        2,
        0,
        0,
        1,
    )
    faults = {(r["row"], r["column"], r["field"], r["value"], r["code"]) for r in file["rejects"]}
    assert faults == {  # every fault of the row, in the spreadsheet's own row numbers
        (4, "受理时间", "received_at", "2016-02-30", "bad_date"),
        (4, "是否有效", "stated_valid", "也许", "bad_flag"),
    }
    assert all(r["message"] and r["remedy"] and r["sheet"] for r in file["rejects"])


def test_exit_statuses(run: Callable[..., Result], tiny: Tiny) -> None:
    good = tiny.write(ROWS, "log.csv")
    absent = tiny.folder / "absent.xlsx"
    result = run("import", absent, good, "--json")
    assert result.exit_code == 1  # a file failed, the other still loads
    failed, loaded = json.loads(result.stdout)["files"]
    assert failed["status"] == "failed" and failed["error"]["code"] == "file_not_found" and failed["error"]["remedy"]
    assert loaded["status"] == "imported"
    again = document(run("import", good, "--json"))["files"][0]
    assert (again["status"], again["batch"], again["sheets"]) == ("unchanged", 1, [])
    assert run("import").exit_code == 2
    assert run("metrics", "--by", "weather").exit_code == 2
    assert run("metrics", "--as-of", "tomorrow").exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "empty_file"),
        ("broken.xlsx", b"PK\x03\x04 but not really", None),
        ("old.xlsb", b"anything", "xlsb_not_read"),
        ("picture.png", b"\x89PNG", "not_a_workbook"),
        ("letter.csv", "尊敬的客户,您好\n此致,敬礼\n".encode(), "no_header"),
        ("half.csv", "投诉编号,受理时间的说明,投诉来源,险种,投诉原因\nT1,x,12378,车险,\n".encode(), None),
    ],
)
def test_bad_files_change_nothing(
    run: Callable[..., Result], tiny: Tiny, name: str, content: bytes, code: str | None
) -> None:
    load(run, tiny)
    before = run("complaints", "--format", "json").stdout
    path = tiny.folder / name
    path.write_bytes(content)
    result = run("import", path, "--json")
    assert result.exit_code == 1 and "Traceback" not in result.output
    (file,) = json.loads(result.stdout)["files"]
    assert file["status"] == "failed" and file["error"]["message"] and file["error"]["remedy"]
    assert code is None or file["error"]["code"] == code
    assert run("complaints", "--format", "json").stdout == before
    assert len(document(run("batches", "--json"))["batches"]) == 2


def test_a_required_column_missing(run: Callable[..., Result], tiny: Tiny) -> None:
    path = tiny.write([{"投诉编号": "T1", "投诉来源": "12378", "被投诉机构": "甲支公司", "投诉原因": "服务态度"}])
    (file,) = json.loads(run("import", path, "--json").stdout)["files"]
    assert file["error"]["code"] == "missing_column" and "row 1" in file["error"]["message"]


def test_complaints(run: Callable[..., Result], tiny: Tiny) -> None:
    load(run, tiny)
    answer = document(run("complaints", "--as-of", "2016-12-31", "--format", "json"))
    assert (answer["as_of"], answer["rulebook"]) == ("2016-12-31", "company-2016")
    first, second = answer["rows"]
    assert set(first) >= set(
        "complaint_no received_at month branch channel form product_line causes category cause_source cause_confidence"
        " status limit_date withdrawn_on valid_monthly valid_annual determined_month source".split()
    )
    assert not set(first) & {"complainant", "phone", "policy_no", "claim_no", "plate", "narrative"}
    assert first["received_at"] == "2016-03-01T09:30:00" and second["received_at"] == "2016-03-05"
    assert first["causes"] == ["compensation_standard", "staff_attitude"]
    assert (first["category"], first["cause_source"]) == ("loss_assessment_dispute", "label")
    assert (first["status"], first["limit_date"], first["determined_month"]) == (
        "valid_permanent",
        "2016-03-31",
        "2016-03",
    )
    assert (second["status"], second["limit_date"], second["causes"], second["category"]) == (
        "not_counted",
        None,
        [],
        None,
    )
    assert (
        first["source"]["row"] == 2 and first["source"]["file"].endswith("2016年12月.csv") and first["source"]["sheet"]
    )
    personal = document(run("complaints", "--with-personal-data", "--format", "json"))["rows"][0]
    assert (personal["complainant"], personal["phone"]) == ("样例甲", "13800001234")


def test_metrics(run: Callable[..., Result], tiny: Tiny) -> None:
    load(run, tiny)
    answer = document(
        run("metrics", "--by", "month,branch", "--as-of", "2016-12-31", "--to", "2016-03", "--format", "json")
    )
    assert {key: answer[key] for key in ("as_of", "view", "book", "rulebook", "from", "to")} == {
        "as_of": "2016-12-31",
        "view": "annual",
        "book": "received",
        "rulebook": "company-2016",
        "from": "2016-03",
        "to": "2016-03",
    }
    assert [(row["month"], row["branch"]) for row in answer["rows"]] == [
        ("2016-03", "乙支公司"),
        ("2016-03", "甲支公司"),
    ]
    other, own = answer["rows"]
    names = (
        "complaints regulator_complaints valid pending cause_mentions premium_yuan policies premium_ratio policy_ratio"
    )
    assert set(own) >= set(f"{names} policy_ratio_10k timely_rate missing premium_ratio_low premium_ratio_high".split())
    assert (own["premium_ratio"], own["policy_ratio"], own["policy_ratio_10k"]) == (1.0, 0.2, 2.0)
    assert (other["valid"], other["premium_ratio"]) == (0, 0.0)
    assert own["timely_rate"] is None and own["missing"][0].startswith("timely_rate")


@pytest.mark.parametrize("shape", ["table", "csv", "json"])
def test_every_shape_and_dimension_answers(run: Callable[..., Result], tiny: Tiny, shape: str) -> None:
    load(run, tiny)
    for by in "month quarter year branch category cause channel form product_line status total month,cause".split():
        result = run("metrics", "--by", by, "--format", shape, "--book", "determined", "--view", "monthly")
        assert result.exit_code == 0, (by, result.output)
    assert run("complaints", "--format", shape, "--channel", "regulator", "--category", "claim_service").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("metrics", "--rulebook", "nobody"), "unknown_rulebook"),
        (("metrics", "--branch", "无此支公司"), "unknown_branch"),
        (("metrics", "--from", "2016-05", "--to", "2016-01"), "period_reversed"),
        (("undo", "99"), "no_such_batch"),
        (("import", "x.csv", "--layout", "nowhere.toml"), "bad_layout"),
    ],
)
def test_errors_are_one_line(run: Callable[..., Result], tiny: Tiny, words: tuple[str, ...], code: str) -> None:
    load(run, tiny)
    result = run(*words)
    assert result.exit_code == 1 and result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith(f"error: {code}: ") and "; " in line


def test_a_branch_by_an_alias_is_the_branch_and_that_is_said(run: Callable[..., Result], tiny: Tiny) -> None:
    run("import", tiny.write([{**ROWS[0], "被投诉机构": "甲支公司"}], "log.csv"))
    run("import", tiny.write([{"机构代码": "01", "机构名称": "甲支公司", "别名": "老甲"}], "list.csv"))
    result = run("complaints", "--branch", "老甲", "--json")
    assert result.exit_code == 0 and len(json.loads(result.stdout)["rows"]) == 1
    assert "甲支公司" in result.stderr
    assert run("metrics", "--branch", "无此支公司").exit_code == 1


def test_a_cause_or_category_that_was_merged_is_where_it_went_and_that_is_said(
    run: Callable[..., Result], tiny: Tiny
) -> None:
    """Nothing is filed under it any more: 0 would look like a fact. As it was reported then it was still itself."""
    run("import", tiny.write([{**ROWS[0], "投诉原因": "退保退费"}], "log.csv"))
    store = Store.open(tiny.folder / "tiny.duckdb")
    with store.cursor() as cursor:
        merged = merge(current_taxonomy(cursor), "surrender_refund", "policy_change")
    save_taxonomy(store, merge_category(merged, "policy_service", "sales_underwriting"), by="甲")
    store.close()
    for asked, found in (
        (("--category", "policy_service"), "sales_underwriting"),
        (("--cause", "surrender_refund"), "policy_change"),
    ):
        result = run("complaints", *asked, "--json")
        assert len(json.loads(result.stdout)["rows"]) == 1
        assert result.stderr == f"note: {asked[1]} was merged into {found}\n"
        then = run("as-reported", 1, *asked, "--json")
        assert then.stderr == "" and json.loads(then.stdout)["rows"][0]["complaints_then"] == 1


def test_text_in_csv_is_never_a_formula(run: Callable[..., Result], tiny: Tiny) -> None:
    rows = [{**ROWS[0], "投诉编号": '=cmd|"/c calc"!A1'}, {**ROWS[0], "投诉编号": "-1+1"}]
    run("import", tiny.write(rows, "log.csv"))
    lines = run("complaints", "--format", "csv").stdout.splitlines()
    assert any(line.startswith(("'=cmd", "\"'=cmd")) for line in lines) and any(
        line.startswith("'-1+1") for line in lines
    )


def test_demo_and_company_never_mix(run: Callable[..., Result], tiny: Tiny, tmp_path: Path) -> None:
    load(run, tiny)
    refused = run("demo")
    assert refused.exit_code == 1 and "not_a_demo" in refused.stderr
    demo = tmp_path / "demo.duckdb"
    made = CliRunner().invoke(main, ["--db", str(demo), "demo"])
    assert made.exit_code == 0, made.output
    refused = CliRunner().invoke(main, ["--db", str(demo), "import", str(tiny.write(ROWS, "log.csv"))])
    assert refused.exit_code == 1 and "demo_database" in refused.stderr


def test_sample_writes_workbooks(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("sample", tmp_path / "out")
    assert result.exit_code == 0
    assert len(list((tmp_path / "out").glob("*投诉台账.xlsx"))) == 24


def test_every_command_explains_itself() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for name in main.commands:
        assert f"python -m analytics {name}" in readme or f"`{name}`" in readme, f"{name} is not in the README"


def test_the_inbox_says_what_an_import_says_and_where_files_went(run: Callable[..., Result], tiny: Tiny) -> None:
    inbox = tiny.folder / "in"
    inbox.mkdir()
    tiny.write(ROWS, "in/2016年3月.csv")
    (inbox / "坏.xlsx").write_bytes(b"PK\x03\x04 half")
    result = run("inbox", inbox, "--json")
    assert result.exit_code == 1  # one file failed, the other is in
    said = json.loads(result.stdout)
    assert {Path(file["path"]).name: file["status"] for file in said["files"]} == {
        "2016年3月.csv": "imported",
        "坏.xlsx": "failed",
    }
    assert said["moved"] == {
        "2016年3月.csv": str(inbox / "done" / "2016年3月.csv"),
        "坏.xlsx": str(inbox / "failed" / "坏.xlsx"),
    }
    assert said["left"] == {}
    assert document(run("metrics", "--format", "json"))["rows"][0]["complaints"] == 2
    assert run("inbox", tiny.folder / "nowhere").exit_code == 1
