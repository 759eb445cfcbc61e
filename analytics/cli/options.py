"""Options that several commands share: days, lists of words, filters, the frame of a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import click
import duckdb

from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.measures import Scope
from analytics.measures.choices import branch_of_today
from analytics.vocabulary import Book, Dimension, Measure, View


class Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as YYYY-MM-DD", param, ctx)


class Comments(click.ParamType[tuple[int, ...] | str]):
    """Numbers of comments, comma-separated; "none" is none of them, "all" is left as it is."""

    name = "all|none|N,..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...] | str:
        if isinstance(value, tuple):
            return value
        if value == "all":
            return "all"
        numbers = [] if value == "none" else [part.strip() for part in str(value).split(",")]
        if not all(part.isdecimal() for part in numbers):
            self.fail(f"{value!r} is not all, none or numbers of comments", param, ctx)
        return tuple(int(part) for part in numbers)


class ListOf(click.ParamType[tuple[Any, ...]]):
    """Comma-separated names of an enum."""

    def __init__(self, words: type[Dimension] | type[Measure]) -> None:
        self.words = words
        self.name = words.__name__.upper() + ",..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Any, ...]:
        if isinstance(value, tuple):
            return value
        names = [part.strip() for part in value.split(",") if part.strip()]
        try:
            return tuple(self.words(name) for name in names)
        except ValueError as error:
            known = ", ".join(word.value for word in self.words)
            self.fail(f"{error}; choose from {known}", param, ctx)


_ONLY = {
    "branch": "Only what is booked at this branch itself, nothing of those below it",
    "category": "Only complaints whose primary cause is of this category; by cause and in mentions, causes of it",
    "cause": "Only complaints that name this cause; by cause and in mentions, only this cause",
}


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    for name in ("form", "product-line", "cause", "category", "channel", "branch"):
        text = f"{_ONLY.get(name, 'Only this')}; may be given several times."
        command = click.option(f"--{name}", multiple=True, help=text)(command)
    return command


def frame_options(command: Callable[..., None]) -> Callable[..., None]:
    view = click.option("--view", type=click.Choice([v.value for v in View]), default=View.ANNUAL.value)
    return view(period_options(command))


def period_options(command: Callable[..., None]) -> Callable[..., None]:
    """The frame of an answer that is the same in either view, or gives both."""
    options = (
        click.option("--rulebook", help="Judge by this rule book. [default: the one in force at receipt]"),
        click.option("--as-of", type=Day(), help="The end of which day. [default: the last date the data knows]"),
        click.option("--to", "last", metavar="YYYY-MM", help="Last month."),
        click.option("--from", "first", metavar="YYYY-MM", help="First month."),
        click.option("--book", type=click.Choice([b.value for b in Book]), default=Book.RECEIVED.value),
    )
    for option in options:
        command = option(command)
    return command


def table_format(command: Callable[..., None]) -> Callable[..., None]:
    """--format, and --json for it, as every other command has it."""
    command = click.option("--json", "shape", flag_value="json", help="The same as --format json.")(command)
    return click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table")(command)


def branch_today(cursor: duckdb.DuckDBPyConnection, name: str) -> str:
    """The branch that --branch names, by an alias or the name it had too; that is said on standard error."""
    today = branch_of_today(cursor, name)
    if today != name:
        click.echo(f"note: {name} is {today} in the branch list", err=True)
    return today


def _merged_into(codes: Iterable[str], now: Callable[[str], str | None]) -> tuple[str, ...]:
    """The causes or categories that merged ones went into; that is said on standard error."""
    today = {code: now(code) or code for code in codes}
    for code, into in today.items():
        if into != code:
            click.echo(f"note: {code} was merged into {into}", err=True)
    return tuple(dict.fromkeys(today.values()))


def scope_of(cursor: duckdb.DuckDBPyConnection, options: dict[str, Any]) -> Scope:
    taxonomy = current_taxonomy(cursor)
    return Scope(
        first=options["first"],
        last=options["last"],
        branches=tuple(dict.fromkeys(branch_today(cursor, name) for name in options["branch"])),
        channels=options["channel"],
        categories=_merged_into(options["category"], taxonomy.category_now),
        causes=_merged_into(options["cause"], taxonomy.now),
        product_lines=options["product_line"],
        forms=options["form"],
        view=View(options.get("view", View.ANNUAL)),
        book=Book(options["book"]),
        as_of=options["as_of"],
        rulebook=options["rulebook"],
    )
