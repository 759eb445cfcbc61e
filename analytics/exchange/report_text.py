"""The report of an import as a page of Chinese text, for the folder beside the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analytics.intake.report import FileReport, ImportReport, Remark
from analytics.vocabulary import SheetKind

_KINDS = {
    SheetKind.LOG: "投诉台账",
    SheetKind.EXPOSURE: "保费与保单",
    SheetKind.BRANCHES: "机构清单",
    SheetKind.BENCHMARK: "市场数据",
    SheetKind.IGNORED: "不是数据表，未读取",
}


def report_in_chinese(report: ImportReport) -> str:
    """What happened to each file, every rejected row's faults and every warning."""
    return "\n\n".join("\n".join(_file(file)) for file in report.files) + "\n"


def _file(file: FileReport) -> Iterator[str]:
    yield f"文件：{Path(file.path).name}"
    yield f"结果：{_outcome(file)}"
    if file.error:
        yield f"原因：{file.error.message.zh}"
        yield f"处理：{file.error.remedy.zh}"
    for sheet in file.sheets:
        yield f"工作表“{sheet.sheet}”：{_KINDS[sheet.kind]}" + (
            f"（报告月份 {sheet.report_month}）" if sheet.report_month else ""
        )
        if sheet.header_row:
            yield (
                f"  读取 {sheet.rows_read} 行：新增 {sheet.new}，更新 {sheet.changed}，未变 {sheet.unchanged}，"
                f"未导入 {sheet.rejected}"
            )
        if sheet.unmapped and sheet.header_row:
            yield f"  未使用的列：{'、'.join(' '.join(header.split()) for header in sheet.unmapped)}"
    if file.rejects:
        yield "未导入的行："
        yield from (_remark(remark) for remark in file.rejects)
    if file.warnings:
        yield "提醒："
        yield from (_remark(remark) for remark in file.warnings)


def _outcome(file: FileReport) -> str:
    if file.status == "failed":
        return "未能导入"
    if file.status == "unchanged":
        return f"与批次 {file.batch} 是同一个文件，没有重复导入；以下是当时的报告"
    left_out = len({(remark.sheet, remark.row) for remark in file.rejects})
    return f"已导入（批次 {file.batch}）" + (f"，有 {left_out} 行未导入" if left_out else "")


def _remark(remark: Remark) -> str:
    row = f"第 {remark.row} 行" if remark.row else ""
    column = f"“{' '.join(remark.column.split())}”" if remark.column else ""
    remedy = f"（处理：{remark.remedy.zh}）" if remark.remedy else ""
    return f"  {remark.sheet} {row}{column}：{remark.message.zh}{remedy}"
