"""Tables of premium or policies with the months across the top: recognised so that they can be refused clearly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.intake.header_texts import Row
from analytics.intake.headers import match_header
from analytics.intake.report_month import stated_in
from analytics.vocabulary import SheetKind

_MONTHS_ACROSS = 3
_LONGEST_MONTH = 19  # 2016-01-01 00:00:00, a date cell
_OF_EXPOSURE = re.compile(r"保费|保单|premium|polic", re.IGNORECASE)
_OF_COMPLAINTS = re.compile(r"投诉|complaint", re.IGNORECASE)


def wide_exposure_row(rows: Sequence[Row], sheet_name: str, file_stem: str) -> int | None:
    """The row of months of a table 机构 x 月份 of premium or policies, if that is what the sheet is."""
    for at, row in enumerate(rows):
        months = [cell for cell in row if cell and len(cell) <= _LONGEST_MONTH and stated_in(cell).month]
        if len(set(months)) < _MONTHS_ACROSS:
            continue
        around = [cell for near in rows[max(0, at - 1) : at + 2] for cell in near if cell]
        said = "".join([sheet_name, *(cell for above in rows[: at + 2] for cell in above if cell)])
        of_branches = any((match := match_header(SheetKind.EXPOSURE, c)) and match.field == "branch" for c in around)
        if of_branches and _OF_EXPOSURE.search(said + file_stem) and not _OF_COMPLAINTS.search(said):
            return at
    return None
