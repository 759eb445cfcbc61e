"""What a line under a header is, where it is no row of the table: a total, the header once more, a note, ..."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from analytics.intake.column_fields import is_count
from analytics.intake.header_texts import Row, column_number_row, unit_row

# What the example row of a template begins with: it stays where it is and is no complaint.
EXAMPLE_MARK = "示例（导入时忽略）"

_SUM = (
    r"(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|汇\s*总|总\s*数|(?i:sub-?\s?total|grand total|total))"
    r"\s*[（(]?\s*(?:[:：]\s*)?[\d,.]*\s*(?:件|条|笔|宗|例|个|元|万元|张)?\s*[)）]?"
)
_COUNTED = r"(?:共|总共|合)\s*[\d,]+\s*(?:件|条|笔|宗|例|个).{0,12}"
_TOTAL = re.compile(rf"\s*(?:(?:本[月年页季期]|全年|当月|年度)?{_SUM}|{_COUNTED})\s*")
# 甲支公司 小计: only where labels stand, for a narrative may end so.
_TOTAL_OF = re.compile(rf"\s*.{{1,20}}?[\s_—:：-]*{_SUM}\s*", re.DOTALL)
_WHOLE = re.compile(r"\s*全(?:辖|司|省|市|公司|系统|机构)\s*")
_FIGURE = re.compile(r"[-+]?[\d,.]+\s*[%件元张]?")
_PART = re.compile(r"\s*其\s*中\s*[:：]?")
_NOTHING_TO_REPORT = re.compile(
    r"(?:本[月期季年周]|当月)?(?:我司|本机构|本单位)?(?:无|没有|未发生|未收到|未受理|零)(?:新增|任何)?(?:客户|监管|有效)?"
    r"(?:投诉|报告|上报)(?:案件|件|情况|发生)?[。.!！]?|(?i:nil(?: return)?|no complaints?\b.*)"
)
_SIGNER = "制表|填表|编制|审核|复核|审批|批准|核准|填报|报送|制单|签发|签字|签名|盖章|负责人|主管领导|经办|打印|导出"
_SIGNED = re.compile(rf"\s*\S{{0,6}}?(?:{_SIGNER})(?:人|人员|单位|部门|日期|时间)?\s*[:：]")
_NOTE = re.compile(
    rf"\s*(?:{_SIGNED.pattern}|(?:{_SIGNER})人\s*$|(?:备\s*注|说\s*明|附\s*注|注\s*意?|注意事项|填表说明|填报说明|数据来源"
    r"|联系人|联系电话|日\s*期|截[止至]\S{0,4}|(?i:notes?|prepared by|checked by|source))\s*\d*\s*[:：.、]"
    r"|[※＊]|\*\s*\S|第\s*\d+\s*页|以下空白|(?i:end of report)"
    r"|[—\-]+\s*(?:完|以下空白)\s*[—\-]+)"
)
_HEADING = re.compile(r"台账|登记簿|登记表|明细表|统计表|汇总表|一览表|^\d{4}\s*年\s*\d{1,2}\s*月份?$")
# Any of these may be in a cell that is no data; one pass over a column finds the cells worth a look.
SUSPECT = (
    r"示例（导入时忽略）|[合小总共累]\s*计|汇\s*总|总\s*数|(?i:total)|^\s*(?:共|总共|合)\s*\d|其\s*中|全[辖司省市公系机]"
    rf"|{_SIGNER}"
)
# Where the product line stands, beside a month and a branch: what the branch has of all lines together. A 小计 is not
# that: it may be of some of them.
_ALL_LINES = frozenset(
    "合计 总计 共计 险种合计 全部 全部险种 全险种 所有险种 全险 all alllines total grandtotal".split()
)
_LEADING = 4  # a total or a note begins in one of a line's first cells
_LONG = 15  # characters: a lone cell of so many, with punctuation, is a sentence
_PUNCTUATED = re.compile(r"[，,。；;：:、]")
_SHORT_HEADER = 12
_PREPARED = re.compile(r"\d{1,4}")  # a line numbered beforehand and never filled in


class LineKind(Enum):
    ROW = auto()
    TOTAL = auto()
    NOTE = auto()
    NOTHING = auto()  # the header once more, units, column numbers, a prepared empty line: nothing to say
    ZERO = auto()  # 本月无投诉
    PART = auto()  # 其中:车险, a part of a figure that stands in a line of its own
    FOREIGN_HEADER = auto()  # of a small table of counts that stands below ours


@dataclass(frozen=True, slots=True)
class Frame:
    """What a table's lines are held against, its columns counted from its first.

    headers: the rows of the header. labels: columns where 合计 may stand. counts: the rows are figures of
    branches, so that 全辖 is their total.
    """

    headers: Sequence[Row]
    labels: Sequence[int]
    counts: bool

    @property
    def columns(self) -> int:
        return len({column for row in self.headers for column, cell in enumerate(row) if cell})


def is_all_lines(text: str) -> bool:
    """Whether a product line of exposure is all of them together."""
    return "".join(text.split()).lower() in _ALL_LINES


def is_total(text: str) -> bool:
    """Whether a label is that of a total: 合计, 甲支公司小计, 全辖."""
    return _is_total([text], True)


def line_kind(cells: Row, frame: Frame, *, dated: bool, spans: bool, after_row: bool) -> LineKind:
    """What a line is, from its cells in the columns of the table.

    dated: the line has the value that every row of the table has (receipt, month, name), so it is a row unless
    its labels say otherwise. spans: a cell of it is merged across columns. after_row: a row stands right above.
    """
    filled = [column for column, cell in enumerate(cells) if cell]
    texts = [(cells[column] or "").strip() for column in filled]
    if not texts or EXAMPLE_MARK in texts[:_LEADING]:
        return LineKind.NOTHING
    labels = [text for column in frame.labels if (text := cells[column])]
    if _is_total(labels, frame.counts) or (not dated and _heads_figures(texts)):
        return LineKind.TOTAL
    if any(map(_PART.match, labels)):
        return LineKind.PART
    if dated:
        return LineKind.NOTE if filled[0] in frame.labels and _SIGNED.match(texts[0]) else LineKind.ROW
    if any(_same(cells, header) for header in frame.headers) or unit_row(cells) or column_number_row(cells):
        return LineKind.NOTHING
    if len(texts) == 1 and _PREPARED.fullmatch(texts[0]) and filled[0] < _LEADING:
        return LineKind.NOTHING
    if len(texts) <= 2 and any(map(_NOTHING_TO_REPORT.fullmatch, texts)):
        return LineKind.ZERO
    sparse = len(texts) * 2 <= frame.columns + 1
    if (sparse or len(texts) < _LEADING) and _NOTE.match(texts[0]):
        return LineKind.NOTE
    if len(texts) == 1 and _is_sentence(texts[0], filled[0], spans):
        return LineKind.NOTE
    if sparse and not after_row and _heads_counts(texts):
        return LineKind.FOREIGN_HEADER
    return LineKind.ROW


def _is_total(labels: Sequence[str], counts: bool) -> bool:
    if any(_TOTAL.fullmatch(text) or _TOTAL_OF.fullmatch(text) for text in labels):
        return True
    return counts and any(map(_WHOLE.fullmatch, labels))


def _heads_figures(texts: Sequence[str]) -> bool:
    """Whether one of a line's first cells is 合计, or its first is 甲支公司小计 and only figures follow."""
    if any(map(_TOTAL.fullmatch, texts[:_LEADING])):
        return True
    return _TOTAL_OF.fullmatch(texts[0]) is not None and all(map(_FIGURE.fullmatch, texts[1:]))


def _heads_counts(texts: Sequence[str]) -> bool:
    """Whether these are the headers of a small table of counts: 投诉原因, 件数."""
    short = all(len(text) <= _SHORT_HEADER and not any(map(str.isdigit, text)) for text in texts)
    return len(texts) >= 2 and short and any(map(is_count, texts))


def _is_sentence(text: str, column: int, spans: bool) -> bool:
    """A lone cell at the table's left edge, or across it, that is no value."""
    if spans:
        return True
    sentence = len(text) >= _LONG and _PUNCTUATED.search(text)
    return column < _LEADING and bool(sentence or _HEADING.search(text))


def _same(cells: Row, header: Row) -> bool:
    """Whether most of a line's cells say what the header says in their columns."""
    both = [(cell, own) for cell, own in zip(cells, header, strict=True) if cell]
    equal = sum(own is not None and "".join(cell.split()) == "".join(own.split()) for cell, own in both)
    return equal >= 2 and equal * 5 >= len(both) * 3
