"""How labels are compared: without width, spaces, punctuation and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

CJK = "\u3400-\u9fff"
_NO_LETTER = re.compile(r"[\W_]+")
# Control and format characters that are no white space: soft hyphen, zero widths, directions, byte order mark.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+"
)
# Said around a label without adding to it: 关于理赔时效的投诉, 定损金额有异议.
_BEFORE = re.compile(r"^(?:客户投诉|客户反映|投诉|反映|关于|对于|涉及|存在|因|对)(?=.)")
_AFTER = re.compile(r"(?<=.)\(?(?:有异议|有争议|问题|投诉|纠纷|争议|异议|不满意|不满|不认可|方面|类|等|的)\)?$")
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{CJK}])\s+|\s+(?=[{CJK}])")


def tidy(text: str) -> str:
    """The text as a person would retype it: half-width (NFKC), no invisible characters, single spaces."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def close_up(text: str) -> str:
    """`tidy`, and no spaces beside Chinese characters: "城东 支公司" and "城东支公司" are one."""
    return _SPACE_BESIDE_CJK.sub("", tidy(text))


def label_key(text: str) -> str:
    """What two labels must share to be the same: letters and digits, case folded; "" if there are none."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare_forms(label: str) -> Iterator[str]:
    """The label, then with up to three layers of what people put around labels off, at either end."""
    for tail in _peeled(_BEFORE, label):
        yield from _peeled(_AFTER, tail)


def _peeled(layer: re.Pattern[str], text: str) -> Iterator[str]:
    yield text
    for _ in range(3):
        peeled = layer.sub("", text)
        if peeled == text:
            return
        yield peeled
        text = peeled
