"""How long a person waits for a page to be drawn, in a browser that has seen nothing and that nobody looks into.

A browser with its debugger attached, as every test has it, works out the place in the source of whatever is thrown:
half a second for the 4.7 MB of plotly alone, which no user ever waits for. So the tab is opened from outside and only
looked into when it is done; the browser's own record of its frames says when that was.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.browser.app import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import BrowserType

ROUNDS = 7
DRAWN = "n => [...document.querySelectorAll('.js-plotly-plot')].filter(p => p.data?.length).length >= n"
_START_SECONDS = 1.5  # a browser that has just opened its window is still busy with itself
_UNWATCHED_SECONDS = 5.0
# The first paint of text, and the end of the last frame that took longer than 50 ms and ended before anybody looked in:
# plotly never draws a figure in less, and a frame that comes after it only makes the wait longer.
_PAINTED = """async lookedInFor => {
    const until = performance.now() - lookedInFor;
    const frames = await new Promise(kept => new PerformanceObserver(seen => kept(seen.getEntries()))
        .observe({type: 'long-animation-frame', buffered: true}));
    const ends = frames.map(one => one.startTime + one.duration).filter(end => end < until);
    return [performance.getEntriesByName('first-contentful-paint')[0].startTime, Math.max(...ends)];
}"""


def first_pages(*pages: tuple[str, int]) -> list[float]:
    """Median seconds from asking for a page until its figures are drawn, the pages in turn.

    pages: address and how many figures; of none, until its first text is painted.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        rounds = [[_seconds(playwright.chromium, *page) for page in pages] for _ in range(1 + ROUNDS)]
    return [statistics.median(column) for column in zip(*rounds[1:], strict=True)]  # the first one warms the servers


def _seconds(chromium: BrowserType, address: str, charts: int) -> float:
    with _fresh_browser() as debugger:
        opened = urllib.request.Request(f"{debugger}/json/new?{address}", method="PUT")
        with urllib.request.urlopen(opened, timeout=10) as answer:
            assert json.load(answer)["url"].startswith(address)
        time.sleep(_UNWATCHED_SECONDS)
        begin = time.perf_counter()
        browser = chromium.connect_over_cdp(debugger)
        tabs = [tab for context in browser.contexts for tab in context.pages]
        tab = next(one for one in tabs if one.url.startswith(address))
        if not tab.evaluate(DRAWN, charts):
            raise RuntimeError(f"{address} has not drawn {charts} figures after {_UNWATCHED_SECONDS} s")
        text, drawn = tab.evaluate(_PAINTED, (time.perf_counter() - begin) * 1000)
        browser.close()
    return float(drawn if charts else text) / 1000


@contextmanager
def _fresh_browser() -> Iterator[str]:
    """The address of the debugger of a Chromium with nothing in its cache."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [str(CHROMIUM), "--headless=new", *ARGUMENTS, f"--user-data-dir={profile}", "--window-size=1440,900"]
        command += ["--accept-lang=zh-CN", "--remote-debugging-port=0", "about:blank"]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            assert browser.stderr is not None
            place = next(found for line in browser.stderr if (found := re.search(r"ws://([\d.]+:\d+)/", line)))
            time.sleep(_START_SECONDS)
            yield f"http://{place[1]}"
        finally:
            browser.kill()
            browser.wait()
