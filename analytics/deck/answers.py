"""What the slides ask of the complaints: each question once, those that are foreseen counted together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from analytics.findings.facts import SUMMED, Facts, mentions_in
from analytics.measures import MeasureTable, Scope
from analytics.measures.counting import By
from analytics.measures.table import Counted, count_together
from analytics.vocabulary import Dimension, Measure

Tables = Mapping[By, tuple[Measure, ...]]
M, D = Measure, Dimension
# What the slides ask of the year and of the year before, counted together: looking at the complaints is what costs.
# What is not here is asked by itself.
_OF_THE_YEAR: Tables = {
    (D.TOTAL,): tuple(M),
    (D.QUARTER,): (M.PENDING, M.PREMIUM_RATIO, M.POLICY_RATIO, M.POLICY_RATIO_10K),
    (D.MONTH,): (M.COMPLAINTS, M.VALID, M.CAUSE_MENTIONS),
    (D.BRANCH,): (M.COMPLAINTS, M.VALID, M.PREMIUM_YUAN),
    (D.CHANNEL,): (M.COMPLAINTS, M.VALID),
    (D.FORM,): (M.REGULATOR_COMPLAINTS, M.VALID),
    (D.CHANNEL, D.FORM, D.STATUS): (M.COMPLAINTS,),
    (D.PRODUCT_LINE,): (M.COMPLAINTS, M.VALID, M.PREMIUM_RATIO),
    (D.CATEGORY,): (M.CAUSE_MENTIONS,),
    (D.CAUSE,): (M.COMPLAINTS, M.CAUSE_MENTIONS),
    (D.MONTH, D.FORM): (M.REGULATOR_COMPLAINTS,),
    (D.BRANCH, D.MONTH): (M.COMPLAINTS,),
    (D.BRANCH, D.STATUS): (M.COMPLAINTS,),
    (D.CAUSE, D.MONTH): (M.CAUSE_MENTIONS,),
    (D.CAUSE, D.BRANCH): (M.CAUSE_MENTIONS,),
    (D.BRANCH, D.CATEGORY): (M.CAUSE_MENTIONS,),
}
_OF_THE_YEAR_BEFORE: Tables = {
    (D.TOTAL,): tuple(M),
    (D.CHANNEL,): (M.COMPLAINTS,),
    (D.FORM,): (M.REGULATOR_COMPLAINTS,),
    (D.PRODUCT_LINE,): (M.COMPLAINTS,),
    (D.CATEGORY,): (M.CAUSE_MENTIONS,),
    (D.CAUSE,): (M.CAUSE_MENTIONS,),
    (D.BRANCH, D.CATEGORY): (M.CAUSE_MENTIONS,),
}
_OF_OTHERS: Tables = {(D.TOTAL,): SUMMED}


class Answers:
    """year: the year, in either view; earlier: what it is held against, None where nothing is."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, year: Scope, earlier: Scope | None) -> None:
        self._cursor = cursor
        self._view = year.view
        self._foreseen = {year: _OF_THE_YEAR} | ({earlier: _OF_THE_YEAR_BEFORE} if earlier else {})
        self._counted: dict[Scope, Counted] = {}
        self._answers: dict[tuple[Scope, By, tuple[Measure, ...]], MeasureTable] = {}

    def of(self, scope: Scope, by: By, measures: tuple[Measure, ...]) -> MeasureTable:
        """As `measure`; the table may have more measures than were asked for. Raises as `measure`."""
        of_a_view = scope.with_(view=self._view)
        foreseen = self._foreseen.get(of_a_view, _OF_OTHERS)
        together = set(measures) <= set(foreseen.get(by, ()))
        if together:
            measures = foreseen[by]
        key = (scope, by, measures)
        if key not in self._answers:
            if not together:
                counted = count_together(self._cursor, scope, {by: measures})
            elif of_a_view in self._counted:
                counted = self._counted[of_a_view]
            else:
                counted = self._counted[of_a_view] = count_together(self._cursor, of_a_view, foreseen)
            self._answers[key] = counted.table(by, scope.view)
        return self._answers[key]


class DeckFacts(Facts):
    """What the findings of the deck's year ask, out of what its slides ask anyway."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, scope: Scope, answers: Answers) -> None:
        self._answers = answers
        super().__init__(cursor, scope)

    def table(self, by: Sequence[Dimension], measures: Sequence[Measure], scope: Scope | None = None) -> MeasureTable:
        return self._answers.of(scope or self.scope, tuple(by), tuple(measures))

    def mentions(self, scope: Scope) -> dict[tuple[str | None, ...], int]:
        return mentions_in(self.table((D.BRANCH, D.CATEGORY), (M.CAUSE_MENTIONS,), scope))
