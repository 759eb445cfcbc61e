"""What the figures rest on: branch by month, is the log there, is the exposure there?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.measures import Covered, LogState, coverage
from ui.data import answer
from ui.downloads import safe_table
from ui.language import words


def show_coverage() -> None:
    say, grid = words(), answer(coverage)
    if not grid:
        st.caption(say("intake.coverage.empty"))
        return
    months = sorted({one.month for one in grid})
    logs = sum(one.log in (LogState.MISSING, LogState.PARTIAL) for one in grid)
    exposure = sum(not (one.premium and one.policies) for one in grid)
    branches = len({one.branch for one in grid})
    key = "intake.coverage.gaps" if logs or exposure else "intake.coverage.complete"
    st.subheader(
        say(key, first=months[0], last=months[-1], branches=branches, logs=logs, exposure=exposure), anchor=False
    )
    st.caption(say("intake.coverage.body"))
    table = safe_table(coverage_table(grid))
    st.dataframe(
        table,
        hide_index=True,
        placeholder="",
        alt=say("intake.coverage.alt"),
        column_config={table.columns[0]: st.column_config.Column(pinned=True)},
    )
    st.caption(say("intake.coverage.legend"))


def coverage_table(grid: Sequence[Covered]) -> pd.DataFrame:
    """One row a branch, one column a month, the newest first: people ask about last month."""
    say = words()
    rows: dict[str, dict[str, str]] = {}
    for one in grid:
        rows.setdefault(one.branch, {})[one.month] = _cell(one, say("intake.coverage.missing"))
    months = sorted({one.month for one in grid}, reverse=True)
    branch = say("intake.column.branch")
    return pd.DataFrame(
        [{branch: name, **{month: cells.get(month, "") for month in months}} for name, cells in rows.items()]
    )


def _cell(one: Covered, missing: str) -> str:
    said = {
        LogState.RECEIVED: str(one.complaints),
        LogState.ZERO: "0",
        LogState.PARTIAL: f"({one.complaints})",
        LogState.MISSING: missing,
    }[one.log]
    if one.flags:
        said = f"{said} !"
    return said if one.premium and one.policies else f"{said} ·"
