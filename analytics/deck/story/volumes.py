"""Complaints by month against last year, within control limits, and by channel."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Chart, ChartKind, Line, Prose, Series, Slide, Table, Tone, beside
from analytics.deck.story.against_earlier import bars, parts_of, verdict
from analytics.deck.story.first_place import first_place
from analytics.deck.story.months_before import months_before
from analytics.masking import mask
from analytics.measures import month_range
from analytics.measures.formats import count, percent
from analytics.measures.series import Series as MonthByMonth
from analytics.statistics import ControlChart, Rule
from analytics.statistics.control_rules import TREND_POINTS, spells
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MOST_PINS = 5


def months(brief: Brief) -> list[Slide] | str:
    table = brief.ask((D.MONTH,), M.COMPLAINTS, M.VALID)
    frame, say = table.frame, brief.say
    total = brief.total(M.COMPLAINTS, M.VALID)
    if total is None or not total.value(M.COMPLAINTS) or frame.first is None or frame.last is None:
        return say("common.no_complaints")
    axis = month_range(f"{brief.asked.year}-01", f"{brief.asked.year}-12")
    # The chart of the Trends page: every month that is known, up to the end of the year.
    known = brief.facts.series(M.COMPLAINTS)
    value = {point.time: _value(point.value) for point in known.points}
    counted = {row.key["month"]: _value(row.value(M.COMPLAINTS)) for row in table.rows}
    # What other logs say of a month without a log of its own is drawn, never judged, and no zero.
    now = [value[one] if value.get(one) is not None else counted.get(one) or None for one in axis]
    partly = sum(value.get(one) is None and bool(counted.get(one)) for one in axis)
    before, about_before = months_before(brief, axis, value)
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
    peaks, most = first_place(brief, [(brief.month(one, one), now[n] or 0) for n, one in enumerate(axis)])
    if outside:
        listed = say("common.and").join(
            say("months.one", month=brief.month(axis[n], axis[n]), n=count(now[n])) for n in outside
        )
        title = say("months.outside", months=listed, upper=f"{upper:,.1f}")
    elif usable:
        key = "months.inside_so_far" if any(brief.is_open(one) for one in axis) else "months.inside"
        title = say(key, month=peaks, n=most, upper=f"{upper:,.1f}")
    else:
        key = "months.few" if chart.points else "months.few_none"
        key = "months.few_complaints" if chart.sparse and not chart.trial else key
        title = say(key, month=peaks, n=most, points=chart.points)
    lines = [
        Line(
            say("months.total", n=count(total.value(M.COMPLAINTS)), valid=count(total.value(M.VALID))),
            key="months.total",
        )
    ]
    if usable:
        lines.append(Line(say("months.limits", points=chart.points), say("months.limits_lead")))
        lines += _other_signals(brief, known, axis[0])
    elif chart.sparse and not chart.trial:
        lines.append(Line(say("months.sparse")))
    else:
        lines.append(Line(say("months.trial", points=chart.points)))
    if partly:
        lines.append(Line(say("months.partly", n=partly), quiet=True))
    if about_before is not None:
        lines.append(about_before)
    if frame.last < axis[-1]:
        lines.append(Line(say("months.unfinished", as_of=frame.as_of), quiet=True))
    pins = _pins(brief)
    for pin in pins[:_MOST_PINS]:
        lines.append(Line(pin.text, f"{pin.mark} {brief.month(pin.month, pin.month)}: " if pin.month else ""))
    if len(pins) > _MOST_PINS:
        lines.append(Line(say("months.more_comments", n=len(pins) - _MOST_PINS), quiet=True))
    marks = {month: "".join(pin.mark for pin in pins[:_MOST_PINS] if pin.month == month) for month in axis}
    figures = total.figures
    return [
        Slide(
            key="months",
            section="months",
            title=title,
            subtitle=say(f"months.subtitle{'_before' * (before is not None)}{'_limits' * usable}"),
            bands=beside(
                Chart(
                    ChartKind.COLUMNS,
                    tuple(f"{brief.axis_month(one)} {marks[one]}".rstrip() for one in axis),
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


@dataclass(frozen=True, slots=True)
class _Pin:
    """A comment, with the mark that stands for it under its month's column. month: "" where it is about none."""

    month: str
    mark: str
    text: str


def _pins(brief: Brief) -> list[_Pin]:
    """The comments that were chosen, by month, those about a branch alone last; personal data starred."""
    found = brief.comments_pinned()
    return [
        _Pin(
            one.month or "",
            chr(ord("①") + n) if one.month and n < _MOST_PINS else "",
            mask(one.text) + (f"({brief.branch(one.branch)})" if one.branch else ""),
        )
        for n, one in enumerate(found)
    ]


def striking(brief: Brief) -> str | None:
    """The highest month of the year above its control limits, as on the Trends page; None where there is none."""
    known = brief.facts.series(M.COMPLAINTS)
    chart, first = known.chart, f"{brief.asked.year}-01"
    if chart.trial or chart.sparse or chart.centre is None:
        return None
    above = [
        known.points[n]
        for n in chart.signals[Rule.OUTSIDE]
        if known.points[n].time >= first and (known.points[n].value or 0) > chart.centre
    ]
    return max(above, key=lambda point: point.value or 0).time if above else None


def _value(value: float | int | None) -> int | None:
    return None if value is None else int(value)


def _other_signals(brief: Brief, known: MonthByMonth, since: str) -> list[Line]:
    """Runs, trends and points close to a limit that end in the year: from when, and on which side."""
    said = []
    for rule in (Rule.RUN, Rule.TREND, Rule.CLOSE):
        for first, last, side in _spells(known.chart, rule):
            began, ended = known.points[first].time, known.points[last].time
            if ended >= since:
                told = brief.say(f"months.{rule.value}_{side}", times=brief.span(began, ended))
                said.append(Line(told, key=f"months.{rule.value}.{began}"))
    return said


def _spells(chart: ControlChart, rule: Rule) -> list[tuple[int, int, str]]:
    """(first point, last point, "high" or "low") of each stretch on one side; a trend's side is where it goes."""
    marked, values, found = chart.signals[rule], chart.values, []
    rising = rule is Rule.TREND
    points = [n for n in marked if n - 1 in marked] if rising else marked
    above = {n: float(values[n] - (values[n - 1] if rising else chart.centre)) for n in points}
    for side, sign in (("high", 1), ("low", -1)):
        stretches = spells([n for n in points if sign * above[n] > 0], 2 if rule is Rule.CLOSE else 1)
        for first, last in stretches:
            first -= rising  # n steps join n + 1 points
            if not rising or last - first + 1 >= TREND_POINTS:
                found.append((first, last, side))
    return sorted(found)


def channels(brief: Brief) -> list[Slide] | str:
    table = brief.ask((D.CHANNEL,), M.COMPLAINTS, M.VALID)
    total = brief.total(M.COMPLAINTS, M.VALID)
    if total is None or not total.value(M.COMPLAINTS):
        return brief.say("common.no_complaints")
    rows = sorted(
        (row for row in table.rows if row.value(M.COMPLAINTS)), key=lambda row: -(row.value(M.COMPLAINTS) or 0)
    )
    parts = parts_of(brief, D.CHANNEL, rows)
    n = total.value(M.COMPLAINTS) or 0
    say = brief.say
    if len(rows) == 1:
        return say("channels.one", n=count(n), channel=parts[0][0])
    first, most = first_place(brief, [(name, new) for name, _, new in parts])
    title = say("channels.title", channel=first, n=most, share=percent(parts[0][2] / n))
    head = [say("channels.channel"), say("common.complaints"), say("common.share"), say("common.valid")]
    cells = []
    for (name, old, _), row in zip(parts, rows, strict=True):
        line = [
            Cell(name),
            Cell(count(row.value(M.COMPLAINTS))),
            Cell(percent((row.value(M.COMPLAINTS) or 0) / n)),
            Cell(count(row.value(M.VALID))),
        ]
        if brief.earlier:
            line.insert(2, Cell(count(old)))
        cells.append(tuple(line))
    if brief.earlier:
        head.insert(2, say("common.year_before"))
    title += verdict(brief, parts)
    return [
        Slide(
            key="channels",
            section="channels",
            title=title,
            subtitle=say("channels.subtitle"),
            bands=beside(
                bars(brief, title, parts),
                Table(tuple(head), tuple(cells), (1.6, *([1.0] * (len(head) - 1))), tuple(range(1, len(head)))),
                0.5,
            ),
            source=brief.frame_line(table.frame, n),
            notes=(
                *brief.notes(table.frame, total.figures[M.COMPLAINTS], total.figures[M.VALID]),
                *([say("against.note")] if brief.earlier else []),
            ),
        )
    ]
