"""One sheet of a rejects workbook: titles and headers, then the selected rows, faulty cells coloured and commented."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from analytics.exchange.gap import Gap
from analytics.exchange.source_cells import Row, SourceCell, rows_of
from analytics.exchange.spreadsheet_text import runs_as_formula
from analytics.intake.limits import HEADER_SEARCH_ROWS
from analytics.intake.origins import is_marked, origin_mark
from analytics.intake.report import Remark

# Excel draws every comment as a shape and crawls with tens of thousands; beyond this a fault is coloured only.
MAX_COMMENTS = 2000

_FAULTY = PatternFill("solid", start_color="FFFF66", end_color="FFFF66")
_FOLLOWING = Font(color="808080")
_NOTICE = Font(bold=True, color="9C5700")
_NARROW, _WIDE = 8, 40  # characters a column is wide


def write_gap(book: Workbook, gap: Gap, source: Any | None, comments_left: int) -> int:
    """Add a sheet to a write-only workbook. source: the original as openpyxl reads it, or None.

    Returns how many comments are left for the next sheet.
    """
    sheet = book.create_sheet(_title(gap.sheet.name))
    notice = lines_on_top(gap, comments_left)
    if gap.header_row + len(notice) >= HEADER_SEARCH_ROWS:  # so far down the header would not be found
        notice = []
    lines = [*range(gap.plan.body_row), *gap.rows]
    place_of = {row: place for place, row in enumerate(lines, 1 + len(notice))}
    above = [merge for merge in gap.sheet.merges if merge[2] < gap.plan.body_row]
    for first_row, first, last_row, last in [*above, *gap.merges]:
        corners = ((first, first_row), (last, last_row))
        top, bottom = (f"{get_column_letter(column + 1)}{place_of[row]}" for column, row in corners)
        sheet.merged_cells.add(f"{top}:{bottom}")
    for place, width in enumerate(_widths(gap), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{gap.plan.body_row + 1 + len(notice)}"
    for line in notice:
        sheet.append([_copy(sheet, SourceCell(line, "s", "General", {"font": _NOTICE}))])
    for row, cells in rows_of(gap.sheet, source, gap.header_row, lines):
        if row >= gap.plan.body_row:
            for place, text in {**gap.copied.get(row, {}), **gap.fixed_dates(row)}.items():
                cells[place] = SourceCell(text, "s", "@")
            if gap.blank_column is not None:
                cells[gap.blank_column] = None
        if row in gap.faults:
            comments_left = _append_faulty(sheet, gap, row, cells, comments_left)
        else:
            copies = [_copy(sheet, cell) if cell else None for cell in cells]
            if row in gap.followers:
                _say_it_follows(sheet, gap, row, copies)
            sheet.append(copies)
    return comments_left


def lines_on_top(gap: Gap, comments_left: int) -> list[str]:
    """What this sheet is; and in a line of its own, as a title states it, the report month it is to be read as of.

    The month may have stood in a file name that does not last, or nowhere.
    """
    zh = "只含未能导入的行：请按批注改正标色的单元格，保存后导入本文件。"
    en = "Rejected rows only: correct the coloured cells as their comments say, save, and import this file."
    cells = {(row, gap.column_of(fault)) for row, faults in gap.faults.items() for fault in faults}
    if len(cells) > comments_left:
        zh += "单元格太多，部分没有批注，原因见问题清单（csv）。"
        en += " There are too many for a comment each: the list of faults (csv) has them all."
    month = [f"报告月份：{gap.month.year}年{gap.month.month}月"] if gap.month else []
    return [f"{zh} {en}", *month]


def _append_faulty(sheet: Any, gap: Gap, row: int, cells: Row, comments_left: int) -> int:
    marked: dict[int, list[Remark]] = {}
    for fault in gap.faults[row]:
        place = gap.column_of(fault)
        if not any(first < row <= last and left <= place <= right for first, left, last, right in gap.merges):
            marked.setdefault(place, []).append(fault)  # a merged cell is marked once, at its first row
    copies = [_copy(sheet, cell) if cell else None for cell in cells]
    for place, faults in marked.items():
        cell = copies[place] or WriteOnlyCell(sheet)
        cell.fill = _FAULTY
        if comments_left > 0:
            cell.comment = _comment(faults_in_words(row, faults))
            comments_left -= 1
        copies[place] = cell
    if not any(is_marked(str(cell.value)) for cell in cells if cell):  # one that was itself a correction is marked
        mark = origin_mark(gap.digest, gap.number, row + 1)
        copies.append(_copy(sheet, SourceCell(mark, "s", "@", {"font": _FOLLOWING})))
    sheet.append(copies)
    return comments_left


def faults_in_words(row: int, faults: list[Remark]) -> str:
    """What is wrong with a cell and what to do, in Chinese and then in English. row: position in the original."""
    zh = [f"原文件第 {row + 1} 行"]
    en = [f"Row {row + 1} of the original"]
    for fault in faults:
        zh.append(fault.message.zh)
        en.append(fault.message.en)
        if fault.remedy:
            zh.append(f"处理：{fault.remedy.zh}")
            en.append(f"To do: {fault.remedy.en}")
    return "\n".join([*zh, "", *en])


def _say_it_follows(sheet: Any, gap: Gap, row: int, copies: list[Any]) -> None:
    for cell in copies:
        if cell is not None:
            cell.font = _FOLLOWING
    place = gap.plan.table_columns[0]
    copies[place] = copies[place] or WriteOnlyCell(sheet)
    copies[place].comment = _comment(
        f"原文件第 {row + 1} 行，已导入，无需修改。列在这里，是为了改正的行导入后不改变它。\n\n"
        f"Row {row + 1} of the original: already imported, leave it as it is. It stands here so that the"
        " corrected rows do not overrule it."
    )


def _comment(text: str) -> Comment:
    lines = sum(1 + _display_width(line) // 52 for line in text.split("\n"))
    return Comment(text, "投诉分析", height=24 + 18 * lines, width=380)


def _copy(sheet: Any, cell: SourceCell) -> Any:
    out = WriteOnlyCell(sheet, cell.value)
    # After the value: openpyxl takes a text that begins with "=" for a formula, and "#REF!" for an error.
    if cell.value is not None and cell.kind in "se":
        out.data_type = cell.kind
    out.number_format = cell.number_format
    if cell.kind == "s" and runs_as_formula(cell.value):
        out.quotePrefix = True  # stays text when someone edits the cell
    for name, style in cell.look.items():
        setattr(out, name, style)
    return out


def _widths(gap: Gap) -> list[float]:
    """Wide enough for the header and the selected rows, within reason."""
    rows = [gap.header_row, *gap.rows[:200]]
    texts = ([column[row].as_py() or "" for row in rows] for column in gap.sheet.columns)
    return [min(_WIDE, max(_NARROW, *(_display_width(text) + 2 for text in column))) for column in texts]


def _display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _title(name: str) -> str:
    """The sheet's name, as far as Excel allows it (the name of a .csv may be longer)."""
    return re.sub(r"[\[\]:*?/\\]", "_", name)[:31] or "Sheet1"
