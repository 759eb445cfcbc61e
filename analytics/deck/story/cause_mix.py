"""Causes by branch and category: who differs from the company's mix, and in what."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Cell, Line, Prose, Slide, Table, Tone, whole
from analytics.findings.chance import SIGNIFICANT, corrected, p_of_score
from analytics.measures.exposure import unlisted_branches
from analytics.measures.formats import count
from analytics.measures.mix import Mix, MixCell
from analytics.measures.mix import mix_of as mix_of_tables
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MOST_BRANCHES = 14
_FEW_BRANCHES = 5  # a table of so few rows leaves its slide half empty
_MOST_NAMED = 5


def mix_of(brief: Brief) -> Mix | None:
    """None in a deck of one branch, and where there is nothing to set against anything."""
    if brief.asked.branch:
        return None
    by_branch = brief.ask((D.BRANCH, D.CATEGORY), M.CAUSE_MENTIONS)
    all_of_it = brief.ask((D.TOTAL,), M.COMPLAINTS, M.CAUSE_MENTIONS)
    found = mix_of_tables(by_branch, all_of_it, unlisted_branches(brief.cursor))
    return found if len(found.rows) > 1 and len(found.columns) > 1 else None


def is_slight(found: Mix) -> bool:
    """Whether the branches are few and none of their cells can be tested."""
    return len(found.rows) <= _FEW_BRANCHES and not _tested(found)


def mix_table(brief: Brief, found: Mix) -> Table:
    """Mentions by branch and category, those coloured that depart from the company's mix, all cells considered."""
    say, width, beyond = brief.say, len(found.columns), _beyond(found)
    by_row = {
        row: found.cells[place * width : (place + 1) * width] for place, row in enumerate(found.rows) if row is not None
    }
    cells = tuple(
        (
            Cell(say("branches.unlisted_name", name=brief.branch(row)) if row in found.unlisted else brief.branch(row)),
            *(_coloured(one, one in beyond) for one in line),
            Cell(count(sum(one.count for one in line)), bold=True),
        )
        for row, line in by_row.items()
    )
    head = (say("branches.branch"), *(brief.name(D.CATEGORY, one) for one in found.columns), say("common.total"))
    return Table(head, cells, (2.4, *([1.2] * (len(head) - 1))), tuple(range(1, len(head))))


def by_branch(brief: Brief, found: Mix) -> Slide:
    """The table; under a few branches the cells that depart are named with what was expected."""
    say, tested, beyond = brief.say, _tested(found), _beyond(found)
    more = [one for one in beyond if (one.residual or 0) > 0]
    partly = tested < len(found.cells)
    compared = say("causes.compared_some" if partly else "causes.compared_all", tested=tested, all=len(found.cells))
    title = say("causes.mix_same", compared=compared) if tested else say("causes.mix_untested")
    if beyond:
        title = say("causes.mix_less", n=len(beyond))
    if more:
        title = _against_mix(brief, found, more[0])
    table = mix_table(brief, found)
    kept = Table(table.head, table.rows[:_MOST_BRANCHES], table.widths, table.numeric)
    notes = [say("causes.mix_note", compared=compared)]
    if len(table.rows) > len(kept.rows):
        notes.append(say("common.not_shown", n=len(table.rows) - len(kept.rows)))
    both = say("causes.both", n=count(found.complaints), m=count(found.mentions))
    bands = whole(kept)
    if beyond and len(kept.rows) <= _FEW_BRANCHES:
        lines = tuple(Line(_against_mix(brief, found, one) + say("common.stop")) for one in beyond[:_MOST_NAMED])
        bands = Band(0.55, bands[0].blocks), Band(0.45, ((1, Prose(lines)),))
    return Slide(
        key="causes.branches",
        section="causes",
        title=title,
        subtitle=say("causes.mix_subtitle", both=both) + (f" · {notes[-1]}" if len(notes) > 1 else ""),
        bands=bands,
        source=brief.frame_line(found.frame, found.complaints),
        notes=(*brief.notes(found.frame), *notes),
    )


def _against_mix(brief: Brief, found: Mix, one: MixCell) -> str:
    return brief.say(
        "causes.mix_title" if (one.residual or 0) > 0 else "causes.mix_fewer",
        branch=brief.name(D.BRANCH, one.row),
        name=brief.name(D.CATEGORY, one.column),
        n=count(one.count),
        expected=f"{_expected(found, one):,.1f}",
    )


def _tested(found: Mix) -> int:
    return sum(not one.small for one in found.cells)


def _beyond(found: Mix) -> list[MixCell]:
    """Cells that depart beyond chance, all cells considered; those with most above their share first."""
    tested = _tested(found)
    departing = [one for one in found.cells if one.row not in found.unlisted and _beyond_chance(one, tested)]
    return sorted(departing, key=lambda one: -(one.residual or 0))


def _beyond_chance(one: MixCell, tested: int) -> bool:
    return (
        one.residual is not None
        and not one.small
        and corrected(p_of_score(one.residual), tested) < SIGNIFICANT
        and None not in (one.row, one.column)
    )


def _coloured(one: MixCell, beyond: bool) -> Cell:
    if not beyond:
        return Cell(count(one.count))
    strength = abs(one.residual or 0)
    return Cell(count(one.count), Tone.ACTION if (one.residual or 0) > 0 else Tone.US, min(0.6, strength / 10))


def _expected(found: Mix, cell: MixCell) -> float:
    across = sum(one.count for one in found.cells if one.row == cell.row)
    down = sum(one.count for one in found.cells if one.column == cell.column)
    return across * down / sum(one.count for one in found.cells)
