"""What an import says of premium and policies that stand under several names of one branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from pathlib import Path

import duckdb

from analytics.classify.current_lists import name_exposure_labels, parted_exposure
from analytics.classify.exposure_parts import Said, Summed
from analytics.errors import Text
from analytics.intake.report import Remark

_CHECK = Text(
    "请核对;若其中一行已包含另一行,请只保留一行后重新导入",
    "check them; where one row includes the other, import again with that row alone",
)
_COMPLETE = Text("请补齐后重新导入", "complete them and import again")


def part_remarks(
    cursor: duckdb.DuckDBPyConnection, sheet: str, batch: int, sheet_no: int, merged_into: Collection[str] = ()
) -> list[Remark]:
    """Months whose figures are sums of parts, lack a part, or leave out an earlier one: once for each branch.

    Of the rows that this sheet of exposure brought; or of the branches that this list merged others into.
    """
    name_exposure_labels(cursor)
    here = (batch, sheet_no)
    asked = [
        one
        for one in parted_exposure(cursor)
        if one.row[1] in merged_into or any(said.place == here for said in (*one.parts, *one.replaced))
    ]
    files = {number: Path(file).name for number, file in cursor.execute("SELECT batch_id, file FROM batch").fetchall()}

    def place(said: Said, language: str) -> str:
        row = f"第 {said.row_no} 行" if language == "zh" else f"row {said.row_no}"
        return row if said.place == here else f"{files[said.batch]} {row}"

    kinds: tuple[tuple[Callable[[Summed], bool], Callable[..., Remark]], ...] = (
        (lambda one: len({said.part for said in one.parts}) > 1 and not one.lacking, _added),
        (lambda one: bool(one.replaced), _replaced),
        (lambda one: bool(one.lacking), _lacking),
    )
    found = []
    for is_so, say in kinds:
        by_branch: dict[str, list[Summed]] = defaultdict(list)
        for one in asked:
            if is_so(one):
                by_branch[one.row[1]].append(one)
        for several in by_branch.values():
            first, months = min(several, key=lambda one: one.row[0]), len({one.row[0] for one in several})
            rows = [said.row_no for said in first.parts if said.place == here]
            found.append(say(sheet, max(rows, default=None), first, months, place))
    return found


def _listed(rows: tuple[Said, ...], place: Callable[[Said, str], str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(f"{said.part} {place(said, language)}" for said in rows)


def _added(sheet: str, row: int | None, one: Summed, months: int, place: Callable[[Said, str], str]) -> Remark:
    month, branch = f"{one.row[0]:%Y-%m}", one.row[1]
    text = Text(
        f"“{branch}”的保费、保单由几个名称下的数字相加({months} 个月;{month}:{_listed(one.parts, place, 'zh')})",
        f"premium and policies of {branch!r} are added up from several names (months: {months}; {month}:"
        f" {_listed(one.parts, place, 'en')})",
    )
    return Remark(sheet, row, "parts_added", text, _CHECK, field="branch", value=branch)


def _replaced(sheet: str, row: int | None, one: Summed, months: int, place: Callable[[Said, str], str]) -> Remark:
    month, branch = f"{one.row[0]:%Y-%m}", one.row[1]
    text = Text(
        f"“{branch}”的数字视为已包含较早表中的部分,后者不再相加({months} 个月;"
        f"{month}:{_listed(one.replaced, place, 'zh')})",
        f"the figures of {branch!r} are taken to include parts that stand in an earlier table, which are not added"
        f" (months: {months}; {month}: {_listed(one.replaced, place, 'en')})",
    )
    return Remark(sheet, row, "part_replaced", text, _CHECK, field="branch", value=branch)


def _lacking(sheet: str, row: int | None, one: Summed, months: int, place: Callable[[Said, str], str]) -> Remark:
    month, branch = f"{one.row[0]:%Y-%m}", one.row[1]
    text = Text(
        f"“{branch}”有 {months} 个月缺少一部分保费或保单,当月按缺失计({month}:{'、'.join(one.lacking)})",
        f"a part of the premium or policies of {branch!r} is missing, and with it the figure (months: {months};"
        f" {month}: {', '.join(one.lacking)})",
    )
    return Remark(sheet, row, "part_missing", text, _COMPLETE, field="branch", value=branch)
