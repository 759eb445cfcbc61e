"""What an import says of complaint numbers that stand for two complaints: which of them counts, and what to do."""

from __future__ import annotations

import duckdb

from analytics.classify.used_twice import set_apart
from analytics.errors import Text
from analytics.imports.effects import LISTED, place_of
from analytics.intake.report import FileReport, Remark
from analytics.store import kept

NUMBER_USED_TWICE = "number_used_twice"
_REMEDY = Text(
    "请给两件投诉各自的编号(如在编号前加机构代码),更正台账后导入,替换原台账;若是同一件,请更正受理日期或机构",
    "give each its own number (with the branch's code before it, say) and import the corrected log in the place of the"
    " earlier one; if they are one complaint, correct the day or the branch",
)


def numbers_used_twice(cursor: duckdb.DuckDBPyConnection, report: FileReport, sheet_no: int) -> list[Remark]:
    """Of the complaints just folded, the rows set apart, one remark for each other day and branch, at the sheet's own
    row of the number. Beyond LISTED they are counted.
    """
    assert report.batch is not None
    sheet = report.sheets[sheet_no].sheet
    here = place_of(report.batch, sheet_no)
    rows = cursor.execute(
        f"""WITH other AS (
            SELECT complaint_no, day, branch, max(precedence) AS newest, max(row_no) FILTER ({here}) AS row_here,
                {", ".join(f"arg_max({name}, precedence) AS {name}" for name in ("batch_id", "sheet_no", "row_no"))}
            FROM apart GROUP BY complaint_no, day, branch),
        own AS (SELECT complaint_no, max(row_no) AS row_no FROM log_row WHERE {here} GROUP BY complaint_no)
        SELECT count(*) OVER (), o.complaint_no, coalesce(o.row_here, s.row_no),
            c.batch_id, c.sheet_no, c.row_no, c.received_on, c.branch_name,
            o.batch_id, o.sheet_no, o.row_no, o.day, o.branch
        FROM other o JOIN complaint c USING (complaint_no) JOIN own s USING (complaint_no)
        ORDER BY 3, o.newest LIMIT {LISTED}"""
    ).fetchall()
    remarks = []
    for _, number, row, *told in rows:
        stands, other = (_said(cursor, report, *place) for place in (told[:5], told[5:]))
        text = Text(
            f"编号 {number} 的两行受理日期和机构都不同,视为两件投诉:{stands.zh},{other.zh};计前者,"
            "后者在有自己的编号之前不计为投诉,也不并入前者",
            f"{number} is taken for two complaints, received on two days at two branches: {stands.en}, and"
            f" {other.en}; the former is counted, the latter is not until it has a number of its own",
        )
        remarks.append(Remark(sheet, row, NUMBER_USED_TWICE, text, _REMEDY, field="complaint_no", value=number))
    if rows and (more := rows[0][0] - len(rows)):
        text = Text(f"还有 {more} 处编号视为两件投诉", f"{more} more numbers are taken for two complaints")
        remarks.append(Remark(sheet, None, NUMBER_USED_TWICE, text, _REMEDY, field="complaint_no"))
    return remarks


@kept
def still_used_twice(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many of the numbers that imports have told of still stand for another complaint, which is in no figure."""
    told = f"FROM batch_remark WHERE code = '{NUMBER_USED_TWICE}'"
    ((listed, counted_only),) = cursor.execute(f"SELECT count(value), count(*) - count(value) {told}").fetchall()
    if not listed:
        return 0
    set_apart(cursor, "SELECT complaint_no FROM log_row" if counted_only else f"SELECT value AS complaint_no {told}")
    ((numbers,),) = cursor.execute("SELECT count(DISTINCT complaint_no) FROM apart").fetchall()
    return int(numbers)


def _said(
    cursor: duckdb.DuckDBPyConnection, report: FileReport, batch: int, sheet_no: int, row: int, day: object, branch: str
) -> Text:
    """Where a row stands (file, sheet, row) and what it says."""
    ((file,),) = cursor.execute("SELECT file FROM batch WHERE batch_id = ?", [batch]).fetchall()
    if batch == report.batch:  # its sheets are recorded only when all of them are in
        sheet = report.sheets[sheet_no].sheet
    else:
        ((sheet,),) = cursor.execute(
            "SELECT sheet FROM batch_sheet WHERE batch_id = ? AND sheet_no = ?", [batch, sheet_no]
        ).fetchall()
    return Text(f"{file} {sheet} 第 {row} 行({day},{branch})", f"{file} {sheet} row {row} ({day}, {branch})")
