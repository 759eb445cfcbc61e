"""Indicators: the four ratios of the period, net with gross beside, each with how it is made."""

from __future__ import annotations

import streamlit as st

from analytics.findings import Code, Page
from analytics.measures import Figure, Frame, Scope
from analytics.measures.indicators import INDICATORS
from analytics.vocabulary import Dimension, Measure, View
from ui.cards import how_it_is_made, what_is_missing
from ui.data import ask
from ui.findings import found, said
from ui.formats import count, figure_value, interval, plain
from ui.language import language, words
from ui.printing import printing

_RATIO_CODES = (Code.RATIO_HIGHER, Code.RATIO_LOWER, Code.ABOVE_MARKET, Code.BELOW_MARKET, Code.WITHIN, Code.NOT_JUDGED)
_NARROWEST_CARD = 240


def finding(scope: Scope) -> None:
    """What the engine finds of the ratios as the headline, the rest below it."""
    all_found = found(scope, Page.INDICATORS)
    first = next((one for one in all_found if one.code in _RATIO_CODES), None)
    if first is None:
        st.header(_none(scope), anchor=False)
    else:
        st.header(plain(first.text.in_language(language())), anchor=False)
        st.caption(plain(first.test.in_language(language())))
    st.markdown("\n".join(f"- {said(one)}" for one in all_found if one is not first))


def _none(scope: Scope) -> str:
    """Why the first of the ratios is not given; others may be."""
    say, name = words(), Measure.PREMIUM_RATIO
    rows = ask(scope.with_(view=View.ANNUAL), (Dimension.TOTAL,), INDICATORS).rows
    missing = rows[0].figures[name].missing if rows else None
    if missing is None:
        return say("indicators.none")
    reason = plain(missing.sentence().in_language(language()))
    return say("indicators.time.title_none", measure=say(f"vocabulary.measure.{name}"), reason=reason)


def cards(scope: Scope) -> None:
    """One card a ratio: net, its interval, gross, and the way it is made."""
    net = ask(scope.with_(view=View.ANNUAL), (Dimension.TOTAL,), INDICATORS)
    gross = ask(scope.with_(view=View.MONTHLY), (Dimension.TOTAL,), INDICATORS)
    if not net.rows or not gross.rows:
        return
    with st.grid(len(INDICATORS), min_column_width=_NARROWEST_CARD, gap="small", key="ratio_cards"):
        for measure in INDICATORS:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _card(net.rows[0].figures[measure], gross.rows[0].figures[measure], net.frame)


def _card(net: Figure, gross: Figure, frame: Frame) -> None:
    say = words()
    st.metric(say(f"vocabulary.measure.{net.measure}"), figure_value(net.measure, net.value))
    if net.missing:
        st.markdown(f":small[:orange[{plain(what_is_missing(net.missing))}]]")
    else:
        unit = net.unit.in_language(language())
        if net.measure is Measure.TIMELY_RATE:
            unit = say("overview.card.timely", n=count(net.numerator), of=count(net.denominator))
        lines = [
            f"{say('indicators.card.net')} · {unit}",
            say("overview.card.interval", interval=interval(net)),
            say("indicators.card.gross", value=figure_value(gross.measure, gross.value)),
        ]
        st.caption("  \n".join(lines))
    if printing():
        return
    st.space("stretch")
    with st.popover(say("indicators.card.how"), icon=":material/calculate:", key=f"made_{net.measure}"):
        st.markdown(how_it_is_made(net, frame))
