"""Formal or informal: the form of a regulator complaint, which decides its limits.

The 2016 rule: informal is a telephone complaint that is the first one and whose complainant agrees to
negotiate with the insurer. Anything else is formal.
"""

from __future__ import annotations

import re

from analytics.classify.text import close_up
from analytics.vocabulary import Form, FormSource

# 非现场 or 未来访 is not 现场 or 来访.
_NOT = "(?<![非不未无])"

# Everything that reached the regulator as writing, or by coming: formal whatever else it says.
_WRITTEN = re.compile(
    rf"{_NOT}(?:书面|信函|来信|去信|信件|投诉信|邮件|邮箱|邮寄|传真|短信|微信|网站|网上|网络|互联网|在线|信访)"
    r"|\b(?:written|writing|letter|e-?mail|mail|fax|online|web ?site)\b"
)
_IN_PERSON = re.compile(rf"{_NOT}(?:现场|来访|上门|走访|面访|当面|柜面|亲自)|\b(?:in person|visit|walk-?in)\b")
_TELEPHONE = re.compile(rf"{_NOT}(?:电话|来电|致电|热线|12378)|\b(?:tele)?phone\b|\bcall\b")


def derive_form(
    stated: Form | None, filing_form: str | None, first_contact: bool | None, consents: bool | None
) -> tuple[Form, FormSource]:
    """The form of a complaint and who says so.

    stated: what the log says outright; it wins. filing_form: the log's words for how it was filed (电话,
    书面, 现场). first_contact, consents: the first complaint? willing to negotiate? None: not said.
    Informal is derived only if all three parts say so; formal if any one of them rules informal out;
    where the parts leave it open, formal is assumed.
    """
    if stated is not None:
        return stated, FormSource.STATED
    filed = _tidied(filing_form)
    if _WRITTEN.search(filed) or _IN_PERSON.search(filed) or first_contact is False or consents is False:
        return Form.FORMAL, FormSource.DERIVED
    if _TELEPHONE.search(filed) and first_contact and consents:
        return Form.INFORMAL, FormSource.DERIVED
    return Form.FORMAL, FormSource.ASSUMED


def known_filing(filing_form: str | None) -> bool:
    """Whether the words for how a complaint was filed say telephone, writing or in person."""
    return any(words.search(_tidied(filing_form)) for words in (_WRITTEN, _IN_PERSON, _TELEPHONE))


def _tidied(filing_form: str | None) -> str:
    return close_up(filing_form or "").casefold()
