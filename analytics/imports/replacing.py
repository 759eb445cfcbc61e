"""A file takes the place of the earlier batch of the same log; where that cannot be told, it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.errors import Text
from analytics.exchange.rejects import is_correction
from analytics.imports.undoing import retract
from analytics.intake.read import FileRead
from analytics.intake.report import FileReport, Remark
from analytics.vocabulary import SheetKind

# What a name gains when its log is sent again. (2) is none of them: it may be the second part.
_SENT_AGAIN = re.compile(
    r"[\s_\-—(（\[【]*(?:更正|修正|订正|修订|修改|改正|勘误|重报|corrected|correction|revised)[版稿后件]?[\s)）\]】]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Log:
    """What tells whether two files are one log. months: of its log sheets, YYYY-MM; of another file, none.
    units: the branches whose log titles or names say it is. branches: those that its rows list, as written."""

    batch: int
    file: str
    months: frozenset[str]
    units: frozenset[str]
    branches: frozenset[str | None]

    @property
    def in_words(self) -> Text:
        name, what = Path(self.file).name, ", ".join([*sorted(self.months), *sorted(self.units)])
        return Text(f"批次 {self.batch}({name},{what})", f"batch {self.batch} ({name}; {what})")


def replace_predecessors(cursor: duckdb.DuckDBPyConnection, report: FileReport, read: FileRead) -> None:
    """Retract the earlier batches of the same log: report.replaced; what is not clear is among its warnings.

    Two logs of one name and of different months are two logs. A file of corrected rejects replaces nothing: it
    fills the gap of the log it is from.
    """
    assert report.batch is not None
    if is_correction(report.path):
        report.warnings.append(_nothing(Text("待改正行的文件只补入缺行", "a file of corrected rows fills a gap")))
        return
    mine = _this_file(report, read)
    replaced, unclear = _predecessors(mine, _earlier(cursor, mine))
    for log in replaced:
        retract(cursor, log.batch, by=report.batch)
    report.replaced = [log.batch for log in replaced]
    if unclear or not replaced:
        report.warnings.append(_said(replaced, unclear))


def _this_file(report: FileReport, read: FileRead) -> _Log:
    logs = [sheet for sheet in read.sheets if sheet.rows is not None and sheet.rows.kind is SheetKind.LOG]
    tables = [sheet.rows.table for sheet in logs if sheet.rows is not None]
    return _Log(
        report.batch or 0,
        report.path,
        frozenset(sheet.report.report_month for sheet in logs if sheet.report.report_month),
        frozenset(sheet.report.unit for sheet in logs if sheet.report.unit),
        frozenset(
            label
            for table in tables
            if "branch" in table.column_names
            for label in table["branch"].unique().to_pylist()
        ),
    )


def _earlier(cursor: duckdb.DuckDBPyConnection, mine: _Log) -> list[_Log]:
    """The batches that speak and are of the same months."""
    months = "list(DISTINCT strftime(report_month, '%Y-%m')) FILTER (report_month IS NOT NULL AND kind = 'log')"
    rows = cursor.execute(
        f"""SELECT batch_id, b.file, {months} FROM batch b LEFT JOIN batch_sheet USING (batch_id)
        WHERE retracted_at IS NULL AND batch_id <> ? GROUP BY ALL ORDER BY batch_id""",
        [mine.batch],
    ).fetchall()
    found = []
    for batch, file, said in rows:
        if frozenset(said or ()) == mine.months:
            units = "SELECT DISTINCT value FROM batch_remark WHERE severity = 'unit' AND batch_id = ?"
            branches = "SELECT DISTINCT branch FROM log_row WHERE batch_id = ?"
            sets = [frozenset(one for (one,) in cursor.execute(sql, [batch]).fetchall()) for sql in (units, branches)]
            found.append(_Log(batch, file, mine.months, *sets))
    return found


def _predecessors(mine: _Log, earlier: Sequence[_Log]) -> tuple[list[_Log], list[_Log]]:
    """The batches whose place the file takes, and those of which a person must say it.

    The same name is the same log, with every version of it, unless the two state different units. Under another name
    it is the log of the same stated unit; the branches listed speak only where one of them states no unit, and then
    all of them must be the same: a branch's log lists a part of what its parent's does.
    """
    named = [log for log in earlier if _same_name(mine, log) and _may_be_one_unit(mine, log)]
    others = [log for log in earlier if log not in named and mine.months and not is_correction(log.file)]
    same = [log for log in others if _same_unit(mine, log)]
    if named:
        return named, same
    if len(same) == 1:
        return same, []
    return [], [
        log
        for log in others
        if log in same or mine.units & log.units or mine.branches & log.branches or _same_name(mine, log)
    ]


def _same_name(mine: _Log, log: _Log) -> bool:
    one, other = Path(mine.file), Path(log.file)
    if one.name == other.name:
        return True
    stems = {_SENT_AGAIN.sub("", path.stem).strip() for path in (one, other)}
    return len(stems) == 1 and bool(mine.months and mine.branches & log.branches)


def _may_be_one_unit(mine: _Log, log: _Log) -> bool:
    return not (mine.units and log.units) or mine.units == log.units


def _same_unit(mine: _Log, log: _Log) -> bool:
    if mine.units and log.units:
        # Parts of one unit's log (a file for each branch) have its title and no branch in common.
        return mine.units == log.units and bool(mine.branches & log.branches)
    return mine.branches == log.branches


def _said(replaced: Sequence[_Log], unclear: Sequence[_Log]) -> Remark:
    zh, en = ("、".join(log.in_words.zh for log in unclear), ", ".join(log.in_words.en for log in unclear))
    undo = Text(
        "若应取代,请撤销该批次;否则不用处理",
        "if this file takes its place, undo that batch; if not, there is nothing to do",
    )
    if replaced:
        text = Text(
            f"同机构同月份的{zh}文件名不同,仍计入", f"{en} of the same unit and month has another name: it stays"
        )
        return Remark("", None, "more_of_the_same_log", text, undo)
    if unclear:
        return _nothing(Text(f"不能确定是否取代{zh}", f"whether it takes the place of {en} cannot be told"), undo)
    return _nothing(
        Text(
            "没有文件名相同、或月份与机构相同的较早批次",
            "no earlier batch has the same file name, or the same month and unit",
        ),
        Text(
            "若它应取代某一批,请撤销那一批(“导入”页的批次,或命令 undo)",
            "if it takes the place of a batch, undo that batch (on the Import page, or with `undo`)",
        ),
    )


def _nothing(why: Text, remedy: Text | None = None) -> Remark:
    text = Text(f"没有替换任何批次:{why.zh}", f"nothing was replaced: {why.en}")
    return Remark("", None, "nothing_replaced", text, remedy)
