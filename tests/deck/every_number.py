"""Which numbers a slide may state, worked out from the engine anew, section by section, and never from the deck.

A slide may state figures of its year, of the year before as it stood on the same day, and of the whole company, by
the dimensions that it is about; what a rule book, a definition or the deck's own fixed words say; and what its
statistics give. Everything is compared as it is printed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import analytics.deck
from analytics.deck.brief import Asked
from analytics.measures import MeasureTable, explain, known, ladder, measure
from analytics.measures.branch_funnel import branch_funnel
from analytics.measures.coverage import LogState, coverage
from analytics.measures.formats import count, figure_value, percent, ratio, yuan
from analytics.measures.market import against_market
from analytics.measures.quality import data_quality
from analytics.measures.series import series
from analytics.store import Store
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from analytics.vocabulary import View
from tests.deck.made import Opened
from tests.deck.tested_numbers import Tested

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|\d{4} 年(?: ?\d{1,2} 月)?|(?<![\d.])\d{1,2} ?月|[A-Z][a-z]{2} \d{4}")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|\d+(?:\.\d+)?%?")
_P_VALUE = re.compile(r"p [=<] 0\.\d+")
_WORDS = tomllib.loads((Path(analytics.deck.__file__).parent / "words.toml").read_text(encoding="utf-8"))
_MEASURES = tuple(M)
EVERY = (D.MONTH, D.QUARTER, D.BRANCH, D.CHANNEL, D.PRODUCT_LINE, D.CATEGORY, D.CAUSE, D.FORM, D.STATUS)
# What a section is about; the others may speak of anything.
ABOUT = {
    "months": (D.MONTH,),
    "channels": (D.CHANNEL,),
    "forms": (D.FORM, (D.FORM, D.STATUS)),
    "ratios": (D.QUARTER,),
    "timeliness": (),
    "branches": (D.BRANCH, (D.BRANCH, D.MONTH)),
    "lines": (D.PRODUCT_LINE, (D.PRODUCT_LINE, D.CATEGORY)),
    "outlook": (D.STATUS,),
    "causes": (D.CAUSE, D.CATEGORY, D.BRANCH),
    "outbreaks": (D.MONTH,),
    "concept": (),
    "definitions": (),
}


def numbers(text: str) -> set[str]:
    """The numbers of a text; those of a date and of a test's p-value are none."""
    return set(_NUMBER.findall(_DATE.sub(" ", _P_VALUE.sub(" ", text))))


class Universe:
    """The figures of a deck's year, asked of the engine. year: 2016, all of it known."""

    def __init__(self, store: Store, branch: str | None) -> None:
        self.store = store
        self.scope = Asked(2016, "zh", branch).scope()
        self.scopes = [self.scope, self.scope.with_(first="2015-01", last="2015-12", as_of=date(2015, 12, 31))]
        if branch:
            self.scopes.append(self.scope.with_(branches=()))
        self.tested = Tested(store, self.scope, self.scopes[1] if self._known_before() else None)
        self._by: dict[D | tuple[D, ...], set[str]] = {}

    def _known_before(self) -> bool:
        with self.store.cursor() as cursor:
            return (known(cursor).first_month or "9999") <= "2015-01"

    def p_values(self, section: str) -> set[str]:
        """Those of the section's tests, and the levels that its fixed words name."""
        parts = (section, "jump") if section == "outbreaks" else (section,)
        words = " ".join(text["zh"] for part in parts for text in _WORDS.get(part, {}).values())
        return self.tested.p_values(section) | set(_P_VALUE.findall(words))

    def of(self, section: str) -> set[str]:
        found = {"2015", "2016", "2017"} | self.fixed | self.by(D.TOTAL)
        for dimension in ABOUT.get(section, EVERY):
            found |= self.by(dimension)
        for part in {"common", "branches", section} & set(_WORDS):
            for text in _WORDS[part].values():
                found |= numbers(re.sub(r"\{[^}]*\}", " ", f"{text['zh']} {text['en']}"))
        special: dict[str, Callable[[], set[str]]] = {
            "months": self.limits,
            "ratios": self.market,
            "timeliness": self.steps,
            "branches": self.funnel,
            "quality": self.quality,
            "forms": self.decided,
            "causes": self.tested.causes,
            "outbreaks": self.tested.outbreaks,
            "outlook": self.if_all_turn_valid,
        }
        for name, one in special.items():
            if section in (name, "summary", "contents"):
                found |= one()
        return found

    def by(self, dimension: D | tuple[D, ...]) -> set[str]:
        dimensions = dimension if isinstance(dimension, tuple) else (dimension,)
        if dimension not in self._by:
            found: set[str] = set()
            for scope in self.scopes:
                for view in View:
                    with self.store.cursor() as cursor:
                        found |= _printed(measure(cursor, scope.with_(view=view), dimensions, _MEASURES))
            self._by[dimension] = found
        return self._by[dimension]

    @cached_property
    def fixed(self) -> set[str]:
        """What the rule books, the definitions and the explanations of the year's figures say."""
        found: set[str] = set()
        for scope in self.scopes:
            with self.store.cursor() as cursor:
                table = measure(cursor, scope, (D.TOTAL,), tuple(M))
                lines = measure(cursor, scope, (D.PRODUCT_LINE,), tuple(M))
                gross = measure(cursor, scope.with_(view=View.MONTHLY), (D.TOTAL,), tuple(M))
                for step in ladder(cursor, scope).rows:
                    found |= numbers(step.limit.zh + step.limit.en)
            for one in (table, gross, lines):
                for row in one.rows:
                    for figure in row.figures.values():
                        said = explain(figure, one.frame).text()
                        found |= numbers(said.zh + said.en)
                for book in one.frame.books:
                    found |= numbers(f"{book.label.zh} {book.label.en} {book.source} {book!r}")
        return found

    def limits(self) -> set[str]:
        with self.store.cursor() as cursor:
            found = [series(cursor, scope.with_(first=None), M.COMPLAINTS) for scope in self.scopes[:1]]
        printed = {str(one.chart.points) for one in found}
        for one in found:
            ends = [*one.chart.upper, *one.chart.lower, one.chart.centre]
            printed |= {f"{float(end):.1f}" for end in ends if end is not None}
        return printed

    def market(self) -> set[str]:
        with self.store.cursor() as cursor:
            ratios = (M.PREMIUM_RATIO, M.POLICY_RATIO, M.POLICY_RATIO_10K)
            found = [one for name in ratios for one in against_market(cursor, self.scope, name)]
        printed = [f"{one.benchmark.value} {one.benchmark.value:.2f}" for one in found]
        ours = [one.figure for one in found if one.figure]
        printed += [ratio(value) for one in ours for value in (one.value, one.low, one.high)]
        return set().union(*map(numbers, printed))

    def steps(self) -> set[str]:
        found: set[str] = set()
        for scope in self.scopes:
            with self.store.cursor() as cursor:
                for row in ladder(cursor, scope).rows:
                    found |= {count(n) for n in (row.complaints, row.in_time, row.late, row.overdue)}
                    found |= {count(n) for n in (row.not_needed, row.not_due, row.no_date)}
                    found |= {percent(share) for share in (row.share, row.low, row.high) if share is not None}
                    times = [time for time in (row.median, row.p90) if time is not None]
                    found |= {f"{time:.0f}" if time >= 10 else f"{time:.1f}" for time in times}
        return found

    def funnel(self) -> set[str]:
        with self.store.cursor() as cursor:
            found = branch_funnel(cursor, self.scope.with_(branches=()), M.COMPLAINTS)
        printed = {f"{found.funnel.dispersion.phi:.1f}", count(len(found.units)), count(len(found.left_out)), "99.8%"}
        printed.add(ratio(0.05 * len(found.units)))  # of so many, those that pass 95% limits by chance
        for one in found.units:
            printed |= {count(one.unit.observed), f"{one.unit.expected:.1f}", f"{one.unit.ratio or 0:.2f}"}
        return printed

    def decided(self) -> set[str]:
        """Of each form those decided, and the share of valid ones among them."""
        scope, found = self.scope.with_(channels=("regulator",)), set()
        with self.store.cursor() as cursor:
            for row in measure(cursor, scope, (D.FORM,), (M.COMPLAINTS, M.VALID, M.PENDING)).rows:
                decided = int(row.value(M.COMPLAINTS) or 0) - int(row.value(M.PENDING) or 0)
                found |= {count(decided), percent((row.value(M.VALID) or 0) / decided)} if decided else set()
        return found

    def if_all_turn_valid(self) -> set[str]:
        with self.store.cursor() as cursor:
            (row,) = measure(cursor, self.scope, (D.TOTAL,), (M.VALID, M.PENDING, M.PREMIUM_YUAN)).rows
        worst, premium = (row.value(M.VALID) or 0) + (row.value(M.PENDING) or 0), row.value(M.PREMIUM_YUAN)
        return {count(worst)} | ({figure_value(M.PREMIUM_RATIO, worst / premium * 1e8)} if premium else set())

    def quality(self) -> set[str]:
        with self.store.cursor() as cursor:
            facts = data_quality(cursor, self.scope)
            cells = [one for one in coverage(cursor) if one.month[:4] == "2016"]
        counts = [facts.rows_read, facts.rejected_rows, facts.unclassified, facts.forms_assumed, facts.used_twice]
        counts += [n for _, _, n in facts.faults]
        logs = sum(one.log in (LogState.RECEIVED, LogState.ZERO) for one in cells)
        counts += [len(cells), logs, len(cells) - logs, sum(one.premium for one in cells)]
        shares = [n / facts.rows_read for n in counts if facts.rows_read]
        return {count(n) for n in counts} | {percent(share) for share in shares}


def _printed(table: MeasureTable) -> set[str]:
    """Every value, end of interval and part as it is printed; of counts also their share of the whole, and the sums
    and shares of the largest ones together."""
    found = {str(len(table.rows))}
    for one in table.measures:
        figures = [row.figures[one] for row in table.rows]
        for figure in figures:
            for value in (figure.value, figure.low, figure.high):
                found |= numbers(figure_value(one, value)) if value is not None else set()
            for part in (figure.numerator, figure.denominator):
                if part is not None:
                    found |= {count(part)} | numbers(yuan(part, "zh")) | numbers(yuan(part, "en"))
        if one in (M.COMPLAINTS, M.REGULATOR_COMPLAINTS, M.CAUSE_MENTIONS, M.VALID):
            known = sorted((figure.value or 0 for figure in figures), reverse=True)
            for n in (*known, *accumulate(known), *accumulate(reversed(known))):
                found |= {count(n), *(percent(n / whole) for whole in (sum(known),) if whole)}
    return found


def unexplained(deck: Opened, universe: Universe) -> dict[str, set[str]]:
    """The numbers of each slide, its notes included, that nothing explains; edits by a person are theirs."""
    found = {}
    pages = {f"{number:02d}" for number in range(1, len(deck.pages) + 1)} | {str(n + 1) for n in range(len(deck.pages))}
    for slide in deck.deck.slides:
        page = deck.pages[slide.key]
        notes = page.notes_slide.notes_text_frame.text if page.has_notes_slide else ""
        known = universe.of(slide.section) | (pages if slide.section == "contents" else {page_number(deck, slide.key)})
        text = "\n".join([*Opened.texts(page), notes])
        rest = numbers(text) - known | set(_P_VALUE.findall(text)) - universe.p_values(slide.section)
        if rest:
            found[slide.key] = rest
    return found


def page_number(deck: Opened, key: str) -> str:
    return str(list(deck.pages).index(key) + 1)
