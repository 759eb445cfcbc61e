"""Commands that bring data in, take it back, and make examples of it."""

from __future__ import annotations

from pathlib import Path

import click

from analytics.cli.group import main, open_store
from analytics.cli.output import say_json, say_rows
from analytics.demo import DEMO_DB, open_demo, write_sample
from analytics.errors import RequestError, Text
from analytics.imports import batches as list_batches
from analytics.imports import import_paths, refuse_demo
from analytics.imports import undo as undo_batch
from analytics.imports.layouts import find_layout, layout_document, layout_names
from analytics.inbox import INBOX, scan_inbox
from analytics.intake.report import ImportReport
from analytics.measures.judged import known_until


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
    with open_store(ctx.obj) as store:
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
            progress=_say_progress,
        )
    if as_json:
        say_json(report.as_dict())
    else:
        _say_report(report)
    ctx.exit(report.exit_status)


@main.command(name="inbox")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--layout", metavar="FILE.toml|NAME", help="How to read columns that are not ours; see `layouts`.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def inbox_(ctx: click.Context, folder: Path | None, layout: str | None, as_json: bool) -> None:
    """Import what lies in a folder; files move to its done/ or failed/, with a report beside each.

    FOLDER: default data/inbox, made when it is missing.
    """
    with open_store(ctx.obj) as store:
        with store.cursor() as cursor:
            shape = find_layout(cursor, layout) if layout else None
        report = scan_inbox(store, folder or INBOX, layout=shape, progress=_say_progress)
    if as_json:
        say_json(report.as_dict())
    else:
        _say_report(report)
        for name, place in report.moved.items():
            click.echo(f"{name} -> {place}")
        for name, why in report.left.items():
            click.echo(f"{name} left where it is: {why.en}")
    ctx.exit(report.exit_status)


def _say_progress(number: int, total: int, name: str) -> None:
    click.echo(f"[{number + 1}/{total}] {name}", err=True)


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
            click.echo(f"  warning {warning.sheet} row {warning.row}: {warning.code}: {warning.in_words('en')}")


@main.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def batches(ctx: click.Context, as_json: bool) -> None:
    """Every import: file, when, what it brought, whether it still speaks."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        rows = list_batches(cursor)
    if as_json:
        say_json({"batches": rows})
    else:
        say_rows(
            rows,
            "table",
            ["batch", "imported_at", "status", "rows_read", "new", "changed", "rejected", "waiting", "path"],
        )


@main.command()
@click.argument("batch", type=int)
@click.pass_context
def undo(ctx: click.Context, batch: int) -> None:
    """Take an import back: the figures are what they were without it."""
    with open_store(ctx.obj) as store:
        undo_batch(store, batch)
    click.echo(f"batch {batch} undone", err=True)


@main.command()
@click.argument("name", required=False)
@click.pass_context
def layouts(ctx: click.Context, name: str | None) -> None:
    """List the layouts, or print one as a file: those that ship, and those confirmed on the Import page."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        if name:
            click.echo(layout_document(cursor, name), nl=False)
        else:
            rows = [{"name": one, "kept": kept} for one, kept in layout_names(cursor)]
            say_rows(rows, "table", ["name", "kept"])


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
