"""What a template says about each column: choices, format, an example, a note for who fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from analytics.classify.claim_stages import STAGE_NAMES
from analytics.classify.product_lines import load_product_lines
from analytics.classify.reference import REFERENCE, entries, read_reference
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.intake.rows import EXAMPLE_MARK
from analytics.vocabulary import BRANCH_FIELDS, EXPOSURE_FIELDS, LOG_FIELDS, Field, ValueKind

Example = str | float | date | datetime | None

_FORMATS = {
    ValueKind.IDENTIFIER: "@",
    ValueKind.MOMENT: "yyyy-mm-dd hh:mm",
    ValueKind.DATE: "yyyy-mm-dd",
    ValueKind.MONTH: "yyyy-mm",
    ValueKind.AMOUNT: "#,##0.00",
    ValueKind.COUNT: "#,##0",
}
_KIND_NOTES = {
    ValueKind.MOMENT: "日期加时刻，如 2016-03-05 14:05；不知道时刻可只填日期。",
    ValueKind.DATE: "日期，如 2016-03-05；还没有发生就留空。",
    ValueKind.MONTH: "月份，如 2016-03。",
    ValueKind.FLAG: "从下拉列表选择；不知道就留空。",
    ValueKind.IDENTIFIER: "按文本填写，保留开头的 0。",
    ValueKind.AMOUNT: "只填数字，单位见表头；按万元填写时请把表头的“元”改为“万元”。",
    ValueKind.COUNT: "只填数字，单位见表头；按千张填写时请把表头的“张”改为“千张”。",
}
_UNITS = {ValueKind.AMOUNT: "(元)", ValueKind.COUNT: "(张)"}
_YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A column: header, whether a row needs it, the choices (closed: nothing else is read), an example, a note."""

    header: str
    kind: ValueKind
    required: bool
    choices: tuple[str, ...]
    closed: bool
    example: Example
    note: str

    @property
    def number_format(self) -> str:
        return _FORMATS.get(self.kind, "General")


_CLOSED: dict[str, tuple[str, ...]] = {
    "form": ("正式", "非正式"),
    "first_contact": _YES_NO,
    "consents_to_negotiate": _YES_NO,
    "complexity": ("简单", "复杂", "特别复杂"),
    "invalid_finding": ("投诉人无投诉资格", "协调委认定无效"),
    "stated_valid": ("有效", "无效"),
    "at_fault": _YES_NO,
}
_OPEN: dict[str, tuple[str, ...]] = {
    "filing_form": ("电话", "书面", "现场"),
    "complainant_role": ("投保人", "被保险人", "受益人", "三者"),
    "claim_stage": tuple(name.zh for name in STAGE_NAMES.values()),
}
_NOTES: dict[str, str] = {
    "complaint_no": "每件投诉一个编号，以后各月再次列出时用同一编号。没有编号可留空。",
    "channel": "选择大类，或写明具体来源，如 12378、保监局转办。只有监管机构的投诉计入监管指标。",
    "form": "监管投诉的分类，决定时限。不填时由“投诉形式”“是否首次”“是否同意协商”推出。",
    "branch": "与机构清单一致的名称、代码或别名。",
    "product_line": "险种名称。",
    "cause_label": "可填几个原因，用“、”隔开，主要原因在前。",
    "withdrawn_on": "撤诉的日期；没有撤诉就留空。以后撤诉的，在当月台账中再列一行并填上日期。",
    "stamped_report_on": "正式件的红头报告日期。",
    "invalid_finding": "只在认定无效时选择。",
    "stated_valid": "台账自己的结论；系统另按时限计算，两者不同时会提示。",
    "aliases": "台账中会出现的其他写法，几个用“、”隔开。",
    "parent": "上级机构的名称或代码；最高一级留空。",
}
_REQUIRED = {"received_at", "branch", "month", "branch_name"}

_LOG_EXAMPLE: dict[str, Example] = {
    "complaint_no": EXAMPLE_MARK,
    "received_at": datetime(2016, 3, 5, 14, 5),
    "channel": "监管机构",
    "form": "非正式",
    "filing_form": "电话",
    "first_contact": "是",
    "consents_to_negotiate": "是",
    "branch": "城东支公司",
    "product_line": "车险",
    "complainant_role": "被保险人",
    "cause_label": "理赔时效",
    "narrative": "报案后三周未支付赔款。",
    "claim_stage": "支付",
    "contacted_at": datetime(2016, 3, 5, 14, 15),
    "reported_on": date(2016, 3, 10),
    "closed_on": date(2016, 3, 12),
    "withdrawn_on": date(2016, 3, 11),
    "outcome": "已支付赔款，投诉人撤诉。",
    "amount_paid": 3200.0,
}
_EXPOSURE_EXAMPLE: dict[str, Example] = {
    "month": EXAMPLE_MARK,
    "branch": "城东支公司",
    "product_line": "车险",
    "premium_yuan": 12_345_678.9,
    "policies": 4321.0,
}
_BRANCH_EXAMPLE: dict[str, Example] = {
    "branch_code": EXAMPLE_MARK,
    "branch_name": "城东支公司",
    "parent": "云岭分公司",
    "aliases": "城东支、城东",
}


def log_fields(cursor: duckdb.DuckDBPyConnection) -> list[TemplateField]:
    choices = {**_OPEN, "branch": _branches(cursor), "product_line": _lines(), "channel": _channels()}
    choices["cause_label"] = tuple(cause.zh for cause in current_taxonomy(cursor).active)
    return _fields(list(LOG_FIELDS.values()), choices, _LOG_EXAMPLE)


def exposure_fields(cursor: duckdb.DuckDBPyConnection) -> list[TemplateField]:
    choices = {"branch": _branches(cursor), "product_line": _lines()}
    return _fields(list(EXPOSURE_FIELDS.values()), choices, _EXPOSURE_EXAMPLE)


def branch_fields(cursor: duckdb.DuckDBPyConnection) -> list[TemplateField]:
    return _fields(list(BRANCH_FIELDS.values()), {"parent": _branches(cursor)}, _BRANCH_EXAMPLE)


def _fields(
    fields: Sequence[Field], choices: dict[str, tuple[str, ...]], example: dict[str, Example]
) -> list[TemplateField]:
    return [
        TemplateField(
            header=f"{field.zh}{_UNITS.get(field.kind, '')}",
            kind=field.kind,
            required=field.name in _REQUIRED,
            choices=_CLOSED.get(field.name) or choices.get(field.name, ()),
            closed=field.name in _CLOSED,
            example=example.get(field.name),
            note=" ".join(part for part in (_NOTES.get(field.name), _KIND_NOTES.get(field.kind)) if part),
        )
        for field in fields
    ]


def _branches(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    rows = cursor.execute("SELECT branch_name FROM branch ORDER BY branch_code NULLS LAST, branch_name").fetchall()
    return tuple(row[0] for row in rows)


def _lines() -> tuple[str, ...]:
    _, english = load_product_lines()
    return tuple(english)


def _channels() -> tuple[str, ...]:
    path = REFERENCE / "channels.toml"
    data, _ = read_reference(path)
    return tuple(entry["zh"] for entry in entries(data, "channel", path))
