"""Complaints by month against last year, within control limits, and by channel."""

from __future__ import annotations

import math

from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Chart, ChartKind, Line, Prose, Series, Slide, Table, Tone, beside
from analytics.measures import month_range
from analytics.measures.formats import count, percent
from analytics.measures.series import series
from analytics.notes.comments import comments
from analytics.statistics import Rule
from analytics.statistics.control_rules import spells
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension


def months(brief: Brief) -> list[Slide] | str:
    table = brief.ask((D.MONTH,), M.COMPLAINTS, M.VALID)
    frame, say = table.frame, brief.say
    total = brief.total(M.COMPLAINTS, M.VALID)
    if total is None or not total.value(M.COMPLAINTS) or frame.first is None or frame.last is None:
        return say("common.no_complaints")
    axis = month_range(f"{brief.asked.year}-01", f"{brief.asked.year}-12")
    # The chart of the Trends page: every month that is known, up to the end of the year.
    known = series(brief.cursor, brief.scope.with_(first=None), M.COMPLAINTS)
    value = {point.time: _value(point.value) for point in known.points}
    now = [value.get(one) for one in axis]
    before = [value.get(f"{int(one[:4]) - 1}{one[4:]}") for one in axis] if brief.earlier else None
    chart = known.chart
    offset = next((n for n, point in enumerate(known.points) if point.time >= axis[0]), len(known.points))
    usable = not chart.trial and not chart.sparse and not math.isnan(float(chart.upper[-1]))
    outside = [n - offset for n in chart.signals[Rule.OUTSIDE] if n >= offset] if usable else []
    upper, centre = float(chart.upper[-1]), chart.centre
    drawn = [
        Series(str(brief.asked.year), tuple(now), labels=True, tones=tuple((place, Tone.ACTION) for place in outside))
    ]
    if before is not None:
        drawn.append(Series(str(brief.asked.year - 1), tuple(before), Tone.REST, line=True))
    if usable and centre is not None:
        drawn.append(
            Series(say("months.upper"), (upper,) * 12, Tone.LIMIT, line=True, dashed=True, number_format="0.0")
        )
        drawn.append(
            Series(say("months.centre"), (centre,) * 12, Tone.LIMIT, line=True, dashed=True, number_format="0.0")
        )
    peak = max(range(12), key=lambda n: now[n] or 0)
    peaks = f"{brief.month(axis[peak], axis[peak])}"
    if outside:
        listed = say("common.and").join(
            say("months.one", month=brief.month(axis[n], axis[n]), n=count(now[n])) for n in outside
        )
        title = say("months.outside", months=listed, upper=f"{upper:.1f}")
    elif usable:
        title = say("months.inside", month=peaks, n=count(now[peak]), upper=f"{upper:.1f}")
    else:
        title = say("months.few", month=peaks, n=count(now[peak]), points=chart.points)
    lines = [
        Line(
            say("months.total", n=count(total.value(M.COMPLAINTS)), valid=count(total.value(M.VALID))),
            key="months.total",
        )
    ]
    if usable:
        lines.append(Line(say("months.limits", points=chart.points), say("months.limits_lead")))
        lines += _other_signals(brief, chart.signals, offset, axis)
    else:
        lines.append(Line(say("months.trial", points=chart.points)))
    if before is None:
        lines.append(Line(say("months.no_year_before"), quiet=True))
    if frame.last < axis[-1]:
        lines.append(Line(say("months.unfinished", as_of=frame.as_of), quiet=True))
    branches = (brief.asked.branch,) if brief.asked.branch else ()
    for one in comments(brief.cursor, first=axis[0], last=axis[-1], branches=branches)[:4]:
        if one.month:
            where = f"({one.branch})" if one.branch else ""
            lines.append(Line(f"{one.text}{where}", f"{brief.month(one.month, one.month)}: "))
    figures = total.figures
    return [
        Slide(
            key="months",
            section="months",
            title=title,
            subtitle=say("months.subtitle"),
            bands=beside(
                Chart(
                    ChartKind.COLUMNS,
                    tuple(brief.axis_month(one) for one in axis),
                    tuple(drawn),
                    say("unit.complaints"),
                    title,
                ),
                Prose(tuple(lines)),
                0.7,
            ),
            source=brief.frame_line(frame, total.value(M.COMPLAINTS)),
            notes=brief.notes(frame, figures[M.COMPLAINTS], figures[M.VALID]),
        )
    ]


def _value(value: float | int | None) -> int | None:
    return None if value is None else int(value)


def _other_signals(brief: Brief, signals: dict[Rule, tuple[int, ...]], offset: int, axis: list[str]) -> list[Line]:
    """Runs, trends and points close to a limit that end in the year."""
    said = []
    for rule in (Rule.RUN, Rule.TREND, Rule.CLOSE):
        for spell in spells([n - offset for n in signals[rule] if n >= offset]):
            first, last = (brief.month(axis[n], axis[n]) for n in spell)
            times = first if first == last else brief.say("months.span", first=first, last=last)
            said.append(
                Line(brief.say(f"months.{rule.value}", times=times), key=f"months.{rule.value}.{axis[spell[0]]}")
            )
    return said


def channels(brief: Brief) -> list[Slide] | str:
    table = brief.ask((D.CHANNEL,), M.COMPLAINTS, M.VALID)
    total = brief.total(M.COMPLAINTS, M.VALID)
    if total is None or not total.value(M.COMPLAINTS):
        return brief.say("common.no_complaints")
    rows = sorted(
        (row for row in table.rows if row.value(M.COMPLAINTS)), key=lambda row: -(row.value(M.COMPLAINTS) or 0)
    )
    names = [brief.name(D.CHANNEL, row.key["channel"]) for row in rows]
    before = {}
    if brief.earlier:
        before = {
            row.key["channel"]: row.value(M.COMPLAINTS)
            for row in brief.ask((D.CHANNEL,), M.COMPLAINTS, scope=brief.earlier).rows
        }
    n = total.value(M.COMPLAINTS) or 0
    say = brief.say
    title = say(
        "channels.title",
        channel=names[0],
        n=count(rows[0].value(M.COMPLAINTS)),
        share=percent((rows[0].value(M.COMPLAINTS) or 0) / n),
    )
    head = [say("channels.channel"), say("common.complaints"), say("common.share"), say("common.valid")]
    cells = []
    for name, row in zip(names, rows, strict=True):
        line = [
            Cell(name),
            Cell(count(row.value(M.COMPLAINTS))),
            Cell(percent((row.value(M.COMPLAINTS) or 0) / n)),
            Cell(count(row.value(M.VALID))),
        ]
        if brief.earlier:
            line.insert(2, Cell(count(before.get(row.key["channel"], 0))))
        cells.append(tuple(line))
    if brief.earlier:
        head.insert(2, say("common.year_before"))
    regulator = next((place for place, row in enumerate(rows) if row.key["channel"] == "regulator"), None)
    tones = tuple((place, Tone.REST) for place in range(len(rows)) if place != regulator)
    chart = Chart(
        ChartKind.BARS,
        tuple(names),
        (Series(say("common.complaints"), tuple(row.value(M.COMPLAINTS) for row in rows), labels=True, tones=tones),),
        say("unit.complaints"),
        title,
    )
    return [
        Slide(
            key="channels",
            section="channels",
            title=title,
            subtitle=say("channels.subtitle"),
            bands=beside(
                chart,
                Table(tuple(head), tuple(cells), (1.6, *([1.0] * (len(head) - 1))), tuple(range(1, len(head)))),
                0.55,
            ),
            source=brief.frame_line(table.frame, n),
            notes=brief.notes(table.frame, total.figures[M.COMPLAINTS], total.figures[M.VALID]),
        )
    ]
