"""What can still be changed: complaints that a withdrawal cures this year, and those whose limit is to come."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Card, Cards, Cell, Slide, Table, Tone, whole
from analytics.errors import RequestError
from analytics.measures import what_if
from analytics.measures.formats import count, figure_value
from analytics.vocabulary import Dimension, Measure, Status

M, D = Measure, Dimension
_MOST_ROWS = 10


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
    order = sorted(counts, key=lambda branch: (-sum(counts[branch].values()), branch))
    rows = tuple(
        (
            Cell(brief.branch(branch)),
            Cell(count(counts[branch].get(Status.VALID, 0))),
            Cell(count(counts[branch].get(Status.PENDING, 0))),
        )
        for branch in order[:_MOST_ROWS]
    )
    head = (say("branches.branch"), say("outlook.curable"), say("outlook.pending"))
    title = say("outlook.title", curable=count(curable), pending=count(pending))
    left = len(order) - len(rows)
    return [
        Slide(
            key="outlook",
            section="outlook",
            title=title,
            subtitle=say("outlook.subtitle", year=brief.asked.year)
            + (f" · {say('common.not_shown', n=left)}" if left > 0 else ""),
            bands=(
                Band(0.34, ((1, Cards(_cards(brief, curable, pending))),)),
                Band(0.66, whole(Table(head, rows, (2.4, 1, 1), (1, 2)))[0].blocks),
            ),
            source=brief.frame_line(table.frame, curable + pending),
            notes=(*brief.notes(table.frame), say("outlook.note")),
        )
    ]


def _cards(brief: Brief, curable: int, pending: int) -> tuple[Card, ...]:
    say = brief.say
    cards = [
        Card(
            say("outlook.curable"), count(curable), say("outlook.curable_under"), Tone.ACTION if curable else Tone.TEXT
        ),
        Card(say("outlook.pending"), count(pending), say("outlook.pending_under")),
    ]
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
        old, new = answer.before[M.PREMIUM_RATIO], answer.after[M.PREMIUM_RATIO]
        if old.value is not None and new.value is not None:
            values = " → ".join(figure_value(M.PREMIUM_RATIO, one.value) for one in (old, new))
            cards.append(Card(f"{brief.measure_name(M.PREMIUM_RATIO)}", values, brief.unit(old)))
    return tuple(cards)


def _curable_by_branch(brief: Brief) -> dict[str, int]:
    return {
        row.key["branch"]: int(row.value(M.COMPLAINTS) or 0)
        for row in brief.ask((D.BRANCH, D.STATUS), M.COMPLAINTS).rows
        if row.key["status"] == Status.VALID and row.value(M.COMPLAINTS) and row.key["branch"] is not None
    }
