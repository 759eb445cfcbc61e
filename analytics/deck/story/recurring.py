"""Problems that come back: causes named in several months, with how often, when and where."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Cell, Chart, ChartKind, Series, Slide, Table, Tone, whole
from analytics.deck.story.first_place import MOST_NAMED, first_place, named
from analytics.findings import largest
from analytics.measures import Frame, MeasureTable, month_range
from analytics.measures.formats import count
from analytics.measures.log_months import months_between_logs
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MOST_ROWS = 10
_FEWEST_MONTHS = 2
_FEW_ROWS = 3
_TONES = (Tone.US, Tone.REST, Tone.LIMIT)


def recurring(brief: Brief) -> list[Slide] | str:
    by_month = brief.ask((D.CAUSE, D.MONTH), M.CAUSE_MENTIONS)
    months: dict[str, set[str]] = {}
    totals: dict[str, int] = {}
    for row in by_month.rows:
        cause, n = row.key["cause"], int(row.value(M.CAUSE_MENTIONS) or 0)
        if cause and n:
            months.setdefault(cause, set()).add(row.key["month"] or "")
            totals[cause] = totals.get(cause, 0) + n
    again = sorted((one for one in totals if len(months[one]) >= _FEWEST_MONTHS), key=lambda one: (-totals[one], one))
    if not again:
        return brief.say("recurring.none")
    branches: dict[str, dict[str, int]] = {}
    for row in brief.ask((D.CAUSE, D.BRANCH), M.CAUSE_MENTIONS).rows:
        if row.key["cause"] and row.key["branch"] and row.value(M.CAUSE_MENTIONS):
            branches.setdefault(row.key["cause"], {})[row.key["branch"]] = int(row.value(M.CAUSE_MENTIONS) or 0)
    valid = _valid(brief, by_month.frame)
    before = {}
    if brief.earlier:
        rows_before = brief.ask((D.CAUSE,), M.CAUSE_MENTIONS, scope=brief.earlier).rows
        before = {row.key["cause"]: row.value(M.CAUSE_MENTIONS) or 0 for row in rows_before}
    say = brief.say
    rows = []
    for cause in again[:_MOST_ROWS]:
        where = branches.get(cause, {})
        rows.append(
            (
                Cell(brief.name(D.CAUSE, cause), bold=True),
                Cell(count(totals[cause])),
                *([Cell(count(before.get(cause, 0)))] if brief.earlier else []),
                Cell(count(len(months[cause]))),
                Cell(count(len(where))),
                Cell(count(valid.get(cause, 0))),
                Cell(_most(brief, where)),
            )
        )
    keys = ["cause", "mentions", "before", "months", "branches", "valid", "top"]
    head = tuple(say(f"recurring.{one}") for one in keys if brief.earlier or one != "before")
    title = _title(brief, again, months, by_month.frame)
    left = len(again) - len(rows)
    table = Table(head, tuple(rows), (2.4, *([1.0] * (len(head) - 2)), 2.4), tuple(range(1, len(head) - 1)))
    return [
        Slide(
            key="recurring",
            section="recurring",
            title=title,
            subtitle=say("recurring.subtitle") + (f" · {say('common.not_shown', n=left)}" if left > 0 else ""),
            bands=_bands(brief, table, by_month, again, title),
            source=brief.frame_line(by_month.frame),
            notes=(*brief.notes(by_month.frame), say("recurring.note")),
        )
    ]


def _valid(brief: Brief, frame: Frame) -> dict[str | None, int | float | None]:
    """Valid complaints by cause: asked of the channels that can count, which are seldom most of the complaints."""
    channels = tuple(sorted({channel for book in frame.books for channel in book.counted_channels}))
    rows = brief.ask((D.CAUSE,), M.VALID, scope=brief.scope.with_(channels=channels)).rows
    return {row.key["cause"]: row.value(M.VALID) for row in rows}


def _bands(brief: Brief, table: Table, by_month: MeasureTable, again: list[str], title: str) -> tuple[Band, ...]:
    """The table; a few causes leave room for when they came."""
    if len(table.rows) > _FEW_ROWS or len(again) > len(_TONES):
        return whole(table)
    frame = by_month.frame
    axis = month_range(frame.first, frame.last) if frame.first and frame.last else []
    found = {(row.key["cause"], row.key["month"]): int(row.value(M.CAUSE_MENTIONS) or 0) for row in by_month.rows}
    unknown = months_between_logs(brief.cursor, brief.scope, axis)
    drawn = tuple(
        Series(
            brief.name(D.CAUSE, cause),
            tuple(found.get((cause, month), None if month in unknown else 0) for month in axis),
            tone,
        )
        for cause, tone in zip(again, _TONES, strict=False)
    )
    names = tuple(brief.axis_month(month) for month in axis)
    chart = Chart(ChartKind.STACKED, names, drawn, brief.say("unit.mentions"), title)
    return Band(0.45, whole(table)[0].blocks), Band(0.55, ((1, chart),))


def _most(brief: Brief, where: dict[str, int]) -> str:
    """The branch with the most; all that share the place, or how many they are."""
    names, n = largest([{"branch": name, "n": mentions} for name, mentions in sorted(where.items())], "branch", "n")
    if not names:
        return ""
    if len(names) > MOST_NAMED:
        return brief.say("recurring.most_tied", k=len(names), n=count(n))
    listed, said = first_place(brief, [(brief.branch(name), n) for name in names])
    return brief.say("recurring.most", branch=listed, n=said)


def _title(brief: Brief, again: list[str], months: dict[str, set[str]], frame: Frame) -> str:
    """Those that came every month that a log is known of, where some did; else those that came in most months."""
    period = month_range(frame.first, frame.last) if frame.first and frame.last else []
    unknown = months_between_logs(brief.cursor, brief.scope, period)
    every = set(period).difference(unknown)
    always = [one for one in again if len(every) > 1 and every <= months[one]]
    if not always:
        first, most = first_place(brief, [(brief.name(D.CAUSE, one), len(months[one])) for one in again])
        return brief.say("recurring.title", n=len(again), names=first, m=most)
    names = named(brief, [brief.name(D.CAUSE, one) for one in always])
    return brief.say("recurring.every_known" if unknown else "recurring.every", names=names, n=len(again), k=len(every))
