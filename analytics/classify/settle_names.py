"""Which names of the logs and of exposure wait for a person, and settling one: all that uses it is classified again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import duckdb

from analytics.classify.branch_names import take_apart
from analytics.classify.branches import BranchIndex
from analytics.classify.channels import classify_channel
from analytics.classify.current import refresh_complaints
from analytics.classify.current_lists import refresh_exposure
from analytics.classify.decided_names import NAME_FIELDS, NameField, check_name_seen, name_tables, write_name
from analytics.classify.label_tables import branch_index
from analytics.classify.product_lines import known_product_line, load_product_lines, propose_product_line
from analytics.classify.speaking import SPEAKING
from analytics.classify.text import close_up, label_key
from analytics.classify.used_twice import perhaps_two
from analytics.errors import RequestError, Text
from analytics.intake.line_kinds import is_all_lines
from analytics.store import Store
from analytics.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name that nothing explains, with the complaints and the rows of exposure that use it.

    proposal: the known one most like it (score 0 to 1), None if none is.
    """

    field: NameField
    label: str
    complaints: int
    exposure_rows: int
    proposal: str | None
    score: float


Proposal = tuple[str | None, float]


def open_names(cursor: duckdb.DuckDBPyConnection) -> list[OpenName]:
    """Branches that the branch list does not know, unknown channels and product lines; most used first.

    Without a branch list the logs say which branches there are: exposure is held against them, and a name that only
    its ending tells from another (海棠支, 海棠支公司) is asked about.
    """
    settled = name_tables(cursor)
    asked: dict[NameField, Callable[[str], Proposal | None]] = {
        "branch": _unknown_branch(cursor),
        "channel": lambda label: None if classify_channel(label).channel else (None, 0.0),
        "product_line": _unknown_line(settled["product_line"].values()),
    }
    found = []
    for field in NAME_FIELDS:
        for label, complaints, exposure_rows in _used(cursor, field):
            proposed = None if label_key(label) in settled[field] else asked[field](label)
            if proposed is not None:
                found.append(OpenName(field, label, complaints, exposure_rows, *proposed))
    return sorted(found, key=lambda one: (-one.complaints, -one.exposure_rows, one.field, one.label))


def _used(cursor: duckdb.DuckDBPyConnection, field: NameField) -> list[tuple[str, int, int]]:
    """Each label with the complaints and the rows of exposure that use it."""
    exposure = "" if field == "channel" else f"UNION ALL SELECT {field}, 0, 1 FROM exposure_row WHERE {SPEAKING}"
    rows = cursor.execute(
        f"""SELECT label, sum(complaints)::INTEGER, sum(exposure_rows)::INTEGER FROM (
            SELECT {field} AS label, 1 AS complaints, 0 AS exposure_rows FROM complaint {exposure})
        WHERE label IS NOT NULL GROUP BY label"""
    ).fetchall()
    return [(label, complaints, exposure_rows) for label, complaints, exposure_rows in rows if label_key(label)]


def _unknown_branch(cursor: duckdb.DuckDBPyConnection) -> Callable[[str], Proposal | None]:
    index = branch_index(cursor)
    if len(index):

        def unlisted(label: str) -> Proposal | None:
            match = index.resolve(label)
            return (match.proposal, match.score) if match.name is None else None

        return unlisted
    in_logs = dict(
        cursor.execute(
            "SELECT branch_name, count(*) FROM complaint WHERE branch_name IS NOT NULL GROUP BY 1"
        ).fetchall()
    )
    by_logs = BranchIndex((None, name, None, None) for name in in_logs)
    at_place: dict[str, list[str]] = {}
    for name in in_logs:
        at_place.setdefault(take_apart(name).place, []).append(name)

    def by_itself(label: str) -> Proposal | None:
        own = by_logs.as_typed(label)
        if not in_logs:
            return None
        if own not in in_logs:
            match = by_logs.resolve(label)
            return match.name or match.proposal, match.score
        # Of two spellings of what may be one branch the rarer is asked about.
        kind = take_apart(own).kind
        more_used = [
            name
            for name in at_place[take_apart(own).place]
            if (in_logs[name], name) > (in_logs[own], own)
            and (kind == (of := take_apart(name).kind) or not (kind and of))
        ]
        match = BranchIndex((None, name, None, None) for name in more_used).resolve(label)
        return (match.name, match.score) if match.name else None

    return by_itself


def _unknown_line(own: Iterable[str]) -> Callable[[str], Proposal | None]:
    known = set(own)

    def unknown(label: str) -> Proposal | None:
        if is_all_lines(label) or known_product_line(label):
            return None
        return propose_product_line(label, known)

    return unknown


def branch_called(cursor: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The branch that a name stands for in the branch list as it is now, by alias too; None where it says none."""
    return branch_index(cursor).resolve(name).name


def known_names(cursor: duckdb.DuckDBPyConnection, field: NameField) -> list[str]:
    """What a name may stand for: channels; the branch list, without one the branches of the logs; product lines."""
    if field == "channel":
        return [code.value for code in Channel]
    if field == "branch":
        rows = cursor.execute(
            """SELECT DISTINCT branch_name FROM branch UNION SELECT DISTINCT branch_name FROM complaint
            WHERE branch_name IS NOT NULL AND NOT EXISTS (FROM branch) ORDER BY 1"""
        ).fetchall()
        return [name for (name,) in rows]
    rows = cursor.execute(
        "SELECT product_line_name FROM complaint WHERE product_line_name IS NOT NULL"
        " UNION SELECT product_line_name FROM exposure WHERE product_line_name <> '' ORDER BY 1"
    ).fetchall()
    return list(dict.fromkeys([*load_product_lines()[1], *(name for (name,) in rows)]))


def settle_name(store: Store, field: NameField, label: str, name: str | None, *, by: str, seen: str | None) -> int:
    """Say what a name stands for (None takes it back); how many complaints use it.

    seen: what it stood for when its decider looked, None where nobody had said. A product line may stand for itself.
    Raises RequestError: a name that is in no list, nobody named, `settled_meanwhile` where somebody else was faster.
    """
    with store.write() as cursor:
        known = known_names(cursor, field)
        if field == "product_line":
            known.append(close_up(label))
        if name is not None and name not in known:
            raise RequestError(
                "unknown_name",
                Text(f"“{name}”不在名单中", f"{name!r} is not in the list"),
                Text("请从名单中选择", "choose one of the list"),
            )
        check_name_seen(cursor, field, label, seen)
        write_name(cursor, field, label, name, by=by)
        # Labels that differ in width or spaces only are one.
        alike = [(one,) for one, _, _ in _used(cursor, field) if label_key(one) == label_key(label)]
        cursor.execute("CREATE OR REPLACE TEMP TABLE alike (label VARCHAR)")
        if alike:
            cursor.executemany("INSERT INTO alike VALUES (?)", alike)
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE named_anew AS"
            f" SELECT complaint_no FROM complaint WHERE {field} IN (SELECT label FROM alike)"
        )
        (complaints,) = cursor.execute("SELECT count(*) FROM named_anew").fetchall()[0]
        # A row that a complaint does not take in, for its branch was another one, may be its own now.
        several = "SELECT complaint_no FROM complaint WHERE versions > 1"
        touched = f"SELECT complaint_no FROM named_anew UNION ALL ({perhaps_two(several)})"
        refresh_complaints(cursor, touched if field == "branch" else "SELECT complaint_no FROM named_anew")
        if field != "channel":
            refresh_exposure(cursor)
        return int(complaints)
