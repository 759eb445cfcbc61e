"""Product lines: counts, and ratios where exposure is known by line."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Cell, Slide, Table, beside
from analytics.deck.story.against_earlier import bars, parts_of, verdict
from analytics.deck.story.first_place import first_place
from analytics.measures.formats import DASH, count, figure_value, interval, percent
from analytics.statistics import MINIMUM_VALID_COMPLAINTS
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension


def lines(brief: Brief) -> list[Slide] | str:
    table = brief.ask((D.PRODUCT_LINE,), M.COMPLAINTS, M.VALID, M.PREMIUM_RATIO)
    total = brief.total(M.COMPLAINTS, M.VALID)
    if total is None or not total.value(M.COMPLAINTS):
        return brief.say("common.no_complaints")
    rows = sorted(table.rows, key=lambda row: -(row.value(M.COMPLAINTS) or 0))
    counted = [row for row in rows if row.value(M.COMPLAINTS)]
    if len(counted) < 2 and len(rows) < 2:
        return brief.say("lines.one_only")
    say, n = brief.say, total.value(M.COMPLAINTS) or 0
    parts = parts_of(brief, D.PRODUCT_LINE, rows)
    first, most = first_place(brief, [(name, new) for name, _, new in parts])
    title = say("lines.title", line=first, n=most, share=percent(parts[0][2] / n))
    known = any(row.figures[M.PREMIUM_RATIO].value is not None for row in rows)
    cells = []
    for (name, _, _), row in zip(parts, rows, strict=True):
        ratio = row.figures[M.PREMIUM_RATIO]
        few = (ratio.numerator or 0) < MINIMUM_VALID_COMPLAINTS
        value = figure_value(M.PREMIUM_RATIO, ratio.value)
        line = (
            Cell(name),
            Cell(count(row.value(M.COMPLAINTS))),
            Cell(percent((row.value(M.COMPLAINTS) or 0) / n)),
            Cell(count(row.value(M.VALID))),
        )
        cells.append(
            line
            if not known
            else (
                *line,
                Cell(value + (say("lines.few") if few and ratio.value is not None else "")),
                Cell(interval(ratio) or DASH),
            )
        )
    keys = ["lines.line", "common.complaints", "common.share", "common.valid"]
    keys += ["lines.ratio", "ratios.interval"] if known else []
    head = tuple(say(key) for key in keys)
    widths = (1.4, 1.1, 1, 1, 1.3, 1.4)[: len(head)]
    subtitle = say("lines.subtitle")
    if any(cell.text.endswith(say("lines.few")) for line in cells for cell in line):
        subtitle = say("lines.few_note", subtitle=subtitle, n=MINIMUM_VALID_COMPLAINTS)
    title += verdict(brief, parts)
    return [
        Slide(
            key="lines",
            section="lines",
            title=title,
            subtitle=subtitle,
            bands=beside(
                bars(brief, title, parts), Table(head, tuple(cells), widths, tuple(range(1, len(head)))), 0.44
            ),
            source=brief.frame_line(table.frame, n),
            notes=(
                *brief.notes(table.frame, total.figures[M.COMPLAINTS], rows[0].figures[M.PREMIUM_RATIO]),
                say("lines.note", n=MINIMUM_VALID_COMPLAINTS),
                *([say("against.note")] if brief.earlier else []),
            ),
        )
    ]
