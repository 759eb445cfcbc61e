"""Workbooks with bytes turned over, cut off, doubled or moved: a clear refusal or a right result, each time.

Right means: for a format that carries checksums (.xlsx, .ods, .zip) what comes out is what was put in. The others
carry none, so a byte turned over inside a text is another text; there only the shape of the answer is checked.
All runs with fixed seeds, in one child with a short limit, so that a crash or an endless loop would show as such.
"""

from __future__ import annotations

import random
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.intake.files import Source, sources
from analytics.intake.read import FileRead
from analytics.intake.worker import Readers
from tests.intake import hostile, hostile_xls
from tests.intake.hostile import HEADER, LOG, ROWS

TODAY = date(2016, 4, 30)
ROUNDS = 60  # mutants a format
SECONDS = 8.0  # no mutant of a file of 5 KB takes longer to judge
# What must not be said: that the reader itself failed, or was too slow. Every other refusal is about the file.
NO_ANSWER = {"reader_crashed", "reading_too_slow", "reader_stopped", "file_not_found"}


def a_csv(path: Path) -> None:
    path.write_bytes(hostile.separated(LOG).encode("gb18030"))


def an_html(path: Path) -> None:
    path.write_bytes(hostile.html(LOG, charset="gbk", above="<h3>2016年3月</h3>").encode("gbk"))


def an_xml(path: Path) -> None:
    path.write_text(hostile.spreadsheetml(hostile.spreadsheetml_rows(LOG)), encoding="utf-8")


def an_xls(path: Path) -> None:
    rows = [HEADER, *(ROWS * 20)]
    path.write_bytes(hostile_xls.ole({"Workbook": hostile_xls.biff8({"2016年3月": rows}, merges=[(1, 0, 2, 0)])}))


def an_xlsx(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in LOG:
        sheet.append(row)
    sheet.merge_cells("G1:H2")
    book.save(path)


def a_zip(path: Path) -> None:
    an_xlsx(path.with_suffix(".tmp"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path.with_suffix(".tmp"), "2016年3月.xlsx")
        archive.writestr("b.csv", hostile.separated(LOG))


# name -> how to build it, whether every byte that matters is under a checksum
FORMATS: dict[str, tuple[Callable[[Path], object], bool]] = {
    "a.xlsx": (an_xlsx, True),
    "a.ods": (hostile.log_ods, True),
    "a.zip": (a_zip, True),
    "a.xls": (an_xls, False),
    "a.csv": (a_csv, False),
    "html.xls": (an_html, False),
    "xml.xls": (an_xml, False),
}


def mutants(whole: bytes, chance: random.Random) -> Iterator[bytes]:
    for _ in range(ROUNDS):
        raw = bytearray(whole)
        match chance.randrange(6):
            case 0:
                raw = raw[: chance.randrange(len(raw))]
            case 1:  # a block never written
                at = chance.randrange(len(raw))
                raw[at : at + 512] = bytes(len(raw[at : at + 512]))
            case 2:  # a block written twice
                at = chance.randrange(len(raw))
                raw[at:at] = raw[at : at + chance.randrange(1, 600)]
            case 3:  # a block lost
                at = chance.randrange(len(raw))
                del raw[at : at + chance.randrange(1, 600)]
            case 4:
                for _ in range(chance.randrange(1, 40)):
                    raw[chance.randrange(len(raw))] = chance.randrange(256)
            case _:
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        yield bytes(raw)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(processes=1, seconds=SECONDS) as one:
        yield one


def answers(path: Path, readers: Readers) -> list[FileRead | FileError]:
    with sources([path]) as found:
        return list(readers.read_all(found, None, TODAY))


def rows_of(found: FileRead) -> list[dict[str, object]]:
    return [row for sheet in found.sheets if sheet.rows is not None for row in sheet.rows.table.to_pylist()]


@pytest.mark.parametrize("name", FORMATS)
def test_tampered_files(tmp_path: Path, readers: Readers, name: str) -> None:
    build, checked = FORMATS[name]
    path = tmp_path / name
    build(path)
    right = [rows_of(found) for found in answers(path, readers) if isinstance(found, FileRead)]
    assert right and all(len(rows) >= 3 for rows in right)
    chance = random.Random(name)
    refused = 0
    for number, raw in enumerate(mutants(path.read_bytes(), chance)):
        path.write_bytes(raw)
        begin = time.monotonic()
        for found in answers(path, readers):
            if isinstance(found, FileError):
                assert found.code not in NO_ANSWER, (number, found)
                assert found.remedy.zh and found.message.en
                refused += 1
            elif checked:
                assert rows_of(found) in right, number
            else:
                assert all(sheet.report.rows_read >= sheet.report.rejected for sheet in found.sheets)
        assert time.monotonic() - begin < SECONDS + 5, number
    assert refused > 0  # the mutants do bite


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.xls"])
def test_tampered_before_it_was_packed(tmp_path: Path, readers: Readers, name: str) -> None:
    """Every checksum is right and the content is not: the parser itself is tried."""
    path = tmp_path / name
    FORMATS[name][0](path)
    stream = hostile_xls.biff8({"2016年3月": LOG}, merges=[(1, 0, 2, 0)])
    parts = {} if name == "a.xls" else parts_of(path)
    chance = random.Random(f"inside {name}")
    for number in range(ROUNDS):
        if name == "a.xls":
            path.write_bytes(hostile_xls.ole({"Workbook": next(mutants(stream, chance))}))
        else:
            part = chance.choice(sorted(parts))
            packed(path, parts | {part: next(mutants(parts[part], chance))})
        begin = time.monotonic()
        for found in answers(path, readers):
            assert isinstance(found, FileRead) or found.code not in NO_ANSWER | {"reader_crashed"}, (number, found)
        assert time.monotonic() - begin < SECONDS + 5, number


def test_a_name_says_nothing(tmp_path: Path, readers: Readers) -> None:
    chance = random.Random(7)
    noise = [
        chance.randbytes(3000),
        bytes(3000),
        "投诉".encode("utf-16") * 500,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 300,
    ]
    noise += [b"PK\x03\x04" + chance.randbytes(500), b"<html>" * 400, b"<table><tr><td>" * 400, b"<?xml " + b"<a" * 900]
    for number, raw in enumerate(noise):
        for suffix in (".xlsx", ".xls", ".ods", ".csv", ".zip"):
            path = tmp_path / f"{number}{suffix}"
            path.write_bytes(raw)
            for found in answers(path, readers):
                assert isinstance(found, FileError) and found.code not in NO_ANSWER, (path, found)


def test_the_readers_are_as_good_as_new_afterwards(tmp_path: Path, readers: Readers) -> None:
    an_xlsx(tmp_path / "2016年3月.xlsx")
    (found,) = readers.read_all([Source(tmp_path / "2016年3月.xlsx", "2016年3月.xlsx")], None, TODAY)
    assert isinstance(found, FileRead) and [sheet.report.rows_read for sheet in found.sheets] == [3]
