"""Every format by its content: the same three complaints must come out of each, whatever the file is called."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from analytics.intake.reader import read_file
from analytics.intake.sniff import Format, identify
from tests.intake import hostile, hostile_xls
from tests.intake.hostile import LOG
from tests.intake.reading import cells, wrote

# --- The same log in every format --------------------------------------------------------------------------


@pytest.mark.parametrize("build", [hostile.log_xlsx, hostile_xls.log_xls, hostile.log_ods])
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv", ".et"])
def test_a_workbook_is_read_under_any_name(tmp_path: Path, build: object, suffix: str) -> None:
    path = tmp_path / f"log{suffix}"
    build(path)  # type: ignore[operator]
    assert cells(path) == LOG


def test_xlsx_with_macros_is_read_and_the_macros_are_just_bytes(tmp_path: Path) -> None:
    parts = {"xl/vbaProject.bin": b"not even a macro"}
    path = hostile.write_xlsx(tmp_path / "log.xlsm", {"a": hostile.sheet_xml(hostile.rows_xml(LOG))}, parts=parts)
    assert cells(path) == LOG


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize(
    ("encoding", "start"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xls"])
def test_text_in_every_encoding_and_separator(
    tmp_path: Path, mark: str, encoding: str, start: bytes, suffix: str
) -> None:
    path = wrote(tmp_path / f"log{suffix}", start + hostile.separated(LOG, mark).encode(encoding))
    assert cells(path) == LOG


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_html_named_xls(tmp_path: Path, charset: str) -> None:
    path = wrote(tmp_path / "log.xls", hostile.html(LOG, charset=charset).encode(charset))
    assert cells(path) == LOG


def test_html_without_a_charset_is_still_read(tmp_path: Path) -> None:
    page = hostile.html(LOG).replace("charset=utf-8", "")
    assert cells(wrote(tmp_path / "a.xls", page.encode("gb18030"))) == LOG
    assert cells(wrote(tmp_path / "b.xls", page.encode("utf-16"))) == LOG


def test_xml_spreadsheet_named_xls(tmp_path: Path) -> None:
    path = wrote(tmp_path / "log.xls", hostile.spreadsheetml(hostile.spreadsheetml_rows(LOG)))
    assert identify(path, path.name) is Format.SPREADSHEETML
    assert cells(path) == LOG


def test_archive_of_logs_with_chinese_names_of_old_windows(tmp_path: Path) -> None:
    from analytics.intake.files import sources

    name = "昆明/2016年3月台账.csv"
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        # zipfile would say that it is UTF-8; Windows says nothing and writes GBK.
        info = zipfile.ZipInfo(name.encode("gbk").decode("cp437"))
        archive.writestr(info, hostile.separated(LOG))
    raw = (tmp_path / "logs.zip").read_bytes()
    (tmp_path / "logs.zip").write_bytes(_without_utf8_flag(raw, name))
    with sources([tmp_path / "logs.zip"]) as found:
        assert [source.name for source in found] == [f"{tmp_path / 'logs.zip'}/{name}"]
        assert cells(found[0].path) == LOG


def _without_utf8_flag(raw: bytes, name: str) -> bytes:
    """The archive as Windows would have written it: names in GBK, flag bit 11 not set."""
    utf8 = name.encode("gbk").decode("cp437").encode("utf-8")
    with_names = raw.replace(utf8, name.encode("gbk"))
    out = bytearray()
    at = 0
    assert with_names != raw
    # Lengths of names and flags stand at fixed places of the two headers; offsets move with the names.
    shorter = len(utf8) - len(name.encode("gbk"))
    out += with_names
    local = out.index(b"PK\x03\x04")
    central = out.index(b"PK\x01\x02")
    end = out.index(b"PK\x05\x06")
    for place, flags, length in ((local, 6, 26), (central, 8, 28)):
        out[place + flags : place + flags + 2] = b"\0\0"
        out[place + length : place + length + 2] = len(name.encode("gbk")).to_bytes(2, "little")
    out[end + 12 : end + 16] = (end - central).to_bytes(4, "little")
    out[end + 16 : end + 20] = (int.from_bytes(out[end + 16 : end + 20], "little") - shorter).to_bytes(4, "little")
    return bytes(out) if at == 0 else b""


# --- A name that promises something else -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("log.xls", hostile.html(LOG), "HTML"),
        ("log.xlsx", hostile.separated(LOG), "CSV"),
        ("log.csv", hostile.html(LOG), "HTML"),
        ("log.xls", hostile.spreadsheetml(hostile.spreadsheetml_rows(LOG)), "XML Spreadsheet"),
    ],
)
def test_mislabelled_is_said(tmp_path: Path, name: str, content: str, said: str) -> None:
    book = read_file(wrote(tmp_path / name, content))
    assert [(warning.code, said in warning.message.zh, said in warning.message.en) for warning in book.warnings] == [
        ("mislabelled", True, True)
    ]


@pytest.mark.parametrize(
    ("build", "name"),
    [
        (hostile.log_xlsx, "a.xlsx"),
        (hostile.log_xlsx, "a.XLSM"),
        (hostile_xls.log_xls, "a.xls"),
        (hostile.log_ods, "a.ods"),
    ],
)
def test_a_rightly_named_file_is_not_remarked_on(tmp_path: Path, build: object, name: str) -> None:
    build(tmp_path / name)  # type: ignore[operator]
    assert read_file(tmp_path / name).warnings == []


def test_the_name_that_counts_is_the_one_the_user_gave(tmp_path: Path) -> None:
    # An upload or a file from an archive lies under another name than its own.
    path = wrote(tmp_path / "upload.tmp", hostile.separated(LOG))
    assert read_file(path, "2016年3月.csv").warnings == []
    assert [sheet.name for sheet in read_file(path, "2016年3月.csv")] == ["2016年3月"]
