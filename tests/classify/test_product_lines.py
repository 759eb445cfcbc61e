"""Only true aliases are merged: a part of a line is not the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.classify.product_lines import load_product_lines, normalise_product_line
from analytics.errors import AppError


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("车险", "车险"),
        (" 车 险 ", "车险"),
        ("机动车辆保险", "车险"),
        ("机动车保险", "车险"),
        ("机动车险", "车险"),
        ("汽车保险", "车险"),
        ("企业财产保险", "企财险"),
        ("家庭财产保险", "家财险"),
        ("意外伤害保险", "意外险"),
        ("责任保险", "责任险"),
        ("机动车交通事故责任强制保险", "交强险"),
    ],
)
def test_aliases(label: str, line: str) -> None:
    assert normalise_product_line(label) == line


PARTS_AND_OTHERS = "交强险 商业车险 雇主责任险 团体意外险 非车险 车险(商业) 财产险 新险种 Automobile Motor"


@pytest.mark.parametrize("label", [*PARTS_AND_OTHERS.split(), "Fire, Allied Lines & CMP"])
def test_every_other_label_stays_as_typed(label: str) -> None:
    assert normalise_product_line(label) == label


def test_trimmed_and_in_half_width() -> None:
    assert normalise_product_line("  Life  & Annuity ") == "Life & Annuity"
    assert normalise_product_line("新险种（２）") == "新险种(2)"


@given(st.text())
def test_normalising_twice_changes_nothing(label: str) -> None:
    once = normalise_product_line(label)
    assert normalise_product_line(once) == once


LINE = '[[line]]\nzh = "甲险"\nen = "A"\naliases = ["甲保险"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "[[line]]"),
        (LINE + LINE.replace("甲保险", "丙").replace("A", "B"), "'甲险'"),
        (LINE + LINE.replace("甲险", "乙险"), "'甲保险'"),
        (LINE.replace("甲保险", "-"), "'-'"),
        (LINE.replace("en =", "english ="), "en is missing"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AppError) as error:
        load_product_lines(path)
    assert error.value.code == "bad_reference" and said in str(error.value)
