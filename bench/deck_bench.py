"""The whole deck of 100,000 complaints: seconds and memory, against the measures it needs asked alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import analytics.deck.answers as answers
from analytics.deck.brief import Asked
from analytics.deck.making import make_deck
from analytics.measures import ladder
from analytics.measures.table import count_together
from analytics.store import Store
from bench.data import fill_store
from bench.timing import Ratio, compare

MOST_SECONDS, MOST_MEGABYTES = 5.0, 500.0


def one_deck(path: Path) -> tuple[float, float, int]:
    """(seconds of the deck, seconds of its questions asked alone, slides) in this process."""
    store = Store.open(path)
    asked: list[tuple[Any, ...]] = []

    def recorded(cursor: Any, *question: Any) -> Any:
        asked.append(question)
        return count_together(cursor, *question)

    with patch.object(answers, "count_together", recorded), store.cursor() as cursor:
        begin, busy = time.perf_counter(), os.times().user + os.times().system
        made = make_deck(cursor, Asked(2016))
        whole = time.perf_counter() - begin
        print(f"busy {os.times().user + os.times().system - busy:.2f} s of {whole:.2f} s", file=sys.stderr)
        begin = time.perf_counter()
        for scope, tables in asked:
            counted = count_together(cursor, scope, tables)
            for by in tables:
                counted.table(by)
        ladder(cursor, Asked(2016).scope())
        alone = time.perf_counter() - begin
    store.close()
    return whole, alone, len(made.deck.slides)


def run(complaints: int = 100_000, rounds: int = 3) -> list[Ratio]:
    """In processes of their own, so that memory is the deck's and the imports are in the time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.duckdb"
        fill_store(path, complaints).close()
        runs = []
        for _ in range(rounds):
            done = subprocess.run(
                [sys.executable, "-m", "bench.deck_bench", str(path)], capture_output=True, text=True, check=True
            )
            runs.append([float(one) for one in done.stdout.split()])
    whole, alone, slides, megabytes = sorted(runs)[len(runs) // 2]
    what = f"deck of {slides:.0f} slides over {complaints:,} complaints"
    return [
        compare(what, whole, "its measures alone", alone, at_most=8),
        compare(what, whole, "allowed", MOST_SECONDS, at_most=1),
        compare("memory of it", megabytes, "allowed", MOST_MEGABYTES, at_most=1, unit="MB"),
    ]


def _peak_mb() -> float:
    """Of this program (Linux). What getrusage says begins with what the process held that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    seconds, base, count = one_deck(Path(sys.argv[1]))
    print(seconds, base, count, _peak_mb())
