"""Every mark of every figure: its numbers stand in the figure's table, in a row or cell that opens what the mark opens,
and the list that opens has as many complaints (or causes named) as are said there.

On the demo data, page by page, as the figures come to their frame.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import ui
import ui.frame
import ui.page
from analytics.charts.control_chart import RULE_NAMES
from analytics.store import Store
from tests.pages.conftest import ROOT
from ui.behind_marks import behind
from ui.drill import Drill

CASES: list[tuple[str, dict[str, str]]] = [
    ("overview", {}),
    ("overview", {"view": "monthly", "book": "determined", "from_": "2015-11"}),
    ("trends", {}),
    ("trends", {"measure": "valid"}),
    ("trends", {"measure": "valid", "view": "monthly", "grain": "quarter", "to": "2016-08"}),
    ("trends", {"measure": "premium_ratio"}),
    ("trends", {"measure": "policy_ratio_10k", "grain": "quarter"}),
    ("trends", {"measure": "timely_rate"}),
    ("trends", {"measure": "cause_mentions", "category": "claim_service", "to": "2016-08"}),
    ("branches", {}),
    ("branches", {"counted": "valid", "view": "monthly", "mix_rows": "share", "end": "withdrawn_on"}),
    ("branches", {"category": "claim_service", "end": "reported_on", "as_of": "2016-10-15"}),
    ("branch", {}),
    ("branch", {"category": "claim_service", "book": "determined"}),
    ("causes", {}),
    ("causes", {"category": "claim_service", "cause_by": "channel", "flow_by": "primary_cause"}),
    ("causes", {"flow_by": "primary_cause", "view": "monthly", "book": "determined"}),
    ("indicators", {}),
    ("indicators", {"view": "monthly", "window": "rolling_12", "ratio": "timely_rate"}),
    ("indicators", {"window": "quarter", "ratio": "policy_ratio", "to": "2016-08"}),
    ("indicators", {"window": "year_to_date", "book": "determined", "as_of": "2016-10-15"}),
]
NOTHING_TO_OPEN = ("market",)  # its own figures
NUMBER = re.compile(r"(?<![\w.,])[+-]?\d[\d,]*(?:\.\d+)?%?")
TIME = re.compile(r"\d{4}-(\d{2}|Q\d)|95%")
Said = tuple[float, int]  # a number and its decimals, -1 where it is exact


@dataclass
class Shown:
    """A figure as it was framed. opens: what a mark opens, by its customdata; counts: the lengths of the lists."""

    key: str
    figure: dict[str, Any]
    columns: list[str]
    rows: list[list[Any]]
    drills: list[Drill]
    cells: dict[tuple[int, str], Drill]
    opens: dict[str, Drill]
    counts: dict[Drill, tuple[int, int | None]]
    total: str


@dataclass
class Mark:
    """plotted: where it stands; said: every number that is printed on it or said when it is pointed at."""

    code: str
    plotted: list[float]
    said: list[Said]
    text: str


@pytest.fixture(scope="module")
def store(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    copied = tmp_path_factory.mktemp("marks") / "demo.duckdb"
    shutil.copyfile(demo_path, copied)
    opened = Store.open(copied)
    yield opened
    opened.close()


Framed = Callable[..., None]


@pytest.fixture
def visit(
    store: Store, use_store: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, dict[str, str], Framed], None]:
    """Open a page; `framed` is told of every figure: where it came from, the page's scope, and what its frame is given.

    It is told while the page runs, with the page's language.
    """
    use_store(store)
    frame, page_scope = ui.frame.chart_frame, ui.page.page_scope
    now: dict[str, Any] = {}

    def asked(page: str) -> Any:
        now["scope"] = page_scope(page)
        return now["scope"]

    def spy(figure: Any, **given: Any) -> None:
        caller = sys._getframe(1).f_code
        frame(figure, **given)
        now["framed"]((Path(caller.co_filename).name, caller.co_name), now["scope"], figure.to_dict(), **given)

    monkeypatch.setattr(ui.page, "page_scope", asked)
    for module in pkgutil.iter_modules(ui.__path__):
        loaded = importlib.import_module(f"ui.{module.name}")
        if module.name != "frame" and hasattr(loaded, "chart_frame"):
            monkeypatch.setattr(loaded, "chart_frame", spy)

    def opened(page: str, address: dict[str, str], framed: Framed) -> None:
        now["framed"] = framed
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.context = {"locale": "zh-CN", "theme": "light"}
        for name, value in address.items():
            app.query_params["from" if name == "from_" else name] = value
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception and not app.error and not app.warning

    return opened


def _shown(
    scope: Any,
    figure: dict[str, Any],
    *,
    key: str,
    table: Any,
    on_click: Any = None,
    drills: Sequence[Drill] = (),
    cells: Any = None,
    total: Any = None,
    **_: Any,
) -> Shown:
    made = table() if callable(table) else table
    opens = {code: drill for code in _codes(figure) if (drill := _clicked(key, on_click, code)) is not None}
    if key.startswith("level"):  # a click goes down a level: what it stands for is what its row opens
        names = figure["data"][0]
        opens = dict(zip(names["customdata"], drills, strict=True))
    by_cell = {
        (place, name): drill
        for place in range(len(made) if cells else 0)
        for name in made.columns
        if (drill := cells(place, name)) is not None
    }
    counts = {}
    for drill in {*drills, *opens.values(), *by_cell.values()}:
        rows, causes = behind(drill, scope, scope)
        counts[drill] = len(rows), causes
    plain = [[None if one != one else one for one in row] for row in made.to_numpy(dtype=object).tolist()]
    said = total() if total else ""
    return Shown(
        re.sub(r"_\d+$", "", key), figure, list(made.columns), plain, list(drills), by_cell, opens, counts, said
    )


def _codes(figure: dict[str, Any]) -> set[str]:
    return {code for trace in figure["data"] for code in trace.get("customdata") or () if code}


def _clicked(key: str, on_click: Any, code: str) -> Drill | None:
    if on_click is None or key.startswith("level"):
        return None
    drill: Drill | None = on_click(code)
    return drill


def marks(one: Shown) -> Iterator[Mark]:
    """What can be pointed at: boxes drawn under an unseen bar and lines between points say nothing themselves."""
    layout = one.figure["layout"]
    names = {str(cell) for row in one.rows for cell in row if isinstance(cell, str)} | {*one.columns}
    names |= {rule.zh for rule in RULE_NAMES.values()}
    names |= {str(tick).strip() for tick in layout["yaxis"].get("ticktext") or ()}
    names |= {y for trace in one.figure["data"] for y in trace.get("y") or () if isinstance(y, str)}
    for trace in one.figure["data"]:
        if trace.get("hoverinfo") == "skip":
            continue
        for place in range(len(trace["x"])):

            def at(name: str, place: int = place, trace: dict[str, Any] = trace) -> Any:
                values = trace.get(name)
                return values[place] if isinstance(values, list | tuple) else values

            hover, code = str(at("hovertext") or ""), at("customdata") or ""
            if at("x") is None or at("y") is None or (trace.get("hoverinfo") == "text" and not hover and not code):
                continue
            plotted = [float(value) for name in ("x", "y", "base") if isinstance(value := at(name), int | float)]
            pointed = str(trace.get("hovertemplate") or trace.get("hoverinfo") or "")
            told = [name for name in ("x", "y") if f"%{{{name}" in pointed or name in pointed.split("+")]
            exact = [float(value) for name in told if isinstance(value := at(name), int | float)]
            text = f"{hover} {at('text') or ''}"
            yield Mark(code, plotted, [*((value, -1) for value in exact), *numbers(text, names)], text)


def numbers(text: str, names: set[str]) -> list[Said]:
    """The numbers of a text that are not part of a name or a time in it."""
    for name in sorted(names, key=len, reverse=True):
        if name.strip() and not NUMBER.fullmatch(name.strip()):
            text = text.replace(name, " ")
    found = []
    for token in NUMBER.findall(TIME.sub(" ", text.replace("–", " – "))):
        bare = token.rstrip("%").replace(",", "")
        decimals = len(bare.partition(".")[2])
        found.append((float(bare) / 100, decimals + 2) if token.endswith("%") else (float(bare), decimals))
    return found


def is_among(said: Said, known: Sequence[Any]) -> bool:
    value, decimals = said
    for one in known:
        if isinstance(one, bool) or not isinstance(one, int | float):
            continue
        if decimals < 0 and one == pytest.approx(value, rel=1e-9, abs=1e-12):
            return True
        if decimals >= 0 and abs(one - value) <= 0.5 * 10**-decimals + 1e-9:
            return True
    return False


def beside(one: Shown, drill: Drill | None) -> list[Any]:
    """The numbers of the rows and cells that open the same; of what no row opens, those of the line of totals."""
    if drill is None:
        return [cell for row in one.rows for cell in row] + [value for value, _ in numbers(one.total, set())]
    places = {place for place, same in enumerate(one.drills) if same == drill}
    places |= {place for (place, _), same in one.cells.items() if same == drill}
    if not places:
        return [value for value, _ in numbers(one.total, set())]
    return [cell for place in places for cell in one.rows[place]]


@pytest.mark.parametrize(("page", "address"), CASES, ids=lambda part: part if isinstance(part, str) else "-".join(part))
def test_every_mark_stands_in_the_table_and_opens_its_complaints(
    page: str, address: dict[str, str], visit: Callable[..., None]
) -> None:
    figures: list[Shown] = []
    visit(page, address, lambda _, *framed, **given: figures.append(_shown(*framed, **given)))
    assert figures
    wrong: list[str] = []
    for one in figures:
        wrong += [f"{one.key}: {fault}" for fault in [*faults_of_marks(one), *faults_of_rows(one)]]
    assert wrong == []


def faults_of_marks(one: Shown) -> Iterator[str]:
    seen = 0
    for mark in marks(one):
        seen += 1
        drill = one.opens.get(mark.code)
        if drill is not None and 0 in mark.plotted and one.counts[drill][0] == 0:
            drill = None  # a nought has its place in the table, and nothing to open
        known, what = beside(one, drill), (mark.code, mark.plotted, mark.text)
        for said in mark.said:
            if not is_among(said, known):
                yield f"{said} of {what} not in {known}"
        drawn = [(value, -1) for value in mark.plotted] + [(abs(value), -1) for value in mark.plotted]
        printed = [said for said in mark.said if said[1] >= 0]
        if not printed and not any(is_among(value, known) for value in drawn):
            yield f"{what} is drawn at no number of {known}"
        if drill is None:
            nothing = any(value == 0 for value, _ in mark.said)
            if not nothing and one.key not in NOTHING_TO_OPEN:
                yield f"{what} cannot be clicked"
            continue
        n, causes = one.counts[drill]
        if drill.more and one.key == "jump":  # the mean of so many months
            n, causes = n / len(drill.marks), None  # type: ignore[assignment]
            known = [*known, *mark.plotted]
        if not any(is_among((count, -1), known) for count in (n, causes) if count is not None):
            yield f"{what} lists {n} complaints ({causes} causes), beside {known}"
    if not seen:
        yield "no marks"


def faults_of_rows(one: Shown) -> Iterator[str]:
    if one.drills and len(one.drills) != len(one.rows):
        yield f"{len(one.drills)} ways to complaints in {len(one.rows)} rows"
    for row, drill in zip(one.rows, one.drills, strict=False):
        parts = [one.counts[part][0] for part in drill.marks if part in one.counts] if drill.more else []
        if row[1] is None:
            continue  # a gap: not all of it is known, and what is may be listed
        n, causes = one.counts[drill]
        known = [*row, sum(parts)] if parts else row
        if not any(is_among((count, -1), known) for count in (n, causes) if count is not None):
            yield f"the row {row} lists {n} complaints ({causes} causes)"
    for (place, name), drill in one.cells.items():
        (n, causes), row = one.counts[drill], one.rows[place]
        cell = row[one.columns.index(name)]
        whole = isinstance(cell, int | float) and float(cell).is_integer() and cell > 1
        if not any(is_among((count, -1), [cell] if whole else row) for count in (n, causes) if count is not None):
            yield f"the cell {name} of {row} lists {n} complaints ({causes} causes)"


def test_no_figure_is_left_out(visit: Callable[..., None]) -> None:
    """Every place in ui that frames a figure has one framed on a page that stands among the cases."""
    places = set()
    for path in (ROOT / "ui").glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "chart_frame":
                        places.add((path.name, function.name))
    seen: set[tuple[str, str]] = set()
    for page in {page for page, _ in CASES}:
        visit(page, {}, lambda place, *_, **__: seen.add(place))
    assert len(places) > 15
    assert places == seen


def test_numbers_are_read_out_of_words() -> None:
    said = numbers("城东 12 号<br>2016-03:1,234 项,占 24.8%(95% 区间 9–28);残差 -1.5", {"城东 12 号"})
    assert said == [(1234, 0), (pytest.approx(0.248), 3), (9, 0), (28, 0), (-1.5, 1)]


@pytest.mark.parametrize(("page", "address"), CASES)
def test_a_figure_whose_marks_can_be_clicked_says_so(
    page: str, address: dict[str, str], visit: Callable[[str, dict[str, str], Framed], None]
) -> None:
    silent = []

    def framed(
        _caller: Any, _scope: Any, _figure: Any, *, key: str, notes: str, on_click: Any = None, **_: Any
    ) -> None:
        if on_click is not None and not re.search("点击|点圆点|点曲线", notes):
            silent.append(key)

    visit(page, address, framed)
    assert silent == []
