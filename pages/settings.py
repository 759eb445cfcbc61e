"""设置 Settings: our rule books, working days, causes, names."""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.entrance import inside_only
from ui.language import words
from ui.modes import legible
from ui.name_settings import show_names
from ui.refused import only_one, refuse_value
from ui.settings_days import show_working_days
from ui.settings_rules import finding, show_rulebooks
from ui.taxonomy_settings import show_taxonomy

inside_only()

_PARAMETER = "part"
VIEWS = {"rulebooks": show_rulebooks, "working_days": show_working_days, "causes": show_taxonomy, "names": show_names}

say = words()
st.header(finding(), anchor=False)
FIRST = next(iter(VIEWS))
st.session_state.setdefault("settings_view", FIRST)
asked = only_one(_PARAMETER, "settings.view.label")
if asked in VIEWS:
    st.session_state["settings_view"] = asked
elif asked:
    refuse_value(say("settings.view.label"), asked)
view = st.segmented_control(
    say("settings.view.label"),
    list(VIEWS),
    required=True,
    format_func=lambda name: legible(say(f"settings.view.{name}")),
    label_visibility="collapsed",
    key="settings_view",
)
view = view or FIRST
address.write({_PARAMETER: [view]}, [_PARAMETER])
VIEWS[view]()
