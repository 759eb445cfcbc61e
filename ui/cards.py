"""The cards under the headline: counts, what is pending, and the regulator's ratios with how they are made."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.errors import Text
from analytics.measures import Figure, Frame, Missing, Outstanding, Row, explain
from analytics.vocabulary import Measure
from ui.drill import open_drill
from ui.formats import count, figure_value, interval, plain
from ui.language import language, words
from ui.modes import legible
from ui.printing import printing

_RATIOS = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.TIMELY_RATE)
_NARROWEST_CARD = {"zh": 140, "en": 170}  # pixels; English says the same in longer lines


def cards(total: Row, before: Row | None, frame: Frame, pending: Outstanding) -> None:
    """Counts on the left, ratios on the right, below each other where there is little room.

    total: the period's figures; before: those of the same months a year earlier, where there is data;
    pending: those of any month.
    """
    narrowest = _NARROWEST_CARD[language()]
    with st.grid(2, min_column_width=3 * narrowest + 40, gap="small", key="cards"):
        with st.grid(3, min_column_width=narrowest, gap="small"):
            for measure in (Measure.COMPLAINTS, Measure.VALID):
                with st.container(border=True, height="stretch", gap="xsmall"):
                    _count_card(measure, total, before, frame)
            with st.container(border=True, height="stretch", gap="xsmall"):
                _pending_card(pending)
        with st.grid(3, min_column_width=narrowest, gap="small"):
            for measure in _RATIOS:
                with st.container(border=True, height="stretch", gap="xsmall"):
                    _ratio_card(measure, total, frame)


def _count_card(measure: Measure, total: Row, before: Row | None, frame: Frame) -> None:
    """A count with last year's beside it: two numbers, no arrow. A count of valid says what is still open."""
    say = words()
    st.metric(say(f"overview.card.{measure}"), count(total.value(measure)))
    pending = total.value(Measure.PENDING)
    lines = []
    if measure is Measure.COMPLAINTS:
        lines.append(say("overview.card.regulator", n=count(total.value(Measure.REGULATOR_COMPLAINTS))))
    elif pending:
        lines.append(say("overview.card.still_pending", n=count(pending)))
    if before is not None:
        lines.append(say("overview.card.year_before", n=count(before.value(measure))))
    st.caption("  \n".join(lines))
    _how(total.figures[measure], frame)


def _pending_card(pending: Outstanding) -> None:
    """The one card that may ask for something: its next limit stands in the colour of action."""
    say = words()
    st.metric(say("overview.card.pending"), count(pending.number), help=say("overview.card.pending_made"))
    if not pending.number:
        st.caption(say("overview.card.pending_none"))
        return
    next_limit = say("overview.card.pending_next", date=pending.next_limit, n=pending.at_next)
    st.markdown("  \n".join(f":small[:orange[{line.strip()}]]" for line in next_limit.splitlines()))
    if printing():
        return
    st.space("stretch")
    st.button(
        legible(say("overview.card.pending_list")),
        key="pending_list",
        type="tertiary",
        icon=":material/phone_in_talk:",
        on_click=open_drill,
        args=("pending",),
        help=say("overview.card.pending_scope"),
    )


def _ratio_card(measure: Measure, total: Row, frame: Frame) -> None:
    say, figure = words(), total.figures[measure]
    st.metric(say(f"overview.measure.{measure}"), figure_value(measure, figure.value))
    if figure.missing:
        st.markdown(f":small[:orange[{plain(what_is_missing(figure.missing))}]]")
    else:
        lines = [_unit(figure), say("overview.card.interval", interval=interval(figure))]
        if measure is Measure.POLICY_RATIO:
            tenfold = total.figures[Measure.POLICY_RATIO_10K]
            lines.append(say("overview.card.ten_thousand", value=figure_value(tenfold.measure, tenfold.value)))
        st.caption("  \n".join(lines))
    _how(figure, frame)


def _how(figure: Figure, frame: Frame) -> None:
    """The way to how it is made, at the foot of its card; on paper nothing is opened."""
    if printing():
        return
    st.space("stretch")
    how, key = words()("overview.card.how"), f"how_{figure.measure}"
    with st.popover(how, icon=":material/calculate:", key=key):
        st.markdown(how_it_is_made(figure, frame))


def what_is_missing(missing: Missing) -> str:
    """What is missing, in the room of a card: one place by name, of several their number; all are in the making.

    A month and the number of a batch take little room: of them the first three."""
    if len(missing.places) <= 1 or missing.code == "report_dates_unknown":
        return missing.sentence().in_language(language())
    what = replace(missing, places=()).sentence().in_language(language())
    return words()("overview.card.missing_places", what=what, n=len(missing.places))


def _unit(figure: Figure) -> str:
    """A share has no unit beside its percent sign: what it is a share of is said instead."""
    if figure.measure is Measure.TIMELY_RATE:
        return words()("overview.card.timely", n=count(figure.numerator), of=count(figure.denominator))
    return figure.unit.in_language(language())


def how_it_is_made(figure: Figure, frame: Frame) -> str:
    """What the figure says of itself, as Markdown: formula, its numbers, then one thing a line."""
    made, chosen = explain(figure, frame), language()

    def say(text: Text) -> str:
        return plain(text.in_language(chosen))

    lines = [f"- {say(line.label)}: {say(line.text)}" for line in made.lines]
    return f"**{say(made.name)}** = {say(made.formula)}\n\n**{say(made.numbers)}**\n\n" + "\n".join(lines)
