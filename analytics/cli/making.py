"""Commands that make files for people: the yearly deck, the Excel pack, the complaint list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
import duckdb

from analytics.cli.group import main, open_store
from analytics.cli.options import Comments, Day, branch_today, filter_options, frame_options, scope_of
from analytics.cli.output import say_notes
from analytics.deck.brief import LANGUAGES, Asked
from analytics.errors import FileError, RequestError, Text


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
@click.option(
    "--comments",
    type=Comments(),
    metavar="all|none|N,...",
    help="Which comments go in; a number that is none lists them. [default: as last arranged, else all]",
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
    comments: tuple[int, ...] | str | None,
    output: Path,
) -> None:
    """The yearly analysis as a .pptx of native charts and tables, as it was last arranged and edited."""
    from analytics.deck.making import make_deck

    with open_store(ctx.obj) as store, store.cursor() as cursor:
        asked = Asked(year, lang, branch and branch_today(cursor, branch), as_of)
        made = make_deck(cursor, asked, template, chosen_comments=_chosen(cursor, asked, comments))
    for remark in made.remarks:
        click.echo(f"note: {remark.en}", err=True)
    for absent in made.deck.left_out:
        click.echo(f"left out: {absent.section}: {absent.reason}", err=True)
    write_file(output, made.file)
    click.echo(f"{output}: {len(made.deck.slides)} slides", err=True)


def _chosen(
    cursor: duckdb.DuckDBPyConnection, asked: Asked, comments: tuple[int, ...] | str | None
) -> tuple[int, ...] | None:
    """The numbers of comments that go into a deck. Raises RequestError for one that is none of its year and scope."""
    from analytics.notes.comments import comments_of

    if comments is None:
        return None
    there = {one.id: one for one in comments_of(cursor, asked.year, asked.branch)}
    if comments == "all":
        return tuple(there)
    chosen = tuple(int(number) for number in comments)
    if unknown := [number for number in chosen if number not in there]:
        listed = "; ".join(f"{n}: {one.month or one.branch} {one.text[:30]}" for n, one in there.items())
        raise RequestError(
            "unknown_comment",
            Text(f"该年度与范围没有第 {unknown[0]} 条批注", f"there is no comment {unknown[0]} of this year and scope"),
            Text(f"可选:{listed or '无'}", f"choose of {listed or 'none: nobody pinned one'}"),
        )
    return chosen


@main.command()
@click.option("--month", required=True, metavar="YYYY-MM", help="The month of receipt.")
@click.option("--as-of", type=Day(), help="The end of which day. [default: the last date the data knows]")
@click.option("--branch", help="One branch. [default: the whole company]")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0])
@click.option("--template", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="As for the deck.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.pass_context
def brief(
    ctx: click.Context,
    month: str,
    as_of: date | None,
    branch: str | None,
    lang: str,
    template: Path | None,
    output: Path,
) -> None:
    """One month on two pages, as a .pptx by the deck's machinery."""
    from analytics.deck.pptx_file import write_deck
    from analytics.deck.story.monthly import monthly_brief

    with open_store(ctx.obj) as store, store.cursor() as cursor:
        branch = branch and branch_today(cursor, branch)
        file, remarks = write_deck(monthly_brief(cursor, month, lang, branch, as_of), template)
    for remark in remarks:
        click.echo(f"note: {remark.en}", err=True)
    write_file(output, file)
    click.echo(f"{output}: 2 slides", err=True)


@main.command()
@frame_options
@filter_options
@click.option("--format", "shape", type=click.Choice(["xlsx"]), default="xlsx")
@click.option(
    "--content", type=click.Choice(["pack", "regulator-list"]), default="pack", help="All figures, or the list."
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0])
@click.option("--with-personal-data", is_flag=True, help="In the list: names, telephones, numbers and narratives too.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.pass_context
def export(
    ctx: click.Context,
    /,
    shape: str,
    content: str,
    lang: str,
    with_personal_data: bool,
    output: Path,
    **options: Any,
) -> None:
    """Every figure's table on a sheet with native charts, or the complaint list for the regulator."""
    from analytics.export import excel_pack, regulator_list
    from analytics.measures import measure

    with open_store(ctx.obj) as store, store.cursor() as cursor:
        scope = scope_of(cursor, options)
        if content == "pack":
            file = excel_pack(cursor, scope, lang)
        else:
            file = regulator_list(cursor, scope, lang, with_personal_data=with_personal_data)
        say_notes(measure(cursor, scope).frame)
    write_file(output, file)
    click.echo(f"{output}: {len(file):,} bytes", err=True)


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
