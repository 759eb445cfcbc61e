"""A child process that misbehaves when the name of a file says so, for tests of what the parent makes of it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tests.intake import hostile
from tests.intake.hostile import HEADER, ROWS

TODAY = date(2016, 4, 30)

# A child that behaves as the file's name says. The real one reads everything else.
ACTOR = """
import os, sys, time
import analytics.intake.child as child
from analytics.errors import FileError
real = child.read_whole
class PanicException(BaseException):
    "As the parser's panics: no Exception."
def act(path, name, layout, today):
    what = path.stem
    print("noise on the standard output")
    if what == "abort": os.abort()
    if what == "exit": os._exit(7)
    if what == "hang": time.sleep(600)
    if what == "spin":
        while True: pass
    if what == "panic": raise PanicException("index out of bounds")
    if what == "bug": return {}["a cell's content"]
    if what == "memory": bytearray(1 << 60)
    if what == "unpicklable": return lambda: None
    if what == "foreign": return os.getcwd
    if what == "pid": raise FileError("pid", str(os.getpid()), "")
    return real(path, name, layout, today)
child.read_whole = act
child.main()
"""


def actor(first: str = "") -> tuple[str, ...]:
    return (sys.executable, "-P", "-c", first + ACTOR)


def write_log(path: Path, rows: int = 3) -> Path:
    many = [[f"TS{number:06d}", *ROWS[number % 3][1:]] for number in range(rows)]
    path.write_text(hostile.separated([HEADER, *many]), encoding="utf-8")
    return path
