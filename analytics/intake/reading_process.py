"""A child process that reads files, seen from the parent: what it is asked, and what it died of."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO

from analytics.errors import FileError, Text
from analytics.intake.handover import ANSWER, unpack
from analytics.intake.layout import Layout, Layouts
from analytics.intake.limits import MAX_READ_MEMORY_BYTES
from analytics.intake.read import FileRead
from analytics.intake.scratch import scratch_folder

_ROOT = Path(__file__).parents[2]
# -P: no file in the dashboard's working directory can pass for one of our modules.
CHILD = (sys.executable, "-P", "-m", "analytics.intake.child")
# No threads and no memory set aside for what is not done here: the limit on memory counts what is set aside.
_MODEST = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "RUST_BACKTRACE": "0",
}


class ReadingProcess:
    """One child process, started when it is first needed and again after it ended. Used by one thread at a time."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self._command = command
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = scratch_folder()
        self._stopped = threading.Event()

    def start(self) -> subprocess.Popen[bytes]:
        """The running process. Returns at once; the child gets ready by itself."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            if self._stopped.is_set():
                raise EOFError
            self._folder.mkdir(exist_ok=True)
            path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
            with self._complaints.open("wb") as complaints:
                self._process = subprocess.Popen(
                    [*self._command, str(self._folder)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    env=os.environ | _MODEST | {"PYTHONPATH": path},
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            if self._stopped.is_set():  # meanwhile, by another thread
                self._process.kill()
        return self._process

    def read(self, path: Path, name: str, layouts: Layouts | Layout | None, today: date) -> FileRead:
        """Have the child read a file. Raises FileError, also for what made the child fail."""
        late = threading.Event()
        beside = self._folder / "tables"
        clock = threading.Timer(self._seconds, self._too_late, [late])
        clock.start()
        try:
            process = self.start()
            assert process.stdin is not None and process.stdout is not None
            pickle.dump((path.absolute(), name, layouts, today, beside, self._seconds), process.stdin)
            process.stdin.flush()
            length, last = ANSWER.unpack(_exactly(process.stdout, ANSWER.size))
            kind, *rest = unpack(_exactly(process.stdout, length), beside)
        except Exception as error:
            status = self._kill()
            if self._stopped.is_set():
                raise reader_stopped(name) from error
            if late.is_set():
                raise _too_slow(name, self._seconds) from error
            raise self._why(name, status, error) from error
        finally:
            clock.cancel()
        if last:
            process.wait()
            self._begin_again()
        if kind == "read":
            found: FileRead = rest[0]
            return found
        if kind == "refused":
            code, message, remedy = rest
            raise FileError(code, Text(*message), Text(*remedy))
        raise _too_much_memory(name) if rest[0] == "memory" else _crashed(name, rest[1])

    def stop(self) -> None:
        """End the process, whatever it does. It may be called from another thread while a file is being read."""
        self._stopped.set()
        if self._process is not None:
            self._process.kill()
        self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin_again(self) -> None:
        """Start the next process at once, so that the next file does not wait for it."""
        with suppress(EOFError, OSError):  # stopped meanwhile; or the next file will say why it cannot be started
            self.start()

    def _too_late(self, late: threading.Event) -> None:
        late.set()
        if self._process is not None:
            self._process.kill()

    def _kill(self) -> int:
        if self._process is None:
            return 0
        self._process.kill()
        return self._process.wait()

    @property
    def _complaints(self) -> Path:
        return self._folder / "stderr"

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # a request was still in it
                    pipe.close()

    def _why(self, name: str, status: int, error: Exception) -> FileError:
        """What a child that ended without a proper answer died of."""
        said = b""
        with suppress(OSError):
            said = self._complaints.read_bytes()[-8192:]
        ended_itself = isinstance(error, (EOFError, BrokenPipeError))
        # Rust and C++ say so and abort. Killed, and not by us, is the system's answer to a lack of memory.
        if any(word in said for word in (b"memory allocation", b"MemoryError", b"bad_alloc")) or (
            ended_itself and status == -9
        ):
            return _too_much_memory(name)
        if ended_itself and status == 1:  # only an import that failed ends it so: it reports all else
            return _not_started(name, said.decode("utf-8", "replace").strip().rpartition("\n")[2])
        return _crashed(name, f"exit {status}" if ended_itself else type(error).__name__)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _too_slow(name: str, seconds: float) -> FileError:
    return FileError(
        "reading_too_slow",
        Text(f"读取 {name} 超过 {seconds:g} 秒,已停止", f"reading {name} took more than {seconds:g} seconds: stopped"),
        _COPY_THE_TABLE,
    )


def _too_much_memory(name: str) -> FileError:
    size = MAX_READ_MEMORY_BYTES // 2**30
    return FileError(
        "too_much_memory",
        Text(f"读取 {name} 需要的内存超过 {size} GB 的上限", f"reading {name} takes more than {size} GB of memory"),
        _COPY_THE_TABLE,
    )


def _crashed(name: str, where: str) -> FileError:
    return FileError(
        "reader_crashed",
        Text(f"读取 {name} 时程序出错({where}),文件可能已损坏", f"reading {name} failed ({where}): it may be damaged"),
        Text(
            "请在 Excel 中打开并另存为新的 .xlsx 后重试;若仍失败,请把此信息告诉管理员",
            "open it in Excel, save it as a new .xlsx and try again; if that fails too, pass this message on",
        ),
    )


def _not_started(name: str, why: str) -> FileError:
    return FileError(
        "reader_not_started",
        Text(
            f"读取程序无法启动,{name} 未读取:{why}", f"{name} was not read, the reading process does not start: {why}"
        ),
        Text("请重新安装本软件的依赖(见 README)", "install what the software needs again (see the README)"),
    )


def reader_stopped(name: str) -> FileError:
    return FileError(
        "reader_stopped",
        Text(f"程序正在退出,{name} 未读取", f"the program is ending: {name} was not read"),
        Text("请重新启动后再导入", "start it again and import then"),
    )


_COPY_THE_TABLE = Text(
    "请在 Excel 中只复制表格区域到新工作簿后另存,或拆分后导入",
    "copy only the table into a new workbook and save that, or split it",
)
