"""Indicators: our ratio beside the market's published figures, like with like only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.charts import IntervalRow, Mode, interval_rows
from analytics.measures import Benchmark, Scope
from analytics.measures.figure import UNITS
from analytics.measures.market import COMPARED, MarketComparison, against_market
from analytics.vocabulary import Measure
from ui.data import answer
from ui.downloads import safe_table
from ui.drill import Drill, round_key
from ui.formats import figure_value, plain
from ui.frame import basis, chart_frame, drawn
from ui.language import language, words
from ui.modes import mode
from ui.tables import show_table

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def market(scope: Scope, measure: Measure) -> None:
    """The periods for which a figure of the same kind was published; all others with the reason in the table."""
    if measure not in COMPARED:
        return
    say, name = words(), words()(f"vocabulary.measure.{measure}")
    found = answer(against_market, scope, measure)
    alike = [one for one in found if one.why_not is None and one.figure is not None and one.figure.value is not None]
    if not alike:
        title = say("indicators.market.none", measure=name)
        st.caption(title)
        if found:
            show_table(market_table(found, measure), key="market", title=title, alt=title, notes="")
        return
    last = alike[-1]
    assert last.figure is not None and last.frame is not None
    text = say(
        "indicators.market.one",
        period=last.benchmark.period,
        ours=figure_value(measure, last.figure.value),
        market=last.benchmark.published,
        standing=say(f"indicators.market.{last.standing}"),
    )
    title = say("indicators.market.title", measure=name, text=text)
    doubt = f"{last.doubt.in_language(language())} · " if last.doubt else ""
    notes = say("indicators.market.notes", what=_published(last.benchmark, measure))
    rows = [_row(one, measure, place) for place, one in enumerate(alike)]
    chart_frame(
        drawn(_drawn, rows, (say("indicators.market.ours"), say("indicators.market.theirs")), mode()),
        key=round_key("market"),
        title=title,
        alt=say("indicators.market.alt", measure=name),
        notes=f"{doubt}{notes} · {basis(last.frame, int(last.figure.numerator or 0))}",
        table=lambda: market_table(found, measure),
        on_click=lambda place: _of_ours(alike[int(place)]),
        cells=lambda place, heading: _of_cell(found[place], heading),
    )


def _of_ours(one: MarketComparison) -> Drill:
    return Drill("months", f"{one.benchmark.first:%Y-%m}/{one.benchmark.last:%Y-%m}", (("valid", "yes"),))


def _of_cell(one: MarketComparison, heading: str) -> Drill | None:
    """The complaints behind our ratio; of the market's there are none here."""
    ours = (words()("indicators.market.ours"), words()("vocabulary.measure.valid"))
    return _of_ours(one) if heading in ours and one.figure is not None and one.figure.numerator else None


def _published(one: Benchmark, measure: Measure) -> str:
    """Whose figure it is, what it is of, its unit and where it stood."""
    lang = language()
    parts = (one.market, one.what(), UNITS[measure], one.origin)
    return words()("common.comma").join(plain(part.in_language(lang)) for part in parts)


def _row(one: MarketComparison, measure: Measure, place: int) -> IntervalRow:
    assert one.figure is not None
    text = figure_value(measure, one.figure.value)
    figure = one.figure
    code = str(place) if figure.numerator else ""
    return IntervalRow(one.benchmark.period, figure.value, figure.low, figure.high, text, code, one.benchmark.value)


def _drawn(rows: Sequence[IntervalRow], names: tuple[str, str], shown: Mode) -> Figure:
    return interval_rows(rows, names, shown)


def market_table(found: Sequence[MarketComparison], measure: Measure) -> pd.DataFrame:
    say, lang = words(), language()

    def verdict(one: MarketComparison) -> str:
        if one.why_not is not None:
            return one.why_not.in_language(lang)
        standing = say(f"indicators.market.{one.standing}")
        return f"{standing};{one.doubt.in_language(lang)}" if one.doubt else standing

    return safe_table(
        pd.DataFrame(
            [
                {
                    say("indicators.column.time"): one.benchmark.period,
                    say("indicators.market.theirs"): one.benchmark.value,
                    say("branch.column.unit"): UNITS[measure].in_language(lang),
                    say("indicators.market.what"): one.benchmark.what().in_language(lang),
                    say("indicators.market.ours"): None if one.figure is None else one.figure.value,
                    say("vocabulary.measure.valid"): None if one.figure is None else one.figure.numerator,
                    say("indicators.column.low"): None if one.figure is None else one.figure.low,
                    say("indicators.column.high"): None if one.figure is None else one.figure.high,
                    say("indicators.market.verdict"): verdict(one),
                    say("indicators.market.source"): one.benchmark.origin.in_language(lang),
                }
                for one in found
            ]
        )
    )
