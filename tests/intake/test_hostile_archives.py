"""Archives, folders and compound files made to do harm: nothing leads out of them, and none goes on for ever."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest

from analytics.intake import limits
from analytics.intake.files import sources
from tests.intake import hostile, hostile_xls
from tests.intake.hostile import LOG, rows_xml, sheet_xml
from tests.intake.reading import cells, refused


def one_sheet(path: Path, body: str, **more: str) -> Path:
    return hostile.write_xlsx(path, {"a": sheet_xml(body, **more)})


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
    raw = bytearray(hostile_xls.ole({"Workbook": hostile_xls.biff8({"a": LOG}) + bytes(5000)}))
    (fat,) = struct.unpack_from("<I", raw, 76)
    for sector in range(4):
        struct.pack_into("<I", raw, (fat + 1) * 512 + sector * 4, 0)  # every chain leads back to the first sector
    (tmp_path / "a.xls").write_bytes(bytes(raw))
    assert refused(tmp_path / "a.xls").code == "damaged_file"
