"""What a workbook says of itself: what was asked, which sheets it has, how each measure is made."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.workbook import Workbook

from analytics.errors import Text
from analytics.export.sheets import add_text
from analytics.measures import Frame, Scope
from analytics.measures.explain_texts import FORMULAS, RULES
from analytics.measures.figure import UNITS
from analytics.measures.names import BOOK_NAMES, DIMENSION_NAMES, MEASURE_NAMES, VIEW_NAMES, value_name
from analytics.vocabulary import Dimension, Measure

D = Dimension
SAID = {
    "title": Text("投诉数据包", "Complaint figures"),
    "first": Text("说明", "About"),
    "period": Text("期间", "Period"),
    "view": Text("口径", "View"),
    "book": Text("入账", "Booked"),
    "as_of": Text("截至", "As of"),
    "rules": Text("规则", "Rule book"),
    "filters": Text("筛选", "Filters"),
    "all": Text("全部", "all"),
    "note": Text("数据说明", "Note"),
    "missing": Text("缺失说明", "Missing"),
    "state": Text("期间状态", "State"),
    "unfinished": Text("该期未结束", "not over"),
    "pending": Text("还有待定", "complaints still pending"),
    "low": Text("95% 下限", "95% low"),
    "high": Text("95% 上限", "95% high"),
    "counted": Text("件与项", "Complaints, mentions"),
    "never_add": Text(
        "一件投诉可有几项原因:按原因分的件数在几行中各出现一次,不能相加;项数与件数也不能相加。",
        "A complaint may name several causes: by cause it stands in several rows, so never add those counts, nor"
        " mentions to complaints.",
    ),
    "measure": Text("指标", "Measure"),
    "value": Text("数值", "Value"),
    "unit": Text("单位", "Unit"),
    "numerator": Text("分子", "Numerator"),
    "denominator": Text("分母", "Denominator"),
    "total": Text("合计", "Total"),
    "sheets": Text("各工作表", "Sheets"),
    "measures": Text("指标与算法", "Measures and how they are made"),
    "question": Text("口径与筛选", "What was asked"),
    "rows": Text("{n} 行", "{n} rows"),
    "by": Text("{what},按{name}", "{what} by {name}"),
    "no_data": Text("没有数据", "no data"),
}
_FILTERS = (
    ("branches", D.BRANCH),
    ("channels", D.CHANNEL),
    ("categories", D.CATEGORY),
    ("causes", D.CAUSE),
    ("product_lines", D.PRODUCT_LINE),
    ("forms", D.FORM),
)


def about(book: Workbook, scope: Scope, frame: Frame, sheets: Sequence[tuple[str, int]], language: str) -> None:
    """The first sheet. sheets: the names of the others and how many rows each has."""

    def say(key: str) -> str:
        return SAID[key].in_language(language)

    chosen = []
    for field, dimension in _FILTERS:
        values: Sequence[str] = getattr(scope, field)
        names = "、".join(value_name(dimension, one).in_language(language) for one in values)
        chosen.append((DIMENSION_NAMES[dimension].in_language(language), names or say("all")))
    period = f"{frame.first} – {frame.last}" if frame.first else say("no_data")
    lines = [
        (say("question"), ""),
        (say("period"), period),
        (say("view"), VIEW_NAMES[frame.view].in_language(language)),
        (say("book"), BOOK_NAMES[frame.book].in_language(language)),
        (say("as_of"), frame.as_of.isoformat() if frame.as_of else say("no_data")),
        *((say("rules"), f"{one.label.in_language(language)} · {one.source}") for one in frame.books),
        *((f"{say('filters')} · {name}", values) for name, values in chosen),
        *((say("note"), note.sentence().in_language(language)) for note in frame.notes),
        (say("counted"), say("never_add")),
        ("", ""),
        (say("sheets"), ""),
        *((name, say("rows").format(n=rows)) for name, rows in sheets),
        ("", ""),
        (say("measures"), ""),
    ]
    for one in Measure:
        rule = f" ({RULES[one].in_language(language)})" if one in RULES else ""
        lines.append((with_unit(one, language), f"{FORMULAS[one].in_language(language)}{rule}"))
    add_text(book, say("first"), say("title"), lines)


def frame_line(frame: Frame, language: str) -> str:
    """What a sheet's figures rest on."""
    parts = [
        f"{frame.first} – {frame.last}" if frame.first else SAID["no_data"].in_language(language),
        VIEW_NAMES[frame.view].in_language(language),
        BOOK_NAMES[frame.book].in_language(language),
        f"{SAID['as_of'].in_language(language)} {frame.as_of or '—'}",
        frame.rulebook,
    ]
    return " · ".join(parts)


def notes_line(frame: Frame, language: str) -> str:
    """What a reader of a sheet must know of the data."""
    return " · ".join(note.sentence().in_language(language) for note in frame.notes)


def with_unit(one: Measure, language: str) -> str:
    """A measure with its unit, as a heading."""
    name, unit = MEASURE_NAMES[one].in_language(language), UNITS[one].in_language(language)
    if language == "zh":
        return f"{name}({unit})"
    return name if unit.lower() in name.lower() else f"{name} ({unit})"
