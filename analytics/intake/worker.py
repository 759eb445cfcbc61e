"""Reading files in child processes, so that no file can bring the dashboard down or hold it up.

`read_in_child` reads one file; `Readers.read_all` reads many, some ahead of the one being taken in. Child
processes are kept and used again: starting one takes as long as reading ten logs.
"""

from __future__ import annotations

import queue
import threading
import weakref
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path

from analytics.errors import FileError
from analytics.intake.files import Source
from analytics.intake.layout import Layout, Layouts
from analytics.intake.limits import MAX_READ_SECONDS, READ_AHEAD, READERS
from analytics.intake.read import FileRead
from analytics.intake.reading_process import CHILD, ReadingProcess, reader_stopped

_Job = tuple["Future[FileRead]", Path, str, Layouts | Layouts | Layout | None, date]


class Readers:
    """A few child processes that read files. Safe to use from several threads; close it, or leave it to the end.

    processes: how many at the most. seconds: what a file may take. command: the child, with a folder to be added.
    """

    def __init__(
        self, processes: int = READERS, seconds: float = MAX_READ_SECONDS, command: Sequence[str] = CHILD
    ) -> None:
        self._processes, self._seconds, self._command = processes, seconds, command
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._workers: list[ReadingProcess] = []
        self._under_way = 0
        self._lock = threading.Lock()
        # The threads know the workers, not this object: when nobody holds it any more, all of it ends.
        self._finish = weakref.finalize(self, _finish, self._jobs, self._workers)

    def read(self, path: Path, name: str, layouts: Layouts | Layout | None, today: date) -> FileRead:
        """Read one file. Raises FileError as read_whole does, and for what made the child fail."""
        return self._submit(path, name, layouts, today).result()

    def read_all(
        self, sources: Iterable[Source], layouts: Layouts | Layout | None, today: date
    ) -> Generator[FileRead | FileError, None, None]:
        """Each file, or why it cannot be read, in the order of the sources; a few are read ahead.

        The sources are asked for as they are needed. What is read ahead when the caller stops is let go.
        """
        ahead: deque[Future[FileRead]] = deque()
        waiting = iter(sources)
        try:
            while True:
                while len(ahead) <= READ_AHEAD and (source := next(waiting, None)) is not None:
                    ahead.append(self._promise(source, layouts, today))
                if not ahead:
                    return
                try:
                    yield ahead.popleft().result()
                except FileError as error:
                    yield error
        finally:
            for one in ahead:
                one.cancel()

    def close(self) -> None:
        """End the child processes. Files still being read end with FileError(reader_stopped)."""
        self._finish()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _promise(self, source: Source, layouts: Layouts | Layout | None, today: date) -> Future[FileRead]:
        if source.fault is None:
            return self._submit(source.path, source.name, layouts, today)
        known: Future[FileRead] = Future()
        known.set_exception(source.fault)
        return known

    def _submit(self, path: Path, name: str, layouts: Layouts | Layout | None, today: date) -> Future[FileRead]:
        promise: Future[FileRead] = Future()
        promise.add_done_callback(self._one_less)
        with self._lock:
            if not self._finish.alive:
                raise reader_stopped(name)
            self._under_way += 1
            if self._under_way > len(self._workers) < self._processes:
                worker = ReadingProcess(self._command, self._seconds)
                self._workers.append(worker)
                threading.Thread(target=_work, args=(worker, self._jobs), daemon=True).start()
            self._jobs.put((promise, path, name, layouts, today))
        return promise

    def _one_less(self, _: Future[FileRead]) -> None:
        with self._lock:
            self._under_way -= 1


def _work(worker: ReadingProcess, jobs: queue.SimpleQueue[_Job | None]) -> None:
    """The life of the thread that talks to one worker."""
    while (job := jobs.get()) is not None:
        promise, path, name, layouts, today = job
        if promise.set_running_or_notify_cancel():
            try:
                promise.set_result(worker.read(path, name, layouts, today))
            except BaseException as error:  # to whoever waits for it
                promise.set_exception(error)
        del job, promise  # a table lives as long as somebody holds it


def _finish(jobs: queue.SimpleQueue[_Job | None], workers: list[ReadingProcess]) -> None:
    for _ in workers:
        jobs.put(None)
    for worker in workers:
        worker.stop()


_shared: Readers | None = None
_shared_lock = threading.Lock()


def shared_readers() -> Readers:
    """The readers of this process, kept ready for as long as it lives."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Readers()
        return _shared


def read_in_child(path: Path, name: str, layouts: Layouts | Layout | None, today: date) -> FileRead:
    """Read a file as read_whole does, in a child process.

    Raises FileError as read_whole does, and besides reading_too_slow, too_much_memory, reader_crashed.
    """
    return shared_readers().read(path, name, layouts, today)
