"""What a deck is about: a year, the whole company or one branch, and the answers its slides are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar, cast

import duckdb

from analytics.deck.answers import Answers, DeckFacts
from analytics.deck.short_names import short_names
from analytics.deck.slides import Slide
from analytics.deck.words import Say, speaker
from analytics.errors import RequestError, Text
from analytics.findings.facts import Facts
from analytics.measures import Figure, Frame, Known, MeasureTable, Row, Scope, explain, known
from analytics.measures.formats import count, figure_value, interval, month_name, month_span
from analytics.measures.hierarchy import hierarchy
from analytics.measures.log_months import log_notes, months_without_log
from analytics.measures.names import BOOK_NAMES, MEASURE_NAMES, VIEW_NAMES, value_name
from analytics.measures.scope import month_range, year_earlier
from analytics.measures.series import last_day
from analytics.notes.comments import Comment, comments_of
from analytics.statistics import compare_counts
from analytics.vocabulary import Dimension, Measure, View

Part = Callable[["Brief"], "list[Slide] | str"]
Told = TypeVar("Told")
LANGUAGES = ("zh", "en")
SIGNIFICANT = 0.05
_MOST_MONTHS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants a deck of. as_of: None means the last date the data knows. branch: None means all."""

    year: int
    language: str = "zh"
    branch: str | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        if not 1990 <= self.year <= 2100:
            raise RequestError(
                "bad_year",
                Text(f"年份 {self.year} 不在 1990 到 2100 之间", f"the year {self.year} is not between 1990 and 2100"),
                Text("请给出四位年份", "give a year of four digits"),
            )

    def scope(self) -> Scope:
        return Scope(
            first=f"{self.year}-01",
            last=f"{self.year}-12",
            branches=(self.branch,) if self.branch else (),
            as_of=self.as_of,
        )


@dataclass(slots=True)
class Brief:
    """The answers behind the slides, each question asked once, and how its figures are said.

    scope: the year, net, by month received, as of a day that is settled. earlier: the same months of the year
    before as they stood on the same day of it, None where the data does not reach back that far or a month of either
    year has no log. facts: what the
    pages' findings are made of, so that the deck's verdicts are theirs. cases, comments: those chosen, None for all
    of the year and the scope.
    """

    cursor: duckdb.DuckDBPyConnection
    asked: Asked
    scope: Scope
    known: Known
    say: Say
    earlier: Scope | None
    _answers: Answers
    cases: tuple[str, ...] | None = None
    comments: tuple[int, ...] | None = None
    _facts: Facts | None = None
    _told: dict[Callable[[Brief], Any], Any] = field(default_factory=dict)
    _short: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        cursor: duckdb.DuckDBPyConnection,
        asked: Asked,
        cases: Sequence[str] | None = None,
        comments: Sequence[int] | None = None,
    ) -> Brief:
        """Raises RequestError (unknown branch) and RuleError."""
        facts = known(cursor)
        scope = asked.scope().with_(as_of=asked.as_of or facts.as_of)
        last = f"{asked.year - 1}-12"
        if scope.as_of and scope.as_of.year == asked.year:
            last = f"{asked.year - 1}-{scope.as_of.month:02d}"
        first = f"{asked.year - 1}-01"
        both = [*month_range(first, last), *month_range(scope.first or first, f"{asked.year}{last[4:]}")]
        reaches = facts.first_month is not None and facts.first_month <= first
        reaches = reaches and not months_without_log(cursor, scope, both)
        before = year_earlier(scope.as_of) if scope.as_of else None
        earlier = scope.with_(first=first, last=last, as_of=before) if reaches else None
        chosen = None if cases is None else tuple(cases)
        said = None if comments is None else tuple(comments)
        answers = Answers(cursor, scope, earlier)
        return cls(cursor, asked, scope, facts, speaker(asked.language), earlier, answers, chosen, said)

    @property
    def language(self) -> str:
        return self.asked.language

    def ask(
        self, by: Sequence[Dimension] = (Dimension.TOTAL,), *measures: Measure, scope: Scope | None = None
    ) -> MeasureTable:
        """The answer to a question, counted once: with all that is foreseen of its scope, for the slides to come."""
        return self._answers.of(scope or self.scope, tuple(by), measures)

    def total(self, *measures: Measure, scope: Scope | None = None) -> Row | None:
        rows = self.ask((Dimension.TOTAL,), *measures, scope=scope).rows
        return rows[0] if rows else None

    @property
    def gross(self) -> Scope:
        return self.scope.with_(view=View.MONTHLY)

    def p_against_earlier(self, old: int, new: int) -> float:
        """How surprising this year's count is beside that of `earlier`, by the days that each of them covers.

        A leap year has a day more.
        """
        assert self.earlier is not None and self.earlier.as_of is not None and self.scope.as_of is not None
        before, now = (
            (min(day, date(year, 12, 31)) - date(year, 1, 1)).days + 1
            for day, year in ((self.earlier.as_of, self.asked.year - 1), (self.scope.as_of, self.asked.year))
        )
        return compare_counts(old, new, before, now).p_value

    @property
    def facts(self) -> Facts:
        if self._facts is None:
            self._facts = DeckFacts(self.cursor, self.scope, self._answers)
        return self._facts

    def comments_pinned(self) -> list[Comment]:
        """Those that were chosen of the year and the scope, by month, those about a branch alone last."""
        found = comments_of(self.cursor, self.asked.year, self.asked.branch)
        return [one for one in found if self.comments is None or one.id in self.comments]

    def name(self, dimension: Dimension, code: str | None) -> str:
        if dimension is Dimension.BRANCH and code is not None:
            return self.branch(code)
        return value_name(dimension, code).in_language(self.language)

    def branch(self, name: str) -> str:
        """A branch as it is printed in tables and charts: short where full names are long."""
        if not self._short:
            self._short.update(short_names(self.known.branches))
        return self._short.get(name, name)

    def measure_name(self, one: Measure) -> str:
        return MEASURE_NAMES[one].in_language(self.language)

    def unit(self, one: Figure) -> str:
        return one.unit.in_language(self.language)

    def with_unit(self, figure: Figure) -> str:
        """The value with its unit; a share carries its own sign; what is missing is a dash."""
        text = figure_value(figure.measure, figure.value)
        return text if figure.measure is Measure.TIMELY_RATE or figure.value is None else f"{text} {self.unit(figure)}"

    def interval(self, figure: Figure) -> str:
        ends = interval(figure)
        return self.say("common.interval", ends=ends) if ends else ""

    def missing(self, figure: Figure) -> str:
        return figure.missing.sentence().in_language(self.language) if figure.missing else ""

    def month(self, month: str, beside: str | None = None) -> str:
        return month_name(month, self.language, beside)

    def span(self, first: str, last: str) -> str:
        """From one month to another, with their years where they are not those of the deck."""
        return month_span(first, last, self.language, f"{self.asked.year}-01")

    def axis_month(self, month: str) -> str:
        """A month on an axis or over a column; a star marks the one that is not over, as the foot says."""
        return month_name(month, self.language, month) + "*" * self.is_open(month)

    def is_open(self, month: str) -> bool:
        """Whether the month has begun and is not over on the as-of date."""
        as_of = self.scope.as_of
        return as_of is not None and f"{as_of:%Y-%m}" == month and as_of < last_day(month)

    def whom(self) -> str:
        """Whose deck it is; a branch with others below it is what is booked at itself, and says so."""
        return self.told(_whom)

    def frame_line(self, frame: Frame, complaints: int | float | None = None, *, everyone: bool = False) -> str:
        """What every figure of a slide rests on, in one line for its foot. everyone: whatever branch the deck is of."""
        rules = (
            self.say("common.and").join(book.label.in_language(self.language) for book in frame.books) or frame.rulebook
        )
        return (
            self.say(
                "common.frame",
                n="" if complaints is None else self.say("common.n", n=count(complaints)),
                whom=self.say("common.company") if everyone else self.whom(),
                view=VIEW_NAMES[frame.view].in_language(self.language),
                book=BOOK_NAMES[frame.book].in_language(self.language),
                period=self._period(frame),
                as_of=frame.as_of or "",
                rules=rules,
            )
            + self.without_log(frame)
            + self._unfinished(frame)
        )

    def _period(self, frame: Frame) -> str:
        if frame.first is None:
            return self.say("common.no_period")
        return frame.first if frame.first == frame.last else f"{frame.first} – {frame.last}"

    def without_log(self, frame: Frame) -> str:
        """The months of the period that no log covers, where there are any; the one still open apart."""
        if not frame.first or not frame.last or frame.as_of is None:
            return ""
        notes = log_notes(self.cursor, self.scope, month_range(frame.first, frame.last), frame.as_of)
        months = {note.code: sorted({place[: len("YYYY-MM")] for place in note.places}) for note in notes}
        return "".join(self.say(f"common.{code}", months=self.months(places)) for code, places in months.items())

    def _unfinished(self, frame: Frame) -> str:
        open_month = frame.last is not None and self.is_open(frame.last)
        return self.say("common.unfinished", month=frame.last) if open_month else ""

    def months(self, months: Sequence[str]) -> str:
        """Months one after the other; of many the first ones and how many there are."""
        said = ", ".join(months[:_MOST_MONTHS])
        return self.say("common.months_more", months=said, n=len(months)) if len(months) > _MOST_MONTHS else said

    def notes(self, frame: Frame, *figures: Figure | None, everyone: bool = False) -> tuple[str, ...]:
        """The notes under a slide: definition, filters, numerator and denominator of each figure, one thing a line."""
        whom = self.say("common.company") if everyone else self.whom()
        lines = [self.say("common.filters", whom=whom, period=self._period(frame))]
        if frame.calendar_assumed:
            lines.append(self.say("common.calendar_assumed"))
        lines += [note.sentence().in_language(self.language) for note in frame.notes]
        said: set[str] = set()
        for figure in figures:
            if figure is not None:
                formula, value, *rest = explain(figure, frame).text().in_language(self.language).split("\n")
                new = [one for one in rest if one not in said]
                above = [self.say("common.as_above")] if len(new) < len(rest) else []
                lines += ["", formula, value, self.say("common.semicolon").join([*new, *above])]
                said |= set(rest)
        return tuple(lines)

    def told(self, part: Callable[[Brief], Told]) -> Told:
        """What a part makes of the year (its slides, or why it has none), made once for all that ask for it."""
        if part not in self._told:
            self._told[part] = part(self)
        return cast("Told", self._told[part])

    def full_names(self, slide: Slide) -> Slide:
        """The slide with a note that gives in full the branches it names in short."""
        said = slide.texts()
        pairs = [
            f"{short} = {name}"
            for name, short in self._short.items()
            if short != name and any(short in one for one in said)
        ]
        note = self.say("branches.full_names", names="; ".join(pairs))
        return replace(slide, notes=(*slide.notes, note)) if pairs else slide

    def p_value(self, p: float) -> str:
        return "p < 0.001" if p < 0.001 else f"p = {p:.2f}" if p >= 0.01 else f"p = {p:.3f}"


def _whom(brief: Brief) -> str:
    branch = brief.asked.branch
    if branch is None:
        return brief.say("common.company")
    return brief.say("common.itself", branch=branch) if hierarchy(brief.cursor).below(branch) else branch
