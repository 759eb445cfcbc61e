"""Pictures of every page, wide and narrow, light and dark, in both languages: `make screenshots`.

They go to .screenshots/. With --readme only the README's pictures are made, into ui/assets/.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.browser.app import ROOT, chromium, running_app, settled
from ui.navigation import GROUPS, START

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OUTPUT = ROOT / ".screenshots"
ASSETS = ROOT / "ui" / "assets"
README_PICTURES = {"overview": 1460, "branches": 1100}  # page -> height in pixels, before they are made smaller
WIDTHS = {"light": (1440, 1024, 768), "dark": (1440, 768)}
PAGES = [entry for entries in GROUPS.values() for entry in entries]
CHARTS = {"overview": 3, "trends": 4, "branches": 5, "branch": 4, "causes": 7, "indicators": 4, "definitions": 0}


@contextmanager
def demo() -> Iterator[tuple[str, Browser]]:
    """The app on a demo database made for it, and a browser."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder) / "complaints.duckdb", Path(folder) / "log.txt") as address,
        chromium() as browser,
    ):
        yield address, browser


def take(output: Path) -> list[Path]:
    """One picture for each page, width, mode and language."""
    output.mkdir(exist_ok=True)
    written = []
    with demo() as (address, browser):
        for mode, widths in WIDTHS.items():
            for width in widths:
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=mode, locale="zh-CN"
                )
                page = context.new_page()
                for language in ("zh", "en"):
                    for entry in PAGES:
                        page.goto(f"{address}/{entry.name if entry is not PAGES[0] else ''}?lang={language}")
                        settled(page, CHARTS.get(entry.name, 0))
                        height = page.evaluate("document.querySelector('[data-testid=stMain] > div').scrollHeight")
                        page.set_viewport_size({"width": width, "height": max(900, height)})
                        settled(page, CHARTS.get(entry.name, 0))
                        path = output / f"{entry.name}-{width}-{mode}-{language}.png"
                        page.screenshot(path=path)
                        written.append(path)
                        page.set_viewport_size({"width": width, "height": 900})
                context.close()
    return written


def take_for_readme(output: Path) -> list[Path]:
    """The pictures of the README, small: 80% of the width, 256 colours."""
    written = []
    with demo() as (address, browser):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, device_scale_factor=0.8, locale="zh-CN")
        page = context.new_page()
        for name, height in README_PICTURES.items():
            page.set_viewport_size({"width": 1440, "height": height})
            page.goto(f"{address}/{name if name != START else ''}")
            settled(page, 2)
            path = output / f"{name}.png"
            page.screenshot(path=path)
            few = Image.open(path).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)  # rare colours stay
            few.save(path, optimize=True)
            written.append(path)
    return written


if __name__ == "__main__":
    for path in take_for_readme(ASSETS) if "--readme" in sys.argv else take(OUTPUT):
        print(path.relative_to(ROOT))
