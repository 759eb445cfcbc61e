"""Definitions: formulas with the present numbers, rule books, statuses, causes and statistics, from their own data."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.measures import Frame, MeasureTable
from analytics.measures.names import MEASURE_NAMES
from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, Measure, Status
from ui.cards import how_it_is_made
from ui.data import store, taxonomy
from ui.downloads import safe_table
from ui.formats import figure_value, plain
from ui.frame import rulebook_name
from ui.labels import label
from ui.language import language, words
from ui.rulebook_words import channels, in_force, limits_table, outcome, policies
from ui.tables import show_texts
from ui.tour import tour_button

SECTIONS = ("measures", "rules", "statuses", "causes", "statistics")
_METHODS = ("sum", "interval", "xmr", "funnel", "residual", "comparison", "pareto", "survival")


def finding(frame: Frame) -> None:
    say = words()
    text = say(
        "definitions.finding",
        rulebook=rulebook_name(frame.rulebook),
        view=say(f"vocabulary.view.{frame.view}"),
        book=say(f"vocabulary.book.{frame.book}"),
        as_of=frame.as_of,
    )
    st.header(text, anchor=False)
    if store().purpose == "company":
        tour_button()


def measures(table: MeasureTable) -> None:
    """Every measure: its formula with its present numbers in it."""
    say, row = words(), table.rows[0]
    for measure in Measure:
        figure = row.figures[measure]
        name = MEASURE_NAMES[measure].in_language(language())
        said = language() == "zh" or measure is Measure.PREMIUM_YUAN  # other English names say what is counted
        unit = figure.unit.in_language(language()) if said and measure is not Measure.TIMELY_RATE else ""
        value = figure_value(measure, figure.value)
        with st.expander(say("definitions.measure.value", name=name, value=value, unit=unit).strip()):
            st.markdown(how_it_is_made(figure, table.frame))


def rules(frame: Frame) -> None:
    """The rule books that judge complaints of the period."""
    say = words()
    st.caption(say("definitions.rule.day_zero"))
    for book in frame.books:
        st.subheader(plain(book.label.in_language(language())), anchor=False)
        lines = [
            say("definitions.rule.in_force", period=in_force(book)),
            say("definitions.rule.source", source=plain(book.source)),
            say("definitions.rule.channels", channels=channels(book)),
            policies(book),
            outcome(book),
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))
        table = limits_table(book)
        name = book.label.in_language(language())
        show_texts(table, key=f"limits_{book.name}", title=name, notes=plain(book.source), subject=name)


def statuses() -> None:
    say = words()
    table = safe_table(
        pd.DataFrame(
            [
                {
                    say("definitions.status.name"): say(f"vocabulary.status.{one}"),
                    say("definitions.status.when"): say(f"definitions.status.{one}"),
                    say("definitions.status.monthly"): say("definitions.status.counts") if one in VALID_MONTHLY else "",
                    say("definitions.status.annual"): say("definitions.status.counts") if one in VALID_ANNUAL else "",
                }
                for one in Status
            ]
        )
    )
    title = say("definitions.section.statuses")
    show_texts(table, key="statuses", title=title, notes="")


def causes() -> None:
    """The taxonomy in force, with what belongs where and what does not."""
    say, lang = words(), language()
    known = taxonomy()
    table = safe_table(
        pd.DataFrame(
            [
                {
                    say("definitions.cause.category"): label("category", one.category),
                    say("definitions.cause.cause"): getattr(one, lang),
                    say("definitions.cause.definition"): getattr(one, f"definition_{lang}"),
                    say("definitions.cause.example"): one.example,
                    say("definitions.cause.counter"): one.counter_example,
                }
                for one in known.cause_by_code.values()
            ]
        )
    )
    title = say("definitions.section.causes")
    show_texts(table, key="taxonomy", title=title, notes="")


def statistics() -> None:
    st.markdown("\n".join(f"- {words()(f'definitions.statistics.{name}')}" for name in _METHODS))
