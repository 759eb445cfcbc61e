"""Regulator complaints by form, which decides their limits: month by month, and what became of formal and informal."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.deck.brief import SIGNIFICANT, Brief
from analytics.deck.slides import Band, Cell, Chart, ChartKind, Line, Prose, Series, Slide, Table, Tone
from analytics.deck.story.against_earlier import Part, parts_of, verdict
from analytics.deck.story.covered import uncertain
from analytics.measures import month_range
from analytics.measures.formats import count, percent
from analytics.statistics import compare_proportions
from analytics.vocabulary import VALID_ANNUAL, Channel, Dimension, Form, Measure, Status

M, D = Measure, Dimension
_TONES = {Form.FORMAL: Tone.US, Form.INFORMAL: Tone.REST}
Outcomes = Mapping[Form, Mapping[Status, int]]


def forms(brief: Brief) -> list[Slide] | str:
    say = brief.say
    by_form = brief.ask((D.FORM,), M.REGULATOR_COMPLAINTS)
    rows = [row for row in by_form.rows if row.key["form"] and row.value(M.REGULATOR_COMPLAINTS)]
    total, whole = sum(int(row.value(M.REGULATOR_COMPLAINTS) or 0) for row in rows), brief.total(M.REGULATOR_COMPLAINTS)
    if not total or whole is None:
        return say("forms.none")
    assumed = brief.told(uncertain).forms_assumed
    if assumed >= total:
        return say("forms.all_assumed", n=count(total))
    parts = sorted(parts_of(brief, D.FORM, rows, M.REGULATOR_COMPLAINTS), key=lambda part: -part[2])
    title = _title(brief, parts, total)
    became = _became(brief)
    lines = _valid_shares(brief, became)
    if assumed:
        lines.append(Line(say("quality.assumed_line", n=count(assumed)), say("quality.assumed_lead"), quiet=True))
    return [
        Slide(
            key="forms",
            section="forms",
            title=title + verdict(brief, parts),
            subtitle=say("forms.subtitle"),
            bands=(
                Band(0.76, ((0.52, _months(brief, title)), (0.48, _table(brief, became, parts)))),
                Band(0.24, ((1, Prose(tuple(lines))),)),
            ),
            source=brief.frame_line(by_form.frame, total),
            notes=(
                *brief.notes(by_form.frame, whole.figures[M.REGULATOR_COMPLAINTS]),
                say("forms.note"),
                *([say("against.note")] if brief.earlier else []),
            ),
        )
    ]


def _title(brief: Brief, parts: list[Part], total: int) -> str:
    (name, _, most), *others = parts
    if not others:
        return brief.say("forms.one", n=count(total), form=name)
    rest, _, less = others[0]
    said = {"form": name, "most": count(most), "share": percent(most / total), "rest": rest, "less": count(less)}
    return brief.say("forms.title", n=count(total), **said)


def _became(brief: Brief) -> Outcomes:
    """Of each form that there is, its complaints by status."""
    found: dict[Form, dict[Status, int]] = {}
    for row in brief.ask((D.CHANNEL, D.FORM, D.STATUS), M.COMPLAINTS).rows:
        form, status, n = row.key["form"], row.key["status"], int(row.value(M.COMPLAINTS) or 0)
        if row.key["channel"] == Channel.REGULATOR and form and status and n:
            found.setdefault(Form(form), {})[Status(status)] = n
    return found


def _months(brief: Brief, alt: str) -> Chart:
    table = brief.ask((D.MONTH, D.FORM), M.REGULATOR_COMPLAINTS)
    axis = month_range(f"{brief.asked.year}-01", f"{brief.asked.year}-12")
    unknown = set(table.frame.unlogged)
    last = table.frame.last or ""
    counts = {(row.key["month"], row.key["form"]): int(row.value(M.REGULATOR_COMPLAINTS) or 0) for row in table.rows}
    drawn = []
    for form, tone in _TONES.items():
        known = [counts.get((month, form), 0) for month in axis]
        values = tuple(
            n if n or (month <= last and month not in unknown) else None for n, month in zip(known, axis, strict=True)
        )
        drawn.append(Series(brief.name(D.FORM, form), values, tone))
    return Chart(
        ChartKind.STACKED, tuple(brief.axis_month(one) for one in axis), tuple(drawn), brief.say("unit.complaints"), alt
    )


def _table(brief: Brief, became: Outcomes, parts: list[Part]) -> Table:
    """What became of them, a row a status; the year before below where it can be compared."""
    say = brief.say
    shown = [form for form in _TONES if form in became]
    several = len(shown) > 1

    def line(name: str, values: list[int], *, bold: bool = False, tone: Tone = Tone.PLAIN) -> tuple[Cell, ...]:
        printed = [count(one) for one in (*values, *([sum(values)] if several else []))]
        return Cell(name, bold=bold), *(Cell(one, tone, 0.2 if tone is Tone.ACTION else 0, bold) for one in printed)

    rows = [line(say("forms.received"), [sum(became[form].values()) for form in shown], bold=True)]
    for status in Status:
        values = [became[form].get(status, 0) for form in shown]
        if any(values):
            tone = Tone.ACTION if status in VALID_ANNUAL else Tone.PLAIN
            rows.append(line(brief.name(D.STATUS, status), values, tone=tone))
    if brief.earlier:
        old = {name: before for name, before, _ in parts}
        rows.append(line(say("forms.year_before"), [old.get(brief.name(D.FORM, form), 0) for form in shown]))
    head = (say("forms.outcome"), *(brief.name(D.FORM, form) for form in shown), *([say("common.total")] * several))
    return Table(head, tuple(rows), (2.6, *([1.0] * (len(head) - 1))), tuple(range(1, len(head))))


def _valid_shares(brief: Brief, became: Outcomes) -> list[Line]:
    """How many of those decided are valid, and whether the two forms differ in it beyond chance."""
    say, tested = brief.say, []
    for form in _TONES:
        decided = sum(n for status, n in became.get(form, {}).items() if status is not Status.PENDING)
        if decided:
            tested.append((form, sum(became[form].get(one, 0) for one in VALID_ANNUAL), decided))
    told = [
        say("forms.share", form=brief.name(D.FORM, form), n=count(n), of=count(of), share=percent(n / of))
        for form, n, of in tested
    ]
    if len(tested) < 2:
        return [Line(one, say("forms.share_lead")) for one in told]
    (_, n, of), (_, other, others) = tested
    p = compare_proportions(n, of, other, others)
    verdict_said = say("forms.differ" if p < SIGNIFICANT else "forms.alike", p=brief.p_value(p))
    return [Line(say("common.semicolon").join(told) + verdict_said, say("forms.share_lead"))]
