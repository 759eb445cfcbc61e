"""Causes: the words that make a cause, each with the complaints that say it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts import palette, sorted_bars
from analytics.measures import Scope
from analytics.measures.cause_words import FEWEST_COMPLAINTS, MOST_READ, Phrase, Said, cause_words
from ui.data import answer
from ui.downloads import safe_table, with_shares
from ui.drill import Drill, round_key
from ui.formats import count, plain
from ui.frame import basis, chart_frame, drawn
from ui.labels import label, listed
from ui.language import words
from ui.modes import mode

_NAMED = 3


def words_of(cause: str, scope: Scope) -> None:
    """What narratives of the cause say and the others do not."""
    say, name = words(), label("cause", cause)
    found = answer(cause_words, scope)
    said = found.by_cause.get(cause) if found else None
    if found is None or said is None or not said.phrases:
        st.caption(say("causes.words.none", cause=name, fewest=FEWEST_COMPLAINTS))
        return
    named = [say("causes.words.one", text=one.text, n=count(one.count)) for one in said.phrases[:_NAMED]]
    title = say("causes.words.title", cause=name, names=listed(plain(one) for one in named))
    notes = say("causes.words.notes", told=count(said.told), others=count(said.others_told), fewest=FEWEST_COMPLAINTS)
    if found.read == MOST_READ:
        notes = f"{say('causes.words.newest', n=count(MOST_READ))} · {notes}"
    by_cause = (("cause", cause),)
    chart_frame(
        drawn(
            sorted_bars,
            [{"phrase": one.text, "complaints": one.count} for one in said.phrases],
            "phrase",
            "complaints",
            {one.text: _label(one) for one in said.phrases},
            {one.text: palette(mode()).us for one in said.phrases},
            say("overview.chart.unit"),
            mode(),
        ),
        key=round_key("words"),
        title=title,
        alt=say("causes.words.alt", cause=name),
        notes=f"{notes} · {say('overview.chart.click')} · {basis(found.frame, found.read)}",
        table=lambda: words_table(said),
        on_click=lambda text: Drill("phrase", text, by_cause),
        drills=[Drill("phrase", one.text, by_cause) for one in said.phrases],
    )


def _label(one: Phrase) -> str:
    return words()("causes.words.label", text=one.text, others=count(one.others))


def words_table(said: Said) -> pd.DataFrame:
    say = words()
    table = safe_table(
        pd.DataFrame(
            [
                {
                    say("causes.words.phrase"): one.text,
                    say("causes.words.here"): one.count,
                    say("causes.words.share"): one.count / said.told,
                    say("causes.words.elsewhere"): one.others,
                    say("causes.words.share_elsewhere"): one.others / said.others_told if said.others_told else None,
                    say("causes.words.keyness"): one.score,
                    say("trends.column.p"): one.p,
                }
                for one in said.phrases
            ]
        )
    )
    return with_shares(table, say("causes.words.share"), say("causes.words.share_elsewhere"))
