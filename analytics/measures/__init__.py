"""Scope -> counts, ratios and times, each a figure that can be defended."""

from analytics.measures.as_reported import ReportedBatch, as_reported
from analytics.measures.complaints import Which, complaints
from analytics.measures.coverage import Covered, LogState, coverage
from analytics.measures.explain import Explanation, LeftOut, Line, explain
from analytics.measures.figure import Figure, Frame, MeasureTable, Missing, Row
from analytics.measures.indicators import INDICATORS, IndicatorRow, IndicatorTable, indicators
from analytics.measures.known import Known, known
from analytics.measures.ladder import LADDER_BY, LadderTable, StepRow, ladder
from analytics.measures.lineage import Version, versions
from analytics.measures.needed import Needed, needed_withdrawals
from analytics.measures.quality import DataQuality, data_quality
from analytics.measures.reasons import REASON_NAMES, Reason, Side
from analytics.measures.restated import Change, Count, RestatedRow, Restatement
from analytics.measures.restatement import restatement
from analytics.measures.scope import Scope, month_range, quarter_of
from analytics.measures.table import measure
from analytics.measures.watchlist import NextStep, WatchList, WatchRow, watchlist
from analytics.measures.what_if import WhatIf, what_if
from analytics.measures.windows import WINDOW_NAMES, Window
from analytics.measures.withdrawals import WithdrawalCurve, WithdrawalTable, withdrawal_curves

__all__ = [
    "INDICATORS",
    "LADDER_BY",
    "REASON_NAMES",
    "WINDOW_NAMES",
    "Change",
    "Count",
    "Covered",
    "DataQuality",
    "Explanation",
    "Figure",
    "Frame",
    "IndicatorRow",
    "IndicatorTable",
    "Known",
    "LadderTable",
    "LeftOut",
    "Line",
    "LogState",
    "MeasureTable",
    "Missing",
    "Needed",
    "NextStep",
    "Reason",
    "ReportedBatch",
    "RestatedRow",
    "Restatement",
    "Row",
    "Scope",
    "Side",
    "StepRow",
    "Version",
    "WatchList",
    "WatchRow",
    "WhatIf",
    "Which",
    "Window",
    "WithdrawalCurve",
    "WithdrawalTable",
    "as_reported",
    "complaints",
    "coverage",
    "data_quality",
    "explain",
    "indicators",
    "known",
    "ladder",
    "measure",
    "month_range",
    "needed_withdrawals",
    "quarter_of",
    "restatement",
    "versions",
    "watchlist",
    "what_if",
    "withdrawal_curves",
]
