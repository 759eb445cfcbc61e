"""The process that reads files for another: python -m analytics.intake.child FOLDER

Requests come in on its standard input, answers go out on its standard output. It knows no database and no
network, keeps to a limit on memory, and is not missed when a file brings it down: the parent starts another.
It ends when its standard input does, which is also when the parent has died, and then removes FOLDER, where the
two keep what they hand over.
"""

from __future__ import annotations

import os
import pickle
import queue
import shutil
import signal
import sys
import threading
import traceback
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import IO, Any

if sys.platform != "win32":
    import resource  # on Windows the checks before and while reading bound memory, and the limit on time


class _NoPandas(MetaPathFinder):
    """pyarrow loads pandas to see whether it is given any. Here it is not; 60 MB and half of the start are saved."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


sys.meta_path.insert(0, _NoPandas())

from analytics.errors import AppError, disk_fault, disk_full  # noqa: E402
from analytics.intake.handover import ANSWER, pack  # noqa: E402
from analytics.intake.limits import MAX_READ_MEMORY_BYTES, WORKER_RENEWED_ABOVE_BYTES  # noqa: E402
from analytics.intake.read import read_whole  # noqa: E402


def main() -> None:
    folder = Path(sys.argv[1])
    # What a library prints must not get in between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is for the parent to decide on
    _limit()
    requests: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests, folder), daemon=True).start()
    last = False
    while not last:
        path, name, layouts, today, beside, seconds = requests.get()
        _limit_work(seconds)
        answer, last = _answer(path, name, layouts, today, beside)
        last = last or _peak_bytes() > WORKER_RENEWED_ABOVE_BYTES
        answers.write(ANSWER.pack(len(answer), last))
        answers.write(answer)
        answers.flush()
        del answer
    os._exit(0)  # the listening thread waits for ever; an orderly end would wait for it


def _listen(requests_in: IO[bytes], requests: queue.SimpleQueue[tuple[Any, ...]], folder: Path) -> None:
    """Pass requests on; leave at once when there can be no more, even in the midst of a file."""
    try:
        while True:
            requests.put(pickle.load(requests_in))  # the parent is trusted
    except (EOFError, OSError, pickle.UnpicklingError):
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _answer(path: Path, name: str, layouts: Any, today: Any, beside: Path) -> tuple[bytes, bool]:
    """The answer, and whether this process should not be used again."""
    try:
        beside.parent.mkdir(exist_ok=True)
        return pack(("read", read_whole(path, name, layouts, today)), beside), False
    except AppError as error:
        return pickle.dumps(("refused", error.code, tuple(error.message), tuple(error.remedy))), False
    except MemoryError:
        return pickle.dumps(("failed", "memory", "")), True
    except BaseException as error:  # a panic of the parser is no Exception
        if isinstance(error, OSError) and disk_fault(str(error)) == "disk_full":
            fault = disk_full(str(beside.parent))
            return pickle.dumps(("refused", fault.code, tuple(fault.message), tuple(fault.remedy))), False
        # Where, not what: the message of an exception may hold what stood in a cell.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
        return pickle.dumps(("failed", "crash", where)), not isinstance(error, Exception)


def _limit() -> None:
    if sys.platform == "win32":
        return
    # An image of this process's memory would be personal data on disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the system does not hold a process to it
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_READ_MEMORY_BYTES, MAX_READ_MEMORY_BYTES))


def _limit_work(seconds: float) -> None:
    """The parent's clock is the limit on time. This one is for a parent that died while a parser runs in a circle."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + 4 * seconds) + 10, most))


def _peak_bytes() -> int:
    """The most memory this process has held; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    try:
        # Not getrusage: on Linux a child starts from the size of the parent that it was forked from.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    except (OSError, IndexError, ValueError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
