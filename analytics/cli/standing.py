"""Commands on where we stand: findings, indicators, the ladder, the market, and how a figure is made."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from analytics.cli.group import main, open_store
from analytics.cli.options import ListOf, filter_options, frame_options, period_options, scope_of, table_format
from analytics.cli.output import say_json, say_notes, say_rows
from analytics.findings import Page, findings
from analytics.measures import (
    LADDER_BY,
    Window,
    against_market,
    explain,
    indicators,
    insurer_lists,
    ladder,
    measure,
    rank_insurers,
)
from analytics.measures.market import COMPARED
from analytics.vocabulary import Dimension, Measure

_LANGUAGE = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Of the sentences.")


@main.command(name="findings")
@click.option("--page", type=click.Choice([page.value for page in Page]), default=Page.OVERVIEW.value)
@frame_options
@filter_options
@_LANGUAGE
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def findings_(ctx: click.Context, /, page: str, lang: str, as_json: bool, **options: Any) -> None:
    """What a page would say: facts with their numbers and the test they passed, the highest rank first."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        scope = scope_of(cursor, options)
        found = findings(cursor, scope, Page(page))
        say_notes(measure(cursor, scope).frame)
    if not as_json:
        for one in found:
            click.echo(f"{one.text.in_language(lang)} [{one.test.in_language(lang)}]")
        return
    rows = [
        {
            "code": one.code.value,
            "tone": one.tone.value,
            "rank": one.rank,
            "text": {"zh": one.text.zh, "en": one.text.en},
            "test": {"zh": one.test.zh, "en": one.test.en},
            "numbers": dict(one.numbers),
            "where": {
                "page": one.where.page.value,
                "dimension": one.where.dimension.value if one.where.dimension else None,
                "value": one.where.value,
            },
        }
        for one in found
    ]
    say_json({"page": page, "rows": rows})


@main.command(name="indicators")
@click.option("--window", type=click.Choice([window.value for window in Window]), default=Window.MONTH.value)
@click.option("--by", "by", type=ListOf(Dimension), default=(Dimension.TOTAL,), help="branch, product_line or both.")
@period_options
@filter_options
@table_format
@click.pass_context
def indicators_(ctx: click.Context, /, window: str, by: tuple[Dimension, ...], shape: str, **options: Any) -> None:
    """The regulator's four indicators by month, quarter, year to date, year or rolling year, net beside gross."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        table = indicators(cursor, scope_of(cursor, options), Window(window), by)
    records, frame = table.records(), table.net_frame
    say_notes(frame)
    if shape == "json":
        as_of = frame.as_of.isoformat() if frame.as_of else None
        say_json({"as_of": as_of, "book": frame.book.value, "rulebook": frame.rulebook, "rows": records})
        return
    columns = list(records[0]) if records else ["label"]
    if shape == "table":
        records = [_net_and_gross(record) for record in records]
        columns = [name for name in records[0] if not name.endswith(("_low", "_high"))] if records else columns
    say_rows(records, shape, columns)


def _net_and_gross(record: dict[str, Any]) -> dict[str, Any]:
    """For people: what differs by view says which it is, the two side by side."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if f"{name}_gross" in record:
            found |= {f"{name}_net": value, f"{name}_gross": record[f"{name}_gross"]}
        elif name != "window":
            found.setdefault(name, value)
    return found


@main.command(name="ladder")
@click.option(
    "--by", "by", type=ListOf(Dimension), default=(Dimension.TOTAL,), help=", ".join(d.value for d in LADDER_BY)
)
@period_options
@filter_options
@table_format
@click.pass_context
def ladder_(ctx: click.Context, /, by: tuple[Dimension, ...], shape: str, **options: Any) -> None:
    """Each step of the handling ladder: in time, late, not due, not needed, no date; medians and 90th percentiles.

    complaints = in_time + late + not_due + not_needed + no_date. Late includes overdue: not done though the term has
    passed. A report still blank at its limit is overdue; withdrawn in its term and before it, none is needed. No date:
    no log has the column, a clock time is missing (00:00 is taken for a date alone), dates contradict each other, or
    contact or plan is blank and a later step is done or the complaint withdrawn. Share: in_time / (in_time + late).
    """
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        table = ladder(cursor, scope_of(cursor, options), by)
    say_notes(table.frame)
    rows = []
    for one in table.rows:
        record = {**one.key, **asdict(one), "step": one.step.value, "limit": one.limit.en}
        del record["key"]
        rows.append(record)
    if shape == "json":
        as_of = table.frame.as_of.isoformat() if table.frame.as_of else None
        say_json({"as_of": as_of, "rulebook": table.frame.rulebook, "rows": rows})
    else:
        say_rows(rows, shape, list(rows[0]) if rows else ["step"])


@main.command(name="market")
@click.option("--ratio", type=click.Choice([name.value for name in COMPARED]), default=Measure.PREMIUM_RATIO.value)
@frame_options
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def market_(ctx: click.Context, /, ratio: str, as_json: bool, **options: Any) -> None:
    """Our ratio beside every published one of the period, where the two are alike; where not, why not."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        scope = scope_of(cursor, options)
        found = against_market(cursor, scope, Measure(ratio))
        say_notes(measure(cursor, scope).frame)
    rows = [
        {
            "period": one.benchmark.period,
            "statistic": one.benchmark.statistic.value,
            "basis": one.benchmark.basis.value,
            "market": one.benchmark.value,
            "unit": one.benchmark.unit,
            "ours": one.figure.value if one.figure else None,
            "low": one.figure.low if one.figure else None,
            "high": one.figure.high if one.figure else None,
            "standing": one.standing.value if one.standing else None,
            "why_not": one.why_not.en if one.why_not else None,
            "check": one.doubt.en if one.doubt else None,
            "source": one.benchmark.source,
        }
        for one in found
    ]
    if as_json:
        say_json({"ratio": ratio, "rows": rows})
    else:
        say_rows(rows, "table", list(rows[0]) if rows else ["period"])


@main.command(name="insurers")
@click.option("--batch", type=int, help="The import that brought the list. [default: the newest]")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def insurers_(ctx: click.Context, /, batch: int | None, as_json: bool) -> None:
    """An imported list of insurers: rank on unrounded ratios, share, place in the funnel."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        ranking = rank_insurers(cursor, batch)
        lists = insurer_lists(cursor)
    rows = [
        {**asdict(one), "position": one.position.value, "poisson_position": one.poisson_position.value}
        for one in ranking.rows
    ]
    if as_json:
        names = [{"batch": one.batch, "name": one.name, "insurers": one.insurers} for one in lists]
        say_json({"list": ranking.of.name, "overall_ratio": ranking.overall_ratio, "lists": names, "rows": rows})
    else:
        say_rows(rows, "table", list(rows[0]))


@main.command(name="explain")
@click.argument("name", metavar="MEASURE", type=click.Choice([one.value for one in Measure]))
@frame_options
@filter_options
@_LANGUAGE
@click.pass_context
def explain_(ctx: click.Context, /, name: str, lang: str, **options: Any) -> None:
    """How a figure is made: formula with its own numbers, rule, view, as-of, what was left out and why."""
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        table = measure(cursor, scope_of(cursor, options), (Dimension.TOTAL,), (Measure(name),))
    for row in table.rows:
        click.echo(explain(row.figures[Measure(name)], table.frame).text().in_language(lang))
