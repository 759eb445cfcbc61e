"""What the import of a branch list says: branches that it renames or merges, and aliases that it contradicts itself."""

from __future__ import annotations

from pathlib import Path

import duckdb

from analytics.classify.branch_names import split_aliases
from analytics.classify.joined_branches import Joined, joined_branches
from analytics.classify.text import label_key
from analytics.errors import Text
from analytics.imports.effects import place_of
from analytics.imports.part_remarks import part_remarks
from analytics.intake.report import Remark

_RENAMED = Text(
    "若不是改名,请撤销本批,改正机构代码后重新导入",
    "if it is another branch, undo this batch, correct the code and import again",
)
_MERGED = Text(
    "若仍是单独机构,请在最新的清单中为它列一行后导入",
    "if it is still a branch of its own, give it a row in the newest list and import that",
)
_CONFLICT = Text("请删去别名或该机构一行后重新导入", "take out the alias or the row, and import again")


def joined_branch_remarks(
    cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int, before: frozenset[str]
) -> list[Remark]:
    """Branches renamed or merged by this import: known before it, or listed in it under the name they had.

    A mistyped code looks like a renaming. before: the branches of the list before the import.
    """
    rows = dict(
        cursor.execute(
            f"SELECT branch_name, min(row_no) FROM branch_row WHERE {place_of(batch, sheet_no)} GROUP BY 1"
        ).fetchall()
    )
    joined = [
        one
        for one in joined_branches(cursor)
        if (one.old.name in before and one.new.name in rows) or one.old.name in rows
    ]
    said = [_said(cursor, sheet, rows.get(one.new.name, rows.get(one.old.name)), one) for one in joined]
    into = {one.new.name for one in joined if one.merged}
    exposure = part_remarks(cursor, sheet, batch, sheet_no, into) if into else []
    return sorted(said, key=lambda one: one.row or 0) + exposure + _conflicts(cursor, sheet, batch, sheet_no)


def _said(cursor: duckdb.DuckDBPyConnection, sheet: str, row: int | None, one: Joined) -> Remark:
    old, new, code = one.old.name, one.new.name, one.new.code
    if not one.merged:
        text = Text(
            f"机构代码 {code} 原为“{old}”,现名“{new}”:视为改名,历史投诉与保费并入新名",
            f"branch code {code} was {old!r} and is now {new!r}: taken as renamed, with its whole history",
        )
        return Remark(sheet, row, "branch_renamed", text, _RENAMED, field="branch_code", value=code)
    ((file,),) = cursor.execute("SELECT file FROM batch WHERE batch_id = ?", [one.new.aliases_batch]).fetchall()
    name = Path(file).name
    text = Text(
        f"“{old}”在清单“{name}”中没有单独一行,而是“{new}”的别名:视为自该清单起并入“{new}”,历史投诉与保费一并计入",
        f"{old!r} has no row in the list {name} and is an alias of {new!r} there: taken as merged into it since that"
        " list, with all its complaints, premium and policies",
    )
    return Remark(sheet, row, "branch_merged", text, _MERGED, field="aliases", value=old)


def _conflicts(cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int) -> list[Remark]:
    """Aliases of this list that are a branch of their own nevertheless."""
    branches = {
        label_key(name): (name, in_batch)
        for name, in_batch in cursor.execute("SELECT branch_name, batch_id = ? FROM branch", [batch]).fetchall()
    }
    rows = cursor.execute(
        f"SELECT row_no, branch_name, aliases FROM branch_row WHERE {place_of(batch, sheet_no)}"
        " AND aliases IS NOT NULL ORDER BY row_no"
    ).fetchall()
    found = []
    for row, name, aliases in rows:
        for alias in split_aliases(aliases):
            own, in_batch = branches.get(label_key(alias), (name, False))
            if own == name:
                continue
            text = Text(
                f"“{alias}”是“{name}”的别名,又在清单中自成一行:按单独机构计",
                f"{alias!r} is an alias of {name!r} and has a row of its own: counted as a branch of its own",
            )
            if not in_batch:
                text = Text(
                    f"“{alias}”是“{name}”的别名,也是另一家机构的别名,或在另一份清单中自成一行:按单独机构计",
                    f"{alias!r} is an alias of {name!r}, and of another branch too or has a row in another list: "
                    "counted as a branch of its own",
                )
            found.append(Remark(sheet, row, "alias_is_branch", text, _CONFLICT, field="aliases", value=alias))
    return found
