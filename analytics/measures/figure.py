"""A figure is an object: a value that carries everything needed to defend it.

Screen, deck, export and command line show the same object, so they agree by construction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from analytics.errors import Text
from analytics.measures.cell import Cell
from analytics.rules.book import RuleBook
from analytics.vocabulary import RATIOS, Book, Measure, Status, View

UNITS: dict[Measure, Text] = {
    Measure.COMPLAINTS: Text("件", "complaints"),
    Measure.REGULATOR_COMPLAINTS: Text("件", "complaints"),
    Measure.VALID: Text("件", "complaints"),
    Measure.PENDING: Text("件", "complaints"),
    Measure.CAUSE_MENTIONS: Text("项", "causes"),
    Measure.PREMIUM_YUAN: Text("元", "yuan"),
    Measure.POLICIES: Text("张", "policies"),
    Measure.PREMIUM_RATIO: Text("件/亿元", "per 100m yuan"),
    Measure.POLICY_RATIO: Text("件/千张", "per 1,000 policies"),
    Measure.POLICY_RATIO_10K: Text("件/万张", "per 10,000 policies"),
    Measure.TIMELY_RATE: Text("%", "%"),
}


NOT_WHOLE = "log_before_missing"  # the note that months determined lack complaints received before they have a log
LOG_PARTIAL = "log_partial"  # the note that a branch that sends its own logs did not send those of some months
LOGGED_PREMIUM = "logged_premium"  # the note that a rate is over the premium of those months that have a log


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the data that a reader of the figures must know: a stable code and the places it is about."""

    code: str
    places: tuple[str, ...] = ()

    def sentence(self) -> Text:
        return _sentence(*_NOTES[self.code], self.places)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every figure of one answer has in common: print it under each of them.

    calendar_assumed: a limit of a complaint that some figure judges fell in a year that the working-day table does
    not know (weekends only); which figures those are, their origin says.
    """

    first: str | None
    last: str | None
    view: View
    book: Book
    as_of: date | None
    rulebook: str
    calendar_assumed: bool = False
    books: tuple[RuleBook, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def unlogged(self) -> tuple[str, ...]:
        """The months that no log covers, or not all that is booked to them: what is counted in them is not known,
        whatever the exposure says."""
        codes = ("log_missing", "log_open", NOT_WHOLE)
        return tuple(sorted(month for note in self.notes if note.code in codes for month in note.places))


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a figure cannot be given: a stable code and the months and branches that lack something."""

    measure: Measure
    code: str
    places: tuple[str, ...] = ()

    def sentence(self) -> Text:
        return _sentence(*_MISSING[self.code], self.places)

    def __str__(self) -> str:
        return f"{self.measure.value}: {self.sentence().en}"


def _sentence(zh: str, en: str, places: tuple[str, ...]) -> Text:
    """The words, the first three places, and how many more there are."""
    shown = "、".join(places[:3])
    more_zh = f" 等 {len(places)} 处" if len(places) > 3 else ""
    more_en = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return Text(
        f"{zh}{':' if shown else ''}{shown}{more_zh}", f"{en}{': ' if shown else ''}{', '.join(places[:3])}{more_en}"
    )


_MISSING = {
    "premium_unknown": ("缺少保费", "premium not imported"),
    "policies_unknown": ("缺少有效保单数", "policies in force not imported"),
    "zero_denominator": ("分母为零", "the denominator is zero"),
    "no_valid_complaints": ("没有有效投诉", "no valid complaint to rate"),
    "report_dates_unknown": (
        "台账没有反馈日期列(月份 #批次)",
        "logs lack report dates (month #batch)",
    ),
    "branch_unknown": ("投诉未注明机构", "complaints without a branch have no exposure"),
    "product_line_unknown": ("投诉未注明险种", "complaints without a product line have no exposure"),
    "month_unknown": ("没有入账月份", "no month to book to"),
    "log_missing": (
        "这些月份没有导入台账,或只有个别机构自报的,分子不全",
        "no log of these months was imported, or only single branches' own: the numerator is not whole",
    ),
    "total_of_branches": (
        "该机构的保费与保单是下级机构的合计,没有自身的分母;与其全部下级机构一起选择才有",
        "its premium and policies are the total of the branches below it, not its own; choose all of them with it",
    ),
    "window_incomplete": ("期间开始早于数据的第一个月", "the period begins before the first month of the data"),
}
_NOTES = {
    "parent_is_total": (
        "上级机构的保费与下级机构合计相等(相差不超过 0.5%),视为合计,不重复计入",
        "premium of a parent equals the sum of its branches (within 0.5%): taken as their total, not counted twice",
    ),
    "parent_total_differs": (
        "视为下级机构合计的上级机构保费,这些月份与下级机构合计不一致",
        "premium of a parent that is its branches' total differs from their sum in these months",
    ),
    "parent_has_its_own": (
        "上级机构的保费与下级机构合计不相等,视为自身业务,另行计入",
        "premium of a parent is not the sum of its branches: taken as its own business and counted besides theirs",
    ),
    "line_gap": (
        "机构的险种保费中断两个月以上,合计中未包含",
        "a branch's line is not listed for two months or more in between: its premium is not in the sum",
    ),
    "log_missing": (
        "这些月份没有导入台账,或只有个别机构自报的,其投诉件数未知,并非为零",
        "no log of these months was imported, or only single branches' own: their complaints are not known, and not"
        " zero",
    ),
    "log_open": (
        "这个月的台账要到月后才有,其投诉件数尚不可知,并非为零",
        "the log of this month is made when the month is over: its complaints are not known yet, and not zero",
    ),
    LOG_PARTIAL: (
        "这些月份缺机构自报的台账,件数不含其投诉",
        "branches' own logs of these months are missing: their complaints are not in the counts",
    ),
    NOT_WHOLE: (
        "按认定月:更早收到的投诉所在月份没有台账,这些月份件数偏低,不作比较",
        "by month determined, complaints that came in earlier, in months without a log, are not in these months:"
        " too low, not compared",
    ),
    LOGGED_PREMIUM: (
        "这些月份没有台账,机构之间相比的件数与保费都不含这些月份",
        "no log of these months: rates of branches have neither their complaints nor their premium",
    ),
    "nothing_received_yet": (
        "截至该日尚未收到任何投诉",
        "no complaint had been received by the as-of date",
    ),
    "period_cut": (
        "所选期间长于数据:截至日之后的月份没有数据,只统计到这个月",
        "the period asked for goes beyond the as-of date: figures go up to this month",
    ),
    "no_data_in_period": ("所选期间没有任何数据", "nothing is known of the period"),
}


class Origin(NamedTuple):
    """Where the figures of one cell come from; all of them share it.

    key: the cell, by dimension. months: those of the period that the cell covers, which is what exposure is taken of.
    cell: its counts, None where nothing was counted; judged: whether a figure of the question judges complaints.
    What they are taken apart into is worked out when somebody asks: tables have thousands of cells, people look at few.
    """

    key: dict[str, str | None]
    months: tuple[str, ...] = ()
    view: View = View.ANNUAL
    cell: Cell | None = None
    judged: bool = False

    @property
    def by_status(self) -> dict[Status, int] | None:
        """Its complaints by status at the as-of date; None where no figure of the question judges them."""
        return self.cell.by_status() if self.cell and self.judged else None

    @property
    def not_due(self) -> int:
        """Valid regulator complaints without a report whose report is not due yet, for the view of the question."""
        return self.cell.reported(self.view).not_due if self.cell else 0

    @property
    def assumed(self) -> int:
        """Complaints among them whose limit needed a year that the working-day table does not know."""
        return self.cell.assumed if self.cell else 0


class Figure(NamedTuple):  # and no frozen dataclass, which takes four times as long to make
    """One number with its parts.

    value: count, yuan or ratio in `unit`; a share (timely_rate) is between 0 and 1; None when missing.
    numerator, denominator: for ratios, in pieces and in yuan or policies as they are.
    low, high: 95% interval (exact Poisson for rates, Wilson for shares), in the value's unit.
    origin: what `explain` needs to say how it was made; None for a figure that was made from another.
    """

    measure: Measure
    value: float | int | None
    numerator: float | int | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    missing: Missing | None = None
    origin: Origin | None = None

    @property
    def unit(self) -> Text:
        return UNITS[self.measure]


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the answer: its key by dimension (None: not known) and its figures."""

    key: dict[str, str | None]
    figures: dict[Measure, Figure]

    def value(self, measure: Measure) -> float | int | None:
        return self.figures[measure].value


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """The answer to one question: rows sorted by their keys, and the frame they share."""

    by: tuple[str, ...]
    measures: tuple[Measure, ...]
    frame: Frame
    rows: list[Row] = field(default_factory=list)

    def records(self) -> list[dict[str, Any]]:
        """Plain rows for data frames and JSON: keys, values, `<ratio>_low`, `<ratio>_high`, `missing`."""
        out = []
        for row in self.rows:
            record: dict[str, Any] = dict(row.key)
            missing = []
            for measure, figure in row.figures.items():
                record[measure.value] = figure.value
                if measure in RATIOS:
                    record[f"{measure.value}_low"] = figure.low
                    record[f"{measure.value}_high"] = figure.high
                if figure.missing:
                    missing.append(str(figure.missing))
            record["missing"] = missing
            out.append(record)
        return out
