"""The ladder of handling: each step in time, late or not known, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.deck.brief import SIGNIFICANT, Brief
from analytics.deck.slides import Band, Block, Cell, Chart, ChartKind, Line, Prose, Series, Slide, Table, Tone
from analytics.findings.chance import corrected
from analytics.measures import StepRow, ladder
from analytics.measures.formats import DASH, count, percent
from analytics.rules import STEP_NAMES, Step
from analytics.statistics import compare_proportions


def timeliness(brief: Brief) -> list[Slide] | str:
    say, language = brief.say, brief.language
    table = ladder(brief.cursor, brief.scope)
    rows = [row for row in table.rows if row.share is not None]
    if not rows:
        return say("timeliness.none")
    names = [STEP_NAMES[row.step].in_language(language) for row in rows]
    worst = [n for n, row in enumerate(rows) if row.share == min(one.share or 0 for one in rows)]
    before = _year_before(brief)
    slipped = _slipped(rows, before)
    if slipped is not None:
        row, old, p = slipped
        title = say(
            "timeliness.slipped",
            step=STEP_NAMES[row.step].in_language(language),
            now=percent(row.share),
            before=percent(old.share),
            p=brief.p_value(p),
        )
    elif not any(row.late for row in rows):
        title = say("timeliness.all_in_time", n=len(rows))
    else:
        key = "timeliness.title" if len(rows) > 1 else "timeliness.one"
        steps = say("common.and").join(names[n] for n in worst)
        late = say("common.and").join(count(rows[n].late) for n in worst)
        title = say(key, step=steps, share=percent(rows[worst[0]].share), n=late)
        undone = say("common.and").join(count(rows[n].overdue) for n in worst)
        title += say("timeliness.not_done", n=undone) if any(rows[n].overdue for n in worst) else ""
    waiting = any(row.not_due for row in rows)
    cells = tuple(
        (
            Cell(name, bold=True),
            Cell(row.limit.in_language(language)),
            Cell(count(row.complaints)),
            Cell(count(row.in_time)),
            Cell(say("timeliness.of_them", n=count(row.late), undone=count(row.overdue))),
            Cell(count(row.not_needed)),
            *([Cell(count(row.not_due))] if waiting else []),
            Cell(count(row.no_date)),
            Cell(percent(row.share), Tone.ACTION, 0.2 if n in worst and row.late else 0.0, bold=True),
            Cell(DASH if row.low is None else f"{percent(row.low)}–{percent(row.high)}"),
            Cell(_took(brief, row, row.median)),
            Cell(_took(brief, row, row.p90)),
        )
        for n, (name, row) in enumerate(zip(names, rows, strict=True))
    )
    # Its parts add up to the complaints of a row: in time, late, not needed, not due, no date.
    columns = {
        "step": 1.5,
        "limit": 1.4,
        "complaints": 0.8,
        "in_time": 0.8,
        "late": 1.3,
        "not_needed": 0.9,
        "not_due": 0.9,
        "no_date": 0.9,
    }
    columns |= {"share": 1, "interval": 1.5, "median": 1.1, "p90": 1.4}
    if not waiting:
        del columns["not_due"]
    head = tuple(say(f"timeliness.{one}") for one in columns)
    grid = Table(head, cells, tuple(columns.values()), tuple(range(2, len(columns))))
    chart = _against_earlier(brief, rows, before, title)
    below: Block = chart or Prose((Line(say("timeliness.note"), quiet=True),))
    return [
        Slide(
            key="timeliness",
            section="timeliness",
            title=title,
            subtitle=say("timeliness.subtitle_compared" if chart else "timeliness.subtitle"),
            bands=(Band(0.45 if chart else 0.6, ((1, grid),)), Band(0.55 if chart else 0.4, ((1, below),))),
            source=brief.frame_line(table.frame, rows[0].complaints),
            notes=(*brief.notes(table.frame), say("timeliness.note")),
        )
    ]


def _slipped(rows: list[StepRow], before: Mapping[Step, StepRow]) -> tuple[StepRow, StepRow, float] | None:
    """The step that is late more often than a year before, beyond chance and all steps considered."""
    tested = []
    for row in rows:
        old = before.get(row.step)
        if old is None or not (_judged(row) and _judged(old)):
            continue
        tested.append((row, old, compare_proportions(row.late, _judged(row), old.late, _judged(old))))
    found = []
    for row, old, alone in tested:
        p = corrected(alone, len(tested))
        if p < SIGNIFICANT and (row.share or 0) < (old.share or 0):
            found.append((row, old, p))
    return min(found, key=lambda one: one[2]) if found else None


def _year_before(brief: Brief) -> dict[Step, StepRow]:
    rows = ladder(brief.cursor, brief.earlier, times=False).rows if brief.earlier else ()
    return {row.step: row for row in rows if row.share is not None}


def _judged(row: StepRow) -> int:
    return row.in_time + row.late


def _against_earlier(brief: Brief, rows: list[StepRow], before: Mapping[Step, StepRow], alt: str) -> Chart | None:
    """Each step's share in time beside the year before; None where nothing can be compared."""
    if not any(row.step in before for row in rows):
        return None
    earlier = tuple(before[row.step].share if row.step in before else None for row in rows)
    series = (
        Series(str(brief.asked.year), tuple(row.share for row in rows), labels=True, number_format="0.0%"),
        Series(str(brief.asked.year - 1), earlier, Tone.REST, labels=True, number_format="0.0%"),
    )
    names = tuple(STEP_NAMES[row.step].in_language(brief.language) for row in rows)
    return Chart(ChartKind.COLUMNS, names, series, brief.say("timeliness.share"), alt)


def _took(brief: Brief, row: StepRow, value: float | None) -> str:
    return (
        DASH
        if value is None
        else brief.say(f"timeliness.{row.unit}", n=f"{value:.0f}" if value >= 10 else f"{value:.1f}")
    )
