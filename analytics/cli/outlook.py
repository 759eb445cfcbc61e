"""Commands that look ahead and back: what turns valid next, what withdrawals would change, what was reported before."""

from __future__ import annotations

from datetime import date

import click

from analytics.cli.group import main, open_store
from analytics.cli.options import Day
from analytics.cli.output import say_json, say_rows
from analytics.measures import watchlist

_WATCH_COLUMNS = (
    "complaint_no branch next_step due days_left working_days_left status limit_date channel form assumed".split()
)


@main.command(name="watchlist")
@click.option("--as-of", type=Day(), help="The end of which day. [default: the last date the data knows]")
@click.option("--days", type=click.IntRange(min=0), default=10, help="WORKING days to look ahead. [default: 10]")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def watchlist_(ctx: click.Context, as_of: date | None, days: int, as_json: bool) -> None:
    """What turns valid next, soonest first; then what can still be cured until 31 December.

    Listed is every pending complaint whose next step, or whose limit, lies within --days working days after the
    as-of date, overdue ones included. days_left counts calendar days, working_days_left working days; both are
    negative when the step is overdue.
    """
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        found = watchlist(cursor, as_of, days)
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
