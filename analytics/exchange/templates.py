"""Empty workbooks to fill in: a complaint log, exposure, a branch list.

Each has its table, the sheet 填写说明 and, for the drop-down lists, the sheet 选项. What is not the table fills one
column only, so that no row of it can be taken for a header. The example row begins with the words that
make the importer pass over it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from analytics.exchange.template_fields import TemplateField, branch_fields, exposure_fields, log_fields
from analytics.store import Store
from analytics.vocabulary import ValueKind

LAST_ROW = 5000  # how far down the drop-down lists reach; a month of one insurer is a few hundred rows
LOG_TITLE = "____年__月投诉台账"

_HEADER = PatternFill("solid", start_color="DDEBF7", end_color="DDEBF7")
_REQUIRED = PatternFill("solid", start_color="F8CBAD", end_color="F8CBAD")
_EXAMPLE = Font(italic=True, color="808080")
_OPTIONS = "选项"
_LOG_HELP = (
    "每月一份：列出本月受理的投诉，以及以前受理、本月有进展（如撤诉、办结）的投诉，沿用原编号。",
    "请在表格第一行的标题中填上年份和月份，它是本表的报告月份；不填时取最近一件受理的月份。",
)
_EXPOSURE_HELP = (
    "每个机构（每个险种）每月一行：当月保费收入，月末有效保单。",
    "不分险种时险种留空；同一机构同一个月，要么只填一行不分险种的，要么只分险种填。",
)
_BRANCH_HELP = ("每个机构一行。投诉台账和保费表中的机构按名称、代码或别名对应到这里。",)


def log_template(store: Store) -> bytes:
    """An .xlsx for one month's complaints; the branches of the store's list are offered as choices."""
    with store.cursor() as cursor:
        return _workbook("投诉台账", LOG_TITLE, log_fields(cursor), _LOG_HELP)


def exposure_template(store: Store) -> bytes:
    """An .xlsx for premium and policies in force by month, branch and, where wanted, product line."""
    with store.cursor() as cursor:
        return _workbook("保费与保单", None, exposure_fields(cursor), _EXPOSURE_HELP)


def branch_template(store: Store) -> bytes:
    """An .xlsx for the branch list."""
    with store.cursor() as cursor:
        return _workbook("机构清单", None, branch_fields(cursor), _BRANCH_HELP)


def _workbook(name: str, title: str | None, fields: Sequence[TemplateField], help_lines: Sequence[str]) -> bytes:
    book = Workbook()
    table = book.active
    table.title = name
    _write_help(book.create_sheet("填写说明"), fields, help_lines)
    ranges = _write_options(book, fields)
    header_row = 1
    if title:
        table.cell(1, 1, title).font = Font(bold=True, size=14)
        header_row = 2
    for place, field in enumerate(fields, 1):
        _write_column(table, place, header_row, field)
        for rule in _validations(field, ranges.get(place)):
            table.add_data_validation(rule)
            letter = get_column_letter(place)
            rule.add(f"{letter}{header_row + 2}:{letter}{LAST_ROW}")
    table.freeze_panes = table.cell(header_row + 1, 2)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_column(table: Any, place: int, header_row: int, field: TemplateField) -> None:
    column = table.column_dimensions[get_column_letter(place)]
    column.width = 30 if field.header in ("投诉内容", "处理结果", "原因分析", "整改措施", "别名") else 19
    column.number_format = field.number_format  # the column's own: cells that a user fills take it over
    head = table.cell(header_row, place, field.header)
    head.font, head.fill = Font(bold=True), _REQUIRED if field.required else _HEADER
    head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    head.number_format = "General"
    note = "\n".join(part for part in ("必填。" if field.required else "", field.note) if part)
    if note:
        head.comment = Comment(note, "填写说明", width=300, height=120)
    example = table.cell(header_row + 1, place, field.example)
    example.font = _EXAMPLE
    example.number_format = field.number_format


def _validations(field: TemplateField, options: str | None) -> list[DataValidation]:
    """A list, or a date: closed lists refuse anything else, the others only ask whether it is meant."""
    if options:
        rule = DataValidation(
            "list", formula1=options, allow_blank=True, errorStyle="stop" if field.closed else "warning"
        )
        rule.errorTitle = "不在列表中"
        rule.error = "请从列表中选择。" if field.closed else "列表中没有这个值，仍要使用吗？"
    elif field.kind in (ValueKind.MOMENT, ValueKind.DATE, ValueKind.MONTH):
        rule = DataValidation(
            "date", operator="greaterThanOrEqual", formula1="32874", allow_blank=True, errorStyle="warning"
        )
        rule.errorTitle = "不是日期"
        rule.error = "请填写日期，如 2016-03-05。仍要使用吗？"
    elif field.kind in (ValueKind.AMOUNT, ValueKind.COUNT):
        rule = DataValidation(
            "decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True, errorStyle="warning"
        )
        rule.errorTitle = "不是数字"
        rule.error = "请只填数字。仍要使用吗？"
    else:
        return []
    rule.showErrorMessage = True
    return [rule]


def _write_help(sheet: Any, fields: Sequence[TemplateField], help_lines: Sequence[str]) -> None:
    lines = [
        "填写说明",
        *help_lines,
        "从示例行的下一行开始填写；示例行可以删除，留着也不会导入。",
        "橙色表头的列必填，其余可留空，也可删去整列。请不要改表头的名称；鼠标停在表头上可看到说明。",
        "填好后保存为 .xlsx，在“导入”页面导入。导入前可以预览，每一处问题都会列出。",
        "各列：",
        *(f"{field.header}：{'必填。' if field.required else ''}{field.note or '文字。'}" for field in fields),
    ]
    sheet.column_dimensions["A"].width = 100
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=row == 1 or line == "各列：")


def _write_options(book: Workbook, fields: Sequence[TemplateField]) -> dict[int, str]:
    """All choices under one another in one column; returns each list's place by its column in the table."""
    ranges: dict[int, str] = {}
    with_choices = [(place, field) for place, field in enumerate(fields, 1) if field.choices]
    if not with_choices:
        return ranges
    sheet = book.create_sheet(_OPTIONS)
    sheet.column_dimensions["A"].width = 40
    sheet.append(["下拉列表的内容"])
    for place, field in with_choices:
        sheet.append([f"〔{field.header}〕"])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        first = sheet.max_row + 1
        for choice in field.choices:
            sheet.append([choice])
            sheet.cell(sheet.max_row, 1).data_type = "s"
        ranges[place] = f"{quote_sheetname(_OPTIONS)}!$A${first}:$A${sheet.max_row}"
    return ranges
