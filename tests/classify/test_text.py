from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.classify.text import close_up, label_key, tidy


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  ａ　b\n\tc ", "a b c"),
        ("城东\u200b 支公司\ufeff", "城东 支公司"),
        ("（甲）", "(甲)"),
        ("\x00甲\x1f乙", "甲 乙"),
        ("", ""),
    ],
)
def test_tidy(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


def test_spaces_beside_chinese_go_and_others_stay() -> None:
    assert close_up("城东 支公司 A B") == "城东支公司A B"


@pytest.mark.parametrize(
    ("one", "other"), [("Claim delay", "claim_delay"), ("理赔 时效。", "理赔时效"), ("ＡＢＣ", "abc")]
)
def test_the_same_key(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@given(st.text())
def test_twice_is_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert label_key(tidy(text)) == label_key(text)
