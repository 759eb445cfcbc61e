"""The form decides 8 working days or 30 days: every combination of what a log may say, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.classify.forms import derive_form
from analytics.vocabulary import Form, FormSource

FORMAL, INFORMAL = Form.FORMAL, Form.INFORMAL
DERIVED, ASSUMED = FormSource.DERIVED, FormSource.ASSUMED
ANY = st.one_of(st.none(), st.booleans())

# filed by, first contact, consents -> form, who says so (domain.md, "Form of a regulator complaint")
TABLE = [
    ("电话", True, True, INFORMAL, DERIVED),
    ("电话", True, False, FORMAL, DERIVED),
    ("电话", False, True, FORMAL, DERIVED),
    ("电话", False, False, FORMAL, DERIVED),
    ("电话", True, None, FORMAL, ASSUMED),
    ("电话", None, True, FORMAL, ASSUMED),
    ("电话", None, None, FORMAL, ASSUMED),
    ("电话", False, None, FORMAL, DERIVED),
    ("电话", None, False, FORMAL, DERIVED),
    ("书面", True, True, FORMAL, DERIVED),
    ("书面", None, None, FORMAL, DERIVED),
    ("现场", True, True, FORMAL, DERIVED),
    ("现场", None, None, FORMAL, DERIVED),
    (None, True, True, FORMAL, ASSUMED),  # by what means is not known
    (None, False, True, FORMAL, DERIVED),  # formal by whatever means
    (None, True, False, FORMAL, DERIVED),
    (None, None, None, FORMAL, ASSUMED),
    ("", None, None, FORMAL, ASSUMED),
    ("其他", True, True, FORMAL, ASSUMED),
    ("非现场", True, True, FORMAL, ASSUMED),
    ("非书面", None, None, FORMAL, ASSUMED),
    ("非电话", True, True, FORMAL, ASSUMED),
]


@pytest.mark.parametrize(("filed", "first", "consents", "form", "source"), TABLE)
def test_derived_from_the_parts(
    filed: str | None, first: bool | None, consents: bool | None, form: Form, source: FormSource
) -> None:
    assert derive_form(None, filed, first, consents) == (form, source)


WRITTEN = "书面 信函 邮件 来信 电子邮件 传真 网站 微信 信访 电话、书面 Letter E-mail"
IN_PERSON = "现场 来访 上门 来信来访 现场(电话预约) visit walk-in"


@pytest.mark.parametrize("filed", [*WRITTEN.split(), *IN_PERSON.split(), "in person"])
def test_written_or_in_person_is_formal(filed: str) -> None:
    assert derive_form(None, filed, True, True) == (FORMAL, DERIVED)


@pytest.mark.parametrize("filed", ["电话", "来电", "电话投诉", "致电", "12378热线", " 电 话 ", "Telephone", "by phone"])
def test_by_telephone(filed: str) -> None:
    assert derive_form(None, filed, True, True) == (INFORMAL, DERIVED)


@given(st.sampled_from([FORMAL, INFORMAL]), st.one_of(st.none(), st.text(), st.just("书面")), ANY, ANY)
def test_what_the_log_says_outright_wins(
    stated: Form, filed: str | None, first: bool | None, consents: bool | None
) -> None:
    assert derive_form(stated, filed, first, consents) == (stated, FormSource.STATED)


@given(st.one_of(st.none(), st.text()), ANY, ANY)
def test_informal_needs_all_three_parts(filed: str | None, first: bool | None, consents: bool | None) -> None:
    form, source = derive_form(None, filed, first, consents)
    assert source in (DERIVED, ASSUMED)
    if form is INFORMAL:
        assert first is True and consents is True and source is DERIVED
