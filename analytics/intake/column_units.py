"""What one of a column's figures is worth: the unit in its header, else the one stated above the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.errors import Text
from analytics.intake.headers import unit_of
from analytics.intake.report import Remark
from analytics.intake.table_faults import unknown_unit
from analytics.intake.title_lines import StatedUnit
from analytics.intake.values.units import hints_of, is_strange_unit
from analytics.vocabulary import SHEET_FIELDS, SheetKind, ValueKind

_FAMILY = {ValueKind.AMOUNT: "yuan", ValueKind.COUNT: "pieces"}


def column_units(
    sheet: str, kind: SheetKind, headers: Mapping[str, str], stated: Sequence[StatedUnit]
) -> tuple[dict[str, float], list[Remark]]:
    """Field -> yuan or pieces in one, and what there is to say. headers: field -> header.

    A figure of exposure without any unit is taken as yuan or pieces, and that is said.
    Raises FileError(unknown_unit) where the unit in a header or above the table is none that can be converted.
    """
    units: dict[str, float] = {}
    remarks: list[Remark] = []
    for name, header in headers.items():
        spec = SHEET_FIELDS[kind][name]
        unit = unit_of(header)
        if unit:
            units[name] = unit[0]
        elif spec.kind in _FAMILY and (strange_hint := next(filter(is_strange_unit, hints_of(header)), None)):
            raise unknown_unit(sheet, strange_hint)  # a layout names the column; the header itself would not do
        elif family := _FAMILY.get(spec.kind):
            if strange := next((one for one in stated if one.factor is None or one.family is None), None):
                raise unknown_unit(sheet, strange.text)
            factors = {one.factor for one in stated if one.family == family and one.factor is not None}
            if len(factors) > 1:
                raise unknown_unit(sheet, "、".join(one.text for one in stated))
            if factors:
                units[name] = factors.pop()
            elif kind is SheetKind.EXPOSURE:
                remarks.append(_no_unit(sheet, header, name, family))
    return units, remarks


def _no_unit(sheet: str, header: str, name: str, family: str) -> Remark:
    zh, en = ("元", "yuan") if family == "yuan" else ("张", "policies")
    return Remark(
        sheet,
        None,
        "no_unit",
        Text(f"“{header}”没有写明单位,按{zh}读取", f"{header!r} states no unit: read as {en}"),
        Text(
            f"若单位不同,请写进列名,如 {header}(万{zh})",
            f"if it is another, write it into the header: {header}(万{zh})",
        ),
        column=header,
        field=name,
    )
