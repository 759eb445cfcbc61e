"""The rules that hold for one database: what ships, and what the company keeps beside its database file.

    <folder of the database>/rulebooks/*.toml              rule books of its own
    <folder of the database>/working_days_overrides.csv    days that it works, or has off, against the table

A file that is not valid stops everything that rests on rules, with its line and the reason: to pass over a
company's own rule book would be to judge by another one without a word.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import duckdb

from analytics.errors import RuleError, Text
from analytics.rules.book import RuleBook, book_in_force
from analytics.rules.book_file import read_rulebook, refused
from analytics.rules.working_days import TABLE, WorkingDays, overruled, working_days
from analytics.store import kept

FOLDER = Path(__file__).parents[1] / "reference" / "rulebooks"
BOOKS_FOLDER = "rulebooks"
OVERRIDES = "working_days_overrides.csv"
CALENDAR = "(working days)"  # no rule book can have this name

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Rule books by name, the calendar, and a digest of every text that the limits are computed from."""

    books: dict[str, RuleBook]
    calendar: WorkingDays
    digests: dict[str, str]

    def book(self, name: str) -> RuleBook:
        """The rule book of that name. Raises RuleError when there is none."""
        try:
            return self.books[name]
        except KeyError:
            known = list(self.books)
            raise RuleError(
                "unknown_rulebook",
                Text(f"没有名为“{name}”的规则", f"there is no rule book {name!r}"),
                Text(f"可选:{'、'.join(known)}", f"choose one of {', '.join(known)}"),
            ) from None

    def in_force(self, day: date) -> RuleBook:
        return book_in_force(day, self.books.values())


def rules_of(cursor: duckdb.DuckDBPyConnection) -> Rules:
    """The rules beside the database that the cursor reads. Raises RuleError for a file that is not valid."""
    return rules_in(_folder_of(cursor))


@kept
def _folder_of(cursor: duckdb.DuckDBPyConnection) -> Path | None:
    row = cursor.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    return Path(row[0]).parent if row and row[0] else None


def rules_in(folder: Path | None) -> Rules:
    """What ships and what the folder adds. Read again only when a file has changed."""
    if folder is None:
        return _read((), None)
    overrides = folder / OVERRIDES
    files = sorted((folder / BOOKS_FOLDER).glob("*.toml"))
    stamp = tuple(_stamp(path) for path in (*files, overrides) if path.is_file())
    return _read(stamp, overrides if overrides.is_file() else None)


def _stamp(path: Path) -> tuple[str, int, int]:
    found = path.stat()
    return str(path), found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _read(stamp: _Stamp, overrides: Path | None) -> Rules:
    """stamp: the company's files with time and size, so that what is cached is what they say now."""
    books = {path: read_rulebook(path) for path in sorted(FOLDER.glob("*.toml"))}
    for name, _, _ in stamp:
        if (path := Path(name)) != overrides:
            books[path] = read_rulebook(path, company=True)
    check_together(books)
    calendar = overruled(working_days(), overrides) if overrides else working_days()
    texts = TABLE.read_bytes() + (overrides.read_bytes() if overrides else b"")
    digests = {book.name: book.digest for book in books.values()}
    digests[CALENDAR] = hashlib.sha256(texts).hexdigest()
    return Rules({book.name: book for book in books.values()}, calendar, digests)


def check_together(books: dict[Path, RuleBook]) -> None:
    """Each name once; no two books of the same origin in force on one day. Raises RuleError `bad_rulebook`."""
    for (_, one), (path, other) in combinations(books.items(), 2):
        if one.name == other.name:
            raise refused(
                path,
                None,
                Text(f"名称 {other.name} 已被占用,请另取", f"the name {other.name} is taken: give it its own"),
            )
        if one.company is other.company and not (one.chosen_only or other.chosen_only):
            first = max(one.in_force_from, other.in_force_from)
            if first <= min(one.in_force_to, other.in_force_to):
                raise refused(
                    path,
                    None,
                    Text(
                        f"{first} 起与规则 {one.name} 同时生效;请错开期间,或写 chosen_only = true",
                        f"in force with {one.name} from {first} on: part the periods, or write chosen_only = true",
                    ),
                )


def rulebook(name: str) -> RuleBook:
    """A rule book that ships. Raises RuleError when there is none of that name."""
    return rules_in(None).book(name)


def rulebook_names() -> list[str]:
    """The rule books that ship."""
    return list(rules_in(None).books)
