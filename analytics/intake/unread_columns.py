"""The columns of an exposure sheet that are not read: a figure left out silently is missed only when a ratio is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analytics.errors import Text
from analytics.intake.headers import match_header, normalise, unit_of
from analytics.intake.report import Remark
from analytics.intake.values.units import hints_of, is_strange_unit
from analytics.vocabulary import EXPOSURE_FIELDS, SheetKind

COLUMNS_NOT_READ = "columns_not_read"
_FIGURES = ("premium_yuan", "policies")
_RENAME = Text(
    "其中若有期末有效保单或当月保费收入,请把列名改成“有效保单(张)”“保费收入(万元)”这样的写法后重新导入,"
    "或在导入页指明该列;承保、签单件数是当月新增,不能当作有效保单",
    "if one of them is policies in force at the month's end or the month's premium, head it 有效保单(张) or"
    " 保费收入(万元) and import again, or say so on the Import page; policies written are not policies in force",
)
_UNIT = Text(
    "请换算成元、万元、张、万张等单位并写进列名后重新导入",
    "convert the figures to yuan, 万元, 张 or 万张, write the unit into the header and import again",
)


def unread_columns(sheet: str, unread: Sequence[str], read: Collection[str]) -> list[Remark]:
    """unread: headers of an exposure sheet that are no field. read: the fields that it has.

    The remark's field is the figure that the sheet lacks for it, if any.
    """
    remarks = []
    strange = [header for header in unread if _has_strange_unit(header)]
    for header in strange:
        text = Text(f"“{_flat(header)}”的单位无法换算,未读取", f"the unit of {_flat(header)!r} is not known: not read")
        remarks.append(Remark(sheet, None, "unit_not_known", text, _UNIT, column=header))
    others = [_flat(header) for header in unread if header not in strange]
    if others:
        lacking = next((EXPOSURE_FIELDS[name] for name in _FIGURES if name not in read), None)  # never both
        zh, en = f"没有读取的列:{'、'.join(others)}", f"columns not read: {', '.join(others)}"
        if lacking:
            zh, en = f"{zh};本表因此没有{lacking.zh}", f"{en}; so the sheet gives no {lacking.en.lower()}"
        field = lacking.name if lacking else None
        remarks.append(Remark(sheet, None, COLUMNS_NOT_READ, Text(zh, en), _RENAME, field=field))
    return remarks


def _has_strange_unit(header: str) -> bool:
    """保费收入(万美元), 有效保单(万元): premium or policies but for the unit."""
    bare = match_header(SheetKind.EXPOSURE, normalise(header))
    return bare is not None and bare.field in _FIGURES and any(map(_is_unit, hints_of(header)))


def _is_unit(hint: str) -> bool:
    return is_strange_unit(hint) or unit_of(f"({hint})") is not None


def _flat(header: str) -> str:
    return " ".join(header.split())
