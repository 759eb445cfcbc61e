"""案例 Cases: what happened, and what did we learn?"""

from __future__ import annotations

from ui.case_file import show_file
from ui.case_form import case_form
from ui.cases import chosen_complaint, complaint_list, headline
from ui.entrance import inside_only
from ui.page import page_scope

inside_only()
scope = page_scope("cases")
headline(scope)
complaint_list(scope)
number = chosen_complaint()
if number:
    show_file(number)
    case_form(number)
