"""The entry of the command line: the database, and errors as one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from analytics.demo import DEFAULT_DB, open_company
from analytics.errors import AppError, file_fault
from analytics.measures.judged import known_until
from analytics.store import Store


class OneLineErrors(click.Group):
    """An AppError is one line on standard error and exit status 1; never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AppError as error:
            _say(ctx, error)
        except OSError as error:
            fault = file_fault(error)
            if fault is None:
                raise
            _say(ctx, fault)


def _say(ctx: click.Context, error: AppError) -> None:
    message, remedy = error.message.en, error.remedy.en
    click.echo(f"error: {error.code}: {message}; {remedy}".replace("\n", " "), err=True)
    ctx.exit(1)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
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


def _say_late(store: Store) -> None:
    """On standard error, where the command asks for a day that the data does not reach: nothing is known of then."""
    as_of = click.get_current_context().params.get("as_of")
    with store.cursor() as cursor:
        known = known_until(cursor)
    if as_of and known and as_of > known:
        click.echo(
            f"note: {as_of} lies after {known}, the last date the data knows: what is pending then counts as not"
            " withdrawn since, so that it turns valid when its limit passes",
            err=True,
        )


@contextmanager
def open_store(db: Path | None) -> Iterator[Store]:
    store = open_company(db or DEFAULT_DB)
    try:
        if store.notice:
            click.echo(f"note: {store.notice.en}", err=True)
        _say_late(store)
        yield store
    finally:
        store.close()
