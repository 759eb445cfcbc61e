"""A company's own rule books: copied from one that ships, edited, checked whole before they are kept, and picked.

They are files beside the database (`rulebook` says where), so that they can be read, compared and kept like any
other document. Which book judges where a question names none is a setting of the database.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.errors import RequestError, RuleError, Text
from analytics.rules.book import RuleBook
from analytics.rules.book_file import parse_rulebook, read_rulebook, refused
from analytics.rules.rulebook import BOOKS_FOLDER, FOLDER, check_together, rules_of
from analytics.rules.stored import bring_up_to_date
from analytics.store import Store, check_seen, kept

_PICKED = "rulebook"


@dataclass(frozen=True, slots=True)
class BookFile:
    """A rule book's file. book: what it says; None with the fault where it cannot be used."""

    path: Path
    text: str
    company: bool
    book: RuleBook | None = None
    fault: RuleError | None = None

    @property
    def name(self) -> str:
        return self.book.name if self.book else self.path.stem


def book_files(store: Store) -> list[BookFile]:
    """Every rule book of this database, the company's own first; those with a fault as well."""
    own = sorted(_folder(store).glob("*.toml"))
    return [_read(path, company=True) for path in own] + [_read(path) for path in sorted(FOLDER.glob("*.toml"))]


def _read(path: Path, *, company: bool = False) -> BookFile:
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    try:
        return BookFile(path, text, company, book=read_rulebook(path, company=company))
    except RuleError as error:
        return BookFile(path, text, company, fault=error)


def copied(text: str, name: str) -> str:
    """A rule book's text under another name. It has to be picked: by being kept alone it changes no figure."""
    named = re.sub(r"(?m)^name\s*=.*$", lambda _: f'name = "{name}"', text, count=1)
    if re.search(r"(?m)^chosen_only\s*=", named):
        return re.sub(r"(?m)^chosen_only\s*=[^#\n]*", "chosen_only = true  ", named, count=1)
    return re.sub(r"(?m)^(name\s*=.*)$", r"\1\nchosen_only = true", named, count=1)


def check_book(store: Store, text: str, *, replaces: str | None = None) -> RuleBook:
    """The rule book that a text is. replaces: the name of the company's book that was edited.

    Raises RuleError `bad_rulebook` with line and reason: not valid, a name that is taken, in force beside another.
    """
    replaced = _path_of(store, replaces) if replaces else None
    found = re.search(r'(?m)^name\s*=\s*["\']([^"\'\n]*)', text)
    path = replaced or _folder(store) / f"{found[1] if found and found[1] else '?'}.toml"
    book = parse_rulebook(text.encode(), path, company=True)
    others = {file.path: file.book for file in book_files(store) if file.book and file.path != replaced}
    if path in others:
        raise refused(
            path, None, Text(f"名称 {book.name} 已被占用,请另取", f"the name {book.name} is taken: give it its own")
        )
    check_together({**others, path: book})
    return book


def save_book(store: Store, text: str, *, replaces: str | None = None, seen: str | None = None) -> RuleBook:
    """Keep a rule book of the company and compute the limits under it.

    replaces: the name of the company's book that was edited; seen: its text when that began. Raises as check_book, and
    RequestError `changed_meanwhile` where another has changed or removed it since; nothing is kept then.
    """
    with store.write(figures=False):  # one at a time
        check_seen(text_of_book(store, replaces), seen)
        book = check_book(store, text, replaces=replaces)
        if replaces and book.name != replaces and _picked_in(store) == replaces:
            raise _in_use(replaces)
        path = (_path_of(store, replaces) if replaces else None) or _folder(store) / f"{book.name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    bring_up_to_date(store)
    return book


def text_of_book(store: Store, name: str | None) -> str | None:
    """A company's rule book as it stands; None where there is none of that name."""
    return next((file.text for file in book_files(store) if file.company and file.name == name), None)


def remove_book(store: Store, name: str, *, seen: str | None) -> None:
    """Remove a company's rule book. seen: its text as it was shown.

    Raises RequestError: none of that name, it is the one picked, `changed_meanwhile`.
    """
    with store.write(figures=False):  # one at a time
        path = _path_of(store, name)
        if path is None:
            raise RequestError(
                "unknown_rulebook",
                Text(f"公司没有名为“{name}”的规则", f"the company has no rule book {name!r}"),
                Text("自带的规则不能删除", "those that ship cannot be removed"),
            )
        check_seen(text_of_book(store, name), seen)
        if _picked_in(store) == name:
            raise _in_use(name)
        path.unlink()
    with suppress(RuleError):  # another file with a fault: its own message says so
        bring_up_to_date(store)


@kept
def picked_book(cursor: duckdb.DuckDBPyConnection) -> str | None:
    """The rule book that the company judges by; None: the one in force on the day each complaint was received."""
    row = cursor.execute("SELECT value FROM setting WHERE key = ?", [_PICKED]).fetchone()
    return str(row[0]) if row else None


def pick_book(store: Store, name: str | None, *, seen: str | None) -> None:
    """Judge by this rule book from now on, wherever a question names none.

    seen: the one picked when its chooser looked. Raises RuleError where there is none of that name, RequestError
    `changed_meanwhile`.
    """
    with store.write() as cursor:
        check_seen(picked_book(cursor), seen)
        if name is not None:
            rules_of(cursor).book(name)
        cursor.execute("DELETE FROM setting WHERE key = ?", [_PICKED])
        if name is not None:
            cursor.execute("INSERT INTO setting VALUES (?, ?)", [_PICKED, name])


def _picked_in(store: Store) -> str | None:
    with store.cursor() as cursor:
        return picked_book(cursor)


def _folder(store: Store) -> Path:
    return store.path.resolve().parent / BOOKS_FOLDER


def _path_of(store: Store, name: str) -> Path | None:
    return next((file.path for file in book_files(store) if file.company and file.name == name), None)


def _in_use(name: str) -> RequestError:
    return RequestError(
        "rulebook_in_use",
        Text(f"规则“{name}”正在使用", f"the rule book {name!r} is the one in use"),
        Text("请先选用另一套规则", "pick another one first"),
    )
