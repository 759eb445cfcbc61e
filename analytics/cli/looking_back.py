"""The command that looks back: a table as it was reported with a batch, as it is today, and what lies between."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from analytics.cli.group import main, open_store
from analytics.cli.options import Day, filter_options, frame_options, scope_of
from analytics.cli.output import say_json, say_rows
from analytics.measures import Change, Count, RestatedRow, Restatement, Side, restatement
from analytics.vocabulary import Dimension

_DIMENSIONS = [one.value for one in Dimension if one is not Dimension.CAUSE]


@main.command(name="as-reported")
@click.argument("batch", type=int)
@click.option("--by", type=click.Choice(_DIMENSIONS), default=Dimension.MONTH.value, help="[default: month]")
@click.option("--then-as-of", type=Day(), help="As of which day then. [default: the last date that was known then]")
@frame_options
@filter_options
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def as_reported(
    ctx: click.Context, /, batch: int, by: str, then_as_of: date | None, as_json: bool, **options: Any
) -> None:
    """What was reported when BATCH was the newest, what it is today, and the complaints that make the difference.

    BATCH is a number of `batches`. A row without a figure on one side has none there; it is not zero.
    """
    with open_store(ctx.obj) as store, store.cursor() as cursor:
        # Then a cause or category that was merged since was still itself.
        as_said = {"categories": options.pop("category"), "causes": options.pop("cause")}
        scope = scope_of(cursor, options | {"category": (), "cause": ()}).with_(**as_said)
        found = restatement(cursor, scope, batch, Dimension(by), then_as_of)
    if as_json:
        say_json(_document(found))
        return
    for number in found.batch.overlaps:
        click.echo(f"warning: batch {number} may have silenced an earlier one then; here both speak", err=True)
    rows = [_row_record(found, row) for row in found.rows]
    say_rows(rows, "table", [by, *(f"{count.value}_{when}" for count in Count for when in ("then", "now"))])
    click.echo()
    for row in found.rows:
        if row.then != row.now:
            click.echo(found.sentence(row).en)
    click.echo()
    shown = "complaint_no reason then_row then_status now_row now_status".split()
    say_rows([_change_line(change) for change in found.changes], "table", shown)


def _document(found: Restatement) -> dict[str, Any]:
    frame, batch = found.frame, found.batch
    return {
        "batch": batch.batch,
        "file": batch.file,
        "imported_at": batch.imported_at.isoformat(timespec="seconds"),
        "overlaps": list(batch.overlaps),
        "then_as_of": found.then_as_of.isoformat(),
        "as_of": frame.as_of.isoformat() if frame.as_of else None,
        "view": frame.view.value,
        "book": frame.book.value,
        "rulebook": frame.rulebook,
        "from": frame.first,
        "to": frame.last,
        "rows": [_row_record(found, row) for row in found.rows],
        "changes": [
            {
                "complaint_no": change.complaint_no,
                "reason": change.reason.value,
                "then": _side_record(change.then),
                "now": _side_record(change.now),
            }
            for change in found.changes
        ],
    }


def _row_record(found: Restatement, row: RestatedRow) -> dict[str, Any]:
    record: dict[str, Any] = {} if found.by is Dimension.TOTAL else {found.by.value: row.key}
    for count in Count:
        record[f"{count.value}_then"] = row.then[count] if row.then else None
        record[f"{count.value}_now"] = row.now[count] if row.now else None
    said = found.sentence(row)
    return {**record, "sentence": {"zh": said.zh, "en": said.en}}


def _side_record(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "row": side.key,
        "in_scope": side.in_scope,
        "status": side.status.value,
        "received_on": side.received_on.isoformat(),
        "limit_date": side.limit_date.isoformat(),
        "withdrawn_on": side.withdrawn_on.isoformat() if side.withdrawn_on else None,
        "branch": side.branch,
        "channel": side.channel,
        "form": side.form,
        "product_line": side.product_line,
    }


def _change_line(change: Change) -> dict[str, Any]:
    line: dict[str, Any] = {"complaint_no": change.complaint_no, "reason": change.reason.value}
    for name, side in (("then", change.then), ("now", change.now)):
        counted = side is not None and side.in_scope
        line[f"{name}_row"] = side.key if side and counted else None
        line[f"{name}_status"] = side.status.value if side and counted else None
    return line
