"""Texts that stand for an empty cell, and texts that say "not yet"."""

from __future__ import annotations

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x2028, 0x2029], " ")
_INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
_CONTROL = dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)])

_HIDDEN: dict[int, str | int | None] = {**_SPACES, **_INVISIBLE, **_CONTROL}
# Only widths are folded: full NFKC would turn 10² into 102 and ½ into 1/2.
_FOLD: dict[int, str | int | None] = {**_HIDDEN, **_WIDE, 0xFFE5: "¥", 0x2212: "-", 0xFE63: "-"}

_FOLDABLE = re.compile("[" + re.escape("".join(map(chr, _FOLD))) + "]")

_MARKS = re.compile(r"[-‐‑‒–—―─━_/\\|.·…*、,。~\s]+")
_WORDS = {
    *"无 未 空 暂无 没有填 未填 未填写 未登记 未提供 未录入 空白 (空) (无) (空白) [空]".split(),
    *"不详 未知 不明 不适用 不涉及 无此项 无内容".split(),
    *"n/a n.a. n.a na null none nan nil nat <na> blank unknown".split(),
    "not applicable",
}
_LONGEST = max(map(len, _WORDS)) + 2  # with room for what folding drops

_VERBS = (
    "撤诉|撤销|撤回|撤|办结|结案|完结|完成|处理|处理完|处理完毕|反馈|报告|上报|报送|回复|答复|联系|联系上|联系客户|接通|会商|"
    "确定|认定|认定无效|核实|明确|出具|出文|下发|盖章|关闭|到期|赔付|支付|付款|赔|付|决|定|达成一致"
)
_NOT_YET = re.compile(
    rf"(?:目前|至今|暂时)?(?:尚|暂|还|仍)?(?:未|没|没有|无法)(?:{_VERBS})|"
    r"(?:正在)?(?:处理|办理|进行|跟进|调查|核实|协商|沟通|审核|会商|联系)中|"
    r"尚未|暂未|仍未|无撤诉|待(?:定|处理|办|办结|结案|反馈|撤诉|联系|认定|回复|确认|核实|协商|会商|跟进|赔付|支付|报送)|"
    r"在办|在处理|无需|无须|不需要|(?:拒不|不|拒绝|不同意|不愿意?)撤诉|"
    r"pending|open|ongoing|outstanding|in progress|not yet|tbd|tba"
)
_UNDECIDED = re.compile(
    r"(?:尚|暂|还)?未(?:认定|定|确定|核实|明确|处理|决)|待(?:定|认定|确认|核实|处理|办|协商|联系)|"
    r"(?:正在)?(?:处理|办理|进行|跟进|调查|核实|协商|沟通|审核)中|pending|open|ongoing|in progress|not yet|tbd|tba"
)


def fold(text: str) -> str:
    """Full width to half width, every space to a plain one, unseen characters dropped, trimmed.

    Line breaks stay; no other character changes.
    """
    # `translate` is slow, and most texts have nothing to translate.
    plain = text.isascii() and text.isprintable()
    return (text if plain or not _FOLDABLE.search(text) else text.translate(_FOLD)).strip()


def without_unseen(text: str) -> str:
    """The text without control and zero-width characters, every space a plain one; line breaks stay."""
    return text if text.isprintable() else text.translate(_HIDDEN)


def is_blank(text: str) -> bool:
    """Whether a text stands for an empty cell, of whatever kind."""
    text = text.strip()
    if len(text) > _LONGEST and text[0].isalnum():
        return False
    folded = fold(text)
    return not folded or _MARKS.fullmatch(folded) is not None or folded.lower() in _WORDS


def is_not_yet(folded: str) -> bool:
    """Whether the text of a date or an amount says that it has not come about: 未撤诉, 处理中."""
    return _NOT_YET.fullmatch(folded.lower().rstrip("。.!")) is not None


def is_undecided(folded: str) -> bool:
    """Whether the text of a yes-or-no cell or a finding says that nothing is decided: 待定, 未认定."""
    return _UNDECIDED.fullmatch(folded.lower().rstrip("。.!")) is not None
