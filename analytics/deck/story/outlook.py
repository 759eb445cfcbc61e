"""What can still be changed: complaints that a withdrawal cures this year, and those whose limit is to come."""

from __future__ import annotations

from datetime import date

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Card, Cards, Cell, Line, Prose, Slide, Table, Tone
from analytics.errors import RequestError
from analytics.measures import Figure, what_if
from analytics.measures.curable import with_fewer
from analytics.measures.formats import count, figure_value
from analytics.vocabulary import Dimension, Measure, Status

M, D = Measure, Dimension
_MOST_ROWS = 10
_FEW_ROWS = 4
_COLUMNS = {Status.VALID: "curable", Status.PENDING: "pending"}


def outlook(brief: Brief) -> list[Slide] | str:
    table = brief.ask((D.BRANCH, D.STATUS), M.COMPLAINTS)
    counts: dict[str, dict[Status, int]] = {}
    for row in table.rows:
        status = row.key["status"]
        if status in (Status.VALID, Status.PENDING) and row.value(M.COMPLAINTS):
            branch = row.key["branch"] or brief.name(D.BRANCH, None)
            counts.setdefault(branch, {})[Status(status)] = int(row.value(M.COMPLAINTS) or 0)
    curable = sum(one.get(Status.VALID, 0) for one in counts.values())
    pending = sum(one.get(Status.PENDING, 0) for one in counts.values())
    if not curable and not pending:
        return brief.say("outlook.none")
    say = brief.say
    year_over = brief.scope.as_of is not None and brief.scope.as_of >= date(brief.asked.year, 12, 31)
    shown = [Status.VALID, Status.PENDING] if curable or not year_over else [Status.PENDING]
    order = sorted(counts, key=lambda branch: (-sum(counts[branch].values()), branch))
    rows = tuple(
        (Cell(brief.branch(branch)), *(Cell(count(counts[branch].get(one, 0))) for one in shown))
        for branch in order[:_MOST_ROWS]
    )
    head = (say("branches.branch"), *(say(f"outlook.{_COLUMNS[one]}") for one in shown))
    title = say("outlook.title", curable=count(curable), pending=count(pending))
    if len(shown) == 1:
        title = say("outlook.title_over", year=brief.asked.year, pending=count(pending))
    left = len(order) - len(rows)
    return [
        Slide(
            key="outlook",
            section="outlook",
            title=title,
            subtitle=say("outlook.subtitle", year=brief.asked.year)
            + (f" · {say('common.not_shown', n=left)}" if left > 0 else ""),
            bands=_bands(
                brief,
                Cards(_cards(brief, shown, curable, pending)),
                Table(head, rows, (2.4, 1, 1)[: len(head)], (1, 2)[: len(shown)]),
            ),
            source=brief.frame_line(table.frame, curable + pending),
            notes=(*brief.notes(table.frame), say("outlook.note")),
        )
    ]


def _bands(brief: Brief, cards: Cards, table: Table) -> tuple[Band, ...]:
    """Cards over the branches; a few branches leave room for what the figures say and do not say."""
    if len(table.rows) > _FEW_ROWS:
        return Band(0.34, ((1, cards),)), Band(0.66, ((1, table),))
    said = Prose((Line(brief.say("outlook.note"), quiet=True),))
    return Band(0.34, ((1, cards),)), Band(0.46, ((1, table),)), Band(0.2, ((1, said),))


def _cards(brief: Brief, shown: list[Status], curable: int, pending: int) -> tuple[Card, ...]:
    say = brief.say
    cards = []
    if Status.VALID in shown:
        tone = Tone.ACTION if curable else Tone.TEXT
        cards.append(Card(say("outlook.curable"), count(curable), say("outlook.curable_under"), tone))
    cards.append(Card(say("outlook.pending"), count(pending), say("outlook.pending_under")))
    if pending and not curable:
        cards += _if_all_turn_valid(brief, pending)
    if curable:
        try:
            by_branch = _curable_by_branch(brief)
            answer = what_if(brief.cursor, brief.scope, by_branch)
        except RequestError:  # a rule book under which withdrawals decide nothing: there is no what-if to show
            return tuple(cards)
        before, after = answer.before[M.VALID], answer.after[M.VALID]
        cards.append(
            Card(
                say("outlook.valid_if"),
                f"{count(before.value)} → {count(after.value)}",
                say("outlook.if_all", n=count(answer.cured)),
            )
        )
        cards += _ratio_card(brief, answer.before[M.PREMIUM_RATIO], answer.after[M.PREMIUM_RATIO])
    return tuple(cards)


def _if_all_turn_valid(brief: Brief, pending: int) -> list[Card]:
    """The worst that can come: nobody withdraws in time."""
    now = brief.total(M.VALID, M.PREMIUM_RATIO)
    assert now is not None
    valid, ratio = now.figures[M.VALID], now.figures[M.PREMIUM_RATIO]
    values = f"{count(valid.value)} → {count(with_fewer(valid, -pending).value)}"
    card = Card(brief.say("outlook.if_none"), values, brief.say("outlook.if_none_under", n=count(pending)))
    return [card, *_ratio_card(brief, ratio, with_fewer(ratio, -pending))]


def _ratio_card(brief: Brief, old: Figure, new: Figure) -> list[Card]:
    if old.value is None or new.value is None:
        return []
    values = " → ".join(figure_value(M.PREMIUM_RATIO, one.value) for one in (old, new))
    return [Card(brief.measure_name(M.PREMIUM_RATIO), values, brief.unit(old))]


def _curable_by_branch(brief: Brief) -> dict[str, int]:
    return {
        row.key["branch"]: int(row.value(M.COMPLAINTS) or 0)
        for row in brief.ask((D.BRANCH, D.STATUS), M.COMPLAINTS).rows
        if row.key["status"] == Status.VALID and row.value(M.COMPLAINTS) and row.key["branch"] is not None
    }
