"""Commands that keep a copy of the database and bring it back."""

from __future__ import annotations

from pathlib import Path

import click

from analytics.cli.group import main
from analytics.demo import DEFAULT_DB
from analytics.store import backup, restore

_FILE = click.Path(path_type=Path, dir_okay=False)


@main.command(name="backup")
@click.argument("out", type=_FILE)
@click.pass_context
def backup_(ctx: click.Context, out: Path) -> None:
    """Write a copy of the database to a new file; of company rule books beside it, copy the files."""
    backup(ctx.obj or DEFAULT_DB, out)
    click.echo(f"{ctx.obj or DEFAULT_DB}: copied to {out}", err=True)


@main.command(name="restore")
@click.argument("kept", metavar="IN", type=_FILE)
@click.pass_context
def restore_(ctx: click.Context, kept: Path) -> None:
    """Put a backup in the place of the database. What was there is kept as FILE.before-restore."""
    before = restore(kept, ctx.obj or DEFAULT_DB)
    click.echo(f"{ctx.obj or DEFAULT_DB}: restored from {kept}", err=True)
    if before:
        click.echo(f"what was there before: {before}", err=True)
