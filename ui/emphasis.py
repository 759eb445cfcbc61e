"""The words of main buttons, legible on the accent in both modes."""

from __future__ import annotations

from analytics.charts import palette
from ui.frame import mode


def on_accent(words: str, *, disabled: bool = False) -> str:
    """Streamlit writes them white; the dark mode's accent, light enough to be read as words itself, wants them dark.

    A disabled button has no accent under its words.
    """
    if disabled or mode() == "light":
        return words
    return f':color[{words}]{{foreground="{palette("dark").background}"}}'
