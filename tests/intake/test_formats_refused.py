"""What is refused, and that it is told what it is and what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.intake import hostile, hostile_xls
from tests.intake.hostile import LOG
from tests.intake.reading import cells, refused, wrote


def test_xlsb_is_refused_by_content(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01")
    error = refused(path)
    assert error.code == "xlsb_not_read" and ".xlsx" in error.remedy.zh


def test_password_protected_files_are_told_apart_from_damaged_ones(tmp_path: Path) -> None:
    office = hostile_xls.ole({"EncryptionInfo": bytes(200), "EncryptedPackage": bytes(9000)})
    assert refused(wrote(tmp_path / "a.xlsx", office)).code == "password_protected"
    assert refused(hostile.write_ods(tmp_path / "a.ods", {"a": ""}, encrypted=True)).code == "password_protected"
    # .xls: a FILEPASS record after the first one.
    plain = hostile_xls.biff8({"a": LOG})
    locked = plain[:20] + b"\x2f\x00\x36\x00" + b"\x01\x00" + bytes(52) + plain[20:]
    assert refused(wrote(tmp_path / "a.xls", hostile_xls.ole({"Workbook": locked}))).code == "password_protected"
    hostile.log_xlsx(tmp_path / "b.xlsx")
    raw = bytearray((tmp_path / "b.xlsx").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert refused(wrote(tmp_path / "b.xlsx", bytes(raw))).code == "password_protected"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n" + bytes(50), "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z"),
        (b"MZ\x90\x00" + bytes(50), "程序"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(50), "Excel 4.0"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "mht"),
        (b"<?xml version='1.0'?><note>hello</note>", "XML"),
        (hostile_xls.ole({"WordDocument": bytes(5000)}), "Word"),
        (hostile_xls.ole({"PowerPoint Document": bytes(5000)}), "PowerPoint"),
        (hostile_xls.ole({"Thumbs": bytes(100)}), "其他程序"),
    ],
)
@pytest.mark.parametrize("name", ["log.xlsx", "log.xls", "log.csv", "log.pdf"])
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, what: str, name: str) -> None:
    error = refused(wrote(tmp_path / name, content))
    assert error.code == "not_a_workbook" and what in error.message.zh


def test_word_and_powerpoint_in_zips(tmp_path: Path) -> None:
    for part, what in (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("a.txt", "压缩包")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr(part, "x")
        error = refused(tmp_path / "a.xlsx")
        assert error.code == "not_a_workbook" and what in error.message.zh


def test_half_saved_and_damaged(tmp_path: Path) -> None:
    for build, name in ((hostile.log_xlsx, "a.xlsx"), (hostile.log_ods, "a.ods"), (hostile_xls.log_xls, "a.xls")):
        whole = build(tmp_path / name).read_bytes()
        for part in (0.3, 0.6, 0.95):
            assert refused(wrote(tmp_path / name, whole[: int(len(whole) * part)])).code == "damaged_file"
    assert refused(wrote(tmp_path / "a.xlsx", bytes(5000))).code == "damaged_file"  # space, never written
    assert refused(wrote(tmp_path / "a.xlsx", b"\x00\x01\x02\x03\xfe" * 500)).code == "damaged_file"
    assert refused(wrote(tmp_path / "a.xlsx", b"")).code == "empty_file"
    assert refused(tmp_path / "nowhere.xlsx").code == "file_not_found"


def test_a_byte_turned_over_inside_a_workbook_is_noticed(tmp_path: Path) -> None:
    # The cell's text itself, unpacked, so that nothing but the checksum can tell.
    path = tmp_path / "a.xlsx"
    hostile.log_xlsx(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert cells(path) == LOG
    assert refused(wrote(path, path.read_bytes().replace(b"TS0001", b"TS0007", 1))).code == "damaged_file"
