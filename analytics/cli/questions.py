"""Commands that ask: complaints, figures, what they rest on, and the rows behind a complaint."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from analytics.cli.group import main, open_store
from analytics.cli.options import ListOf, filter_options, frame_options, scope_of, table_format
from analytics.cli.output import say_json, say_notes, say_rows
from analytics.errors import RequestError, Text
from analytics.measures import complaints, coverage, measure, versions
from analytics.measures.judged import settle
from analytics.vocabulary import RATIOS, Dimension, Measure


@main.command(name="complaints")
@frame_options
@filter_options
@table_format
@click.option("--with-personal-data", is_flag=True, help="Names, telephones, numbers and narratives as well.")
@click.pass_context
def complaints_(ctx: click.Context, /, shape: str, with_personal_data: bool, **options: Any) -> None:
    """The complaints of a scope, one a row, each with its status and the cell it came from."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        scope = scope_of(cursor, options)
        rows = complaints(cursor, scope, with_personal_data=with_personal_data)
        question = settle(cursor, scope)
        say_notes(measure(cursor, scope).frame)
    if shape == "json":
        as_of = question.as_of.isoformat() if question else None
        say_json({"as_of": as_of, "rulebook": question.rulebook_name if question else scope.rulebook, "rows": rows})
    else:
        columns = list(rows[0]) if rows else ["complaint_no"]
        if shape == "table":
            columns = [c for c in _COMPLAINT_COLUMNS if c in columns] or columns
        say_rows(rows, shape, columns)


_COMPLAINT_COLUMNS = (
    "complaint_no received_at branch channel form category status limit_date withdrawn_on valid_annual source".split()
)


@main.command()
@click.option("--by", "by", type=ListOf(Dimension), default=(Dimension.TOTAL,), help="Dimensions, comma-separated.")
@click.option("--measures", type=ListOf(Measure), default=tuple(Measure), help="[default: all]")
@frame_options
@filter_options
@table_format
@click.pass_context
def metrics(
    ctx: click.Context, /, by: tuple[Dimension, ...], measures: tuple[Measure, ...], shape: str, **options: Any
) -> None:
    """Measures by dimensions, sum over sum, with intervals and with what is missing."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        scope = scope_of(cursor, options)
        table = measure(cursor, scope, by, measures)
    records = table.records()
    say_notes(table.frame)
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
        say_json({**head, "rows": records})
        return
    columns = list(table.by)
    for one in measures:
        columns += [one.value] + ([f"{one.value}_low", f"{one.value}_high"] if one in RATIOS and shape == "csv" else [])
    say_rows(records, shape, [*columns, "missing"])


@main.command(name="coverage")
@table_format
@click.pass_context
def coverage_(ctx: click.Context, /, shape: str) -> None:
    """Branch by month: is the log there, is the exposure there? What the figures rest on."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        rows = [{**asdict(one), "log": one.log.value, "flags": list(one.flags)} for one in coverage(cursor)]
    if shape == "json":
        say_json({"rows": rows})
    else:
        say_rows(rows, shape, ["branch", "month", "log", "complaints", "premium", "policies", "flags"])


@main.command()
@click.argument("complaint_no")
@click.option("--with-personal-data", is_flag=True)
@click.pass_context
def lineage(ctx: click.Context, complaint_no: str, with_personal_data: bool) -> None:
    """Every row of every log that speaks of a complaint, and what it said (JSON)."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        found = versions(cursor, complaint_no, with_personal_data=with_personal_data)
    if not found:
        raise RequestError(
            "unknown_complaint",
            Text(f"没有投诉 {complaint_no}", f"there is no complaint {complaint_no!r}"),
            Text("请核对编号", "check the number"),
        )
    say_json({"complaint_no": complaint_no, "versions": [asdict(one) for one in found]})
