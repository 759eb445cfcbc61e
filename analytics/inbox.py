"""A folder that is imported from: what lies in it is read, and moved to done/ or failed/ with its report beside it.

A file is moved after its batch is in the database. If the process dies between the two, the next scan finds the
same bytes imported already, imports nothing, and moves it. Nothing is ever deleted.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from analytics.errors import AppError, FileError, RequestError, StoreError, Text
from analytics.exchange.recorded import recorded_report
from analytics.exchange.report_text import report_in_chinese
from analytics.imports import import_file, refuse_demo
from analytics.imports.waiting import correction, waiting_rows
from analytics.intake.files import Source, sources
from analytics.intake.layout import Layout
from analytics.intake.report import FileReport, ImportReport
from analytics.store import Store

INBOX = Path("data/inbox")
# A copy over the network or a download grows for a while, and may carry its old date from the start.
SETTLE_SECONDS = 2.0

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp")
_NOT_OURS = ("thumbs.db", "desktop.ini")
_one_at_a_time = threading.Lock()


@dataclass(slots=True)
class InboxReport(ImportReport):
    """An import's report, with where each file of the folder went and why others were left where they are."""

    moved: dict[str, Path] = field(default_factory=dict)  # file name -> its new place
    left: dict[str, Text] = field(default_factory=dict)  # file name -> why

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        return {
            **ImportReport.as_dict(self, language),
            "moved": {name: str(place) for name, place in self.moved.items()},
            "left": {name: why.in_language(language) for name, why in self.left.items()},
        }


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What changes while a file is being written."""

    size: int
    modified: int


def scan_inbox(
    store: Store,
    folder: Path = INBOX,
    *,
    layout: Layout | None = None,
    settle_seconds: float = SETTLE_SECONDS,
    progress: Callable[[int, int, str], None] | None = None,
) -> InboxReport:
    """Import every file of a folder, by name, each as a batch of its own; one bad file never stops the others.

    Beside the moved file NAME lie NAME.report.json, NAME.report.txt (Chinese) and, where rows were rejected, a
    workbook to correct them in. Left alone: files that change within settle_seconds, unfinished downloads, Excel's
    lock files, hidden files, links and folders. The default folder is made when it is missing.
    Raises RequestError: demo_database, no_inbox, inbox_busy (another scan is under way).
    """
    if store.purpose == "demo":
        refuse_demo()
    if folder == INBOX:
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        raise RequestError(
            "no_inbox",
            Text(f"找不到文件夹 {folder}", f"there is no folder {folder}"),
            Text("请检查路径，或先建立该文件夹", "check the path, or make the folder"),
        )
    if not _one_at_a_time.acquire(blocking=False):
        raise RequestError(
            "inbox_busy",
            Text("正在导入收件文件夹", "the inbox is being imported already"),
            Text("请等它完成后再试", "wait until that is done"),
        )
    try:
        report = InboxReport()
        ready = _settled(folder, settle_seconds, report)
        for number, (path, stamp) in enumerate(ready.items()):
            if progress:
                progress(number, len(ready), path.name)
            _take_in(store, path, stamp, layout, report)
        return report
    finally:
        _one_at_a_time.release()


def _settled(folder: Path, seconds: float, report: InboxReport) -> dict[Path, _Stamp]:
    """The files to import, by name: those that stay the same for a while."""
    before = _stamps(folder)
    if not before:
        return {}
    time.sleep(seconds)
    after = _stamps(folder)
    ready = {path: before[path] for path in sorted(before) if after.get(path) == before[path]}
    for path in after.keys() - ready.keys():
        report.left[path.name] = Text("文件还在写入，下次再导入", "still being written: left for the next scan")
    return ready


def _stamps(folder: Path) -> dict[Path, _Stamp]:
    found = {}
    for path in folder.iterdir():
        name = path.name.lower()
        unfinished = name.startswith(("~$", ".")) or name.endswith(("~", *_UNFINISHED)) or name in _NOT_OURS
        if unfinished or path.is_symlink() or not path.is_file():
            continue
        if stamp := _stamp(path):
            found[path] = stamp
    return found


def _stamp(path: Path) -> _Stamp | None:
    """None: gone meanwhile, or not to be looked at."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return _Stamp(stat.st_size, stat.st_mtime_ns)


def _take_in(store: Store, path: Path, stamp: _Stamp, layout: Layout | None, report: InboxReport) -> None:
    """Import one file (a zip: several), write its reports, move it."""
    try:
        found, corrections = _import(store, path, layout)
    except AppError as error:  # the machine's trouble, not the file's: it may try again
        zh, en = (f"{what}；{do}" for what, do in zip(error.message, error.remedy, strict=True))
        report.left[path.name] = Text(f"暂时无法导入：{zh}", f"cannot be imported for now: {en}")
        return
    except (duckdb.Error, OSError, MemoryError) as error:
        report.left[path.name] = Text(f"暂时无法导入：{error}", f"cannot be imported for now: {error}")
        return
    report.files += found
    if _stamp(path) != stamp:
        report.left[path.name] = Text("导入期间文件有变化，下次再导入", "it changed meanwhile: left for the next scan")
        return
    failed = any(file.status == "failed" for file in found)
    try:
        place = path.parent / ("failed" if failed else "done")
        place.mkdir(exist_ok=True)
        target = _free(place, path.name)
        said = ImportReport(found)
        document = json.dumps(said.as_dict("zh"), ensure_ascii=False, indent=2)
        target.with_name(f"{target.name}.report.json").write_text(document, encoding="utf-8")
        # With a mark: Notepad on Windows takes text without one for GBK.
        target.with_name(f"{target.name}.report.txt").write_text(report_in_chinese(said), encoding="utf-8-sig")
        for name, workbook in corrections:
            _free(place, name).write_bytes(workbook)
        path.rename(target)
        report.moved[path.name] = target
    except OSError as error:  # open in Excel, a full disk: the next scan knows the file again and moves it
        report.left[path.name] = Text(f"已处理，但无法移动：{error}", f"dealt with, but it cannot be moved: {error}")


def _import(store: Store, path: Path, layout: Layout | None) -> tuple[list[FileReport], list[tuple[str, bytes]]]:
    """The reports of the files behind a path, and the rejects workbooks with their names."""
    found: list[FileReport] = []
    corrections: list[tuple[str, bytes]] = []
    try:
        with sources([path]) as files:
            for source in files:
                report = _import_source(store, source, layout)
                found.append(report)
                if report.rejects:
                    corrections += _correction(store, source, report, layout)
    except AppError as error:
        if _of_the_machine(error):
            raise
        found.append(FileReport(str(path), status="failed", error=error))
    if not found:
        nothing = FileError(
            "empty_archive",
            Text(f"{path.name} 中没有可导入的文件", f"{path.name} holds no file to import"),
            Text("请检查压缩包的内容", "check what is in the archive"),
        )
        found.append(FileReport(str(path), status="failed", error=nothing))
    return found, corrections


def _import_source(store: Store, source: Source, layout: Layout | None) -> FileReport:
    try:
        report = import_file(store, source, layout=layout)
    except (duckdb.Error, OSError, MemoryError):
        raise
    except Exception as error:  # a fault of this software must not keep the other files out
        failure = AppError(
            "unexpected",
            Text(f"读取时出现意外错误：{error!r}", f"unexpected error while reading: {error!r}"),
            Text("请将文件和本报告交给维护人员", "give the file and this report to whoever maintains the software"),
        )
        return FileReport(source.name, status="failed", error=failure)
    if report.error and _of_the_machine(report.error):
        raise report.error
    if report.status == "unchanged" and report.batch is not None:
        with store.cursor() as cursor:
            before = recorded_report(cursor, report.batch)
        report.sheets, report.rejects, report.warnings = before.sheets, before.rejects, before.warnings
    return report


def _of_the_machine(error: AppError) -> bool:
    return isinstance(error, StoreError) or error.code == "disk_full"


def _correction(store: Store, source: Source, report: FileReport, layout: Layout | None) -> list[tuple[str, bytes]]:
    """The rejects workbook, where rows wait; where it cannot be made, the report still has every fault."""
    with store.cursor() as cursor:
        waits = report.batch in waiting_rows(cursor)
    try:
        return [correction(store, source, report, layout)] if waits else []
    except Exception:  # the import has said it
        return []


def _free(folder: Path, name: str) -> Path:
    """A place for the name in the folder; with the time of day, and a number, where it is taken."""
    stem, suffix = Path(name).stem, Path(name).suffix
    now = f"{datetime.now():%Y%m%d-%H%M%S}"
    candidates = [name, f"{stem}_{now}{suffix}", *(f"{stem}_{now}_{n}{suffix}" for n in range(2, 1000))]
    taken = {path.name for path in folder.iterdir()}
    return folder / next(one for one in candidates if one not in taken and f"{one}.report.json" not in taken)
