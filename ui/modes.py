"""Light or dark, and words that are legible in both."""

from __future__ import annotations

import streamlit as st

from analytics.charts import Mode, palette


def mode() -> Mode:
    """Light or dark, as the page is shown. Before the browser has said so: light, legible on both."""
    return "dark" if st.context.theme.type == "dark" else "light"


def legible(words: str, *, disabled: bool = False) -> str:
    """The label of a quiet button, of a tab or of one of a few ways to look.

    Streamlit writes it in the accent once it is chosen or pointed at. The dark mode's accent, dark enough for the white
    words of main buttons, is no colour for words itself: there they stay as they are. It is the ground, though nothing
    is drawn there, that keeps a quiet button from changing them.
    """
    if disabled or mode() == "light":
        return words
    return f':color[{words}]{{foreground="{palette("dark").ink}" background="transparent"}}'
