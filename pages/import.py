"""导入 Import: what came in, what did not and why, how do I take it back?"""

from __future__ import annotations

import streamlit as st

from analytics.errors import AppError
from ui.banner import start_button
from ui.batches import batch_list
from ui.data import import_files
from ui.entrance import inside_only
from ui.errors import show_error
from ui.import_report import show_report
from ui.language import language, words
from ui.uploads import ACCEPTED, on_disk

inside_only()

REPORT = "import_report"
ROUND = "import_round"  # a new number empties the uploader after an import

say = words()
st.header(say("import.title"), anchor=False)
st.caption(say("import.intro"))

uploads = st.file_uploader(
    say("import.upload"),
    type=ACCEPTED,
    accept_multiple_files=True,
    key=f"uploads_{st.session_state.get(ROUND, 0)}",
)
with st.container(horizontal=True, vertical_alignment="center"):
    label = say("import.start", n=len(uploads)) if uploads else say("import.start_none")
    start = st.button(label, type="primary", disabled=not uploads, icon=":material/upload_file:", key="start_import")
    replace = st.checkbox(say("import.replace"), help=say("import.replace_help"), key="import_replace")

if start:
    try:
        with st.spinner(say("import.running")), on_disk(uploads) as paths:
            st.session_state[REPORT] = import_files(paths, replace=replace)
    except AppError as error:
        st.session_state.pop(REPORT, None)
        show_error(error)
        if error.code == "demo_database":
            start_button("import_refused")
    else:
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.rerun()

if REPORT in st.session_state:
    show_report(st.session_state[REPORT].as_dict(language()))
batch_list()
