"""A finding: a fact with its numbers, the test it passed, and the way to its figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analytics.errors import Text
from analytics.vocabulary import Dimension

Number = float | int | str | None


class Page(StrEnum):
    """The pages that findings stand on and lead to; the names are those of the navigation."""

    OVERVIEW = "overview"
    TRENDS = "trends"
    BRANCHES = "branches"
    CAUSES = "causes"
    INDICATORS = "indicators"
    DEADLINES = "deadlines"
    IMPORT = "import"
    REVIEW = "review"


class Tone(StrEnum):
    """How a finding is to be shown: the warm colour is for ACTION only, CONTEXT is grey."""

    ACTION = "action"  # somebody should do or mend something
    NOTE = "note"  # a test was passed, and it is good news or nobody's task
    CONTEXT = "context"  # what stands around: a plain count, or that nothing is out of the ordinary


class Code(StrEnum):
    """What kind of fact it is. Stable: tests, filters and links rely on it."""

    MONTH_COUNTS = "month_counts"  # the latest month beside the one before, as plain counts
    LARGEST = "largest"  # where most of the latest month comes from, as plain counts
    WITHIN = "within"  # tested, and nothing out of the ordinary
    NOT_JUDGED = "not_judged"  # no test can be made, and why
    ABOVE_LIMITS = "above_limits"
    BELOW_LIMITS = "below_limits"
    SHIFT = "shift"  # a run, a trend or points close to a limit that end in the latest month
    EARLIER_SIGNAL = "earlier_signal"  # a month of the period before the latest one lies outside its limits
    BRANCH_HIGH = "branch_high"  # above the funnel
    BRANCH_LOW = "branch_low"
    BRANCH_MIX = "branch_mix"  # a branch whose share of a cause category differs from the others'
    BRANCH_CLUSTER = "branch_cluster"  # a branch with more of a month or two than its share of the other months
    BRANCH_STEP = "branch_step"  # a branch that is late with a step more often than the others
    CAUSE_SHARE = "cause_share"  # a cause category whose share differs from that of the year before
    UNCLASSIFIED = "unclassified"  # complaints whose cause nobody knows yet
    PARETO = "pareto"  # the few categories that make most mentions
    RATIO_HIGHER = "ratio_higher"  # than in the same months of the year before
    RATIO_LOWER = "ratio_lower"
    ABOVE_MARKET = "above_market"
    BELOW_MARKET = "below_market"
    STEP_SLIPPING = "step_slipping"  # a step of the ladder done in time less often than a year before
    STEP_BETTER = "step_better"
    STEP_LATE = "step_late"  # the step most often late, as plain counts
    PENDING_DUE = "pending_due"
    DATA_MISSING = "data_missing"
    BRANCH_UNLISTED = "branch_unlisted"  # names of branches that the branch list does not have
    STATED_DIFFERS = "stated_differs"  # the log's own word on validity is not the rule book's


@dataclass(frozen=True, slots=True)
class Link:
    """Where the figure of a finding stands. dimension, value: what is marked or filtered there; None: all of it."""

    page: Page
    dimension: Dimension | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact. text: the sentence with its numbers; test: how it was tested, or why it was not, in few words.

    page: where it was asked for. rank: larger first; findings come sorted. numbers: the same numbers by name,
    unrounded. tone: what it may be coloured.
    """

    code: Code
    page: Page
    tone: Tone
    text: Text
    test: Text
    where: Link
    rank: float = 0.0
    numbers: Mapping[str, Number] = field(default_factory=dict)
