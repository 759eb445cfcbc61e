"""年度报告 Report: is the deck ready?"""

from __future__ import annotations

import streamlit as st

from ui.data import known_now
from ui.empty import nothing_imported
from ui.entrance import inside_only
from ui.language import words
from ui.modes import legible
from ui.one_version import from_one_version
from ui.report import ask_deck, make_file, show_answer
from ui.report_files import show_files
from ui.report_parts import show_accountability, show_outline, show_plan
from ui.report_slides import show_slides
from ui.report_versions import show_versions

inside_only()
say = words()
from_one_version()
if not known_now().complaints:
    nothing_imported("report")
    st.stop()

asked = ask_deck()
show_answer(asked)
make_file(asked)
slides, outline, plan, kept, files = st.tabs(
    [legible(say(f"report.tab.{name}")) for name in ("slides", "outline", "plan", "versions", "files")]
)
with slides:
    show_slides(asked)
with outline:
    show_outline(asked)
with plan:
    show_plan(asked)
    show_accountability(asked)
with kept:
    show_versions()
with files:
    show_files(asked)
