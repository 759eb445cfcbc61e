"""One complaint to judge: its narrative with the words that speak, the proposals, and the judgement in one click."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.classify.claim_stages import ClaimStage
from analytics.classify.decisions import decide
from analytics.errors import AppError
from analytics.review import Item, Reason, alike
from ui.data import store, taxonomy
from ui.errors import friendly, show_error
from ui.formats import percent, plain
from ui.labels import label, listed
from ui.language import words
from ui.modes import legible
from ui.review import decided, next_item
from ui.who import who

_REFUSED = "review_refused"
_WIDTH = 60  # characters of a narrative that are shown of one that is alike


def show_item(item: Item, items: Sequence[Item]) -> None:
    """The card of one complaint. Judging it goes on to the next."""
    say = words()
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        show_error(refused)
    with st.container(border=True, key="review_card"):
        st.markdown(f"**{plain(item.complaint_no)}** · {_facts(item)}")
        if item.label:
            st.caption(say("review.item.label", label=plain(item.label)))
        if item.reason is Reason.CONTRADICTION:
            said = say("review.item.contradiction", filed=label("cause", item.filed))
            st.markdown(f":orange[:material/compare_arrows: {said}]")
        st.markdown(_narrative(item) if item.text else f"*{say('review.item.no_text')}*")
        others = _others(item, items)
        numbers = [item.complaint_no, *others]
        _buttons(item, items, numbers)
        with st.expander(say("review.item.other"), icon=":material/edit:", key=f"other_{item.complaint_no}"):
            _by_hand(item, items, numbers)


def _facts(item: Item) -> str:
    say = words()
    parts = [item.received_on, item.branch or "", item.product_line or ""]
    parts.append(say(f"vocabulary.channel.{item.channel}") if item.channel else "")
    parts.append(say(f"vocabulary.status.{item.status}"))
    if item.limit_date:
        parts.append(say("review.item.limit", date=item.limit_date))
    return " · ".join(plain(part) for part in parts if part)


def _narrative(item: Item) -> str:
    """The words that speak for the first proposal are set off."""
    return "".join(
        f":orange-background[{plain(part.text)}]" if part.marked and part.text.strip() else plain(part.text)
        for part in item.narrative
    )


def _others(item: Item, items: Sequence[Item]) -> list[str]:
    """Complaints of the same kind that the judgement is to serve as well, if its maker says so."""
    say = words()
    same = alike(items, item)
    if not same:
        return []
    with st.popover(say("review.alike.show", n=len(same)), icon=":material/content_copy:"):
        for other in same[:20]:
            st.caption(f"{plain(other.complaint_no)} · {plain(other.text[:_WIDTH] or other.label or '')}")
    together = st.checkbox(say("review.alike.together", n=len(same)), key=f"together_{item.complaint_no}")
    return [other.complaint_no for other in same] if together else []


def _buttons(item: Item, items: Sequence[Item], numbers: Sequence[str]) -> None:
    """A button a proposal, with the key that presses it; a contradicted label may also be right."""
    say = words()
    choices = list(item.proposals)
    if item.filed and item.filed not in {cause for cause, _ in choices}:
        choices.append((item.filed, 1.0))
    with st.container(horizontal=True):
        for key, (cause, confidence) in enumerate(choices[:5], 1):
            text = label("cause", cause)
            sure = say("review.item.as_filed") if cause == item.filed else percent(confidence)
            st.button(
                f"{text} · {sure}",
                key=f"choose_{item.complaint_no}_{cause}",
                type="primary" if key == 1 else "secondary",
                shortcut=str(key),
                on_click=_judge,
                args=(item, items, numbers, [cause], None, ""),
            )
        st.button(
            legible(say("review.item.skip")),
            key=f"skip_{item.complaint_no}",
            type="tertiary",
            icon=":material/skip_next:",
            shortcut="0",
            on_click=next_item,
            args=(items, [item.complaint_no]),
        )


def _by_hand(item: Item, items: Sequence[Item], numbers: Sequence[str]) -> None:
    """Any cause, several of them, the claim stage and the reason."""
    say = words()
    number = item.complaint_no
    causes = st.multiselect(
        say("review.hand.causes"),
        [cause.code for cause in taxonomy().active],
        format_func=lambda code: label("cause", code),
        key=f"causes_{number}",
        placeholder=say("review.hand.primary_first"),
        select_all=False,
    )
    stages = [stage.value for stage in ClaimStage]
    stage = st.selectbox(
        say("review.hand.stage"),
        stages,
        index=stages.index(item.stage) if item.stage else None,
        format_func=lambda code: label("claim_stage", code),
        placeholder="",
        key=f"stage_{number}",
    )
    why = st.text_input(say("review.hand.why"), key=f"why_{number}", max_chars=200)
    st.button(
        say("review.hand.decide"),
        key=f"decide_{number}",
        type="primary",
        disabled=not causes,
        on_click=_judge,
        args=(item, items, numbers, causes, stage, why),
    )


@friendly(retry=False)
def _judge(
    item: Item, items: Sequence[Item], numbers: Sequence[str], causes: list[str], stage: str | None, why: str
) -> None:
    by_number = {one.complaint_no: one for one in (*items, item)}
    seen = {number: by_number[number].decision for number in numbers}
    proposed = {number: next((cause for cause, _ in by_number[number].proposals), None) for number in numbers}
    try:
        done = decide(
            store(),
            seen,
            causes,
            by=who(),
            why=why,
            claim_stage=ClaimStage(stage) if stage else None,
            proposed=proposed,
        )
    except AppError as error:
        st.session_state[_REFUSED] = error
        return
    names = listed(label("cause", code) for code in causes)
    decided(words()("review.item.done", n=done, causes=names))
    next_item(items, list(numbers))
