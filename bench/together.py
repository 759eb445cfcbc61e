"""The running dashboard with many visitors: what they wait for when they click at once, and what four of them cost."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from bench.timing import Ratio
from bench.visitors import Visitor, visitor
from ui.navigation import START, names

CLICK_SECONDS = 3.0
MEMORY_MB = 300
SESSIONS = 20
TURNS = 3
BRANCHES_LOOKED_AT = 4  # people who click at once mostly look at the same few things

Click = tuple[str, int]  # a page and the number of the branch it is filtered to


def at_once(address: str) -> list[Ratio]:
    """Twenty sessions that click at once, three times: pages nobody has asked for, then pages somebody has opened."""
    pages = sorted(names() - {"import", "settings", "report"})
    own = [
        [(pages[(who + turn) % len(pages)], BRANCHES_LOOKED_AT + who) for turn in range(TURNS)]
        for who in range(SESSIONS)
    ]
    shared = [
        [(pages[(who * TURNS + turn) % len(pages)], who % BRANCHES_LOOKED_AT) for turn in range(TURNS)]
        for who in range(SESSIONS)
    ]
    cold = _waits("each click a page nobody has asked for", address, own)
    for branch in range(BRANCHES_LOOKED_AT):
        with visitor(address) as first:
            for page in pages:
                _click(first, (page, branch))
    warm = _waits("pages somebody has opened before", address, shared)
    return [warm, cold]


def _waits(what: str, address: str, clicks: Sequence[Sequence[Click]]) -> Ratio:
    """clicks: of each session, all on one branch: an address that changes within a second of a click is taken for
    that click's own, still on its way, and not read."""

    def own(who: Visitor, mine: Sequence[Click]) -> list[float]:
        return [_click(who, click) for click in mine]

    with ExitStack() as open_now, ThreadPoolExecutor(len(clicks)) as pool:
        visitors = [open_now.enter_context(visitor(address)) for _ in clicks]
        waits = sorted(second for mine in pool.map(own, visitors, clicks) for second in mine)
    errors = sum(len(who.errors) for who in visitors)
    p95, median = waits[int(len(waits) * 0.95)], statistics.median(waits)
    said = f"{SESSIONS} sessions at once, a million, {what}: 95th percentile (median {median:.2f} s, {errors} errors)"
    goal = f"under {CLICK_SECONDS:g} s and no error"
    return Ratio(said, p95, "allowed", CLICK_SECONDS, goal, p95 < CLICK_SECONDS and not errors)


def _click(who: Visitor, click: Click) -> float:
    page, branch = click
    return who.ask("" if page == START else page, {"lang": "zh", "branch": f"第{branch}支公司"})


def memory(address: str) -> Ratio:
    """What a server that did nothing else holds with four sessions on its first page."""
    with ExitStack() as open_now:
        for number in range(4):
            _click(open_now.enter_context(visitor(address)), (START, number))
        held = _memory_mb(address)
    goal = f"under {MEMORY_MB} MB"
    return Ratio("memory with four sessions, a million", held, "allowed", MEMORY_MB, goal, held < MEMORY_MB, "MB")


def _memory_mb(address: str) -> float:
    """Resident memory of the server that listens there (Linux)."""
    port = address.rsplit(":", 1)[1]
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            command = (process / "cmdline").read_bytes()
            if f"--server.port={port}".encode() in command:
                status = (process / "status").read_text()
                return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
        except OSError:
            continue
    return float("nan")
