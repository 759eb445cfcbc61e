"""The words of the domain, in one place: channels, forms, statuses, views, fields, dimensions, measures.

Codes are what the store, the command line and the address bar use; labels (zh, en) are what people read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """First level of where a complaint came in."""

    CALL_CENTRE = "call_centre"
    WEBSITE = "website"
    REGULATOR = "regulator"
    ASSOCIATION = "association"
    OTHER = "other"


class Form(StrEnum):
    """How the regulator files a complaint; decides its limits."""

    INFORMAL = "informal"
    FORMAL = "formal"


class FormSource(StrEnum):
    """Who says so: the log, the parts of the log, or nobody (then formal is assumed)."""

    STATED = "stated"
    DERIVED = "derived"
    ASSUMED = "assumed"


class Complexity(StrEnum):
    """The class of a case that decides the handling term under CBIRC Order 2020 No. 3."""

    SIMPLE = "simple"
    COMPLEX = "complex"
    EXTENDED = "extended"


class InvalidFinding(StrEnum):
    """Why a complaint never counts, whatever its dates."""

    INELIGIBLE = "ineligible"
    COMMITTEE = "committee"


class Status(StrEnum):
    """What a complaint is as of a date, under a rule book."""

    PENDING = "pending"
    INVALID_WITHDRAWN = "invalid_withdrawn"
    INVALID_INELIGIBLE = "invalid_ineligible"
    INVALID_COMMITTEE = "invalid_committee"
    INVALID_STATED = "invalid_stated"  # rule book `stated` only: the log says invalid and not why
    VALID = "valid"
    VALID_CURED = "valid_cured"
    VALID_PERMANENT = "valid_permanent"
    NOT_COUNTED = "not_counted"


VALID_MONTHLY = (Status.VALID, Status.VALID_CURED, Status.VALID_PERMANENT)
VALID_ANNUAL = (Status.VALID, Status.VALID_PERMANENT)


class View(StrEnum):
    """Gross (monthly) or net of those withdrawn within the year (annual)."""

    MONTHLY = "monthly"
    ANNUAL = "annual"


class Book(StrEnum):
    """The month a complaint is booked to: of its receipt or of its limit date."""

    RECEIVED = "received"
    DETERMINED = "determined"


class CauseSource(StrEnum):
    """Who named the cause, best first."""

    MANUAL = "manual"
    LABEL = "label"
    NARRATIVE = "narrative"
    NONE = "none"


class Dimension(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    BRANCH = "branch"
    CATEGORY = "category"
    CAUSE = "cause"
    CHANNEL = "channel"
    FORM = "form"
    PRODUCT_LINE = "product_line"
    STATUS = "status"
    TOTAL = "total"


class Measure(StrEnum):
    COMPLAINTS = "complaints"
    REGULATOR_COMPLAINTS = "regulator_complaints"
    VALID = "valid"
    PENDING = "pending"
    CAUSE_MENTIONS = "cause_mentions"
    PREMIUM_YUAN = "premium_yuan"
    POLICIES = "policies"
    PREMIUM_RATIO = "premium_ratio"
    POLICY_RATIO = "policy_ratio"
    POLICY_RATIO_10K = "policy_ratio_10k"
    TIMELY_RATE = "timely_rate"


RATIOS = (Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K, Measure.TIMELY_RATE)


class SheetKind(StrEnum):
    """What a sheet holds, recognised from its headers."""

    LOG = "log"
    EXPOSURE = "exposure"
    BRANCHES = "branches"
    BENCHMARK = "benchmark"
    IGNORED = "ignored"


class ValueKind(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"  # trimmed, blank marks dropped
    IDENTIFIER = "identifier"  # text that must keep every character: numbers with leading zeros
    MOMENT = "moment"  # a date, with a time of day where the log has one
    DATE = "date"
    MONTH = "month"  # the first day of a month
    FLAG = "flag"  # yes or no
    AMOUNT = "amount"  # yuan
    COUNT = "count"  # pieces
    NUMBER = "number"  # as it is printed; a unit beside it changes nothing
    FORM = "form"
    COMPLEXITY = "complexity"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Field:
    """A column the store knows: its name, how its cells are read, whether it is personal data."""

    name: str
    kind: ValueKind
    zh: str
    en: str
    personal: bool = False


_K = ValueKind
LOG_FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        Field("complaint_no", _K.IDENTIFIER, "投诉编号", "Complaint no."),
        Field("received_at", _K.MOMENT, "受理时间", "Received"),
        Field("channel", _K.TEXT, "投诉来源", "Channel"),
        Field("form", _K.FORM, "投诉类别", "Form"),
        Field("filing_form", _K.TEXT, "投诉形式", "Filing form"),
        Field("first_contact", _K.FLAG, "是否首次", "First contact"),
        Field("consents_to_negotiate", _K.FLAG, "是否同意协商", "Consents to negotiate"),
        Field("complexity", _K.COMPLEXITY, "复杂程度", "Complexity"),
        Field("branch", _K.TEXT, "被投诉机构", "Branch"),
        Field("product_line", _K.TEXT, "险种", "Product line"),
        Field("policy_no", _K.IDENTIFIER, "保单号", "Policy no.", personal=True),
        Field("claim_no", _K.IDENTIFIER, "报案号", "Claim no.", personal=True),
        Field("plate", _K.IDENTIFIER, "车牌号", "Plate", personal=True),
        Field("complainant", _K.TEXT, "投诉人", "Complainant", personal=True),
        Field("complainant_role", _K.TEXT, "投诉人身份", "Complainant's role"),
        Field("phone", _K.IDENTIFIER, "联系电话", "Telephone", personal=True),
        Field("cause_label", _K.TEXT, "投诉原因", "Cause"),
        Field("narrative", _K.TEXT, "投诉内容", "Narrative", personal=True),
        Field("claim_stage", _K.TEXT, "环节", "Claim stage"),
        Field("contacted_at", _K.MOMENT, "联系时间", "Contacted"),
        Field("plan_at", _K.MOMENT, "会商时间", "Plan agreed"),
        Field("reported_on", _K.DATE, "反馈报告日期", "Reported"),
        Field("stamped_report_on", _K.DATE, "红头报告日期", "Stamped report"),
        Field("closed_on", _K.DATE, "办结日期", "Closed"),
        Field("withdrawn_on", _K.DATE, "撤诉日期", "Withdrawn"),
        Field("invalid_finding", _K.FINDING, "无效认定", "Found invalid"),
        Field("invalid_found_on", _K.DATE, "无效认定日期", "Found invalid on"),
        Field("stated_valid", _K.FLAG, "是否有效", "Stated valid"),
        Field("outcome", _K.TEXT, "处理结果", "Outcome", personal=True),
        Field("amount_paid", _K.AMOUNT, "赔付金额", "Amount paid"),
        Field("responsible_person", _K.TEXT, "投诉责任人", "Person responsible", personal=True),
        Field("responsible_department", _K.TEXT, "责任部门", "Department responsible"),
        Field("handler", _K.TEXT, "处理责任人", "Handler", personal=True),
        Field("at_fault", _K.FLAG, "是否有责", "At fault"),
        Field("fault_degree", _K.TEXT, "过错程度", "Degree of fault"),
        Field("lesson", _K.TEXT, "原因分析", "Lesson", personal=True),
        Field("measure", _K.TEXT, "整改措施", "Measure", personal=True),
    )
}

EXPOSURE_FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        Field("month", _K.MONTH, "月份", "Month"),
        Field("branch", _K.TEXT, "机构", "Branch"),
        Field("product_line", _K.TEXT, "险种", "Product line"),
        Field("premium_yuan", _K.AMOUNT, "保费收入", "Premium income"),
        Field("policies", _K.COUNT, "有效保单", "Policies in force"),
    )
}

BRANCH_FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        Field("branch_code", _K.IDENTIFIER, "机构代码", "Branch code"),
        Field("branch_name", _K.TEXT, "机构名称", "Branch name"),
        Field("parent", _K.TEXT, "上级机构", "Parent"),
        Field("aliases", _K.TEXT, "别名", "Aliases"),
    )
}

# A row is a figure of the market (metric, value) or an insurer of a list (insurer, complaints).
BENCHMARK_FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        Field("period_start", _K.DATE, "期间开始", "Period start"),
        Field("period_end", _K.DATE, "期间结束", "Period end"),
        Field("scope", _K.TEXT, "市场范围", "Scope"),
        Field("metric", _K.TEXT, "指标", "Metric"),
        Field("statistic", _K.TEXT, "统计量", "Statistic"),
        Field("value", _K.NUMBER, "指标值", "Value"),
        Field("unit", _K.TEXT, "指标单位", "Unit"),
        Field("basis", _K.TEXT, "统计基础", "Basis"),
        Field("source", _K.TEXT, "数据出处", "Bulletin"),
        Field("insurer", _K.TEXT, "保险公司", "Insurer"),
        Field("complaints", _K.NUMBER, "投诉件数", "Complaints"),
        Field("premium_ratio", _K.NUMBER, "亿元保费投诉量", "Complaints per 100m premium"),
        Field("policy_ratio_10k", _K.NUMBER, "万张保单投诉量", "Complaints per 10,000 policies"),
        Field("premium_yuan", _K.AMOUNT, "公司保费收入", "Insurer's premium"),
    )
}

SHEET_FIELDS: dict[SheetKind, dict[str, Field]] = {
    SheetKind.LOG: LOG_FIELDS,
    SheetKind.EXPOSURE: EXPOSURE_FIELDS,
    SheetKind.BRANCHES: BRANCH_FIELDS,
    SheetKind.BENCHMARK: BENCHMARK_FIELDS,
}


def masked(text: str) -> str:
    """Personal data as it may be shown: the first character, the rest starred."""
    return text[:1] + "***" if text else text
