"""What an import says of its labels: those that no table of names explains, those that their narratives contradict;
and that no row of a file loads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb

from analytics.classify.contradicted import Compared, compared_with_labels
from analytics.classify.current import unknown_labels
from analytics.classify.settle_names import open_names
from analytics.errors import Text
from analytics.imports.effects import place_of
from analytics.intake.report import FileReport, Remark
from analytics.vocabulary import SheetKind

NO_ROW_ACCEPTED, NO_ROWS = "no_row_accepted", "no_rows"
MOST_COMPARED = 2_000  # complaints of an import whose narrative is read beside their label: a third of a second
_UNKNOWN = {  # field of a log: code, what is wrong, what to do
    "channel": (
        "unknown_channel",
        Text("投诉来源无法归类,不计入监管口径", "not a known channel: cannot count as the regulator's"),
        Text("请在“设置”页“名称”中指明它是哪个渠道", "say in Settings, Names, which channel it is"),
    ),
    "filing_form": (
        "unknown_filing_form",
        Text(
            "投诉方式无法归类,监管投诉暂按正式投诉判定",
            "not a known way of filing: judged as formal",
        ),
        Text(
            "请写明电话、书面或来访后重新导入",
            "write telephone, writing or in person; import again",
        ),
    ),
    "cause_label": (
        "unknown_cause",
        Text("投诉原因无法归类,待复核", "the cause is not known and waits for review"),
        Text(
            "请在“复核”页判定,或在“设置”页“原因分类”中加为同义词",
            "judge in Review, or a synonym in Settings, Causes",
        ),
    ),
    "product_line": (
        "unknown_product_line",
        Text(
            "险种不在险种表中,按单独一个险种统计,待确认",
            "not a known product line: counted as a line of its own and waits for a person",
        ),
        Text("请在“设置”页“名称”中指明它是哪个险种", "say in Settings, Names, which product line it is"),
    ),
    "branch": (
        "unknown_branch",
        Text("机构不在机构清单中", "the branch is not in the branch list"),
        Text(
            "请在“设置”页“名称”中指明它是哪家机构,或补入机构清单后导入",
            "say in Settings, Names, which branch it is",
        ),
    ),
}
_NO_CHANNEL = (
    "no_channel",
    Text("没有投诉来源,不计入监管口径", "no channel is given: not counted as the regulator's"),
    Text("请补填投诉来源后重新导入", "fill in the channel and import again"),
)


def no_row_accepted(report: FileReport) -> Remark:
    """Every row of the file was set aside: which column most of them fail by; or there is none."""
    file, sheet = Path(report.path).name, report.sheets[0].sheet if report.sheets else ""
    if not report.rejects:
        return Remark(
            sheet,
            None,
            NO_ROWS,
            Text(
                f"{file} 有表头而没有数据行",
                f"{file} has a header and no row below",
            ),
            Text(
                "请填写后导入;若该月没有投诉,请在标题、表名或文件名中写明月份(如 2016年3月)",
                "fill it in; if the month had no complaint, state the month in the title or a name (2016年3月)",
            ),
        )
    rows = sum(sheet.rows_read for sheet in report.sheets)
    (name, field), count = Counter((reject.column or "", reject.field) for reject in report.rejects).most_common(1)[0]
    label = f"“{name}”" if name else ""
    return Remark(
        sheet,
        None,
        NO_ROW_ACCEPTED,
        Text(
            f"{file} 读取了 {rows} 行,没有一行可以入库;问题最多的是{label}列({count} 行)",
            f"{file}: {rows} rows were read and none can be loaded, most for column {name or field} ({count} rows)",
        ),
        Text(
            "请按所列问题改正后重新导入;若是列认错了,请在导入页指明各列",
            "correct what is listed and import again; if a column was taken for another, say which on the Import page",
        ),
    )


def unknown_label_remarks(cursor: duckdb.DuckDBPyConnection, sheet: str) -> list[Remark]:
    """Labels of this sheet's complaints that no table of names explains: loaded, and said."""
    remarks = []
    for name, label, row, count in unknown_labels(cursor):
        code, what, remedy = _NO_CHANNEL if label is None else _UNKNOWN[name]
        before = Text("", "") if label is None else Text(f"“{label}”:", f"{label!r}: ")
        text = Text(f"{before.zh}{what.zh}({count} 件)", f"{before.en}{what.en} (complaints: {count})")
        remarks.append(Remark(sheet, row, code, text, remedy, field=name, value=label))
    return remarks


def unknown_exposure_lines(cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int) -> list[Remark]:
    """Product lines of an exposure sheet that no table of names explains."""
    code, what, remedy = _UNKNOWN["product_line"]
    waiting = {one.label for one in open_names(cursor) if one.field == "product_line"}
    rows = cursor.execute(
        f"SELECT product_line, min(row_no) FROM exposure_row WHERE {place_of(batch, sheet_no)} GROUP BY 1 ORDER BY 2"
    ).fetchall()
    return [
        Remark(
            sheet,
            row,
            code,
            Text(f"“{label}”:{what.zh}", f"{label!r}: {what.en}"),
            remedy,
            field="product_line",
            value=label,
        )
        for label, row in rows
        if label in waiting
    ]


def say_contradictions(
    cursor: duckdb.DuckDBPyConnection, reports: Sequence[FileReport], most: int = MOST_COMPARED
) -> list[Compared]:
    """Tell each report how many of its labels their narratives contradict; `most` complaints of all are read.

    Not kept with the batch: it changes with every judgement, and the Review page always has what stands.
    """
    compared = []
    for report in reports:
        if report.batch is None or report.status != "imported":
            continue
        found = compared_with_labels(cursor, report.batch, most)
        compared.append(found)
        most -= found.compared
        report.contradicted = len(found.against)
        if found.against or found.compared < found.complaints:
            report.warnings.append(_contradicted(report, found))
    return compared


def _contradicted(report: FileReport, found: Compared) -> Remark:
    sheet = next((one.sheet for one in report.sheets if one.kind is SheetKind.LOG), "")
    zh = f"{len(found.against)} 件的投诉原因与投诉内容不符,待复核"
    en = f"complaints whose narratives contradict their labels: {len(found.against)}; they wait for review"
    if not found.compared:
        zh = f"{found.complaints} 件的投诉原因未与投诉内容核对,不符的列在“复核”页"
        en = f"{found.complaints} labels were not compared with their narratives; Review lists the contradicted"
    elif found.compared < found.complaints:
        zh = f"已核对前 {found.compared} 件(共 {found.complaints} 件):{zh};其余不符的列在“复核”页"
        en = f"the first {found.compared} of {found.complaints} were compared: {en}; Review also lists the rest"
    remedy = Text("请在“复核”页判定", "judge them on the Review page")
    return Remark(sheet, None, "label_contradicted", Text(zh, en), remedy, field="cause_label")
