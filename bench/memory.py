"""The most memory a program holds with its child processes, at the worst moment of its run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_EVERY = 0.01


def peak_bytes(code: str, *arguments: str) -> int:
    """Run Python code in a process of its own and watch it and all that it starts (Linux).

    Summed is each process's proportional set: its own pages, and of those that it shares with others its share, so
    that a table mapped by two is counted once.
    """
    command = [sys.executable, "-c", code, *arguments]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(_ROOT)}, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(_held, _family(process.pid))))
        time.sleep(_EVERY)
    if process.returncode:
        raise RuntimeError(f"the measured program ended with {process.returncode}")
    return peak


def _family(process: int) -> Sequence[int]:
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += _family(child)
    return found


def _held(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
