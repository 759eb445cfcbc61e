"""Personal data in free text: found and starred before a narrative leaves the engine.

Telephones, ID and bank numbers, plates, policy and claim numbers, mail addresses, postal addresses and names.
A miss is a leak and a false alarm costs a reader a word, so where it is doubtful the text is starred.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

Kind = Literal["name", "phone", "number", "plate", "address", "known"]

STARS = "***"
_NAMES = Path(__file__).with_name("reference") / "personal_names.toml"
_HAN = "\u4e00-\u9fff"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛閩貴雲陝寧瓊"
_NOT_LATIN_BEFORE, _NOT_LATIN_AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_SPELT = r"(?:[ .-]?[\d零〇一幺二两三四五六七八九])"
_NUMBER_WORDS = (
    "保单|保單|报案|報案|赔案|立案|案件|结案|工单|批单|合同|发票|驾驶证|驾照|行驶证|车架|发动机|识别代|档案|身份证|证件|护照|"
    "银行卡|银行|卡|账|帐|賬|尾|单|流水|订单|投保单|交易|微信|QQ|qq|订单编|受理|案卷|policy|claim|account|card|passport"
)
# Kinds in the order of their sureness. What follows 元 or 万 is money; dates have no run of nine digits.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (
        "number",
        re.compile(
            rf"(?:{_NUMBER_WORDS})(?:编?号码?|號碼?| ?(?:no|number|No|Number|NO)\.?)?[::为是#\s((]{{0,4}}"
            r"(?P<it>(?=[A-Za-z_-]{0,12}\d)[A-Za-z0-9][A-Za-z0-9_*-]{3,})"
        ),
    ),
    ("number", re.compile(rf"{_NOT_LATIN_BEFORE}\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]{_NOT_LATIN_AFTER}")),
    (
        "number",
        re.compile(
            rf"{_NOT_LATIN_BEFORE}(?:[A-Za-z]{{2,6}}[ -]?)?"
            rf"\d{{4}}(?:[ -]\d{{4}}){{3,4}}(?:[ -]?\d{{1,3}})?{_NOT_LATIN_AFTER}"
        ),
    ),
    # A digit may be spelt, and spaces, dashes or dots may stand anywhere between them.
    (
        "phone",
        re.compile(
            rf"{_NOT_LATIN_BEFORE}(?:\+?86[ -]?)?[1一幺][ .-]?[3-9三四五六七八九]{_SPELT}{{9}}{_NOT_LATIN_AFTER}"
        ),
    ),
    ("phone", re.compile(rf"{_NOT_LATIN_BEFORE}1[3-9]\d[ -]?\*{{4}}\d{{4}}{_NOT_LATIN_AFTER}")),
    ("phone", re.compile(rf"(?<![A-Za-z0-9+])\+\d{{1,3}}(?:[ -]?\d{{2,4}}){{2,5}}{_NOT_LATIN_AFTER}")),
    (
        "phone",
        re.compile(
            rf"{_NOT_LATIN_BEFORE}(?:\(0\d{{2,3}}\)[ -]?|0\d{{2,3}}[ -]?)\d{{3,4}}[ -]?\d{{4}}"
            rf"(?:(?:-|转|轉|分机| ?ext\.? ?)\d{{1,5}})?{_NOT_LATIN_AFTER}"
        ),
    ),
    ("phone", re.compile(r"(?:电话|電話|手机|手機|座机|号码|phone|tel)[::为是\s]{0,3}(?P<it>\d{3,4}[ -]?\d{4})(?!\d)")),
    ("plate", re.compile(rf"[{_PROVINCES}]\s?[A-Za-z]\s?[·..\- ]?\s?[A-Za-z0-9]{{4,6}}[挂学警领港澳]?(?![A-Za-z0-9])")),
    # 苏 E·3 K8 Q1; 沪224578领, 使014578
    (
        "plate",
        re.compile(
            rf"[{_PROVINCES}]\s?[A-Za-z]\s?[·..-]?(?=(?: ?[A-Za-z0-9]){{5,6}}(?! ?[A-Za-z0-9]))(?: ?[A-Za-z0-9]){{5,6}}"
        ),
    ),
    ("plate", re.compile(rf"(?:使|[{_PROVINCES}](?=\d+[领使]))[·..-]?\d{{6}}[领使]?(?!\d)")),
    (
        "plate",
        re.compile(
            r"(?:车牌|车号|牌照|車牌|plate)(?:尾?号码?|號)?[::为是\s]{0,3}(?P<it>[A-Za-z0-9][A-Za-z0-9·-]{3,7})"
        ),
    ),
    (
        "number",
        re.compile(
            rf"{_NOT_LATIN_BEFORE}(?=[A-Za-z0-9_-]*\d{{6}})(?!(?i:QQ))[A-Za-z0-9][A-Za-z0-9_-]{{8,}}(?![A-Za-z0-9]|\.?\d*[元万])"
        ),
    ),
)

# A place name's characters: none that carry a sentence on; a few of them may stand inside (干将路, 和平村).
_INSIDE = "在住于至到从与是的了称为我位且被把由过往去说要不因对给"
_PLACE = f"(?:[^\\W\\d_{_INSIDE}和及将经来向今][^\\W\\d_{_INSIDE}]{{%s}})"
_REGION = rf"(?:{_PLACE % '1,5'}(?:省|自治区|市|自治州|县|区|旗|镇|乡|街道|开发区))"
_STREET_KINDS = "路|街|大道|巷|胡同|弄|村|小区|花园|花苑|苑|公寓|大厦|家园|新村|社区|庄园|里弄|新城|广场|城|园|府|湾"
_STREET = rf"(?:{_PLACE % '0,7'}(?:{_STREET_KINDS}))"
_ROOM = r"\s?\d{1,3}(?:-\d{1,4}){1,2}"
_HOUSE_KINDS = "号院|号楼|弄|号|栋|幢|座|单元|层|楼|室|房|户|组|门|期"
_HOUSE = (
    rf"(?:第?[\dA-Za-z一二三四五六七八九十百零-]{{1,8}}(?:{_HOUSE_KINDS})(?:[\d-]{{1,6}}(?![\d-]|{_HOUSE_KINDS}))?)"
)
_ADDRESSES = (
    re.compile(rf"{_REGION}{{0,4}}{_STREET}{{1,3}}[东西南北]?段?{_HOUSE}{{1,6}}(?:{_STREET}?{_ROOM}|\d{{2,5}})?"),
    re.compile(rf"{_REGION}{{0,4}}{_STREET}{{1,3}}{_ROOM}(?!-?\d)"),
    re.compile(rf"{_REGION}{{1,4}}{_HOUSE}{{1,6}}"),
    re.compile(rf"{_REGION}{{2,4}}{_STREET}"),
    re.compile(
        r"(?:家庭住址|联系地址|通讯地址|收件地址|户籍地址?|住址|地址|家住|住在|居住在|居住于|现住|现居|寄到|寄往|寄至)[::为是在于]{0,2}\s?"
        r"(?P<it>[^\s,。,;;!!??())(]{3,40})"
    ),
    re.compile(r"(?<![居入])住(?:在|址)?(?P<it>(?!院|宿|房)[^\s,。,;;!!??())(]{2,30}?(?:\d+[号幢栋室组弄]|[村组]))"),
    re.compile(r"\b\d{1,5} (?:[A-Z][a-z]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Building)\b\.?"),
)
_ENGLISH_NAMES = (
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.? ?(?P<it>[A-Z][A-Za-z'-]+(?: [A-Z][a-z'-]+){0,2})"),
    re.compile(
        r"\b(?i:complainant|customer|insured|policyholder|driver|owner|claimant|victim|adjuster|surveyor|agent"
        r"|name is|named|my name is|I am|I'm)[,: ]{1,2}(?P<it>[A-Z][a-z'-]+ [A-Z][a-z'-]+)"
    ),
)


@dataclass(frozen=True, slots=True)
class Personal:
    """A piece of a text that is somebody's: text[start:end]."""

    start: int
    end: int
    kind: Kind


def mask(text: str, known: Iterable[str | None] = ()) -> str:
    """The text with personal data replaced by ***.

    known: values of the complaint's own fields (complainant, phone, plate ...), starred wherever they stand.
    Never raises, whatever the text.
    """
    parts, place = [], 0
    for one in personal_data(text, known):
        parts += [text[place : one.start], STARS]
        place = one.end
    return "".join([*parts, text[place:]])


def personal_data(text: str, known: Iterable[str | None] = ()) -> list[Personal]:
    """Where the text holds personal data, in order and without overlaps."""
    plain = text.translate(_WIDE)
    found = [Personal(*_span(match), kind) for kind, pattern in _PATTERNS for match in pattern.finditer(plain)]
    for value in known:
        value = (value or "").strip()
        if len(value) >= 2:
            found += [Personal(start, start + len(value), "known") for start in _places(value, text)]
    found += [Personal(*_span(match), "address") for pattern in _ADDRESSES for match in pattern.finditer(plain)]
    found += [Personal(*_span(match), "name") for pattern in _ENGLISH_NAMES for match in pattern.finditer(plain)]
    found += [Personal(start, end, "name") for start, end in _names(plain)]
    return _merged(found)


def _places(value: str, text: str) -> Iterator[int]:
    """Where the value begins in the text; each value is another one, so that a pattern of it would be compiled anew."""
    place = text.find(value)
    while place >= 0:
        yield place
        place = text.find(value, place + len(value))


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("it") if "it" in match.re.groupindex else match.span()


def _merged(found: list[Personal]) -> list[Personal]:
    merged: list[Personal] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if merged and one.start < merged[-1].end:
            merged[-1] = Personal(merged[-1].start, max(merged[-1].end, one.end), merged[-1].kind)
        elif one.end > one.start:
            merged.append(one)
    return merged


@dataclass(frozen=True, slots=True)
class _NameRules:
    patterns: tuple[re.Pattern[str], ...]
    not_names: frozenset[str]


@lru_cache(maxsize=1)
def _rules() -> _NameRules:
    """The shapes of Chinese names, from `reference/personal_names.toml`."""
    data = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    doubtful = data["doubtful_surnames"]
    sure = "".join(one for one in data["surnames"] if one not in doubtful)
    surname = f"(?:{'|'.join(data['double_surnames'])}|[{sure}])"
    any_surname = f"(?:{'|'.join(data['double_surnames'])}|[{data['surnames']}])"
    given = f"[^\\W\\d_A-Za-z{data['never_given']}]"
    followers = "|".join(sorted(data["followers"], key=len, reverse=True))
    titles = (
        "先生|女士|小姐|太太|师傅|師傅|同志|老师|经理|主任|阿姨|大爷|大妈|大哥|大姐|律师|医生|总(?=[,。说称来要名的]|$)"
    )
    role = "|".join(sorted(data["roles"], key=len, reverse=True))
    end = rf"(?=[^\w]|[\dA-Za-z]|$|_|{followers}|[{data['never_given']}])"
    hard_end = rf"(?=[^\w]|\d|$|{titles})"
    link = r"(?:[::;;]|\s|是|为|叫|名叫|[((]|本人|一|,)?\s?"
    return _NameRules(
        patterns=(
            # 投诉人张小明反映; a name of two characters is tried first where a known word follows it.
            re.compile(
                rf"(?:{role}){link}(?P<it>{surname}(?:{given}{end}|{given}{{2}}{end}|{given}{{2}}(?=[{_HAN}])))"
            ),
            re.compile(rf"(?:{role}){link}(?P<it>{any_surname}{given}{{1,2}}){hard_end}"),
            re.compile(
                rf"(?:{role}){link}(?P<it>{any_surname}{given}{{1,2}})(?=称|稱|反映|来电|致电|表示|投诉|要求|驾驶|上传|诉|说|的|在\d|于\d)"
            ),
            # Where the clause ends behind it, a sure surname may have any name: 被保险人董老四,
            re.compile(
                rf"(?:{role}|我(?!司)|受){link}(?P<it>{surname} ?[{_HAN}]{{1,2}})(?=[,。,;;、())(]|$|委托|{titles})"
            ),
            re.compile(rf"(?:{role}){link}(?P<it>[A-Z][a-z]+(?:[ -][A-Z][A-Za-z'-]+){{1,3}})"),
            re.compile(rf"(?:{role})[::]\s?(?P<it>[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,8}})?)(?=[^\w]|\d|$)"),
            # 张先生, 张某, 黄××, 欧阳女士
            re.compile(rf"(?P<it>{any_surname}{given}{{0,2}})(?={titles})"),
            re.compile(rf"(?P<it>{any_surname}(?:某{{1,2}}|[×xX*○〇]{{1,3}}))(?![A-Za-z0-9])"),
            re.compile(rf"(?P<it>[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}})+)"),
            # 王建国来电称, at the head of a sentence
            re.compile(
                rf"(?:^|[。;;!!??,,\n\s::、])(?P<it>{surname}{given}{{1,2}})"
                r"(?=称|稱|来电|來電|致电|反映|表示|投诉|投訴|报案|(?:先生|女士)|[((](?:男|女|电话|身份证|\d)|[,,]\s?(?:男|女|身份证|电话|手机|1[3-9]\d))"
            ),
            # 与王建国、和李娜: a name between other roles
            re.compile(
                rf"(?:伤者|死者|乘客|家属|联系人|投诉人|客户)[^,。;]{{0,8}}[、和与及](?P<it>{surname}{given}{{2}})(?=[、和与及,。;等]|$)"
            ),
        ),
        not_names=frozenset(data["not_names"]),
    )


def _names(text: str) -> Iterable[tuple[int, int]]:
    rules = _rules()
    for pattern in rules.patterns:
        for match in pattern.finditer(text):
            start, end = match.span("it")
            if text[start : start + 2] not in rules.not_names:
                yield start, end
