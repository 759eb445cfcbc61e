"""Statistics for small counts: pure functions on numbers, no database and no data frames.

Shared conventions:

* A missing value is None or NaN and is never read as zero. Scalars answer None, arrays answer NaN.
* What can only be a slip of the caller (a negative count, a confidence of 95) raises ValueError.
* SciPy is imported on first use, inside the functions: importing this package costs no more than numpy.
"""

from __future__ import annotations

from analytics.statistics.clusters import Cluster, find_clusters, find_share_clusters
from analytics.statistics.comparison import CountComparison, compare_counts
from analytics.statistics.control_charts import (
    ChartKind,
    ControlChart,
    Rule,
    laney_u_chart,
    rate_chart,
    u_chart,
    xmr_chart,
)
from analytics.statistics.dispersion import Dispersion, measure_dispersion
from analytics.statistics.funnel import Funnel, FunnelUnit, Position, build_funnel
from analytics.statistics.funnel_limits import FunnelLimits, inflated_limits, poisson_limits
from analytics.statistics.intervals import (
    Interval,
    Intervals,
    poisson_interval,
    rate_interval,
    wilson_interval,
)
from analytics.statistics.keyness import keyness, keyness_p
from analytics.statistics.pareto import ParetoItem, pareto_items
from analytics.statistics.proportions import compare_proportions
from analytics.statistics.quantiles import box, median, p90
from analytics.statistics.ranking import MINIMUM_VALID_COMPLAINTS, Rank, rank_ratios
from analytics.statistics.residuals import MixResiduals, adjusted_residuals
from analytics.statistics.seasonality import MonthEffect, MonthVerdict, month_effect
from analytics.statistics.survival import SurvivalCurve, SurvivalStep, kaplan_meier

__all__ = [
    "MINIMUM_VALID_COMPLAINTS",
    "ChartKind",
    "Cluster",
    "ControlChart",
    "CountComparison",
    "Dispersion",
    "Funnel",
    "FunnelLimits",
    "FunnelUnit",
    "Interval",
    "Intervals",
    "MixResiduals",
    "MonthEffect",
    "MonthVerdict",
    "ParetoItem",
    "Position",
    "Rank",
    "Rule",
    "SurvivalCurve",
    "SurvivalStep",
    "adjusted_residuals",
    "box",
    "build_funnel",
    "compare_counts",
    "compare_proportions",
    "find_clusters",
    "find_share_clusters",
    "inflated_limits",
    "kaplan_meier",
    "keyness",
    "keyness_p",
    "laney_u_chart",
    "measure_dispersion",
    "median",
    "month_effect",
    "p90",
    "pareto_items",
    "poisson_interval",
    "poisson_limits",
    "rank_ratios",
    "rate_chart",
    "rate_interval",
    "u_chart",
    "wilson_interval",
    "xmr_chart",
]
