"""Sheets that are tables of ours and cannot be read as they stand: what is wrong with them, where, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.errors import FileError, Text
from analytics.intake.header_rows import Header
from analytics.intake.layout import Layout
from analytics.intake.report import Remark
from analytics.intake.sheet import column_letters
from analytics.vocabulary import SHEET_FIELDS, SheetKind


class SheetFault(FileError):
    """A sheet that cannot be read, although the rest of its file may be. columns: those of its kind that it has."""

    def __init__(self, code: str, message: Text, remedy: Text, kind: SheetKind, columns: int) -> None:
        super().__init__(code, message, remedy)
        self.kind = kind
        self.columns = columns


def missing_column(sheet: str, header_row: int, kind: SheetKind, group: Sequence[str], columns: int) -> SheetFault:
    """A header that lacks what a table of its kind cannot do without. header_row: from 0."""
    names = SHEET_FIELDS[kind]
    return SheetFault(
        "missing_column",
        Text(
            f"工作表“{sheet}”第 {header_row + 1} 行是表头,但缺少{'或'.join(f'“{names[g].zh}”' for g in group)}列",
            f"sheet {sheet!r}: row {header_row + 1} is a header, but there is no column for "
            f"{' or '.join(names[g].en for g in group)}",
        ),
        Text("请补上该列,或用布局文件指明是哪一列", "add the column, or name it in a layout file"),
        kind,
        columns,
    )


def layout_column_missing(sheet: str, layout: Layout, header: str) -> FileError:
    return FileError(
        "missing_column",
        Text(
            f"工作表“{sheet}”缺少布局“{layout.name}”所列的“{header}”列",
            f"sheet {sheet!r} lacks the column {header!r} that layout {layout.name!r} names",
        ),
        Text("请换用合适的布局,或改正列名", "choose another layout, or correct the header"),
    )


def unclear_column(sheet: str, header_row: int, header: str, values: Sequence[str], columns: int) -> SheetFault:
    """A column whose header says one thing and whose cells another, or several. header_row: from 0."""
    return SheetFault(
        "unclear_column",
        Text(
            f"工作表“{sheet}”第 {header_row + 1} 行“{header}”列应为正式/非正式,内容却有{'、'.join(values)},"
            "无法确定是什么",
            f"sheet {sheet!r} row {header_row + 1}: column {header!r} should say formal or informal, but holds "
            f"{', '.join(values)}: what it is cannot be told",
        ),
        Text(
            "请在导入页指明该列是什么(也可不读),或改列名,或用布局文件指明",
            "say on the Import page what the column is (or leave it unread), rename it, or name it in a layout file",
        ),
        SheetKind.LOG,
        columns,
    )


def wide_exposure(sheet: str, row: int) -> SheetFault:
    """Months across the top: a figure's column says its month and nothing says what it measures. row: from 0."""
    return SheetFault(
        "wide_exposure",
        Text(
            f"工作表“{sheet}”第 {row + 1} 行把月份横排成列,这样的保费或保单表不读取",
            f"sheet {sheet!r}: row {row + 1} has the months as columns, exposure is not read in this form",
        ),
        Text(
            "请改为每行一个月份和机构,列为:月份、机构、保费收入(元)、有效保单(张);可在导入页下载模板",
            "write one row for each month and branch, with the columns 月份, 机构, 保费收入(元), 有效保单(张);"
            " the Import page offers a template",
        ),
        SheetKind.EXPOSURE,
        0,
    )


def tables_below(sheet: str, first: int, second: int) -> FileError:
    """Another table begins further down, and rows of ours may be in both. Rows from 0."""
    return FileError(
        "several_tables",
        Text(
            f"工作表“{sheet}”里有不止一个表格:第 {first + 1} 行是表头,第 {second + 1} 行又开始另一个表格",
            f"sheet {sheet!r} holds several tables: row {first + 1} is a header, another begins at row {second + 1}",
        ),
        Text("请把它们分到不同的工作表", "put each of them on a sheet of its own"),
    )


def tables_beside(sheet: str, row: int, first: int, second: int) -> FileError:
    """The same columns stand twice in one header row. Positions from 0."""
    left, right = column_letters(first), column_letters(second)
    return FileError(
        "several_tables",
        Text(
            f"工作表“{sheet}”第 {row + 1} 行并排有两个表格,分别从 {left} 列和 {right} 列开始",
            f"sheet {sheet!r}: two tables stand side by side in row {row + 1}, at columns {left} and {right}",
        ),
        Text("请把它们分到不同的工作表", "put each of them on a sheet of its own"),
    )


def part_of_a_total(sheet: str, row: int) -> FileError:
    """其中:车险 under a total: the parts may not make up the whole, and beside it would be counted twice."""
    return FileError(
        "part_of_a_total",
        Text(
            f"工作表“{sheet}”第 {row + 1} 行是“其中”项,与合计重复,又可能不含全部险种",
            f"sheet {sheet!r}: row {row + 1} is a part (其中) of another row's figure, which would be counted twice",
        ),
        Text(
            "请删除合计行,每个机构、险种只保留一行,各险种相加应等于合计",
            "delete the totals and keep one row for each branch and product line, which together make the total",
        ),
    )


def unknown_unit(sheet: str, unit: str) -> FileError:
    return FileError(
        "unknown_unit",
        Text(
            f"工作表“{sheet}”写明的单位“{unit}”无法换算为元或张",
            f"sheet {sheet!r} states the unit {unit!r}, which cannot be turned into yuan or policies",
        ),
        Text(
            "请在列名中写明单位,如 保费收入(万元)、有效保单(张)",
            "write the unit into the header, as in 保费收入(万元), 有效保单(张)",
        ),
    )


def no_header(file: str, nearest: list[tuple[str, Header]], said: Sequence[Remark], rows: int) -> FileError:
    """No sheet of the file is a table of ours. nearest: the rows that came nearest, with their sheets.

    said: about the file as a whole, such as that it is text under another name. rows: of all its sheets.
    """
    if not rows:
        return FileError(
            "empty_workbook",
            Text(f"{file} 的各个工作表都是空的", f"every sheet of {file} is empty"),
            Text("请确认选对了文件,并已保存填好的内容", "check that it is the right file and was saved when filled in"),
        )
    zh = f"{file} 中没有找到投诉台账、保费或机构清单的表头"
    en = f"{file}: no header row of a complaint log, exposure or branch list was found"
    if nearest:
        sheet, header = max(nearest, key=lambda one: len(one[1].fields))
        names = SHEET_FIELDS[header.kind]
        have, lack = [names[name] for name in header.fields.by_field], [names[group[0]] for group in header.lacks()]
        zh += f";最接近的是工作表“{sheet}”第 {header.bottom + 1} 行,认出{'、'.join(field.zh for field in have)}"
        en += f"; nearest is row {header.bottom + 1} of sheet {sheet!r}, with {', '.join(field.en for field in have)}"
        if lack:
            zh += f",缺少{'、'.join(field.zh for field in lack)}"
            en += f", which lacks {', '.join(field.en for field in lack)}"
    for remark in said:
        zh, en = f"{zh};{remark.message.zh}", f"{en}; {remark.message.en}"
    return FileError(
        "no_header",
        Text(zh, en),
        Text(
            "请确认表头含有受理时间、被投诉机构等列名,或用布局文件指明各列",
            "check that a header row names columns such as 受理时间 and 被投诉机构, or use a layout",
        ),
    )
