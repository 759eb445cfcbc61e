"""What has been answered or drawn once and is shared by all sessions as it is: read it, never change it.

st.cache_resource does the same, and spells out every argument for its key: a sixth of what a click cost.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any


class Kept:
    """At most so many answers; the one that was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._in_the_making: dict[Hashable, threading.Lock] = {}

    def of(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer kept under this key, else what `make` gives: asked once, however many wait for it.

        What `make` raises is raised to who asked, and not kept.
        """
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            making = self._in_the_making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]
            try:
                answer = make()
                with self._lock:
                    self._answers[key] = answer
                    while len(self._answers) > self._most:
                        self._answers.popitem(last=False)
            finally:
                with self._lock:
                    self._in_the_making.pop(key, None)
        return answer
