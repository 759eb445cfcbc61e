"""The ladder of handling: each step in time, late or not known, and how long it took."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Cell, Chart, ChartKind, Series, Slide, Table, Tone, whole
from analytics.measures import StepRow, ladder
from analytics.measures.formats import DASH, count, percent
from analytics.rules import STEP_NAMES
from analytics.statistics import compare_counts


def timeliness(brief: Brief) -> list[Slide] | str:
    say, language = brief.say, brief.language
    table = ladder(brief.cursor, brief.scope)
    rows = [row for row in table.rows if row.share is not None]
    if not rows:
        return say("timeliness.none")
    names = [STEP_NAMES[row.step].in_language(language) for row in rows]
    worst = min(range(len(rows)), key=lambda n: rows[n].share or 0)
    slipped = _slipped(brief, rows)
    if slipped is not None:
        row, before, p = slipped
        title = say(
            "timeliness.slipped",
            step=STEP_NAMES[row.step].in_language(language),
            now=percent(row.share),
            before=percent(before.share),
            p=brief.p_value(p),
        )
    elif not any(row.late for row in rows):
        title = say("timeliness.all_in_time", n=len(rows))
    else:
        key = "timeliness.title" if len(rows) > 1 else "timeliness.one"
        title = say(key, step=names[worst], share=percent(rows[worst].share), n=count(rows[worst].late))
    cells = tuple(
        (
            Cell(name, bold=True),
            Cell(row.limit.in_language(language)),
            Cell(percent(row.share), Tone.ACTION, 0.2 if n == worst and row.late else 0.0, bold=True),
            Cell(DASH if row.low is None else f"{percent(row.low)}–{percent(row.high)}"),
            Cell(count(row.in_time)),
            Cell(count(row.late)),
            Cell(count(row.no_date)),
            Cell(_took(brief, row, row.median)),
            Cell(_took(brief, row, row.p90)),
        )
        for n, (name, row) in enumerate(zip(names, rows, strict=True))
    )
    keys = ("step", "limit", "share", "interval", "in_time", "late", "no_date", "median", "p90")
    head = tuple(say(f"timeliness.{one}") for one in keys)
    states = (("in_time", Tone.US), ("late", Tone.ACTION), ("no_date", Tone.REST))
    chart = Chart(
        ChartKind.STACKED,
        tuple(names),
        tuple(Series(say(f"timeliness.{key}"), tuple(getattr(row, key) for row in rows), tone) for key, tone in states),
        say("unit.complaints"),
        title,
    )
    return [
        Slide(
            key="timeliness",
            section="timeliness",
            title=title,
            subtitle=say("timeliness.subtitle"),
            bands=(
                Band(
                    0.45,
                    whole(Table(head, cells, (1.6, 2.4, 1, 1.5, 0.9, 0.9, 1, 1.2, 1.2), tuple(range(2, 9))))[0].blocks,
                ),
                Band(0.55, ((1, chart),)),
            ),
            source=brief.frame_line(table.frame, rows[0].complaints),
            notes=(*brief.notes(table.frame), say("timeliness.note")),
        )
    ]


def _slipped(brief: Brief, rows: list[StepRow]) -> tuple[StepRow, StepRow, float] | None:
    """The step that is late more often than a year before, beyond chance and all steps considered."""
    if brief.earlier is None:
        return None
    before = {row.step: row for row in ladder(brief.cursor, brief.earlier).rows if row.share is not None}
    found = []
    for row in rows:
        old = before.get(row.step)
        if old is None or not (row.in_time + row.late and old.in_time + old.late):
            continue
        p = compare_counts(old.late, row.late, old.in_time + old.late, row.in_time + row.late).p_value * len(rows)
        if p < 0.05 and (row.share or 0) < (old.share or 0):
            found.append((row, old, p))
    return min(found, key=lambda one: one[2]) if found else None


def _took(brief: Brief, row: StepRow, value: float | None) -> str:
    return (
        DASH
        if value is None
        else brief.say(f"timeliness.{row.unit}", n=f"{value:.0f}" if value >= 10 else f"{value:.1f}")
    )
