"""One number, three ways: as a chart draws it, as the table behind it lists it, as the command line prints it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import plotly.graph_objects as go
import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from analytics.charts import UNKNOWN
from analytics.cli import main
from analytics.store import Store
from tests.pages.conftest import ROOT, fill, spec_of, table_of
from tests.tiny import Tiny
from ui.formats import bare
from ui.navigation import names

PERIOD = ("--from", "2016-01", "--to", "2016-03")
Cli = Callable[..., Any]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    tiny = fill(Tiny(tmp_path_factory.mktemp("screen")))
    yield tiny.store
    tiny.store.close()


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The command line on the same rows in a database of its own, as JSON."""
    tiny = fill(Tiny(tmp_path_factory.mktemp("cli")))
    tiny.store.close()
    kept: dict[tuple[str, ...], Any] = {}

    def ask(*command: str) -> Any:
        if command not in kept:
            done = CliRunner().invoke(main, ["--db", str(tiny.store.path), *command])
            assert done.exit_code == 0, done.output
            kept[command] = json.loads(done.stdout)
        return kept[command]

    return ask


@pytest.fixture
def page(store: Store, use_store: Callable[[Store], None]) -> Callable[..., AppTest]:
    use_store(store)

    def opened(name: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.context = {"locale": "zh-CN", "theme": "light"}
        for parameter, value in address.items():
            app.query_params[parameter] = value
        app.switch_page(f"pages/{name}.py").run()
        assert not app.exception and not app.error and not app.warning
        return app

    return opened


def metrics(cli: Cli, by: str, measure: str, *more: str) -> dict[str, Any]:
    rows = cli("metrics", "--by", by, "--measures", measure, "--format", "json", *more)["rows"]
    return {row.get(by) or "": row[measure] for row in rows}


def marks(app: AppTest, chart: str, value: str, trace: int | None = None) -> dict[str, Any]:
    """Code -> value of the marks of a chart that can be clicked; value: the axis it stands on."""
    traces = spec_of(app, chart)["data"]
    chosen = traces if trace is None else [traces[trace]]
    return {
        code: number
        for one in chosen
        if one.get("customdata")
        for code, number in zip(one["customdata"], one[value], strict=True)
    }


def column(table: Any, name: str, by: str | None = None) -> dict[str, Any]:
    return dict(zip(table[by or table.columns[0]], table[name], strict=True))


@pytest.mark.parametrize("measure", ["complaints", "valid"])
def test_overview_by_month(page: Any, cli: Cli, measure: str) -> None:
    app = page("overview")
    drawn = marks(app, "chart_month", "y", ("complaints", "valid").index(measure))
    drawn = {mark.removesuffix(f"/{measure}"): number for mark, number in drawn.items()}
    listed = column(table_of(app, "chart_month"), {"complaints": "投诉(件)", "valid": "有效投诉(件)"}[measure])
    said = metrics(cli, "month", measure, *PERIOD)
    assert drawn == listed == said
    assert sum(said.values()) == {"complaints": 6, "valid": 2}[measure]


@pytest.mark.parametrize("by", ["branch", "category"])
def test_overview_by_branch_and_category(page: Any, cli: Cli, by: str) -> None:
    app = page("overview")
    bars = spec_of(app, f"chart_{by}")["data"][0]
    codes = dict(zip(bars["y"], bars["customdata"], strict=True))
    drawn = {code.replace(UNKNOWN, ""): n for code, n in marks(app, f"chart_{by}", "x").items()}
    listed = {
        codes[name].replace(UNKNOWN, ""): n for name, n in column(table_of(app, f"chart_{by}"), "投诉(件)").items()
    }
    assert drawn == listed == metrics(cli, by, "complaints", *PERIOD)


def test_overview_cards(page: Any, cli: Cli) -> None:
    (total,) = cli("metrics", "--by", "total", "--format", "json", *PERIOD)["rows"]
    shown = {one.label: one.value for one in page("overview").metric}
    assert shown["投诉(件)"] == str(total["complaints"])
    assert shown["有效投诉(件)"] == str(total["valid"])
    assert shown["待定(件)"] == str(total["pending"])
    assert shown["亿元保费投诉量"] == f"{total['premium_ratio']:.2f}"
    assert shown["千张保单投诉量"] == f"{total['policy_ratio']:.3f}"


@pytest.mark.parametrize(("measure", "heading"), [("complaints", "投诉件数"), ("valid", "有效投诉")])
def test_trends(page: Any, cli: Cli, measure: str, heading: str) -> None:
    app = page("trends", measure=measure)
    drawn = marks(app, "control", "y")
    listed = column(table_of(app, "control"), heading)
    said = metrics(cli, "month", measure)
    assert drawn == said
    assert {month: n for month, n in listed.items() if n == n} == said


def test_branches(page: Any, cli: Cli) -> None:
    app = page("branches")
    table = table_of(app, "funnel")
    ratio = {name: n / 1.5 for name, n in metrics(cli, "branch", "complaints", *PERIOD).items()}  # 150 m yuan each
    assert marks(app, "funnel", "y") == pytest.approx(ratio)
    assert column(table, "件/亿元") == pytest.approx(ratio)
    assert column(table, "投诉件数") == metrics(cli, "branch", "complaints", *PERIOD)
    cells = cli("metrics", "--by", "branch,month", "--measures", "complaints", "--format", "json", *PERIOD)["rows"]
    grid = table_of(page("branches"), "months")
    listed = {(row["机构"], month): row[month] for row in grid.to_dict("records") for month in grid.columns[2:]}
    assert listed == {(row["branch"], row["month"]): row["complaints"] for row in cells}


@pytest.mark.parametrize("unit", ["甲支公司", "乙支公司"])
def test_branch(page: Any, cli: Cli, unit: str) -> None:
    table = page("branch", unit=unit).dataframe[0].value
    said = metrics(cli, "branch", "complaints", *PERIOD)
    valid = metrics(cli, "branch", "valid", *PERIOD)
    for heading, asked in (("投诉件数", said), ("有效投诉", valid)):
        assert column(table, "本机构")[heading] == str(asked[unit])
        assert column(table, "其他机构")[heading] == str(sum(asked.values()) - asked[unit])


def test_causes(page: Any, cli: Cli) -> None:
    app = page("causes")
    said = {code: n for code, n in metrics(cli, "cause", "cause_mentions", *PERIOD).items() if n}
    assert marks(app, "pareto", "x", 0) == said
    listed = table_of(app, "pareto")["项数"].tolist()
    assert listed == sorted(said.values(), reverse=True)


@pytest.mark.parametrize(("view", "trace", "heading"), [("annual", -1, "年度口径"), ("monthly", -2, "月度口径")])
def test_indicators_over_time(page: Any, cli: Cli, view: str, trace: int, heading: str) -> None:
    app = page("indicators")
    line = spec_of(app, "over_time")["data"][trace]
    said = metrics(cli, "month", "premium_ratio", "--view", view, *PERIOD)
    assert dict(zip(line["x"], line["y"], strict=True)) == pytest.approx(said)
    assert column(table_of(app, "over_time"), heading) == pytest.approx(said)


def test_indicators_by_branch(page: Any, cli: Cli) -> None:
    drawn = marks(page("indicators"), "by_branch", "x")
    for view in ("annual", "monthly"):
        said = metrics(cli, "branch", "premium_ratio", "--view", view, *PERIOD)
        assert {name: drawn[f"{view}/{name}"] for name in said} == pytest.approx(said)


def test_cases(page: Any, cli: Cli) -> None:
    listed = page("cases").dataframe[0].value
    said = cli("complaints", "--format", "json", *PERIOD)["rows"]
    assert sorted(listed["投诉编号"]) == sorted(row["complaint_no"] for row in said)
    assert dict(zip(listed["投诉编号"], listed["时限"], strict=True)) == {
        row["complaint_no"]: row["limit_date"] or "" for row in said
    }


def test_review(page: Any, cli: Cli) -> None:
    """What waits for a person: the one complaint whose cause nothing explains."""
    app = page("review")
    said = [
        row["complaint_no"] for row in cli("complaints", "--format", "json")["rows"] if row["cause_source"] == "none"
    ]
    assert app.dataframe[0].value["投诉编号"].tolist() == said
    assert app.header[0].value.startswith(f"{len(said)} 件待复核")


def test_report(page: Any, cli: Cli) -> None:
    (total,) = cli("metrics", "--by", "total", "--format", "json", *PERIOD)["rows"]
    slides = page("report", year="2016").get("image")
    titles = "\n".join(image.proto.imgs[0].alt for image in slides)
    assert f"投诉 {total['complaints']} 件,其中有效 {total['valid']} 件" in titles
    assert f"亿元保费投诉量 {total['premium_ratio']:.2f} 件/亿元" in titles


def test_import(page: Any, cli: Cli) -> None:
    listed = page("import").dataframe[0].value
    said = {row["batch"]: row for row in cli("batches", "--json")["batches"]}
    assert dict(zip(listed["批次"], listed["新增"], strict=True)) == {
        number: row["new"] for number, row in said.items()
    }


def test_definitions(page: Any, cli: Cli) -> None:
    """The formulas' present values, each as it stands in its heading and again inside."""
    app = page("definitions")
    (total,) = cli("metrics", "--by", "total", "--format", "json", *PERIOD)["rows"]
    said = dict(one.label.split(":", 1) for one in app.expander)
    values = {name: value.split(" ")[0] for name, value in said.items()}
    counts = {
        "投诉件数": "complaints",
        "有效投诉件数": "valid",
        "待定投诉件数": "pending",
        "原因项数": "cause_mentions",
    }
    assert {name: values[name] for name in counts} == {name: str(total[code]) for name, code in counts.items()}
    assert values["保费收入"] == f"{total['premium_yuan']:,.0f}"
    assert values["亿元保费投诉量"] == f"{total['premium_ratio']:.2f}"
    assert values["千张保单投诉量"] == f"{total['policy_ratio']:.3f}"
    assert values["投诉件办理及时率"] == "—" and total["timely_rate"] is None
    inside = "\n".join(one.value for one in app.markdown)
    assert all(value in inside for value in values.values() if value != "—")


@pytest.mark.parametrize("book", ["company-2016", "cbirc-2020-3", "stated"])
def test_settings(page: Any, cli: Cli, book: str) -> None:
    """What all the data is under each rule book."""
    table = page("settings").table[0].value
    (counts,) = (table[heading] for heading in table.columns if book in heading)
    asked = ("--by", "total", "--format", "json", "--rulebook", book)
    net, gross = (cli("metrics", *asked, "--view", view)["rows"][0] for view in ("annual", "monthly"))
    assert counts["年度有效(件)"] == str(net["valid"])
    assert counts["月度有效(件)"] == str(gross["valid"])
    assert counts["待定(件)"] == str(net["pending"])


@pytest.mark.parametrize("name", sorted(names()))
def test_every_page_is_compared(name: str) -> None:
    """Its numbers with those of the command line, by a test of its name."""
    assert any(test == f"test_{name}" or test.startswith(f"test_{name}_") for test in globals())


@pytest.mark.parametrize("name", sorted(names()))
def test_every_figure_is_valid_and_says_its_finding_to_who_cannot_see_it(page: Any, name: str) -> None:
    app = page(name)
    findings = [one.value for one in app.subheader]
    charts = app.get("plotly_chart")
    assert all(image.proto.imgs[0].alt for image in app.get("image"))
    assert len(charts) == {"overview": 3, "trends": 4, "branches": 3, "branch": 3, "causes": 6, "indicators": 3}.get(
        name, 0
    )
    for chart in charts:
        assert any(bare(finding) in chart.proto.alt for finding in findings), chart.proto.alt
        go.Figure(json.loads(chart.proto.spec))  # plotly refuses what it does not know; the app itself does not ask
