"""The package as a whole: light to import, and all its public names there."""

from __future__ import annotations

import subprocess
import sys

import analytics.statistics


def test_importing_does_not_load_scipy() -> None:
    """scipy.special takes half a second and scipy.stats two; a page that only needs a Pareto pays neither."""
    code = "import sys, analytics.statistics; sys.exit(any(name.startswith('scipy') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nothing_ever_loads_scipy_stats() -> None:
    code = (
        "import sys; from analytics.statistics import *;"
        "poisson_interval(3); wilson_interval(1, 2); compare_counts(1, 2); build_funnel([3, 90], [1, 1]);"
        "rate_chart([1, 2], [1, 1]); kaplan_meier([1, 2], [True, False]);"
        "month_effect({(y, m): 10 for y in (1, 2) for m in range(1, 13)});"
        "sys.exit('scipy.stats' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_public_name_exists() -> None:
    for name in analytics.statistics.__all__:
        assert hasattr(analytics.statistics, name)
