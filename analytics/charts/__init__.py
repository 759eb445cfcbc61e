"""Figures: one function each, records in, plotly out. The only room that knows plotly; no page in sight."""

from analytics.charts.control_chart import control_chart
from analytics.charts.counts_by_month import counts_by_month
from analytics.charts.palette import Mode, Palette, palette
from analytics.charts.sorted_bars import MOST_BARS, largest_first, sorted_bars
from analytics.charts.waterfall import Step, waterfall
from analytics.charts.year_lines import year_lines

__all__ = [
    "MOST_BARS",
    "Mode",
    "Palette",
    "Step",
    "control_chart",
    "counts_by_month",
    "largest_first",
    "palette",
    "sorted_bars",
    "waterfall",
    "year_lines",
]
