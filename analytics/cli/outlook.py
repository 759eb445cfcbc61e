"""Commands that look ahead: what turns valid next, and what withdrawals would change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from analytics.cli.group import main, open_store
from analytics.cli.options import Day, branch_today, filter_options, period_options, scope_of
from analytics.cli.output import say_json, say_notes, say_rows
from analytics.measures import Figure, Frame, Needed, Scope, WhatIf, measure, needed_withdrawals, watchlist, what_if
from analytics.measures.ratios import PER
from analytics.vocabulary import Measure

_WATCH_COLUMNS = (
    "complaint_no branch next_step due days_left working_days_left status limit_date channel form assumed".split()
)


@main.command(name="watchlist")
@click.option("--as-of", type=Day(), help="The end of which day. [default: the last date the data knows]")
@click.option("--days", type=click.IntRange(min=0), default=10, help="WORKING days to look ahead. [default: 10]")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def watchlist_(ctx: click.Context, as_of: date | None, days: int, as_json: bool) -> None:
    """What has to be done next lest it turns valid, soonest first; then what can still be cured until 31 December.

    Listed is every pending complaint whose next step, or whose limit, lies within --days working days after the
    as-of date, overdue ones included. days_left counts calendar days, working_days_left working days; both are
    negative when the step is overdue.
    """
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        found = watchlist(cursor, as_of, days)
        say_notes(measure(cursor, Scope(as_of=as_of)).frame)
    if found.pending:
        click.echo(
            f"note: {len(found.pending)} pending have a step or their limit by {found.until};"
            f" {found.turning} of them turn valid by then unless withdrawn",
            err=True,
        )
    rows = [
        {
            "complaint_no": row.complaint_no,
            "branch": row.branch,
            "next_step": row.next_step.value,
            "due": row.due.isoformat(),
            "days_left": row.days_left,
            "working_days_left": row.working_days_left,
            "status": row.status.value,
            "limit_date": row.limit_date.isoformat(),
            "channel": row.channel,
            "form": row.form,
            "assumed": row.assumed,
        }
        for row in found.rows
    ]
    if as_json:
        until = found.until.isoformat() if found.until else None
        known = {"as_of": found.as_of.isoformat() if found.as_of else None, "until": until, "rulebook": found.rulebook}
        say_json({**known, "rows": rows})
    else:
        say_rows(rows, "table", _WATCH_COLUMNS[:-3])


class _BranchCount(click.ParamType[tuple[str, int]]):
    name = "BRANCH=N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        branch, equals, count = str(value).rpartition("=")
        if not equals or not branch or not count.isdecimal():
            self.fail(f"{value!r} is not BRANCH=N with a whole number", param, ctx)
        return branch, int(count)


class _Decimal(click.ParamType[Decimal]):
    """A number as it is written: 1.08 stays 1.08."""

    name = "NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            self.fail(f"{value!r} is not a number", param, ctx)


@main.command(name="what-if")
@click.option("--withdraw", "numbers", multiple=True, metavar="NO", help="A complaint to withdraw; several times.")
@click.option(
    "--withdraw-from", "counts", multiple=True, type=_BranchCount(), help="So many of a branch; several times."
)
@click.option("--target", type=_Decimal(), help="The ratio to reach, in its own unit: how many must be withdrawn?")
@click.option("--ratio", type=click.Choice([name.value for name in PER]), default=Measure.PREMIUM_RATIO.value)
@period_options
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def what_if_(
    ctx: click.Context,
    /,
    numbers: tuple[str, ...],
    counts: tuple[tuple[str, int], ...],
    target: Decimal | None,
    ratio: str,
    as_json: bool,
    **options: Any,
) -> None:
    """A year's net count and ratios if complaints are withdrawn by 31 December, or how many must be for a target.

    There is no --view: a withdrawal after the limit changes the annual (net) view only.
    """
    if numbers and counts:
        raise click.UsageError("give complaint numbers or counts by branch, not both")
    if not numbers and not counts and target is None:
        raise click.UsageError("give --withdraw, --withdraw-from or --target")
    changed: WhatIf | None = None
    needed: Needed | None = None
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        scope = scope_of(cursor, options)
        if numbers or counts:
            today = [(branch_today(cursor, branch), count) for branch, count in counts]
            changed = what_if(cursor, scope, numbers or _summed(today))
        if target is not None:
            needed = needed_withdrawals(cursor, scope, target, Measure(ratio))
    if as_json:
        answer = changed or needed
        assert answer is not None
        say_json(
            {
                **_frame_record(answer.frame),
                "what_if": _what_if_record(changed) if changed else None,
                "needed": _needed_record(needed) if needed else None,
            }
        )
        return
    if changed:
        click.echo(changed.sentence().en)
        rows = [_before_and_after(changed, name) for name in changed.before]
        say_rows(rows, "table", ["measure", "before", "after", "after_low", "after_high", "unit", "missing"])
    if needed:
        click.echo(needed.sentence().en)


def _summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for branch, count in counts:
        total[branch] = total.get(branch, 0) + count
    return total


def _frame_record(frame: Frame) -> dict[str, Any]:
    return {
        "as_of": frame.as_of.isoformat() if frame.as_of else None,
        "view": frame.view.value,
        "book": frame.book.value,
        "rulebook": frame.rulebook,
        "from": frame.first,
        "to": frame.last,
    }


def _figure_record(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit.en,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "low": figure.low,
        "high": figure.high,
        "missing": str(figure.missing) if figure.missing else None,
    }


def _what_if_record(changed: WhatIf) -> dict[str, Any]:
    return {
        "cured": changed.cured,
        "prevented": changed.prevented,
        "curable": changed.curable,
        "before": {name.value: _figure_record(figure) for name, figure in changed.before.items()},
        "after": {name.value: _figure_record(figure) for name, figure in changed.after.items()},
    }


def _needed_record(needed: Needed) -> dict[str, Any]:
    return {
        "measure": needed.before.measure.value,
        "target": needed.target,
        "needed": needed.needed,
        "curable": needed.curable,
        "pending": needed.pending,
        "misses_by": needed.misses_by,
        "short_of": needed.short_of,
        "before": _figure_record(needed.before),
        "after": _figure_record(needed.after),
    }


def _before_and_after(changed: WhatIf, name: Measure) -> dict[str, Any]:
    before, after = changed.before[name], changed.after[name]
    return {
        "measure": name.value,
        "before": before.value,
        "after": after.value,
        "after_low": after.low,
        "after_high": after.high,
        "unit": after.unit.en,
        "missing": str(after.missing) if after.missing else None,
    }
