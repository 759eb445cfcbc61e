"""Which pages there are, in which group and order. A page is listed here when its file exists."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.texts import speaker


@dataclass(frozen=True, slots=True)
class PageEntry:
    """name: of the file in pages/, of the page's address, and of its texts (`<name>.title`, `<name>.question`)."""

    name: str
    icon: str


GROUPS: dict[str, tuple[PageEntry, ...]] = {
    "daily": (
        PageEntry("overview", ":material/space_dashboard:"),
        PageEntry("review", ":material/rule:"),
    ),
    "analysis": (
        PageEntry("trends", ":material/trending_up:"),
        PageEntry("branches", ":material/account_tree:"),
        PageEntry("branch", ":material/compare_arrows:"),
        PageEntry("causes", ":material/psychology_alt:"),
        PageEntry("indicators", ":material/percent:"),
    ),
    "report": (PageEntry("cases", ":material/cases:"), PageEntry("report", ":material/slideshow:")),
    "data": (
        PageEntry("import", ":material/upload_file:"),
        PageEntry("definitions", ":material/menu_book:"),
        PageEntry("settings", ":material/settings:"),
    ),
}


START = next(iter(GROUPS.values()))[0].name


def names() -> set[str]:
    """The names of the pages there are."""
    return {entry.name for entries in GROUPS.values() for entry in entries}


def pages(language: str) -> dict[str, list[StreamlitPage]]:
    """The pages for st.navigation, by group; the first of all is the start page. In a session only.

    Each run has its own: Streamlit notes on a page that it may be run now. Their files are looked for once.
    """
    return {group: [copy(page) for page in found] for group, found in _pages(language).items()}


@lru_cache
def _pages(language: str) -> dict[str, list[StreamlitPage]]:
    say = speaker(language)
    return {
        say(f"common.navigation.{group}"): [
            st.Page(
                f"pages/{entry.name}.py",
                title=say(f"{entry.name}.title"),
                icon=entry.icon,
                default=entry.name == START,
                help=say(f"{entry.name}.question"),
            )
            for entry in entries
        ]
        for group, entries in GROUPS.items()
    }
