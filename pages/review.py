"""复核 Review: what is the software unsure of?"""

from __future__ import annotations

import streamlit as st

from analytics.review import keep_labels_compared, queue, review_progress, waiting
from ui.data import answer, known_now, once_for_this_version
from ui.empty import nothing_imported
from ui.entrance import inside_only
from ui.language import words
from ui.one_version import from_one_version
from ui.review import headline, review_list, show_recent
from ui.review_item import show_item
from ui.review_work import show_work
from ui.who import ask_who

inside_only()
say = words()

from_one_version()
if not known_now().complaints:
    nothing_imported("review")
    st.stop()

items, waits = answer(queue), answer(waiting)
headline(waits, answer(review_progress))
ask_who("review")
above = st.container()  # the one to judge stays in its place, whatever is chosen below it
chosen = review_list(items, waits)
with above:
    if chosen is not None:
        show_item(chosen, items)
show_recent()
show_work()
once_for_this_version(keep_labels_compared)
