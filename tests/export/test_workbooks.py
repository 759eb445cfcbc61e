"""The Excel pack and the complaint list: real numbers that are the dashboard's, native charts, text that stays text."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from analytics.cli import main
from analytics.export import excel_pack, regulator_list
from analytics.export.pack import PARTS
from analytics.measures import Scope, measure
from analytics.measures.figure import UNITS
from analytics.measures.names import MEASURE_NAMES, value_name
from analytics.store import Store
from analytics.vocabulary import RATIOS, Dimension, Measure
from tests.tiny import Tiny

YEAR = Scope(first="2016-01", last="2016-12")
FORMULA = '=HYPERLINK("http://x","点我")'


def sheets(file: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(file))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.fixture(scope="module")
def pack(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("export") / "demo.duckdb"
    path.write_bytes(demo_path.read_bytes())
    store = Store.open(path)
    with store.cursor() as cursor:
        yield excel_pack(cursor, YEAR), cursor
    store.close()


def test_every_cell_is_the_figure_of_measure(pack: Any) -> None:
    file, cursor = pack
    found = sheets(file)
    assert len(found) == len(PARTS) + 1
    (whole,) = measure(cursor, YEAR, (Dimension.TOTAL,), tuple(Measure)).rows
    for (name, rows), part in zip(list(found.items())[2:], PARTS[1:], strict=True):
        table = measure(cursor, YEAR, part.by, part.measures)
        body = rows[4:-1]
        in_their_order = {tuple(value_name(one, row.key[one.value]).zh for one in part.by): row for row in table.rows}
        assert {tuple(cells[: len(part.by)]) for cells in body} == set(in_their_order), name
        assert rows[-1][: len(part.by)] == ["合计", *[None] * (len(part.by) - 1)]
        for cells in (*body, rows[-1]):
            row = whole if cells is rows[-1] else in_their_order[tuple(cells[: len(part.by)])]
            place = len(part.by)
            for one in part.measures:
                figure = row.figures[one]
                wanted = [figure.value, figure.low, figure.high] if one in RATIOS else [figure.value]
                assert cells[place : place + len(wanted)] == pytest.approx(wanted)
                place += len(wanted)


def test_the_whole_has_a_line_a_measure_with_the_parts_of_its_ratios(pack: Any) -> None:
    file, cursor = pack
    (whole,) = measure(cursor, YEAR, (Dimension.TOTAL,), tuple(Measure)).rows
    rows = sheets(file)["合计"][4:]
    assert [row[0] for row in rows] == [MEASURE_NAMES[one].zh for one in PARTS[0].measures]
    for cells, one in zip(rows, PARTS[0].measures, strict=True):
        figure = whole.figures[one]
        parts = [figure.numerator, figure.denominator] if one in RATIOS else [None, None]
        assert cells[2:7] == pytest.approx([figure.value, figure.low, figure.high, *parts]), one
        assert cells[1] == UNITS[one].zh


def test_what_is_drawn_as_bars_begins_with_the_most_and_months_stand_in_their_order(pack: Any) -> None:
    found = sheets(pack[0])
    assert [row[0] for row in found["月份"][4:-1]] == [f"2016-{month:02d}" for month in range(1, 13)]
    for name in ("机构", "渠道", "险种", "原因类别", "状态"):
        counts = [row[1] for row in found[name][4:-1]]
        assert counts == sorted(counts, reverse=True), name


def test_a_ratio_is_shown_as_on_the_screen_and_never_reads_as_zero(pack: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(pack[0]))
    for sheet in book.worksheets[2:]:
        for column in sheet.iter_cols(min_row=5):
            if "95%" in str(sheet.cell(4, column[0].column).value):
                continue
            for one in column:
                if isinstance(one.value, float) and one.value > 0 and "%" not in one.number_format:
                    decimals = len(one.number_format.partition(".")[2])
                    assert round(one.value, decimals) > 0, (sheet.title, one.coordinate)


def test_every_sheet_can_be_filtered_and_printed(pack: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(pack[0]))
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book.worksheets[2:]:  # the line of the total is not filtered away
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 1)), sheet.title
        assert sheet.print_title_rows == "$4:$4"


def test_filters_and_definitions_come_first(pack: Any) -> None:
    file, _ = pack
    about = {row[0]: row[1] for row in next(iter(sheets(file).values())) if row[0]}
    assert about["期间"] == "2016-01 – 2016-12"
    assert "年度口径" in about["口径"] and about["截至"] == "2016-12-31"
    assert "有效投诉件数 ÷ 期间保费收入" in about["亿元保费投诉量(件/亿元)"]


def test_charts_are_native(pack: Any) -> None:
    file, _ = pack
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        charts = [name for name in packed.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == sum(bool(part.charted) for part in PARTS)
        assert not [name for name in packed.namelist() if name.startswith("xl/media")]


def test_text_that_looks_like_a_formula_stays_text(tiny: Tiny) -> None:
    tiny.logs(
        *(
            {"投诉编号": f"{sign}1+{n}", "受理时间": "2016-03-02", "被投诉机构": f"{sign}{FORMULA[1:]}"}
            for n, sign in enumerate("=+-@")
        )
    )
    with tiny.store.cursor() as cursor:
        for file in (excel_pack(cursor, Scope()), regulator_list(cursor, Scope())):
            book = openpyxl.load_workbook(io.BytesIO(file))
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert [cell.value for cell in cells if cell.data_type == "f"] == []
            assert any(cell.value == FORMULA and cell.data_type == "s" for cell in cells)
            with zipfile.ZipFile(io.BytesIO(file)) as packed:
                assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "worksheets/sheet" in name)


def test_what_cannot_be_given_is_empty_with_the_reason(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    with tiny.store.cursor() as cursor:
        found = sheets(excel_pack(cursor, Scope()))
    whole = {row[0]: dict(zip(found["合计"][3], row, strict=True)) for row in found["合计"][4:]}
    assert whole["亿元保费投诉量"]["数值"] is None and "缺少保费" in whole["亿元保费投诉量"]["缺失说明"]
    for row in found["月份"][4:]:
        named = dict(zip(found["月份"][3], row, strict=True))
        assert named["亿元保费投诉量(件/亿元)"] is None and "缺少保费" in named["缺失说明"]
    assert "缺失说明" not in found["渠道"][3]  # where nothing can be missing there is no column for it


def test_months_and_quarters_that_can_still_change_say_so(tiny: Tiny) -> None:
    """As of 15 August: August and its quarter are not over, and the complaint of 10 August has its limit to come."""
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-03-02", "撤诉日期": "2016-03-03"},
        {"投诉编号": "B", "受理时间": "2016-08-10"},
    )
    with tiny.store.cursor() as cursor:
        found = sheets(excel_pack(cursor, Scope(as_of=date(2016, 8, 15))))
    for name, still in (("季度", "2016-Q3"), ("月份", "2016-08")):
        head, *body = found[name][3:]
        states = {row[0]: row[head.index("期间状态")] for row in body}
        assert states.pop(still) == "该期未结束; 还有待定"
        assert set(states.values()) == {None}
    assert "期间状态" not in found["渠道"][3]


def test_an_empty_database_makes_a_workbook(tiny: Tiny) -> None:
    with tiny.store.cursor() as cursor:
        assert len(sheets(excel_pack(cursor, Scope()))) == len(PARTS) + 1
        assert len(sheets(regulator_list(cursor, Scope()))) == 1


def test_the_list_holds_counted_complaints_without_names(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-03-02", "投诉类别": "正式", "投诉人": "张样例", "联系电话": "13800000000"},
        {"投诉编号": "B", "受理时间": "2016-03-03", "投诉来源": "网站留言", "投诉人": "李示范"},
        {"投诉编号": "C", "受理时间": "2016-03-05", "投诉类别": "正式", "撤诉日期": "2016-03-20"},
        {"投诉编号": "D", "受理时间": "2016-05-01", "投诉类别": "正式"},
    )
    with tiny.store.cursor() as cursor:
        (rows,) = sheets(regulator_list(cursor, Scope())).values()
        (named,) = sheets(regulator_list(cursor, Scope(), with_personal_data=True)).values()
    head, body = rows[3], rows[4:]
    found = {row[0]: dict(zip(head, row, strict=True)) for row in body}
    assert {number: row["是否有效"] for number, row in found.items()} == {"A": "有效", "C": "无效", "D": None}
    assert found["A"]["受理日期"] == datetime(2016, 3, 2) and found["A"]["撤诉时限"] == datetime(2016, 4, 1)
    assert "张样例" not in str(rows) and "13800000000" not in str(rows)
    assert "张样例" in str(named)


def test_the_command_writes_it_and_says_where_not(tiny: Tiny, tmp_path: Path) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    path = str(tiny.store.path)
    tiny.store.close()
    out = tmp_path / "out.xlsx"
    done = CliRunner().invoke(main, ["--db", path, "export", "--format", "xlsx", "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert len(sheets(out.read_bytes())) == len(PARTS) + 1
    lost = CliRunner().invoke(main, ["--db", path, "export", "-o", str(tmp_path / "no" / "out.xlsx")])
    assert lost.exit_code == 1 and "cannot_write" in lost.stderr
    unknown = CliRunner().invoke(main, ["--db", path, "export", "--branch", "没有", "-o", str(out)])
    assert unknown.exit_code == 1 and "unknown_branch" in unknown.stderr
