"""Closed answers. The opposite of an answer is one character away, so every spelling is listed by hand."""

from __future__ import annotations

import pytest

from analytics.intake.values import Context, parse
from analytics.vocabulary import Complexity, Form, InvalidFinding, ValueKind

CONTEXT = Context()

YES = (
    "是 有 有效 有责 有责任 有过错 Y y yes YES true TRUE 1 1.0 √ ✓ ✔ 对 首次 第一次 初次 同意 同意协商 已同意 愿意 "
    "接受 成立 有效投诉 认定有效 是。"
).split()
NO = (
    "否 没有 无效 无责 无责任 无过错 N n no NO false FALSE 0 0.0 × ✗ ✘ 错 非首次 非第一次 重复投诉 不同意 未同意 "
    "不同意协商 不愿意 不接受 不成立 无效投诉 认定无效 不是"
).split()


@pytest.mark.parametrize("text", [*YES, " 是 ", "ＹＥＳ", "valid", "at fault"])
def test_yes(text: str) -> None:
    assert parse(ValueKind.FLAG, text, CONTEXT) == (True, None, None)


@pytest.mark.parametrize("text", [*NO, "ＮＯ", "not valid", "not at fault", "invalid"])
def test_no(text: str) -> None:
    assert parse(ValueKind.FLAG, text, CONTEXT) == (False, None, None)


@pytest.mark.parametrize(
    "text", ["无", "未", "", "-", "/", "待定", "未认定", "处理中", "不详", "N/A", "待核实", "pending"]
)
def test_not_known_is_neither(text: str) -> None:
    assert parse(ValueKind.FLAG, text, CONTEXT) == (None, None, None)


@pytest.mark.parametrize(
    "text", ["是/否", "x", "X", "v", "部分有责", "主责", "2", "-1", "也许", "是，但未撤诉", "正式", "2016-03-05"]
)
def test_neither_is_refused(text: str) -> None:
    value, fault, _ = parse(ValueKind.FLAG, text, CONTEXT)
    assert value is None and fault is not None and fault.code == "bad_flag"


@pytest.mark.parametrize("text", "正式 正式投诉 正式件 监管正式投诉 投诉正式 formal Formal formal 正式类".split())
def test_formal(text: str) -> None:
    assert parse(ValueKind.FORM, text, CONTEXT) == (Form.FORMAL, None, None)


@pytest.mark.parametrize(
    "text",
    ["非正式", "非正式投诉", "非正式件", "监管非正式投诉", "informal", "INFORMAL", "非 正式", "不正式", "non-formal"],
)
def test_informal(text: str) -> None:
    assert parse(ValueKind.FORM, text, CONTEXT) == (Form.INFORMAL, None, None)


@pytest.mark.parametrize("text", ["咨询", "正式/非正式", "理赔类", "一般投诉", "是", "正式转非正式", "非正式转正式"])
def test_no_form(text: str) -> None:
    value, fault, _ = parse(ValueKind.FORM, text, CONTEXT)
    assert value is None and fault is not None and fault.code == "bad_form"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("简单", Complexity.SIMPLE), ("一般", Complexity.SIMPLE), ("简单投诉", Complexity.SIMPLE)),
        ("simple", Complexity.SIMPLE),
        *(("复杂", Complexity.COMPLEX), ("较复杂", Complexity.COMPLEX), ("复杂案件", Complexity.COMPLEX)),
        ("complex", Complexity.COMPLEX),
        *(("特别复杂", Complexity.EXTENDED), ("情况特别复杂", Complexity.EXTENDED), ("再次延期", Complexity.EXTENDED)),
        *(("延长至30日", Complexity.COMPLEX), ("首次延期", Complexity.COMPLEX), ("extended", Complexity.EXTENDED)),
    ],
)
def test_complexity(text: str, expected: Complexity) -> None:
    assert parse(ValueKind.COMPLEXITY, text, CONTEXT) == (expected, None, None)


def test_a_bare_extension_is_read_aloud() -> None:
    value, fault, note = parse(ValueKind.COMPLEXITY, "延期", CONTEXT)
    assert value is Complexity.EXTENDED and fault is None and note is not None and note.code == "extension_unclear"


@pytest.mark.parametrize("text", ["不复杂", "难", "是", "30天", "复杂/简单"])
def test_no_complexity(text: str) -> None:
    fault = parse(ValueKind.COMPLEXITY, text, CONTEXT)[1]
    assert fault is not None and fault.code == "bad_complexity"


@pytest.mark.parametrize(
    "text",
    [
        *("投诉人无投诉资格", "无投诉资格", "无资格", "不具备投诉资格", "投诉人不具备投诉主体资格", "非权益人"),
        *("非权益被侵害者本人", "无权投诉"),
        *("非本人投诉", "投诉主体不适格", "ineligible", "not entitled", "Not entitled to complain"),
        "投诉人 无投诉资格",
    ],
)
def test_ineligible(text: str) -> None:
    assert parse(ValueKind.FINDING, text, CONTEXT) == (InvalidFinding.INELIGIBLE, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("协调委认定无效", "协调委", "协调委会认定无效", "行业协调委员会认定无效", "调解委员会认定无效"),
        *("经协调委认定为无效投诉", "committee"),
        *("行协调解委员会裁定无效", "由保险行业协会调解委员会认定无效"),
    ],
)
def test_committee(text: str) -> None:
    assert parse(ValueKind.FINDING, text, CONTEXT) == (InvalidFinding.COMMITTEE, None, None)


@pytest.mark.parametrize(
    "text", ["否", "无", "有效", "有效投诉", "", "协调委认定有效", "未认定", "待认定", "处理中", "no", "未认定无效"]
)
def test_no_finding(text: str) -> None:
    assert parse(ValueKind.FINDING, text, CONTEXT) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "是",
        "无效",
        "有投诉资格",
        "投诉人有投诉资格",
        "无投诉资格、协调委认定无效",
        "协调委不认定无效",
        "其他原因",
        "有资格",
    ],
)
def test_an_unclear_finding_is_refused(text: str) -> None:
    value, fault, _ = parse(ValueKind.FINDING, text, CONTEXT)
    assert value is None and fault is not None and fault.code == "bad_finding"


@pytest.mark.parametrize("text", ["撤诉", "已撤诉", "限内撤诉", "投诉人撤诉"])
def test_a_withdrawal_is_left_to_its_date(text: str) -> None:
    value, fault, note = parse(ValueKind.FINDING, text, CONTEXT)
    assert value is None and fault is None and note is not None and note.code == "withdrawal_is_no_finding"
