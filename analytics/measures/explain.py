"""A figure says how it was made: formula with its own numbers in it, rule, view, booking month, as-of, what was left
out and why.

Source of the formulas: 保监消保〔2013〕162号 (domain, "Regulatory indicators"); of the statuses: the rule book.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.errors import Text
from analytics.measures.explain_texts import (
    EXPOSED,
    EXPOSURE_NOTES,
    FORMULAS,
    LEFT_OUT,
    NOT_DUE,
    OF_VALID,
    OTHER_CHANNEL,
    RULES,
)
from analytics.measures.figure import Figure, Frame, Origin
from analytics.measures.formats import count, figure_value, interval, yuan
from analytics.measures.names import BOOK_NAMES, DIMENSION_NAMES, MEASURE_NAMES, VIEW_NAMES, value_name
from analytics.vocabulary import RATIOS, VALID_ANNUAL, VALID_MONTHLY, Book, Dimension, Measure, View


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Complaints of the cell that the figure does not count, and why. code: the status, or not_due, other_channel."""

    code: str
    complaints: int
    why: Text

    def sentence(self) -> Text:
        return Text(f"{self.why.zh} {count(self.complaints)} 件", f"{self.why.en}: {count(self.complaints)}")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said of a figure. code: cell, numerator, denominator, interval, unit, rule, validity, view, book,
    period, as_of, left_out, calendar, note or derived; the order is that of reading."""

    code: str
    label: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a figure was made. numbers: the formula with its own numbers in it, or why there is no figure."""

    name: Text
    formula: Text
    numbers: Text
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]

    def text(self) -> Text:
        """All of it as plain text, one thing a line: for the command line and notes pages."""
        parts = [
            Text(f"{self.name.zh} = {self.formula.zh}", f"{self.name.en} = {self.formula.en}"),
            self.numbers,
            *(Text(f"{line.label.zh}:{line.text.zh}", f"{line.label.en}: {line.text.en}") for line in self.lines),
        ]
        return Text("\n".join(part.zh for part in parts), "\n".join(part.en for part in parts))


def explain(figure: Figure, frame: Frame) -> Explanation:
    """How the figure was made, in both languages. A figure made from another (what-if) says so and no more."""
    left_out = tuple(_left_out(figure, frame.view)) if figure.origin else ()
    return Explanation(
        name=MEASURE_NAMES[figure.measure],
        formula=FORMULAS[figure.measure],
        numbers=_numbers(figure),
        lines=tuple(_lines(figure, frame, left_out)),
        left_out=left_out,
    )


def _numbers(figure: Figure) -> Text:
    measure, value = figure.measure, figure_value(figure.measure, figure.value)
    if figure.missing:
        why = figure.missing.sentence()
        return Text(f"算不出来:{why.zh}", f"cannot be given: {why.en}")
    if measure is Measure.PREMIUM_YUAN:
        return Text(f"{count(figure.value)} 元", f"{count(figure.value)} yuan")
    if measure not in RATIOS:
        return Text(f"{value} {figure.unit.zh}", f"{value} {figure.unit.en}")
    top, below = count(figure.numerator), count(figure.denominator)
    if measure is Measure.TIMELY_RATE:
        return Text(f"{top} 件 ÷ {below} 件 = {value}", f"{top} ÷ {below} = {value}")
    if measure is Measure.PREMIUM_RATIO:
        return Text(
            f"{top} 件 ÷ {yuan(figure.denominator, 'zh')} = {value} 件/亿元",
            f"{top} ÷ {yuan(figure.denominator, 'en')} = {value} per 100m yuan",
        )
    per = "1,000" if measure is Measure.POLICY_RATIO else "10,000"
    return Text(
        f"{top} 件 ÷ {below} 张 × {per} = {value} {figure.unit.zh}",
        f"{top} ÷ {below} × {per} = {value} {figure.unit.en}",
    )


def _left_out(figure: Figure, view: View) -> Iterator[LeftOut]:
    """What of the cell a figure of valid complaints leaves out; nothing where the question judged none."""
    origin, counts = figure.origin, (VALID_MONTHLY if view is View.MONTHLY else VALID_ANNUAL)
    if origin is None or origin.by_status is None or figure.measure not in OF_VALID:
        return
    for status, why in LEFT_OUT.items():
        if status not in counts and origin.by_status.get(status):
            yield LeftOut(status.value, origin.by_status[status], why)
    if figure.measure is Measure.TIMELY_RATE and not (figure.missing and figure.missing.code == "report_dates_unknown"):
        if origin.not_due:
            yield LeftOut("not_due", origin.not_due, NOT_DUE)
        valid = sum(origin.by_status.get(status, 0) for status in counts)
        if others := valid - origin.not_due - int(figure.denominator or 0):
            yield LeftOut("other_channel", others, OTHER_CHANNEL)


def _lines(figure: Figure, frame: Frame, left_out: tuple[LeftOut, ...]) -> Iterator[Line]:
    measure, origin = figure.measure, figure.origin
    if origin is None:
        yield Line(
            "derived",
            Text("推演", "Derived"),
            Text("由另一数字推演而来,不是现状", "made from another figure; not how things stand"),
        )
    elif origin.key:
        yield _cell(origin)
    if measure in RATIOS and not figure.missing:
        yield from _parts(figure, frame)
        how = (
            Text("Wilson 比例区间", "Wilson score interval")
            if measure is Measure.TIMELY_RATE
            else Text("精确泊松区间,件数偶然波动的范围", "exact Poisson: how far chance alone can move the count")
        )
        ends = interval(figure)
        yield Line("interval", Text("95% 区间", "95% interval"), Text(f"{ends}({how.zh})", f"{ends} ({how.en})"))
    yield Line("unit", Text("单位", "Unit"), figure.unit)
    if measure in RULES:
        yield Line("rule", Text("规则", "Rule"), RULES[measure])
    if measure in OF_VALID or measure is Measure.PENDING:
        yield _validity(frame)
    if measure in OF_VALID:
        yield Line("view", Text("有效口径", "View"), _view(frame.view))
    yield Line("book", Text("入账月份", "Booked to"), BOOK_NAMES[frame.book])
    yield _period(figure, frame)
    as_of = frame.as_of.isoformat() if frame.as_of else "—"
    yield Line(
        "as_of",
        Text("截至日", "As of"),
        Text(
            f"{as_of} 日终;之后的受理、撤诉与报告尚未发生", f"the end of {as_of}: what is dated later has not happened"
        ),
    )
    if left_out:
        total = sum(one.complaints for one in left_out)
        each = [one.sentence() for one in left_out]
        yield Line(
            "left_out",
            Text("未计入", "Left out"),
            Text(
                f"{count(total)} 件:{';'.join(one.zh for one in each)}",
                f"complaints {count(total)}: {'; '.join(one.en for one in each)}",
            ),
        )
    yield from _cautions(figure, frame)


def _cell(origin: Origin) -> Line:
    names = [(DIMENSION_NAMES[Dimension(name)], value_name(Dimension(name), code)) for name, code in origin.key.items()]
    return Line(
        "cell",
        Text("范围", "Of"),
        Text(
            ";".join(f"{name.zh} {value.zh}" for name, value in names),
            "; ".join(f"{name.en.lower()} {value.en}" for name, value in names),
        ),
    )


def _parts(figure: Figure, frame: Frame) -> Iterator[Line]:
    """Numerator and denominator in full: what the formula prints in 亿元 stands here to the yuan."""
    top, below = count(figure.numerator), count(figure.denominator)
    if figure.measure is Measure.TIMELY_RATE:
        parts = (
            Text(f"按时反馈 {top} 件", f"{top} reported back in time"),
            Text(f"监管转办的有效投诉 {below} 件", f"{below} valid complaints from the regulator"),
        )
    elif figure.measure is Measure.PREMIUM_RATIO:
        parts = (
            Text(f"有效投诉 {top} 件", f"{top} valid complaints"),
            Text(f"保费收入 {below} 元,期间各月、各机构相加", f"{below} yuan, summed over months and branches"),
        )
    else:
        months = figure.origin.months if figure.origin else ()
        mean = bool(frame.books) and frame.books[-1].policies == "mean"
        which = Text("期间各月平均", "the mean of the period's months") if mean else _last_month(months)
        parts = (
            Text(f"有效投诉 {top} 件", f"{top} valid complaints"),
            Text(f"有效保单 {below} 张,取{which.zh}", f"{below} policies in force, {which.en}"),
        )
    yield Line("numerator", Text("分子", "Numerator"), parts[0])
    yield Line("denominator", Text("分母", "Denominator"), parts[1])


def _last_month(months: tuple[str, ...]) -> Text:
    if not months:
        return Text("期间最后一个月", "in the period's last month")
    return Text(f"期间最后一个月 {months[-1]}", f"in the period's last month, {months[-1]}")


def _validity(frame: Frame) -> Line:
    if not frame.books:
        return Line("validity", Text("有效判定", "Validity"), Text(frame.rulebook, frame.rulebook))
    return Line(
        "validity",
        Text("有效判定", "Validity"),
        Text(
            ";".join(f"{book.label.zh}({book.source})" for book in frame.books),
            "; ".join(f"{book.label.en} ({book.source})" for book in frame.books),
        ),
    )


def _view(view: View) -> Text:
    name = VIEW_NAMES[view]
    if view is View.ANNUAL:
        return Text(f"{name.zh}:当年内撤诉的不计", f"{name.en}: without those withdrawn within their year")
    return Text(f"{name.zh}:限后撤诉的仍计", f"{name.en}: with those withdrawn after their limit")


def _period(figure: Figure, frame: Frame) -> Line:
    """The months the cell covers, where they are known; a ratio is for these as they are, not for a year."""
    months = figure.origin.months if figure.origin else ()
    first, last = (months[0], months[-1]) if months else (frame.first, frame.last)
    if first is None:
        span = Text("期间内没有数据", "no data in the period")
    elif first == last:
        span = Text(first, first)
    else:
        span = Text(f"{first} 至 {last}", f"{first} to {last}")
    if figure.measure in RATIOS and figure.measure is not Measure.TIMELY_RATE and first is not None:
        span = Text(f"{span.zh},按所选期间计算,不折算成全年", f"{span.en}; for the period as it is, not annualised")
    return Line("period", Text("期间", "Period"), span)


def _cautions(figure: Figure, frame: Frame) -> Iterator[Line]:
    measure, origin = figure.measure, figure.origin
    rests_on_limits = measure in OF_VALID or measure is Measure.PENDING or frame.book is Book.DETERMINED
    assumed = origin.assumed if origin else 0
    if rests_on_limits and (assumed or (origin is None and frame.calendar_assumed)):
        who = Text(f"{count(assumed)} 件", f"the limits of complaints ({count(assumed)})")
        if not assumed:
            who = Text("部分投诉", "some limits")
        yield Line(
            "calendar",
            Text("工作日", "Working days"),
            Text(
                f"{who.zh}的时限落在工作日表未收录的年份,只按周末推算",
                f"{who.en} fall in a year the working-day table does not know: weekends only",
            ),
        )
    for note in frame.notes:
        if note.code not in EXPOSURE_NOTES or measure in EXPOSED:
            yield Line("note", Text("说明", "Note"), note.sentence())
