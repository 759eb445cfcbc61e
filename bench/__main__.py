"""make bench"""

from __future__ import annotations

import sys

from bench import causes_bench, dashboard_bench, deck_bench, intake_bench, masking_bench, measures_bench
from bench.timing import show


def main() -> int:
    met = True
    for part in (causes_bench, masking_bench, intake_bench, measures_bench, deck_bench, dashboard_bench):
        ratios = part.run()
        show(ratios)
        met = met and all(one.met for one in ratios)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
