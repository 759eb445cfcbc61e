"""The complaints that a mark stands for: what its parts ask of the engine, and of the rows it gives."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, NamedTuple

from analytics.measures import Scope, Which
from analytics.measures.branch_funnel import months_lacking
from analytics.measures.cause_words import cause_words
from analytics.measures.handling import End, days_to
from analytics.measures.ladder import step_states
from analytics.measures.rated import rated
from analytics.measures.withdrawals import withdrawn_within
from analytics.rules import Step
from analytics.vocabulary import View
from ui.data import answer, known_now, listed, taxonomy
from ui.drill import DAYS, FIELDS, OF_CAUSES, PERIODS, Drill, pairs_of
from ui.labels import SEVERAL

# Parts that no row tells by itself, see _rows_of.
_TOLD = ("phrase", "step", "withdrawn", "rated", "logged")


class Behind(NamedTuple):
    """The complaints of the clicked marks, each once, or of the list that was asked for.

    causes: where the marks count causes, how many of them these complaints name; else None.
    """

    rows: list[dict[str, Any]]
    causes: int | None


def behind(drill: Drill, scope: Scope, everything: Scope) -> Behind:
    found: dict[str, dict[str, Any]] = {}
    causes: set[tuple[str, str]] = set()
    of_causes = True
    for one in drill.marks:
        meant = _meant(one, scope)
        rows = _rows_of(one, meant, scope, everything)
        found |= {row["complaint_no"]: row for row in rows}
        of_causes = of_causes and meant is not None
        causes |= {(row["complaint_no"], code) for row in rows for code in row["causes"] if meant and meant(code)}
    return Behind(list(found.values()), len(causes) if of_causes else None)


def _rows_of(
    drill: Drill, meant: Callable[[str], bool] | None, scope: Scope, everything: Scope
) -> list[dict[str, Any]]:
    if drill.kind == "pending":
        return listed(everything, Which.PENDING)
    if drill.kind == "differing":
        return listed(scope, Which.DIFFERING)
    narrowed: Scope | None = scope
    for kind, value in drill.parts:
        if kind in PERIODS:
            narrowed = narrowed and _within(narrowed, kind, value, scope.last)
        elif kind == "as_of":
            narrowed = narrowed and narrowed.with_(as_of=_no_later(date.fromisoformat(value), scope))
        elif kind in FIELDS and value:
            narrowed = narrowed and narrowed.with_(**{FIELDS[kind]: tuple(value.split(SEVERAL))})
    if narrowed is None:
        return []
    if meant:
        narrowed = narrowed.with_(categories=())
    numbers = _told_by_the_engine(dict(drill.parts), narrowed, scope)
    rows = listed(narrowed) if numbers is None else listed(narrowed, among=tuple(sorted(numbers)))
    if ("logged", "yes") in drill.parts:
        lacking = {branch: answer(months_lacking, scope, branch) for branch in {row["branch"] for row in rows}}
        rows = [row for row in rows if row["month"] not in lacking[row["branch"]]]
    return [
        row
        for row in rows
        if (meant is None or any(map(meant, row["causes"]))) and all(_fits(row, *part, scope) for part in drill.parts)
    ]


def _no_later(day: date, scope: Scope) -> date:
    """What came after the page's own day does not exist for it."""
    last = scope.as_of or known_now().as_of
    return min(day, last) if last else day


def _meant(drill: Drill, scope: Scope) -> Callable[[str], bool] | None:
    """Whether a cause named is one that the mark counts; None of a mark that counts no causes.

    Where causes are counted the filter's category is that of the cause named, not of the first.
    """
    wanted = [(kind, value) for kind, value in drill.parts if kind in OF_CAUSES and value]
    if not wanted:
        return None
    category_of = {code: one.category for code, one in taxonomy().cause_by_code.items()}
    causes = [set(value.split(SEVERAL)) for kind, value in wanted if kind == "cause"]
    categories = [{value} for kind, value in wanted if kind == "mention_category"]
    categories += [set(scope.categories)] * bool(scope.categories)
    return lambda code: all(code in one for one in causes) and all(category_of.get(code) in one for one in categories)


def _told_by_the_engine(named: dict[str, str], narrowed: Scope, scope: Scope) -> Collection[str] | None:
    """The numbers of those complaints of which a mark says what no row of a list does; None where it says no such."""
    if "phrase" in named:
        found = answer(cause_words, scope)
        return found.saying(named.get("cause", ""), named["phrase"]) if found else frozenset()
    if "step" in named:
        step, state = named["step"].split(":")
        states = ("late", "overdue") if state == "late" else (state,)
        return [number for number, one in answer(step_states, narrowed, Step(step)).items() if one in states]
    if "rated" in named:
        return answer(rated, narrowed.with_(view=_view_of(named["rated"], scope)))
    if "withdrawn" in named:
        return answer(withdrawn_within, narrowed, int(named["withdrawn"]))
    return None


def _view_of(value: str, scope: Scope) -> View:
    return scope.view if value == "yes" else View(value)


def _within(scope: Scope, kind: str, value: str, end: str | None) -> Scope | None:
    """The scope with the period of the mark, which may lie outside the page's; None where nothing is left of it.

    end: the page's last month: a quarter or a year that has only begun by then is drawn as far as that.
    """
    if kind == "month":
        return scope.with_(first=value, last=value)
    if kind == "months":
        return scope.with_(first=value[:7], last=value[8:])
    year, quarter = value[:4], int(value[-1]) if kind == "quarter" else 0
    first = f"{year}-{quarter * 3 - 2:02d}" if quarter else f"{year}-01"
    last = min(f"{year}-{quarter * 3:02d}" if quarter else f"{year}-12", end or "9999-12")
    return scope.with_(first=first, last=last) if first <= last else None


def _fits(row: dict[str, Any], kind: str, value: str, scope: Scope) -> bool:
    """What a Scope cannot ask for: the not known, the status, whether it is valid, the stage of the claim."""
    if kind == "valid":
        return bool(row[f"valid_{_view_of(value, scope)}"])
    if kind in ("status", "claim_stage"):
        return (row[kind] or "") == value
    if kind in _TOLD:
        return True
    if kind == "days":
        return _took(row, value)
    if kind in OF_CAUSES:
        return bool(value) or not row["causes"]  # which ones it names: see _meant
    if kind == "primary_cause":
        return _primary_cause(row) == value
    if kind == "apart":
        return (_primary_cause(row), row["branch"] or "") not in pairs_of(value)
    return bool(value) or row[kind] is None


def _primary_cause(row: dict[str, Any]) -> str:
    return row["causes"][0] if row["causes"] else ""


def _took(row: dict[str, Any], value: str) -> bool:
    found = DAYS.fullmatch(value)
    assert found is not None  # an address with any other value is set aside
    days = days_to(row, End(found[1]))
    return days is not None and int(found[2]) <= days and (not found[3] or days <= int(found[3]))
