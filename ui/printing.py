"""A page for paper: one narrow column without navigation, the question in words in place of the filter bar."""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.language import words

_PARAMETER = "print"


def printing() -> bool:
    """Whether the address asks for the page as it goes on paper."""
    if st.query_params.get(_PARAMETER) != "1":
        return False
    address.understood([_PARAMETER])
    return True


def way_to_paper(page: str) -> None:
    st.page_link(
        f"pages/{page}.py",
        label=words()("common.print.open"),
        icon=":material/print:",
        query_params={_PARAMETER: "1"},
    )


def way_back(page: str) -> None:
    st.page_link(f"pages/{page}.py", label=words()("common.print.back"), icon=":material/arrow_back:")
    st.caption(words()("common.print.how"))
