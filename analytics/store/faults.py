"""What is wrong with a database's file, and what to do about it: the engine's own words, turned into a person's."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from analytics.errors import StoreError, Text, disk_fault

# The last: another store of this process has it.
_TAKEN = ("lock on file", "being used by another process", "另一个程序正在使用", "configuration has been locked")


def overwritten(path: Path) -> StoreError:
    return StoreError(
        "database_overwritten",
        Text(
            f"数据库文件 {path} 在打开期间被别的程序覆盖或清空,已停止读写,没有写入任何内容",
            f"the database file {path} was copied over or emptied by another program while it was open here; nothing is"
            " read from it or written into it any more",
        ),
        Text(
            "请等复制完成,然后关闭看板再重新启动:它会打开现在的文件,覆盖前导入和修改的内容不在其中;"
            "如果不是有意覆盖,请先把备份放回原处。以后要换文件,请先关闭看板,或使用 restore 命令",
            "wait for the copying to end, then stop the dashboard and start it again: it opens the file that is there"
            " now, which has nothing that was imported or changed here before; if nobody meant to, put a backup in its"
            " place first. To change files another time, stop the dashboard before, or use the command `restore`",
        ),
    )


def gone(path: Path) -> StoreError:
    return StoreError(
        "database_lost",
        Text(
            f"数据库文件 {path} 不在原处了:被移走、改名,或换成了另一个文件;没有写入任何内容",
            f"the database file {path} is no longer there: moved away, renamed, or another put in its place; nothing"
            " was written",
        ),
        Text(
            "请把它放回原处,并检查网络盘是否连着,然后重试;如果是有意换成另一个文件,重试后会打开那个文件",
            "put it back, see whether the network drive is connected, and try again; where another was put in its place"
            " on purpose, that one is opened",
        ),
    )


def of_the_machine(error: BaseException | None) -> BaseException | None:
    """The error of the file system that an error of the engine is, or came of; None where it is none."""
    while error is not None:
        if isinstance(error, (duckdb.IOException, duckdb.FatalException)) or _not_committed(error):
            return error
        error = error.__context__
    return None


def kept_all_the_same(reason: str) -> bool:
    """Whether the engine says that a change is in, and only working it into the file failed."""
    return "COMMIT succeeded" in reason


def _not_committed(error: BaseException) -> bool:
    return isinstance(error, duckdb.TransactionException) and 'file "' in str(error)


def out_of_reach(path: Path, reason: str) -> StoreError:
    """reason: what the engine said when it read or wrote."""
    return _of_the_disk(path, reason) or StoreError(
        "database_lost",
        Text(
            f"数据库文件 {path} 读写不了 {_first_line(reason)}",
            f"the database file {path} is out of reach {_first_line(reason)}",
        ),
        Text(
            "请检查文件是否还在原处、网络盘是否连着、磁盘是否已满,然后重试",
            "see whether the file is where it was, the network drive connected, the disk full; then try again",
        ),
    )


def _of_the_disk(path: Path, reason: str) -> StoreError | None:
    """No space, or no leave to write: the two that people can mend."""
    kind = disk_fault(reason)
    if kind == "disk_full":
        kept = kept_all_the_same(reason)
        zh = "最后一次改动已写入" if kept else "正在进行的改动没有写入,原有数据不变"
        en = "the last change was kept" if kept else "what was under way was not kept, the data is as it was"
        return StoreError(
            kind,
            Text(
                f"磁盘已满,数据库 {path} 写不进去;{zh}",
                f"the disk is full, the database {path} cannot be written; {en}",
            ),
            Text("请在这个磁盘上腾出空间,然后重试", "make room on that disk, then try again"),
        )
    if kind == "read_only":
        return StoreError(
            kind,
            Text(
                f"数据库 {path} 不可写:文件或所在文件夹只读,或没有写入权限;没有写入任何内容",
                f"the database {path} cannot be written: the file or its folder is read-only, or you have no permission"
                " to write there; nothing was written",
            ),
            Text(
                "请给文件和文件夹写入权限;或把数据库复制到可写的文件夹,打开那一份(环境变量 COMPLAINTS_DB)",
                "make the file and its folder writable, or copy the database into a folder that is and open it there"
                " (environment variable COMPLAINTS_DB)",
            ),
        )
    return None


def cannot_open(path: Path, reason: str) -> StoreError:
    """reason: what the engine or the file system said."""
    taken = any(words in reason for words in _TAKEN)
    if taken:
        found = re.search(r"PID (\d+)", reason)
        who_zh = f"(进程 {found[1]})" if found else ""
        who_en = f" (pid {found[1]})" if found else ""
        return StoreError(
            "database_taken",
            Text(
                f"另一个程序{who_zh}正在使用数据库 {path}",
                f"another program{who_en}, most likely the dashboard, has the database {path} open",
            ),
            Text("请在看板中操作,或先关闭它再试", "work in the dashboard, or stop it and try again"),
        )
    if _is_empty(path):
        return StoreError(
            "database_unreadable",
            Text(
                f"数据库文件 {path} 是空的(0 字节):内容被清空,或从未写入",
                f"the database file {path} is empty (0 bytes): it was cut off, or never written",
            ),
            Text(
                "请用备份恢复;要新建数据库,请先删除这个空文件", "restore a backup; for a new one remove this file first"
            ),
        )
    return _of_the_disk(path, reason) or StoreError(
        "database_unreadable",
        Text(
            f"无法打开数据库 {path}:{_first_line(reason)}",
            f"the database {path} cannot be opened: {_first_line(reason)}",
        ),
        Text(
            "请检查路径与权限,或从备份恢复",
            "check the path and your permissions, or restore a backup",
        ),
    )


def replaced(path: Path) -> Text:
    """Noticed, and the new one opened."""
    return Text(
        f"数据库文件 {path.name} 在看板运行期间换成了另一个文件,现在的数字出自新文件",
        f"the database file {path.name} was replaced by another while the dashboard was running; the figures are now"
        " those of the new one",
    )


def log_set_aside(aside: Path) -> Text:
    """A log of changes was beside a file that it does not belong to."""
    return Text(
        f"数据库文件被换过:旁边的变更日志属于原来的文件,已改名保留为 {aside.name},其中的修改不在现在的数据里",
        f"the database file was changed for another: the log of changes beside it belongs to the one before and is"
        f" kept as {aside.name}; what it holds is not in the data now",
    )


def _first_line(reason: str) -> str:
    return next(iter(reason.strip().splitlines()), "")


def _is_empty(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size == 0
    except OSError:
        return False
