"""Work that takes longer than a person wants to wait: done in a thread, watched by whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from analytics.errors import AppError

Progress = Callable[[int, int], None]


class Work:
    """A task under way, or its end.

    done, of: how far it is, 0 and 0 before anything can be said. result: what the task gave; error: what the engine
    refused; failed: it broke otherwise (the log has it). A process that ends takes the work with it, and with the
    work the transaction that was not committed.
    """

    def __init__(self, task: Callable[[Progress], Any], *, name: str, by: str) -> None:
        self.name, self.by = name, by
        self.done, self.of = 0, 0
        self.result: Any = None
        self.error: AppError | None = None
        self.failed = False
        self._thread = threading.Thread(target=self._run, args=(task,), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it is over, after so many seconds at most."""
        self._thread.join(seconds)
        return not self.running

    def _run(self, task: Callable[[Progress], Any]) -> None:
        try:
            self.result = task(self._tell)
        except AppError as error:
            self.error = error
        except BaseException:
            self.failed = True
            raise

    def _tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of
