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
_RENAME = {
    "policies": Text(
        "若是期末有效保单(不是当月承保件数),请在导入预览中指明该列,或改名为“有效保单(张)”后重新导入",
        "if they are policies in force at the month's end (not those written in it), say so in the preview,"
        " or head the column 有效保单(张) and import again",
    ),
    "premium_yuan": Text(
        "若是当月保费收入,请在导入预览中指明该列,或改名为“保费收入(万元)”后重新导入",
        "if it is the month's premium income, say so in the preview of the import, or head the column 保费收入(万元)"
        " and import again",
    ),
    "": Text("若应读取,请改列名或用布局文件指明", "if one should be read, rename it or name it in a layout file"),
}
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
        zh, en = f"没有读取:{'、'.join(others)}", f"not read: {', '.join(others)}"
        if lacking:
            zh, en = f"{zh};因此没有{lacking.zh}", f"{en}; so the sheet gives no {lacking.en.lower()}"
        field = lacking.name if lacking else ""
        remarks.append(Remark(sheet, None, COLUMNS_NOT_READ, Text(zh, en), _RENAME[field], field=field or None))
    return remarks


def _has_strange_unit(header: str) -> bool:
    """保费收入(万美元), 有效保单(万元): premium or policies but for the unit."""
    bare = match_header(SheetKind.EXPOSURE, normalise(header))
    return bare is not None and bare.field in _FIGURES and any(map(_is_unit, hints_of(header)))


def _is_unit(hint: str) -> bool:
    return is_strange_unit(hint) or unit_of(f"({hint})") is not None


def _flat(header: str) -> str:
    return " ".join(header.split())
