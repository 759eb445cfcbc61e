"""Branches of earlier lists that are another branch now: renamed (the same code) or merged (an alias of another)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from analytics.classify.branch_names import split_aliases
from analytics.classify.speaking import SPEAKING
from analytics.classify.text import label_key

# The rows of lists that speak, the newest last: by the month their list states, then by import. A list that states
# none is of the latest month that any imported before it does. Those of one file and month are one list.
LISTED_ROWS = f"""(SELECT *, dense_rank() OVER (ORDER BY month NULLS FIRST, batch_id) AS list_no,
        row_number() OVER (ORDER BY month NULLS FIRST, batch_id, sheet_no, row_no) AS rank
    FROM (SELECT r.*, coalesce(s.report_month, max(s.report_month) OVER (ORDER BY r.batch_id)) AS month
        FROM branch_row r JOIN batch_sheet s USING (batch_id, sheet_no) WHERE r.{SPEAKING}))"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A branch over all lists, which are numbered from 1, the newest last.

    list_no: the newest that has a row of it; aliases_in: the newest that gives it aliases (0: none), of aliases_batch.
    """

    name: str
    code: str | None
    list_no: int
    aliases: str | None
    aliases_in: int
    aliases_batch: int | None


@dataclass(frozen=True, slots=True)
class Joined:
    """old is new today. merged: by an alias, under another code; else renamed."""

    old: Listed
    new: Listed
    merged: bool


def joined_branches(cursor: duckdb.DuckDBPyConnection) -> list[Joined]:
    """In the order of their lists, so that what a branch has taken in goes on with it into the next."""
    rows = cursor.execute(
        f"""SELECT branch_name, arg_max(branch_code, rank), arg_max(list_no, rank), arg_max(aliases, rank),
            coalesce(arg_max(list_no, rank) FILTER (aliases IS NOT NULL), 0),
            arg_max(batch_id, rank) FILTER (aliases IS NOT NULL)
        FROM {LISTED_ROWS} GROUP BY 1 ORDER BY max(rank)"""
    ).fetchall()
    listed = [Listed(*row) for row in rows]
    joined = _renamed(listed) | _merged(listed)  # what a list says in so many words goes before the code
    return [joined[one.name] for one in listed if one.name in joined]


def given_aliases(listed: Iterable[Listed]) -> Mapping[str, list[Listed]]:
    """The key of an alias -> the branches that have it as one."""
    given: dict[str, list[Listed]] = defaultdict(list)
    for one in listed:
        for key in {label_key(alias) for alias in split_aliases(one.aliases or "")} - {label_key(one.name)}:
            given[key].append(one)
    return given


def _merged(listed: list[Listed]) -> dict[str, Joined]:
    """A name that a later list has no row of and gives to one other branch as an alias."""
    given = given_aliases(listed)
    found = {}
    for old in listed:
        named = given.get(label_key(old.name), [])
        if len(named) == 1 and named[0].aliases_in > old.list_no:
            new = named[0]
            found[old.name] = Joined(old, new, old.code is None or old.code != new.code)
    return found


def _renamed(listed: list[Listed]) -> dict[str, Joined]:
    """A branch whose code a later list gives to another name.

    Two names of one code within the newest list are no renaming: they stay two, as that list has them.
    """
    by_code: dict[str, list[Listed]] = defaultdict(list)
    for one in listed:
        if one.code is not None:
            by_code[one.code].append(one)
    found: dict[str, Joined] = {}
    for several in by_code.values():
        newest = max(one.list_no for one in several)
        now = [one for one in several if one.list_no == newest]
        if len(now) == 1:
            found |= {old.name: Joined(old, now[0], False) for old in several if old.list_no < newest}
    return found
