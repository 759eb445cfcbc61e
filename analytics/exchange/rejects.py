"""The rejected rows of a file as a workbook to correct and import again."""

from __future__ import annotations

import io
import re
from pathlib import Path

from analytics.errors import RequestError, Text
from analytics.intake.files import digest
from analytics.intake.layout import Layout
from analytics.intake.report import FileReport

# A browser that has the name already adds (1).
_AGAIN = re.compile(r"_待改正(\d*)(?:\s*\(\d+\))?$")


def rejects_name(report: FileReport) -> str:
    """A name for the download: the original's, which may state the report month, and that it waits for correction.

    Never the original's own name: importing it as "the log of that name" would take the accepted rows away.
    """
    stem = Path(report.path).stem
    again = _AGAIN.search(stem)
    if again:
        return f"{stem[: again.start()]}_待改正{int(again[1] or 1) + 1}.xlsx"
    return f"{stem}_待改正.xlsx"


def is_correction(path: str) -> bool:
    """Whether a file is named as a download of rejects is."""
    return _AGAIN.search(Path(path).stem) is not None


def rejects_workbook(original: Path, report: FileReport, layout: Layout | None = None) -> bytes:
    """An .xlsx of the rejected rows under their own titles and headers, faulty cells coloured and commented.

    Corrected and imported (with the same layout) it brings what the original would have brought without its
    faults; `gaps` says how. Rows above and headers stay as they are, merged cells and all; numbers and dates
    keep their type and format where the original has them, everything else is text and never a formula. A line
    on top says what this is and the report month. Cells longer than Excel allows (32,767 characters) are cut.

    original: the file itself, read again. Raises RequestError (nothing_rejected, not_the_original),
    FileError.
    """
    # Here, because every import of files asks this module for names: a dashboard that writes no workbook would
    # hold openpyxl's 12 MB.
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    from analytics.exchange.gaps import find_gaps
    from analytics.exchange.marked_sheet import MAX_COMMENTS, write_gap
    from analytics.exchange.source_cells import typed_workbook

    if not report.rejects:
        raise RequestError(
            "nothing_rejected",
            Text(f"{Path(report.path).name} 没有未导入的行", f"{Path(report.path).name} has no rejected rows"),
            Text("无需改正", "there is nothing to correct"),
        )
    if digest(original) != report.sha256:  # rows of another file would be marked
        raise RequestError(
            "not_the_original",
            Text(f"{original.name} 不是导入的那个文件", f"{original.name} is not the file that was imported"),
            Text("请选择导入时的原文件", "choose the file as it was imported"),
        )
    gaps = find_gaps(original, report, layout)
    book = Workbook(write_only=True)
    with typed_workbook(original) as source:
        # Dates and serials of a 1904 workbook stay what they are only in a 1904 workbook.
        if (source is not None and source.epoch == CALENDAR_MAC_1904) or any(gap.sheet.date1904 for gap in gaps):
            book.epoch = CALENDAR_MAC_1904
        comments_left = MAX_COMMENTS
        for gap in gaps:
            comments_left = write_gap(book, gap, source, comments_left)
        target = io.BytesIO()
        book.save(target)
    return target.getvalue()
