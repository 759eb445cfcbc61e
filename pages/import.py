"""导入 Import: what came in, what did not and why, how do I take it back?"""

from __future__ import annotations

import streamlit as st

from ui.batches import batch_list, show_waiting
from ui.coverage import finding, show_coverage
from ui.entrance import inside_only
from ui.import_flow import upload_files
from ui.intake_tools import show_inbox, show_layouts, show_templates
from ui.language import words
from ui.modes import legible
from ui.restated import show_restated

inside_only()

VIEWS = {
    "upload": upload_files,
    "inbox": show_inbox,
    "coverage": show_coverage,
    "restated": show_restated,
    "templates": show_templates,
    "layouts": show_layouts,
}

say = words()
st.header(finding(), anchor=False)
view = st.segmented_control(
    say("intake.view.label"),
    list(VIEWS),
    default="upload",
    required=True,
    format_func=lambda name: legible(say(f"intake.view.{name}")),
    label_visibility="collapsed",
    key="import_view",
)
VIEWS[view or "upload"]()
if view in (None, "upload", "inbox"):
    show_waiting()
    batch_list()
