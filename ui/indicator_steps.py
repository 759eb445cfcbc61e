"""Indicators: each step of the ladder in time or late, and how long withdrawals take."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import streamlit as st

from analytics.charts import IntervalRow, Mode, interval_rows, survival_curves
from analytics.measures import Scope
from analytics.measures.ladder import LadderTable, StepRow, ladder
from analytics.measures.ladder_sql import STEP_STATES
from analytics.measures.withdrawals import WithdrawalCurve, withdrawal_curves
from analytics.statistics.survival import SurvivalCurve
from analytics.vocabulary import Dimension
from ui.data import answer
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key
from ui.formats import count, percent
from ui.frame import basis, chart_frame, drawn
from ui.labels import label, listed
from ui.language import language, words
from ui.modes import mode
from ui.totals import totals

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def steps(scope: Scope) -> None:
    """Share of each step done in time, with its interval; counts and times in the table."""
    say = words()
    table = answer(ladder, scope, ())
    rated = [row for row in table.rows if row.share is not None]
    if not rated:
        st.caption(say("indicators.ladder.none"))
        return
    lowest = [
        say(
            "indicators.ladder.one",
            step=say(f"indicators.ladder.{row.step}"),
            share=percent(row.share),
            in_time=count(row.in_time),
            rated=count(row.in_time + row.late),
        )
        for row in rated
        if row.share == min(one.share or 0.0 for one in rated)
    ]
    title = say("indicators.ladder.title", steps=listed(lowest))
    rows = [
        IntervalRow(
            f"{say(f'indicators.ladder.{row.step}')} ({row.limit.in_language(language())})",
            row.share,
            row.low,
            row.high,
            f"{percent(row.share)} · {count(row.in_time)}/{count(row.in_time + row.late)}",
            row.step.value,
        )
        for row in rated
    ]
    chart_frame(
        drawn(_rows, rows, mode()),
        key=round_key("ladder"),
        title=title,
        alt=say("indicators.ladder.alt"),
        notes=" · ".join(
            (
                say("indicators.ladder.notes"),
                *([say("indicators.ladder.by_the_clock")] if any(row.unit == "minutes" for row in table.rows) else []),
                basis(table.frame, max(row.complaints for row in rated)),
            )
        ),
        table=lambda: ladder_table(table),
        on_click=lambda step: _of_row(next(row for row in rated if row.step == step)),
        drills=[_of_row(row) for row in table.rows],
        cells=lambda place, heading: _of_count(table.rows[place], heading),
    )


def _of_row(row: StepRow) -> Drill:
    """The late ones, which call for something; where none is late, those in time."""
    return Drill("step", f"{row.step}:{'late' if row.late or not row.in_time else 'in_time'}")


def _of_count(row: StepRow, heading: str) -> Drill | None:
    """The complaints that a count of the table stands for."""
    state = next((one for one in STEP_STATES if words()(f"indicators.column.{one}") == heading), None)
    return Drill("step", f"{row.step}:{state}") if state and getattr(row, state) else None


def _rows(rows: Sequence[IntervalRow], shown: Mode) -> Figure:
    return interval_rows(rows, ("", ""), shown, percent=True)


def ladder_table(table: LadderTable) -> pd.DataFrame:
    say = words()
    table_of_steps = safe_table(
        pd.DataFrame(
            [
                {
                    say("indicators.column.step"): say(f"indicators.ladder.{row.step}"),
                    say("indicators.column.limit"): row.limit.in_language(language()),
                    say("indicators.column.in_time"): row.in_time,
                    say("indicators.column.late"): row.late,
                    say("indicators.column.overdue"): row.overdue,
                    say("indicators.column.judged"): row.in_time + row.late,
                    say("indicators.column.not_due"): row.not_due,
                    say("indicators.column.not_needed"): row.not_needed,
                    say("indicators.column.no_date"): row.no_date,
                    say("indicators.column.share"): row.share,
                    say("indicators.column.median"): _time(row, row.median),
                    say("indicators.column.p90"): _time(row, row.p90),
                }
                for row in table.rows
            ]
        )
    )
    return with_shares(table_of_steps, say("indicators.column.share"))


def _time(row: StepRow, value: float | None) -> str | None:
    return None if value is None else words()(f"indicators.ladder.{row.unit}", n=f"{value:g}")


def withdrawals(scope: Scope) -> None:
    """Kaplan-Meier curves by form: the two have different limits."""
    say = words()
    table = answer(withdrawal_curves, scope, (Dimension.FORM,))
    shown = [row for row in table.rows if row.curve.subjects]
    curves = [(label("form", row.key["form"]), row.curve) for row in shown]
    if not curves:
        return
    parts = [
        say("indicators.withdrawal.no_median", form=name)
        if curve.median is None
        else say("indicators.withdrawal.median", form=name, days=f"{curve.median:g}")
        for name, curve in curves
    ]
    subjects = sum(curve.subjects for _, curve in curves)
    title = say("indicators.withdrawal.title", text=say("overview.headline.join").join(parts))
    chart_frame(
        drawn(survival_curves, curves, language(), mode()),
        key=round_key("withdrawals"),
        title=title,
        alt=say("indicators.withdrawal.alt", title=title),
        notes=f"{say('indicators.withdrawal.notes', n=count(subjects))} · {basis(table.frame, subjects)}",
        table=lambda: withdrawal_table(shown),
        total=lambda: totals(
            *(
                (say("indicators.withdrawal.total", form=name, n=count(curve.subjects)), count(curve.events))
                for name, curve in curves
            )
        ),
        on_click=lambda code: _withdrawn(shown[int(code.partition("/")[0])], code.partition("/")[2]),
        drills=[_withdrawn(row, f"{one.day}") for row in shown for one in _steps(row.curve)],
    )


def _withdrawn(row: WithdrawalCurve, days: str) -> Drill:
    return Drill("withdrawn", days, (("form", row.key["form"] or ""),))


def withdrawal_table(rows: Sequence[WithdrawalCurve]) -> pd.DataFrame:
    """The curves step by step."""
    say = words()
    shares = [say(f"indicators.column.{name}") for name in ("open", "low", "high")]
    table = safe_table(
        pd.DataFrame(
            [
                {
                    say("drill.column.form"): label("form", row.key["form"]),
                    say("indicators.column.day"): one.day,
                    say("indicators.column.at_risk"): one.at_risk,
                    say("indicators.column.so_far"): one.so_far,
                    **dict(zip(shares, one.shares, strict=True)),
                }
                for row in rows
                for one in _steps(row.curve)
            ]
        )
    )
    return with_shares(table, *shares)


class _Step(NamedTuple):
    """day: from receipt. at_risk: not withdrawn until then. shares: still open by its end, with its 95% interval."""

    day: int
    at_risk: int | None
    so_far: int
    shares: tuple[float | None, ...]


def _steps(curve: SurvivalCurve) -> list[_Step]:
    """Each day on which somebody withdrew, and the last that is known of, where the curve ends."""
    so_far = accumulate(step.events for step in curve.steps)
    steps = [
        _Step(round(one.time), one.at_risk, n, (one.survival, one.lower, one.upper))
        for one, n in zip(curve.steps, so_far, strict=True)
    ]
    if curve.last_time is not None and (not steps or curve.last_time > steps[-1].day):
        last = steps[-1] if steps else _Step(0, None, 0, (1.0, 1.0, 1.0))
        steps.append(last._replace(day=round(curve.last_time), at_risk=None))
    return steps
