"""What the rejects workbook looks like: what it holds, marks, says and keeps."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from analytics.errors import RequestError
from analytics.exchange.rejects import rejects_name, rejects_workbook
from analytics.intake.layout import Layout
from analytics.intake.report import FileReport
from analytics.intake.report_month import Stated, stated_in
from analytics.vocabulary import SheetKind
from tests.exchange.books import HEADERS, add_sheet, correct, download, load, marked, values, write_csv, write_xlsx
from tests.tiny import Tiny

DAY = datetime(2016, 3, 5, 14, 5)


def row(number: str, received: object = DAY, **cells: object) -> list[object]:
    plain = {"投诉编号": number, "受理时间": received, "投诉来源": "12378", "被投诉机构": "甲支公司"}
    return [{**plain, **cells}.get(header) for header in HEADERS]


def test_only_rejected_rows_come_out_with_their_faults_marked(tiny: Tiny, tmp_path: Path) -> None:
    rows = [row("A1"), row("A2", "2016年13月5日", **{"赔付金额(元)": "很多"}), row("A3"), row("A4", None)]
    path = write_xlsx(tmp_path / "2016年3月.xlsx", rows, title="投诉台账")
    sheet = openpyxl.load_workbook(download(path, load(tiny, path))).active
    shown = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert [line[0] for line in shown[2:]] == ["投诉台账", "投诉编号", "A2", "A4"]
    places = [(cell.coordinate, original) for cell, original in marked(sheet)]
    # Rows of the original: title 1, header 2, A1 3, A2 4, A3 5, A4 6. In the copy two lines stand on top.
    assert places == [("B5", 4), ("I5", 4), ("B6", 6)]
    comment = sheet["B5"].comment.text
    assert comment.index("2016-03-05 14:05") < comment.index("Row 4 of the original")
    assert "处理" in comment and "To do" in comment
    assert sheet["B6"].value is None
    assert shown[1][0] == "报告月份：2016年3月"


def test_types_and_formats_survive_and_text_never_runs(tiny: Tiny, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    add_sheet(book.active, [row("0012", None, 撤诉日期=date(2016, 3, 9), 投诉原因="=HYPERLINK(1)")], HEADERS)
    sheet = book.active
    sheet["I2"], sheet["F2"] = 1234.5, "-7+3"
    sheet["I2"].number_format, sheet["H2"].number_format = '#,##0.00"元"', "yyyy年m月d日"
    path = tmp_path / "2016年3月.xlsx"
    book.save(path)
    copy = openpyxl.load_workbook(download(path, load(tiny, path))).active
    cells = {header: copy.cell(4, place) for place, header in enumerate(HEADERS, 1)}
    assert (cells["投诉编号"].value, cells["投诉编号"].data_type) == ("0012", "s")
    assert cells["撤诉日期"].value == datetime(2016, 3, 9) and cells["撤诉日期"].number_format == "yyyy年m月d日"
    assert cells["赔付金额(元)"].value == 1234.5 and cells["赔付金额(元)"].number_format == '#,##0.00"元"'
    for header, text in (("投诉原因", "=HYPERLINK(1)"), ("保单号", "-7+3")):
        assert (cells[header].value, cells[header].data_type, cells[header].quotePrefix) == (text, "s", True)


def test_an_error_cell_is_still_an_error_when_nobody_mends_it(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1"), row("A2", 被投诉机构="#REF!")])
    first = load(tiny, path)
    assert [reject.code for reject in first.rejects] == ["error_cell"]
    again = load(tiny, download(path, first))
    assert [reject.code for reject in again.rejects] == ["error_cell"]


def test_text_that_looks_like_an_error_stays_text(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1"), row("A2", "昨天")])
    book = openpyxl.load_workbook(path)
    book.active["G3"] = "#N/A"
    book.active["G3"].data_type = "s"
    book.save(path)
    cell = openpyxl.load_workbook(download(path, load(tiny, path))).active["G4"]
    assert (cell.value, cell.data_type) == ("#N/A", "s")


def test_another_file_than_the_imported_one_is_refused(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1", "昨天")])
    report = load(tiny, path)
    write_xlsx(path, [row("A0"), row("A1", "昨天")])
    with pytest.raises(RequestError, match="not_the_original"):
        rejects_workbook(path, report)


def test_a_csv_comes_out_as_text(tiny: Tiny, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "2016年3月.csv", [row("A1"), row("0007", "昨天", 保单号="00123456789012345678")])
    shown = values(download(path, load(tiny, path)))
    assert shown[3][:2] == ["0007", "昨天"] and shown[3][5] == "00123456789012345678"


def test_a_table_that_does_not_begin_at_the_left_keeps_its_columns(tiny: Tiny, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for place, (header, good, bad) in enumerate(zip(HEADERS, row("A1"), row("A2", "昨天"), strict=True), 3):
        for line, value in ((4, header), (5, good), (6, bad)):
            book.active.cell(line, place, value)
    path = tmp_path / "2016年3月.xlsx"
    book.save(path)
    copy = openpyxl.load_workbook(download(path, load(tiny, path))).active
    (cell, original), *others = marked(copy)
    assert original == 6 and cell.value == "昨天" and not others
    assert copy.cell(cell.row - 1, cell.column).value == "受理时间"
    amended = load(tiny, correct(Path(path.parent / "downloads" / "2016年3月_待改正.xlsx"), lambda *_: DAY))
    assert amended.rejects == [] and amended.sheets[0].new == 1


def test_a_sheet_that_declares_a_wrong_size_is_copied_whole(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1"), row("A2", "昨天"), row("A3", "前天")])
    _declare(path, "A1:A1")
    shown = values(download(path, load(tiny, path)))
    assert [line[:3] for line in shown[3:]] == [["A2", "昨天", "12378"], ["A3", "前天", "12378"]]


def _declare(path: Path, size: str) -> None:
    import re
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{size}"'.encode(), parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def test_a_1904_workbook_stays_one(tiny: Tiny, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    add_sheet(book.active, [row("A1"), row("A2", DAY, **{"赔付金额(元)": "很多"})], HEADERS)
    path = tmp_path / "2016年3月.xlsx"
    book.save(path)
    target = correct(download(path, load(tiny, path)), lambda *_: 5)
    load(tiny, target)
    with tiny.store.cursor() as cursor:
        found = cursor.execute("SELECT DISTINCT received_at FROM complaint").fetchall()
    assert found == [(DAY,)]


def test_titles_units_and_merged_headers_survive(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "保费.xlsx",
        [["2016-01", "甲", 1.5, 10], ["一月份吧", "乙", 2.5, 20]],
        ["月份", "机构", "保费收入(万元)", "有效保单(千张)"],
        title="2016年保费",
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:D1")
    book.active["A1"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    target = correct(download(path, load(tiny, path)), lambda *_: "2016-01")
    copy = openpyxl.load_workbook(target).active
    assert copy["A2"].value == "2016年保费" and copy["A2"].font.bold
    assert [str(area) for area in copy.merged_cells.ranges] == ["A2:D2"]
    assert load(tiny, target).rejects == []
    with tiny.store.cursor() as cursor:
        rows = cursor.execute("SELECT branch_name, premium_yuan, policies FROM exposure ORDER BY 1").fetchall()
    assert sorted(rows) == sorted([("甲", 15_000, 10_000), ("乙", 25_000, 20_000)])


def test_every_sheet_with_rejects_and_no_other(tiny: Tiny, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    add_sheet(book.active, [row("A1", "昨天")], HEADERS, name="2016年1月")
    add_sheet(book.create_sheet(), [row("A2")], HEADERS, name="2016年2月")
    add_sheet(book.create_sheet(), [row("A3", None)], HEADERS, name="2016年3月")
    path = tmp_path / "台账.xlsx"
    book.save(path)
    assert openpyxl.load_workbook(download(path, load(tiny, path))).sheetnames == ["2016年1月", "2016年3月"]


def test_beyond_so_many_comments_faults_are_only_coloured(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.exchange.marked_sheet.MAX_COMMENTS", 2)
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row(f"A{n}", "昨天") for n in range(5)] + [row("B")])
    sheet = openpyxl.load_workbook(download(path, load(tiny, path))).active
    coloured = [line[1] for line in sheet.iter_rows(min_row=4) if line[1].fill.patternType == "solid"]
    assert len(coloured) == 5 and sum(cell.comment is not None for cell in coloured) == 2
    assert "csv" in sheet["A1"].value


def test_the_lines_on_top_state_the_report_month_and_nothing_else(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", [row("A1"), row("A2", "昨天")])
    first, month, *_ = values(download(path, load(tiny, path)))
    assert stated_in(first[0]) == Stated() and stated_in(month[0]) == Stated(2016, 3)
    assert not any(first[1:]) and not any(month[1:])
    path = write_xlsx(tmp_path / "保费.xlsx", [["昨天", "甲", 1]], ["月份", "机构", "保费收入(元)"])
    assert [line[0] for line in values(download(path, load(tiny, path)))][1:] == ["月份", "昨天"]


def test_a_header_far_down_stays_where_it_is_found(tiny: Tiny, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1"), row("A2", "昨天")])
    book = openpyxl.load_workbook(path)
    book.active.insert_rows(1, 38)
    book.save(path)
    report = load(tiny, path)
    assert report.sheets[0].header_row == 39
    target = correct(download(path, report), lambda *_: DAY)
    assert load(tiny, target).sheets[0].new == 1


def test_names_keep_the_month_and_never_repeat_the_original() -> None:
    def proposed(path: str) -> str:
        return rejects_name(FileReport(path))

    assert proposed("in/2016年3月台账.xls") == "2016年3月台账_待改正.xlsx"
    assert proposed("2016年3月台账_待改正.xlsx") == "2016年3月台账_待改正2.xlsx"
    assert proposed("2016年3月台账_待改正2.xlsx") == "2016年3月台账_待改正3.xlsx"


def test_nothing_rejected_is_said(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="nothing_rejected"):
        rejects_workbook(tmp_path / "x.xlsx", FileReport("x.xlsx"))


def test_a_workbook_that_only_the_reader_can_open_comes_out_as_text(tiny: Tiny, tmp_path: Path) -> None:
    import zipfile

    path = write_xlsx(tmp_path / "2016年3月.xlsx", [row("A1"), row("A2", DAY, **{"赔付金额(元)": "很多"})])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = b"<broken"
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    with pytest.raises(Exception):  # noqa: B017
        openpyxl.load_workbook(path)
    target = correct(download(path, load(tiny, path)), lambda *_: 5)
    assert load(tiny, target).rejects == []
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT DISTINCT received_at FROM complaint").fetchall() == [(DAY,)]


def test_a_web_page_saved_as_xls_comes_out_as_a_workbook(tiny: Tiny, tmp_path: Path) -> None:
    lines = [HEADERS, row("A1", "2016-03-05"), row("0012", "2016-03-05", 被投诉机构="#REF!")]
    cells = "".join(f"<tr>{''.join(f'<td>{cell or str()}</td>' for cell in line)}</tr>" for line in lines)
    path = tmp_path / "2016年3月.xls"
    path.write_text(f"<html><meta charset='utf-8'><table>{cells}</table></html>", encoding="utf-8")
    target = download(path, load(tiny, path))
    assert [fault.code for fault in load(tiny, target).rejects] == ["error_cell"]
    assert load(tiny, correct(target, lambda *_: "甲支公司")).rejects == []
    with tiny.store.cursor() as cursor:
        numbers = cursor.execute("SELECT complaint_no FROM complaint ORDER BY 1").fetchall()
    assert numbers == [("0012",), ("A1",)]


def test_a_log_read_by_a_layout_is_corrected_under_it(tiny: Tiny, tmp_path: Path) -> None:
    layout = Layout(
        "regional",
        SheetKind.LOG,
        {"Day": "received_at", "Office": "branch"},
        key=("File", "Part"),
        constants={"channel": "监管机构"},
        date_format="%d/%m/%Y",
    )
    rows = [["1", "a", "05/03/2016", "甲"], ["1", "b", "2016?", "甲"], ["1", "b", "07/03/2016", "乙"]]
    path = write_xlsx(tmp_path / "2016年3月.xlsx", rows, ["File", "Part", "Day", "Office"])
    report = load(tiny, path, layout=layout)
    target = correct(download(path, report, layout=layout), lambda *_: "06/03/2016")
    assert load(tiny, target, layout=layout).rejects == []
    with tiny.store.cursor() as cursor:
        found = cursor.execute("SELECT complaint_no, received_on, branch FROM complaint ORDER BY 1").fetchall()
    # The row that was accepted stands last in the log and still has the last word.
    assert found == [("1/a", date(2016, 3, 5), "甲"), ("1/b", date(2016, 3, 7), "乙")]
