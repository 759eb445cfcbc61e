"""Files made to do harm: each is read for what it holds or refused by name, quickly and in little memory."""

from __future__ import annotations

import os
import struct
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.intake import limits
from analytics.intake.files import sources
from analytics.intake.reader import read_file
from tests.intake import hostile
from tests.intake.hostile import LOG, cell, rows_xml, sheet_xml


@pytest.fixture(autouse=True)
def _in_a_moment() -> Iterator[None]:
    begin = time.process_time()
    yield
    assert time.process_time() - begin < 5


def cells(path: Path) -> list[list[str | None]]:
    (table,) = read_file(path)
    return [table.row(row) for row in range(table.height)]


def refused(path: Path) -> FileError:
    with pytest.raises(FileError) as caught:
        list(read_file(path))
    assert path.name in caught.value.message.zh and caught.value.remedy.zh
    return caught.value


def one_sheet(path: Path, body: str, **more: str) -> Path:
    return hostile.write_xlsx(path, {"a": sheet_xml(body, **more)})


# --- Sheets that declare more than they hold -----------------------------------------------------------------

_WHOLE_GRID = '<dimension ref="A1:XFD1048576"/>'


def test_a_declared_million_rows_with_ten_in_them(tmp_path: Path) -> None:
    assert cells(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG), before=_WHOLE_GRID)) == LOG


def test_formats_dragged_down_to_the_last_row_and_column(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="E{row}" s="1"></c></row>' for row in range(5, 60_000))
    corner = '<row r="1048576" ht="15"><c r="XFD1048576" s="1"/></row>'
    path = one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + empty + corner, before=_WHOLE_GRID)
    assert cells(path) == LOG


def test_a_space_far_below_is_no_row(tmp_path: Path) -> None:
    far = f'<row r="900000">{cell(899_999, 2, "  ")}</row>'
    assert cells(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + far)) == LOG


@pytest.mark.parametrize("before", ["", _WHOLE_GRID])
def test_two_cells_in_far_corners_are_refused_before_the_parser_sees_them(tmp_path: Path, before: str) -> None:
    far = f'<row r="1048576">{cell(1_048_575, 16_383, "x")}</row>'
    error = refused(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + far, before=before))
    assert error.code == "too_many_cells" and "XFD1048576" in error.message.zh


def test_rows_and_columns_beyond_any_spreadsheet(tmp_path: Path) -> None:
    for far in (f'<row r="99999999">{cell(99_999_998, 0, "x")}</row>', f'<row r="9">{cell(8, 9_999_999, "x")}</row>'):
        assert refused(one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + far)).code == "too_many_cells"


def test_ods_rows_and_columns_repeated_to_the_end_of_the_sheet(tmp_path: Path) -> None:
    empty = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    path = hostile.write_ods(tmp_path / "a.ods", {"a": hostile.ods_rows(LOG) + empty})
    assert cells(path) == LOG


def test_text_with_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.intake.sheet.MAX_CELLS", 1000)
    (tmp_path / "a.csv").write_text("1,2,3,4,5\n" * 201)
    assert refused(tmp_path / "a.csv").code == "too_many_cells"
    (tmp_path / "a.csv").write_text("1,2,3,4,5\n" * 200)
    assert len(cells(tmp_path / "a.csv")) == 200


def test_html_and_xml_spans_that_would_fill_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.intake.sheet.MAX_CELLS", 100_000)
    row = "<tr><td colspan=999999999>a</td><td>b</td></tr>"
    (tmp_path / "a.xls").write_text(f"<table>{row * 200}</table>")
    assert refused(tmp_path / "a.xls").code == "too_many_cells"
    for rows in ('<Row><Cell ss:MergeAcross="9999999"/></Row>', '<Row ss:Index="9999999"/>'):
        (tmp_path / "b.xls").write_text(hostile.spreadsheetml(rows))
        assert refused(tmp_path / "b.xls").code == "too_many_cells"


# --- Cells ------------------------------------------------------------------------------------------------------


def test_an_absurdly_long_cell_is_named(tmp_path: Path) -> None:
    longest = "字" * limits.MAX_CELL_CHARS
    assert cells(one_sheet(tmp_path / "a.xlsx", rows_xml([["a", longest]]))) == [["a", longest]]
    error = refused(one_sheet(tmp_path / "a.xlsx", rows_xml([["a", "b"], ["c", "x" * 5_000_000]])))
    assert error.code == "cell_too_long" and "B2" in error.message.zh and "5,000,000" in error.message.zh
    (tmp_path / "a.csv").write_text("a,b\n1," + "x" * 40_000 + "\n")
    assert refused(tmp_path / "a.csv").code == "cell_too_long"


def test_links_and_commands_are_just_text(tmp_path: Path) -> None:
    # The formula's last result is what is shown, and all that is read. The other workbook is never looked for.
    body = (
        '<row r="1"><c r="A1" t="str"><f>[1]Sheet1!A1</f><v>昆明</v></c>'
        """<c r="B1" t="str"><f>cmd|'/c calc'!A1</f><v>#shown</v></c>"""
        '<c r="C1" t="str"><f>HYPERLINK("http://example.invalid/","here")</f><v>here</v></c>'
        '<c r="D1" t="inlineStr"><is><t>=cmd|\'/c calc\'!A1</t></is></c></row>'
    )
    link = '<externalLink><externalBook r:id="rId1"/></externalLink>'
    path = hostile.write_xlsx(
        tmp_path / "a.xlsx", {"a": sheet_xml(body)}, parts={"xl/externalLinks/externalLink1.xml": link}
    )
    assert cells(path) == [["昆明", "#shown", "here", "=cmd|'/c calc'!A1"]]
    (tmp_path / "a.csv").write_text("a,b\n=cmd|'/c calc'!A1,+1+1\n")
    assert cells(tmp_path / "a.csv")[1] == ["=cmd|'/c calc'!A1", "+1+1"]


# --- Merges -----------------------------------------------------------------------------------------------------


def test_fifty_thousand_merges(tmp_path: Path) -> None:
    refs = [f"A{row}:B{row}" for row in range(1, 50_001)]
    path = one_sheet(tmp_path / "a.xlsx", rows_xml(LOG), after=hostile.merges_xml(refs))
    (sheet,) = read_file(path)
    assert len(sheet.merges) == 50_000 and sheet.merges[-1] == (49_999, 0, 49_999, 1)


def test_more_merges_than_any_log_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.intake.xlsx_scan.MAX_MERGES", 99)
    refs = [f"A{row}:B{row}" for row in range(1, 101)]
    assert refused(one_sheet(tmp_path / "a.xlsx", "", after=hostile.merges_xml(refs))).code == "too_many_merges"


# --- XML --------------------------------------------------------------------------------------------------------

_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [_LAUGHS, _OUTSIDE])
def test_entities_are_never_expanded(tmp_path: Path, doctype: str) -> None:
    bad = '<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
    assert refused(one_sheet(tmp_path / "a.xlsx", bad, doctype=doctype)).code == "xml_entities"
    book = hostile.write_xlsx(tmp_path / "b.xlsx", {"a": sheet_xml(rows_xml(LOG))}, doctype=doctype)
    assert refused(book).code == "xml_entities"
    strings = f'<?xml version="1.0"?>{doctype}<sst><si><t>&c;</t></si></sst>'
    shared = hostile.write_xlsx(
        tmp_path / "c.xlsx",
        {"a": sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')},
        parts={"xl/sharedStrings.xml": strings},
    )
    assert refused(shared).code == "xml_entities"
    text = '<table:table-row><table:table-cell office:value-type="string"><text:p>&c;</text:p></table:table-cell>'
    ods = hostile.write_ods(tmp_path / "d.ods", {"a": text + "</table:table-row>"}, doctype=doctype)
    assert refused(ods).code == "xml_entities"
    rows = '<Row><Cell><Data ss:Type="String">&c;</Data></Cell></Row>'
    (tmp_path / "e.xls").write_text(hostile.spreadsheetml(rows, doctype=doctype))
    assert refused(tmp_path / "e.xls").code == "xml_entities"


def test_an_entity_without_a_definition_is_a_damaged_file(tmp_path: Path) -> None:
    bad = '<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
    assert refused(one_sheet(tmp_path / "a.xlsx", bad)).code == "damaged_file"


# --- Zips -------------------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_from_its_own_directory(tmp_path: Path) -> None:
    zeros = sheet_xml("<!--" + "0" * (40 << 20) + "-->")  # 1,000 times smaller in the zip
    path = hostile.write_xlsx(tmp_path / "a.xlsx", {"a": zeros})
    assert path.stat().st_size < 100_000
    assert refused(path).code == "unzips_too_large"


def test_members_that_together_are_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile.log_xlsx(tmp_path / "a.xlsx")
    monkeypatch.setattr("analytics.intake.archive.MAX_UNZIPPED_BYTES", 1000)
    assert refused(path).code == "unzips_too_large"
    monkeypatch.undo()
    monkeypatch.setattr("analytics.intake.archive.MAX_ZIP_MEMBERS", 3)
    assert refused(path).code == "unzips_too_large"


def test_a_directory_that_says_less_than_is_packed_is_a_damaged_file(tmp_path: Path) -> None:
    # 2 MB of blanks said to be 400 bytes: no more than 400 are ever unpacked, and the checksum tells.
    path = one_sheet(tmp_path / "a.xlsx", rows_xml(LOG) + " " * (2 << 20))
    raw = path.read_bytes()
    at = raw.index(b"xl/worksheets/sheet1.xml", raw.index(b"PK\x01\x02")) - 46
    path.write_bytes(raw[: at + 24] + struct.pack("<I", 400) + raw[at + 28 :])
    assert refused(path).code == "damaged_file"


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    path = hostile.log_xlsx(tmp_path / "a.xlsx")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(rows_xml([["other"]])))
    assert refused(path).code == "damaged_file"


def test_an_unusual_way_of_packing(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", hostile.separated(LOG))
    with sources([tmp_path / "a.zip"]) as found:
        assert [source.fault.code for source in found if source.fault] == ["unknown_compression"]


def test_an_archive_within_an_archive_is_named_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("x.csv", hostile.separated(LOG))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.write(tmp_path / "inner.zip", "inner.zip")
        outer.writestr("good.csv", hostile.separated(LOG))
    with sources([tmp_path / "outer.zip"]) as found:
        good, inside = found
        assert cells(good.path) == LOG
        error = refused(inside.path)
        assert error.code == "not_a_workbook" and "压缩包" in error.message.zh and inside.name.endswith("/inner.zip")


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "C:\\Windows\\evil.csv", "..\\evil.csv", "a\tb.csv"]
)
def test_names_in_an_archive_lead_nowhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), hostile.separated(LOG))
    before = set(tmp_path.rglob("*"))
    with sources([folder / "a.zip"]) as found:
        (source,) = found
        assert cells(source.path) == LOG
        assert (source.name.isprintable() and "evil" in source.name) or "a?b" in source.name
        unpacked = source.path
    assert set(tmp_path.rglob("*")) == before and not unpacked.exists()


def test_damaged_locked_and_empty_archives_do_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 no more than that")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("x.csv", hostile.separated(LOG))
    raw = bytearray((tmp_path / "c.zip").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "c.zip").write_bytes(bytes(raw))
    (tmp_path / "d.csv").write_text(hostile.separated(LOG))
    with sources([tmp_path]) as found:
        assert [(Path(source.name).name, source.fault.code if source.fault else None) for source in found] == [
            ("a.zip", "damaged_file"),
            ("b.zip", "empty_archive"),
            ("c.zip", "password_protected"),
            ("d.csv", None),
        ]


def test_a_member_that_is_damaged_spoils_its_archive_only(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("x.csv", hostile.separated(LOG))
    raw = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(raw.replace(b"TS0001", b"TS0007", 1))
    with sources([tmp_path / "a.zip"]) as found:
        assert [source.fault.code for source in found if source.fault] == ["damaged_file"]


# --- Folders ----------------------------------------------------------------------------------------------------


def test_links_are_not_followed_out_of_a_folder(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    (outside / "deep").mkdir(parents=True)
    folder.mkdir()
    (outside / "secret.csv").write_text(hostile.separated(LOG))
    (folder / "own.csv").write_text(hostile.separated(LOG))
    (folder / "again.csv").symlink_to(folder / "own.csv")
    (folder / "out.csv").symlink_to(outside / "secret.csv")
    (folder / "dir").symlink_to(outside, target_is_directory=True)
    (folder / "self").symlink_to(folder, target_is_directory=True)
    (folder / "broken.csv").symlink_to(tmp_path / "nowhere.csv")
    with sources([folder]) as found:
        assert [(source.path.name, source.fault.code if source.fault else None) for source in found] == [
            ("again.csv", None),
            ("out.csv", "link_outside"),
            ("own.csv", None),
        ]


def test_a_folder_that_goes_on_for_ever_is_said(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(limits.MAX_FOLDER_DEPTH):
        deep = deep / "d"
    (deep / "d" / "d").mkdir(parents=True)
    (deep / "last.csv").write_text("a,b\n")
    (deep / "d" / "lost.csv").write_text("a,b\n")
    with sources([tmp_path]) as found:
        assert sorted((source.path.name, source.fault.code if source.fault else "") for source in found) == [
            ("d", "unreadable_folder"),
            ("last.csv", ""),
        ]


def test_what_a_folder_gives_and_what_not(tmp_path: Path) -> None:
    for name in ("a.xlsx", "B.XLS", "c.xlsb", "~$a.xlsx", ".hidden.csv", "notes.docx", "x/e.csv", "__MACOSX/f.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    with sources([tmp_path]) as found:
        assert [os.path.relpath(source.path, tmp_path) for source in found] == ["B.XLS", "a.xlsx", "c.xlsb", "x/e.csv"]


# --- Compound files that do not end -----------------------------------------------------------------------------


def test_an_ole_chain_in_a_circle(tmp_path: Path) -> None:
    raw = bytearray(hostile.ole({"Workbook": hostile.biff8({"a": LOG}) + bytes(5000)}))
    (fat,) = struct.unpack_from("<I", raw, 76)
    for sector in range(4):
        struct.pack_into("<I", raw, (fat + 1) * 512 + sector * 4, 0)  # every chain leads back to the first sector
    (tmp_path / "a.xls").write_bytes(bytes(raw))
    assert refused(tmp_path / "a.xls").code == "damaged_file"
