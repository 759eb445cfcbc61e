"""Cells with a closed set of answers: yes or no, the form, the complexity, the finding of invalidity."""

from __future__ import annotations

import re

from analytics.intake.values.blanks import fold, is_undecided
from analytics.intake.values.outcome import BLANK, Context, Parsed, Value, fault, note
from analytics.vocabulary import Complexity, Form, InvalidFinding

_YES = """
    是 是的 有 有的 已 已有 对 对的 正确 可 可以 能
    有效 有效投诉 投诉有效 认定有效 已认定有效 认定为有效 属有效投诉
    有责 有责任 有过错 有过失 我司有责 我司有责任 公司有责 员工有责 存在过错 有责投诉
    首次 初次 第一次 首次投诉 初次投诉 第一次投诉 首次来电 首投 是首次
    同意 同意协商 已同意 同意与公司协商 愿意 愿意协商 愿 接受 接受协商 可协商
    成立 投诉成立 已成立
    y yes t true 1 1.0 √ ✓ ✔ ☑ ✅
    valid upheld confirmed justified responsible at_fault first first_time first_contact agree agreed agrees consents
"""
_NO = """
    否 不是 非 没有 没 不 不对 错 不可 不可以 不能
    无效 无效投诉 投诉无效 认定无效 已认定无效 认定为无效 不属有效投诉 非有效 非有效投诉
    无责 无责任 无过错 无过失 没有责任 没有过错 没责任 我司无责 我司无责任 公司无责 员工无责 不存在过错 无责投诉
    非首次 非初次 非第一次 不是首次 未首次 重复 重复投诉 再次 再次投诉 多次 多次投诉 二次投诉 第二次 第二次投诉
    不同意 不同意协商 未同意 不同意与公司协商 拒绝 拒绝协商 不愿意 不愿意协商 不愿 不接受 不接受协商
    不成立 投诉不成立 未成立
    n no f false 0 0.0 × ✗ ✘ ✕ ✖ ❌
    invalid not_valid not_upheld not_confirmed unconfirmed unjustified not_justified not_at_fault no_fault
    not_first not_first_time repeat repeated disagree disagreed refuses refused does_not_agree
"""
# The letter x is left out: a cross to one writer, a tick to another.
_FLAGS = {word.replace("_", " "): answer for words, answer in ((_YES, True), (_NO, False)) for word in words.split()}

_FORMAL = re.compile(
    r"(?:监管)?(?:投诉)?(?P<non>非|不)?正式(?:监管)?(?:投诉)?(?:件|类|案件)?|"
    r"(?P<in>in|non-?|not )?formal(?: complaint)?"
)
_SIMPLE = "简单 简易 普通 一般 较简单 情况简单 事实清楚 simple ordinary standard"
_COMPLEX = "复杂 较复杂 比较复杂 情况复杂 较为复杂 一次延期 首次延期 延长至30日 延长至三十日 complex"
_EXTENDED = """
    特别复杂 情况特别复杂 非常复杂 极复杂 特殊复杂 特殊原因
    再次延期 再延期 二次延期 第二次延期 特别复杂延期 延长至60日 延长至六十日 extended
"""
_COMPLEXITY = (
    dict.fromkeys(_SIMPLE.split(), Complexity.SIMPLE)
    | dict.fromkeys(_COMPLEX.split(), Complexity.COMPLEX)
    | dict.fromkeys(_EXTENDED.split(), Complexity.EXTENDED)
)
_EXTENSION = frozenset({"延期", "已延期", "延长", "延长期限"})
_CASE = re.compile(r"(?:投诉|案件|投诉件|件|类|型|程度)$")

_INELIGIBLE = re.compile(
    r"(?:该)?(?:投诉人|来电人|信访人)?(?:认定)?(?:为)?(?:"
    r"(?:无|没有|不具备|不具有|不具|不符合)(?:合法|相应|主体)?(?:投诉)?(?:人)?(?:主体)?(?:资格|权利|权)(?:条件|要求)?|"
    r"无权投诉|非(?:保险)?(?:权益人|权益方|利害关系人|当事人|消费者)(?:本人)?(?:投诉)?|"
    r"非(?:权益被侵害者|本人|消费者|被保险人)(?:本人)?投诉|非权益被侵害者(?:本人)?|"
    r"(?:投诉)?(?:主体|资格)(?:不适格|不符|不合格))"
    r"(?:的?无效(?:投诉)?)?|"
    r"(?:complainant )?(?:is )?(?:ineligible|not eligible|not entitled(?: to complain)?)(?: complainant)?|no standing"
)
_BODY = r"(?:(?:行业|保险|保险行业|行业协会|行协|保险行业协会)?(?:协调|调解|调处)(?:委员会|委会|委|会))"
_COMMITTEE = re.compile(
    rf"(?:经|由|被)?{_BODY}(?:已)?(?:认定|裁定|裁决|评定|判定|确认)?(?:为|其)?(?:无效(?:投诉)?)?|"
    r"(?:found invalid by )?(?:the )?(?:industry )?(?:mediation )?committee"
)
_COMMITTEE_VALID = re.compile(rf"(?:经|由|被)?{_BODY}(?:已)?(?:认定|裁定|裁决|评定|判定|确认)(?:为|其)?有效(?:投诉)?")
_NO_FINDING = frozenset(
    "否 不是 没有 非无效 有效 有效投诉 认定有效 未认定无效 不认定无效 n no f false 0 0.0 valid none".split()
)
_WITHDRAWN = re.compile(
    r"(?:已|因|限内|按期|按时|及时|客户|投诉人|时限内|期限内|规定时限内)*(?:撤诉|撤销|撤回)(?:投诉)?(?:无效|认定无效)?"
)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).lower().rstrip("。.!;, ")


def _han(tidy: str) -> str:
    """Without the spaces that only Chinese has no use for."""
    return re.sub(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])", "", tidy)


def read_flag(text: str, context: Context) -> Parsed:
    """True for yes, False for no, None for 待定 and its like. Fault: bad_flag."""
    word = _han(_tidy(text))
    if word in _FLAGS:
        return _FLAGS[word], None, None
    if is_undecided(word):
        return BLANK
    what = ("不能读作是或否", "is neither yes nor no")
    return fault("bad_flag", text, what, ("请填写 是 或 否", "type 是 or 否 (yes or no)"))


def read_form(text: str, context: Context) -> Parsed:
    """Formal or informal. Fault: bad_form."""
    match = _FORMAL.fullmatch(_han(_tidy(text)))
    if match is None:
        what = ("不是正式或非正式", "is neither formal nor informal")
        return fault("bad_form", text, what, ("请填写 正式 或 非正式", "type 正式 or 非正式 (formal or informal)"))
    value: Value = Form.INFORMAL if match["non"] or match["in"] else Form.FORMAL
    return value, None, None


def read_complexity(text: str, context: Context) -> Parsed:
    """The class that decides the handling term. Fault: bad_complexity."""
    word = _han(_tidy(text))
    known = _COMPLEXITY.get(word) or _COMPLEXITY.get(_CASE.sub("", word))
    if known:
        return known, None, None
    if word in _EXTENSION:
        what = (
            "按再次延期（最长60日）读取；如只延长一次，请写 复杂",
            "was read as the longest term (60 days); for a single extension write 复杂 (complex)",
        )
        return Complexity.EXTENDED, None, note("extension_unclear", text, what)
    if is_undecided(word):
        return BLANK
    what = ("不是可识别的复杂程度", "is not a class of complexity")
    remedy = ("请填写 简单、复杂 或 特别复杂", "type 简单, 复杂 or 特别复杂 (simple, complex or extended)")
    return fault("bad_complexity", text, what, remedy)


def read_finding(text: str, context: Context) -> Parsed:
    """Why a complaint does not count whatever its dates; None where nothing of the kind was found.

    A withdrawal is no finding: its date decides, and a note says so. Fault: bad_finding.
    """
    word = _han(_tidy(text))
    if _INELIGIBLE.fullmatch(word):
        return InvalidFinding.INELIGIBLE, None, None
    if _COMMITTEE.fullmatch(word):
        return InvalidFinding.COMMITTEE, None, None
    if word in _NO_FINDING or _COMMITTEE_VALID.fullmatch(word) or is_undecided(word):
        return BLANK
    if _WITHDRAWN.fullmatch(word):
        what = ("不是无效认定，由撤诉日期决定", "is no finding; the date of withdrawal decides")
        return None, None, note("withdrawal_is_no_finding", text, what)
    what = ("不是可识别的无效认定", "is not a finding that makes a complaint invalid")
    remedy = (
        "请填写 投诉人无投诉资格 或 协调委认定无效，没有则留空",
        "type 投诉人无投诉资格 (ineligible) or 协调委认定无效 (committee), or leave it empty",
    )
    return fault("bad_finding", text, what, remedy)
