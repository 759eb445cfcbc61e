"""Commands that make files for people: the yearly deck."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from analytics.cli.group import main, open_store
from analytics.cli.options import Day
from analytics.deck.brief import LANGUAGES, Asked
from analytics.errors import FileError, Text


@main.command()
@click.option("--year", type=int, required=True, help="The year of receipt.")
@click.option("--as-of", type=Day(), help="The end of which day. [default: the last date the data knows]")
@click.option("--branch", help="One branch. [default: the whole company]")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0])
@click.option(
    "--template",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The company's own .pptx: its masters, colours and fonts are used.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.pass_context
def deck(
    ctx: click.Context,
    year: int,
    as_of: date | None,
    branch: str | None,
    lang: str,
    template: Path | None,
    output: Path,
) -> None:
    """The yearly analysis as a .pptx of native charts and tables, as it was last arranged and edited."""
    from analytics.deck.making import make_deck

    with open_store(ctx.obj) as store, store.cursor() as cursor:
        made = make_deck(cursor, Asked(year, lang, branch, as_of), template)
    for remark in made.remarks:
        click.echo(f"note: {remark.en}", err=True)
    for absent in made.deck.left_out:
        click.echo(f"left out: {absent.section}: {absent.reason}", err=True)
    write_file(output, made.file)
    click.echo(f"{output}: {len(made.deck.slides)} slides", err=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file. Raises FileError where that is not possible: no such folder, opened elsewhere."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileError(
            "cannot_write",
            Text(f"无法写入 {path}:{error.strerror}", f"{path} cannot be written: {error.strerror}"),
            Text("请检查文件夹与权限,或关闭已打开的文件", "check the folder and your rights, or close the file"),
        ) from error
