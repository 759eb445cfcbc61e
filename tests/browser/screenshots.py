"""Pictures of every page, wide and narrow, light and dark, in both languages: `make screenshots`.

They go to .screenshots/. With --readme the Overview's picture for the README is written as well.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser.app import ROOT, chromium, running_app, settled
from ui.navigation import GROUPS

OUTPUT = ROOT / ".screenshots"
README_PICTURE = ROOT / "ui" / "assets" / "overview.png"
WIDTHS = {"light": (1440, 1024, 768), "dark": (1440, 768)}
PAGES = [entry for entries in GROUPS.values() for entry in entries]
CHARTS = {"overview": 3, "trends": 4, "branches": 5, "branch": 4, "causes": 7, "indicators": 4, "definitions": 0}


def take(output: Path, *, readme: bool) -> list[Path]:
    """One picture for each page, width, mode and language; the demo database is made for it."""
    output.mkdir(exist_ok=True)
    written = []
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder) / "complaints.duckdb", Path(folder) / "log.txt") as address,
        chromium() as browser,
    ):
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
        if readme:
            context = browser.new_context(viewport={"width": 1440, "height": 1460}, locale="zh-CN")
            page = context.new_page()
            page.goto(address)
            settled(page, CHARTS["overview"])
            page.screenshot(path=README_PICTURE)
            written.append(README_PICTURE)
    return written


if __name__ == "__main__":
    for path in take(OUTPUT, readme="--readme" in sys.argv):
        print(path.relative_to(ROOT))
