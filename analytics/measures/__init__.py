"""Scope -> counts, ratios and times, each a figure that can be defended."""

from analytics.measures.as_reported import ReportedBatch, as_reported
from analytics.measures.benchmarks import Benchmark, benchmarks
from analytics.measures.complaints import Which, complaints
from analytics.measures.coverage import Covered, LogGaps, LogState, coverage, log_gaps
from analytics.measures.explain import Explanation, LeftOut, Line, explain
from analytics.measures.figure import Figure, Frame, MeasureTable, Missing, Row
from analytics.measures.indicators import INDICATORS, IndicatorRow, IndicatorTable, indicators
from analytics.measures.insurers import Insurer, InsurerList, Ranking, insurer_lists, rank_insurers
from analytics.measures.known import Known, known
from analytics.measures.ladder import LADDER_BY, LadderTable, StepRow, ladder
from analytics.measures.lineage import Version, versions
from analytics.measures.market import MarketComparison, Standing, against_market
from analytics.measures.needed import Needed, needed_withdrawals
from analytics.measures.outstanding import Outstanding, outstanding
from analytics.measures.quality import DataQuality, data_quality
from analytics.measures.reasons import REASON_NAMES, Reason, Side
from analytics.measures.restated import Change, Count, RestatedRow, Restatement
from analytics.measures.restatement import restatement
from analytics.measures.scope import Scope, month_range, quarter_of
from analytics.measures.table import anything_known, measure
from analytics.measures.watchlist import NextStep, WatchList, WatchRow, watchlist
from analytics.measures.what_if import WhatIf, what_if
from analytics.measures.windows import Window
from analytics.measures.withdrawals import WithdrawalCurve, WithdrawalTable, withdrawal_curves

__all__ = [
    "INDICATORS",
    "LADDER_BY",
    "REASON_NAMES",
    "Benchmark",
    "Change",
    "Count",
    "Covered",
    "DataQuality",
    "Explanation",
    "Figure",
    "Frame",
    "IndicatorRow",
    "IndicatorTable",
    "Insurer",
    "InsurerList",
    "Known",
    "LadderTable",
    "LeftOut",
    "Line",
    "LogGaps",
    "LogState",
    "MarketComparison",
    "MeasureTable",
    "Missing",
    "Needed",
    "NextStep",
    "Outstanding",
    "Ranking",
    "Reason",
    "ReportedBatch",
    "RestatedRow",
    "Restatement",
    "Row",
    "Scope",
    "Side",
    "Standing",
    "StepRow",
    "Version",
    "WatchList",
    "WatchRow",
    "WhatIf",
    "Which",
    "Window",
    "WithdrawalCurve",
    "WithdrawalTable",
    "against_market",
    "anything_known",
    "as_reported",
    "benchmarks",
    "complaints",
    "coverage",
    "data_quality",
    "explain",
    "indicators",
    "insurer_lists",
    "known",
    "ladder",
    "log_gaps",
    "measure",
    "month_range",
    "needed_withdrawals",
    "outstanding",
    "quarter_of",
    "rank_insurers",
    "restatement",
    "versions",
    "watchlist",
    "what_if",
    "withdrawal_curves",
]
