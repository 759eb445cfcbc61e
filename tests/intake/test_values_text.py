"""Text and identifiers keep what was written; spoilt identifiers are pointed out."""

from __future__ import annotations

import pytest

from analytics.intake.values import Context, parse
from analytics.intake.values.blanks import _HIDDEN
from analytics.vocabulary import ValueKind

CONTEXT = Context()
BLANKS = [
    *(None, "", "  ", "\n", "-", "--", "—", "——", "――", "/", "\\", "无", "未", "暂无", "未填", "空", "N/A", "n/a"),
    *("NA", "null"),
    *("None", "nan", "NaN", "…", "　", "\u200b", "＼", "／", "Ｎ／Ａ", "不详", "－", "_", "*", " 无 "),
    "无\u200b" + " " * 60,
]


@pytest.mark.parametrize("text", BLANKS)
@pytest.mark.parametrize("kind", list(ValueKind))
def test_blank_whatever_the_kind(kind: ValueKind, text: str | None) -> None:
    assert parse(kind, text, Context(year=2016, unit=10_000.0)) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  客户来电，要求赔付。 ", "客户来电，要求赔付。"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("第一行_x000D_\n第二行", "第一行\n第二行"),
        ("带\u200b零宽\ufeff字符\x07", "带零宽字符"),
        ("全角１２３，（括号）保留", "全角１２３，（括号）保留"),
        ("面积10²㎡", "面积10²㎡"),
        ("a\tb", "a b"),
        ("不间断\u00a0空格", "不间断 空格"),
        ("=1+1", "=1+1"),
        ("0001", "0001"),
        ("无人跟踪", "无人跟踪"),
        ("未协助理赔", "未协助理赔"),
        ("首段  \n\n  次段", "首段\n\n次段"),
    ],
)
def test_text(text: str, expected: str) -> None:
    assert parse(ValueKind.TEXT, text, CONTEXT) == (expected, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("0001", "0001"), ("'0001", "0001"), ("’0001", "0001"), ("123.0", "123"), ("00123.00", "00123")),
        ("12.5", "12.5"),
        *((" PDAA 2016 0001 ", "PDAA20160001"), ("ＰＤＡＡ２０１６", "PDAA2016"), ("TS-2016-03-001", "TS-2016-03-001")),
        *(("粤B12345", "粤B12345"), ("粤B·12345", "粤B·12345"), ("138 0013 8000", "13800138000"), ("1E5", "1E5")),
        ("12E345", "12E345"),
        *(("A1\nA2", "A1;A2"), ("A1_x000D_\n", "A1"), ("保监〔2016〕12号", "保监〔2016〕12号")),
        *(("440301199001011234", "440301199001011234"), ("123456789012345", "123456789012345")),
        *(("1234567890123450", "1234567890123450"), ("0521022015090000", "0521022015090000")),
    ],
)
def test_identifiers(text: str, expected: str) -> None:
    assert parse(ValueKind.IDENTIFIER, text, CONTEXT) == (expected, None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("440301199001011000", "damaged_identifier"), ("12345678901234500", "damaged_identifier")),
        *(("1234567890123000", "damaged_identifier"), ("100000000000000000000", "damaged_identifier")),
        *(("1.23457E+17", "scientific_identifier"), ("1.38E+10", "scientific_identifier")),
        ("2E+15", "scientific_identifier"),
        # A number cell: Excel shows ...11000, the file's binary number is read to its last digit.
        *(
            (str(int(530102198001011000.0)), "damaged_identifier"),
            (str(int(440301199001013000.0)), "damaged_identifier"),
        ),
    ],
)
def test_spoilt_identifiers_are_kept_and_said(text: str, code: str) -> None:
    value, fault, note = parse(ValueKind.IDENTIFIER, text, CONTEXT)
    assert value == text and fault is None and note is not None and note.code == code


def test_an_identifier_that_became_a_date() -> None:
    value, _, note = parse(ValueKind.IDENTIFIER, "2016-03-01 00:00:00", CONTEXT)
    assert value == "2016-03-01 00:00:00" and note is not None and note.code == "damaged_identifier"


def test_every_hidden_character_is_one_that_isprintable_sees() -> None:
    """The fast way past clean texts leans on it."""
    assert [code for code in _HIDDEN if chr(code).isprintable()] == []
