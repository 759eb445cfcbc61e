"""The command line: the same engine as the dashboard, for batch work and for outside checks.

With --json or --format json, standard output is one JSON document; everything else goes to standard error.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from analytics.demo import DEFAULT_DB, DEMO_DB, open_demo, write_sample
from analytics.errors import AppError, RequestError, Text
from analytics.imports import batches as list_batches
from analytics.imports import import_paths, refuse_demo
from analytics.imports import undo as undo_batch
from analytics.imports.layouts import find_layout, layout_document, layout_names
from analytics.intake.report import ImportReport
from analytics.measures import Scope, complaints, coverage, measure, versions
from analytics.measures.judged import known_until, settle
from analytics.store import Store
from analytics.vocabulary import RATIOS, Book, Dimension, Measure, View


class _OneLineErrors(click.Group):
    """An AppError is one line on standard error and exit status 1; never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AppError as error:
            message, remedy = error.message.en, error.remedy.en
            click.echo(f"error: {error.code}: {message}; {remedy}".replace("\n", " "), err=True)
            ctx.exit(1)


@click.group(cls=_OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="COMPLAINTS_DB",
    help=f"The database file. [default: {DEFAULT_DB}]",
)
@click.pass_context
def main(ctx: click.Context, db: Path | None) -> None:
    """Complaint analytics: monthly logs in, figures that can be defended out."""
    ctx.obj = db


@contextmanager
def _store(db: Path | None) -> Iterator[Store]:
    store = Store.open(db or DEFAULT_DB)
    try:
        yield store
    finally:
        store.close()


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as YYYY-MM-DD", param, ctx)


class _List(click.ParamType[tuple[Any, ...]]):
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


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    for name in ("form", "product-line", "cause", "category", "channel", "branch"):
        command = click.option(f"--{name}", multiple=True, help="Only this; may be given several times.")(command)
    return command


def _frame(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option("--rulebook", help="Judge by this rule book. [default: the one in force at receipt]"),
        click.option("--as-of", type=_Day(), help="The end of which day. [default: the last date the data knows]"),
        click.option("--to", "last", metavar="YYYY-MM", help="Last month."),
        click.option("--from", "first", metavar="YYYY-MM", help="First month."),
        click.option("--book", type=click.Choice([b.value for b in Book]), default=Book.RECEIVED.value),
        click.option("--view", type=click.Choice([v.value for v in View]), default=View.ANNUAL.value),
    )
    for option in options:
        command = option(command)
    return command


_format = click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table")


def _scope(options: dict[str, Any]) -> Scope:
    return Scope(
        first=options["first"],
        last=options["last"],
        branches=options["branch"],
        channels=options["channel"],
        categories=options["category"],
        causes=options["cause"],
        product_lines=options["product_line"],
        forms=options["form"],
        view=View(options["view"]),
        book=Book(options["book"]),
        as_of=options["as_of"],
        rulebook=options["rulebook"],
    )


def _say_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _say_rows(rows: Sequence[dict[str, Any]], shape: str, columns: Sequence[str]) -> None:
    """A table for people or a .csv; text that a spreadsheet would run as a formula stays text."""
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    if shape == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_inert(cell) for cell in row] for row in cells)
        return
    widths = [max([_width(column), *(_width(row[n]) for row in cells)]) for n, column in enumerate(columns)]
    for row in [list(columns), *cells]:
        click.echo("  ".join(cell + " " * (widths[n] - _width(cell)) for n, cell in enumerate(row)).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)


def _inert(cell: str) -> str:
    numeric = cell.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not numeric else cell


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


@main.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--layout", metavar="FILE.toml|NAME", help="How to read columns that are not ours; see `layouts`.")
@click.option("--replace", is_flag=True, help="Take the place of the earlier batch of the same log.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], layout: str | None, replace: bool, dry_run: bool, as_json: bool
) -> None:
    """Import workbooks (.xlsx .xlsm .xls .ods), .csv/.tsv, folders or .zip files of them."""
    with _store(ctx.obj) as store:
        if store.purpose == "demo":
            refuse_demo()
        with store.cursor() as cursor:
            shape = find_layout(cursor, layout) if layout else None
        report = import_paths(
            store,
            paths,
            layout=shape,
            replace=replace,
            dry_run=dry_run,
            progress=lambda number, total, name: click.echo(f"[{number + 1}/{total}] {name}", err=True),
        )
    if as_json:
        _say_json(report.as_dict())
    else:
        _say_report(report)
    ctx.exit(report.exit_status)


def _say_report(report: ImportReport) -> None:
    for file in report.files:
        click.echo(f"{file.path}: {file.status}{f' (batch {file.batch})' if file.batch else ''}")
        if file.error:
            click.echo(f"  error: {file.error.code}: {file.error.message.en}; {file.error.remedy.en}")
        for sheet in file.sheets:
            click.echo(
                f"  {sheet.sheet} [{sheet.kind}] rows {sheet.rows_read}: new {sheet.new}, changed {sheet.changed},"
                f" unchanged {sheet.unchanged}, rejected {sheet.rejected}"
            )
        for reject in file.rejects:
            remedy = reject.remedy.en if reject.remedy else ""
            click.echo(
                f"  reject {reject.sheet} row {reject.row} {reject.column or ''} {reject.value!r}: {reject.code}:"
                f" {reject.message.en}; {remedy}"
            )
        for warning in file.warnings:
            click.echo(f"  warning {warning.sheet} row {warning.row}: {warning.code}: {warning.message.en}")


@main.command(name="complaints")
@_frame
@_filters
@_format
@click.option("--with-personal-data", is_flag=True, help="Names, telephones, numbers and narratives as well.")
@click.pass_context
def complaints_(ctx: click.Context, /, shape: str, with_personal_data: bool, **options: Any) -> None:
    """The complaints of a scope, one a row, each with its status and the cell it came from."""
    scope = _scope(options)
    with _store(ctx.obj) as store, store.cursor() as cursor:
        rows = complaints(cursor, scope, with_personal_data=with_personal_data)
        question = settle(cursor, scope)
    if shape == "json":
        as_of = question.as_of.isoformat() if question else None
        _say_json({"as_of": as_of, "rulebook": question.rulebook_name if question else scope.rulebook, "rows": rows})
    else:
        columns = list(rows[0]) if rows else ["complaint_no"]
        if shape == "table":
            columns = [c for c in _COMPLAINT_COLUMNS if c in columns] or columns
        _say_rows(rows, shape, columns)


_COMPLAINT_COLUMNS = (
    "complaint_no received_at branch channel form category status limit_date withdrawn_on valid_annual source".split()
)


@main.command()
@click.option("--by", "by", type=_List(Dimension), default=(Dimension.TOTAL,), help="Dimensions, comma-separated.")
@click.option("--measures", type=_List(Measure), default=tuple(Measure), help="[default: all]")
@_frame
@_filters
@_format
@click.pass_context
def metrics(
    ctx: click.Context, /, by: tuple[Dimension, ...], measures: tuple[Measure, ...], shape: str, **options: Any
) -> None:
    """Measures by dimensions, sum over sum, with intervals and with what is missing."""
    scope = _scope(options)
    with _store(ctx.obj) as store, store.cursor() as cursor:
        table = measure(cursor, scope, by, measures)
    records = table.records()
    if shape == "json":
        frame = table.frame
        head = {
            "as_of": frame.as_of.isoformat() if frame.as_of else None,
            "view": frame.view.value,
            "book": frame.book.value,
            "rulebook": frame.rulebook,
            "from": frame.first,
            "to": frame.last,
        }
        if frame.calendar_assumed:
            head["calendar"] = "weekends only: a limit falls in a year the working-day table does not know"
        _say_json({**head, "rows": records})
        return
    columns = list(table.by)
    for one in measures:
        columns += [one.value] + ([f"{one.value}_low", f"{one.value}_high"] if one in RATIOS and shape == "csv" else [])
    _say_rows(records, shape, [*columns, "missing"])


@main.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def batches(ctx: click.Context, as_json: bool) -> None:
    """Every import: file, when, what it brought, whether it still speaks."""
    with _store(ctx.obj) as store, store.cursor() as cursor:
        rows = list_batches(cursor)
    if as_json:
        _say_json({"batches": rows})
    else:
        _say_rows(rows, "table", ["batch", "imported_at", "status", "rows_read", "new", "changed", "rejected", "path"])


@main.command()
@click.argument("batch", type=int)
@click.pass_context
def undo(ctx: click.Context, batch: int) -> None:
    """Take an import back: the figures are what they were without it."""
    with _store(ctx.obj) as store:
        undo_batch(store, batch)
    click.echo(f"batch {batch} undone", err=True)


@main.command()
@click.argument("name", required=False)
@click.pass_context
def layouts(ctx: click.Context, name: str | None) -> None:
    """List the layouts, or print one as a file: those that ship, and those confirmed on the Import page."""
    with _store(ctx.obj) as store, store.cursor() as cursor:
        if name:
            click.echo(layout_document(cursor, name), nl=False)
        else:
            rows = [{"name": one, "kept": kept} for one, kept in layout_names(cursor)]
            _say_rows(rows, "table", ["name", "kept"])


@main.command(name="coverage")
@_format
@click.pass_context
def coverage_(ctx: click.Context, /, shape: str) -> None:
    """Branch by month: is the log there, is the exposure there? What the figures rest on."""
    with _store(ctx.obj) as store, store.cursor() as cursor:
        rows = [{**asdict(one), "log": one.log.value} for one in coverage(cursor)]
    if shape == "json":
        _say_json({"rows": rows})
    else:
        _say_rows(rows, shape, ["branch", "month", "log", "complaints", "premium", "policies"])


@main.command()
@click.argument("complaint_no")
@click.option("--with-personal-data", is_flag=True)
@click.pass_context
def lineage(ctx: click.Context, complaint_no: str, with_personal_data: bool) -> None:
    """Every row of every log that speaks of a complaint, and what it said (JSON)."""
    with _store(ctx.obj) as store, store.cursor() as cursor:
        found = versions(cursor, complaint_no, with_personal_data=with_personal_data)
    if not found:
        raise RequestError(
            "unknown_complaint",
            Text(f"没有投诉 {complaint_no}", f"there is no complaint {complaint_no!r}"),
            Text("请核对编号", "check the number"),
        )
    _say_json({"complaint_no": complaint_no, "versions": [asdict(one) for one in found]})


@main.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def sample(directory: Path) -> None:
    """Write the sample workbooks of an invented insurer into a folder."""
    for path in write_sample(directory):
        click.echo(str(path))


@main.command()
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Fill a database from the sample (default: data/demo.duckdb). Never a company's."""
    path = ctx.obj or DEMO_DB
    store = open_demo(path)
    with store.cursor() as cursor:
        count = cursor.execute("SELECT count(*) FROM complaint").fetchone()
        as_of = known_until(cursor)
    store.close()
    if not count or not count[0]:
        raise RequestError("empty_sample", Text("示例为空", "the sample is empty"), Text("重新生成", "write it again"))
    click.echo(f"{path}: {count[0]} complaints, as of {as_of}")
