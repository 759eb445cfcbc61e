"""What the figures rest on: in one sentence, and branch by month: is the log there, is the exposure there?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.imports import batches
from analytics.imports.exposure_flags import exposure_flags
from analytics.imports.used_twice import still_used_twice
from analytics.measures import Covered, LogState, Scope, coverage, log_gaps
from analytics.measures.coverage import unlisted_complaints
from analytics.measures.log_months import months_only_listed
from ui.data import answer, fresh
from ui.downloads import safe_table
from ui.formats import count, plain
from ui.labels import listed
from ui.language import language, words
from ui.tables import table_files, wide_enough

_NAMED = 3  # months in the headline


def finding() -> str:
    """What is in, what is missing, what was set aside: the headline of the Import page."""
    say, gaps = words(), log_gaps(answer(coverage))
    spoken = [batch for batch in fresh(batches) if batch["status"] == "active"]
    if not spoken:
        return say("intake.finding.nothing")
    if gaps is None:
        return say("intake.finding.no_log", n=count(len(spoken)))
    key = "intake.finding.log" if gaps.first == gaps.last else "intake.finding.logs"
    parts = [say(key, first=gaps.first, last=gaps.last, n=gaps.months)]
    if gaps.missing:
        parts.append(say("intake.finding.missing", months=_some(gaps.missing)))
    if gaps.partial:
        parts.append(say("intake.finding.partial", months=_some(gaps.partial)))
    listed = [month for month in answer(months_only_listed) if month not in (*gaps.missing, *gaps.partial)]
    if listed:
        parts.append(say("intake.finding.only_listed", months=_some(listed)))
    if not gaps.missing and not gaps.partial and not listed and gaps.first != gaps.last:
        parts.append(say("intake.finding.complete"))
    waiting = sum(batch["waiting"] for batch in spoken)
    if waiting:
        parts.append(say("intake.finding.waiting", n=count(waiting)))
    if twice := answer(still_used_twice):
        parts.append(say("intake.finding.used_twice", n=count(twice)))
    return say("intake.finding.and").join(parts)


def _some(months: Sequence[str]) -> str:
    say, shown = words(), words()("common.comma").join(months[:_NAMED])
    return shown if len(months) <= _NAMED else say("intake.finding.more", months=shown, n=len(months))


def show_coverage() -> None:
    say, grid = words(), answer(coverage)
    if not grid:
        st.caption(say("intake.coverage.empty"))
        _show_flags()
        return
    months = sorted({one.month for one in grid})
    of_the_list = [one for one in grid if one.listed]
    logs = sum(not one.logged for one in of_the_list)
    exposure = sum(not (one.premium and one.policies) for one in of_the_list)
    branches = len({one.branch for one in of_the_list})
    key = "intake.coverage.gaps" if logs or exposure else "intake.coverage.complete"
    title = say(key, first=months[0], last=months[-1], branches=branches, logs=logs, exposure=exposure)
    st.subheader(title, anchor=False)
    if unlisted := answer(unlisted_complaints, Scope()):
        named = listed(plain(name) for name in unlisted)
        n, complaints = count(len(unlisted)), count(sum(unlisted.values()))
        st.warning(say("intake.coverage.unlisted", n=n, names=named, complaints=complaints), icon=":material/help:")
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
    table_files(table, key="coverage", title=title, notes=say("intake.coverage.legend"))
    _show_flags()


def _show_flags() -> None:
    """What is odd about premium and policies, in words, with the row that says it."""
    say, flags = words(), answer(exposure_flags)
    if not flags:
        return
    title = say("intake.coverage.flags", n=count(len(flags)))
    st.subheader(title, anchor=False)
    names = {name: say(f"intake.column.{name}") for name in ("branch", "month", "odd", "where")}
    rows = [
        {
            names["month"]: flag.month,
            names["branch"]: flag.branch,
            names["odd"]: flag.sentence().in_language(language()),
            names["where"]: say("intake.coverage.where", batch=flag.batch, row=flag.row),
        }
        for flag in flags
    ]
    table = safe_table(pd.DataFrame(rows))
    st.dataframe(
        table,
        hide_index=True,
        placeholder="",
        alt=say("intake.coverage.flags_alt"),
        column_config=wide_enough(table, 800),
    )
    table_files(table, key="exposure_flags", title=title)


def coverage_table(grid: Sequence[Covered]) -> pd.DataFrame:
    """One row a branch, one column a month, the newest first: people ask about last month.

    Names that the branch list does not have come last.
    """
    say = words()
    rows: dict[str, dict[str, str]] = {}
    for one in sorted(grid, key=lambda one: not one.listed):
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
