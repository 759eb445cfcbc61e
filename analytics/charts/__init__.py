"""Figures: one function each, records in, plotly out. The only room that knows plotly; no page in sight."""

from analytics.charts.cell_grid import GridCell, cell_grid
from analytics.charts.control_chart import control_chart
from analytics.charts.counts_by_month import counts_by_month
from analytics.charts.flow import Node, flow
from analytics.charts.funnel_plot import funnel_plot
from analytics.charts.icicle import Block, icicle
from analytics.charts.interval_rows import IntervalRow, interval_rows
from analytics.charts.paired_shares import Pair, paired_shares
from analytics.charts.palette import Mode, Palette, palette
from analytics.charts.pareto import SO_FAR, pareto_chart
from analytics.charts.ratio_lines import RatioPoint, ratio_lines
from analytics.charts.small_multiples import Panel, small_multiples
from analytics.charts.sorted_bars import MOST_BARS, UNKNOWN, largest_first, sorted_bars
from analytics.charts.survival_curves import survival_curves
from analytics.charts.times import day_boxes, done_by_day
from analytics.charts.waterfall import END, START, Step, waterfall
from analytics.charts.year_lines import year_lines

__all__ = [
    "END",
    "MOST_BARS",
    "SO_FAR",
    "START",
    "UNKNOWN",
    "Block",
    "GridCell",
    "IntervalRow",
    "Mode",
    "Node",
    "Pair",
    "Palette",
    "Panel",
    "RatioPoint",
    "Step",
    "cell_grid",
    "control_chart",
    "counts_by_month",
    "day_boxes",
    "done_by_day",
    "flow",
    "funnel_plot",
    "icicle",
    "interval_rows",
    "largest_first",
    "paired_shares",
    "palette",
    "pareto_chart",
    "ratio_lines",
    "small_multiples",
    "sorted_bars",
    "survival_curves",
    "waterfall",
    "year_lines",
]
