"""Makes the sample workbooks of an invented insurer; the same cells and bytes every time.

python data/sample/make_sample.py        rebuilds data/sample/*.xlsx and data/source-deck-2016/*.xlsx
python data/sample/make_sample.py DIR    writes the main set into DIR

Needs openpyxl and nothing of the product.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # run by path (runpy) the package beside this file is not found otherwise
    sys.path.insert(0, str(HERE))

from anlan.history import history  # noqa: E402
from anlan.insurer import BRANCHES, exposures  # noqa: E402
from anlan.logs import TITLE_COMPANY, write_log  # noqa: E402
from anlan.registers import write_branches, write_exposure  # noqa: E402
from anlan.source_deck import write_deck  # noqa: E402


def write_sample(directory: Path) -> list[Path]:
    """The main set: 24 monthly logs 2015-01 to 2016-12, the branch list, premium and policies."""
    complaints = history()
    logs = [write_log(directory, complaints, year, month) for year in (2015, 2016) for month in range(1, 13)]
    return [
        *logs,
        write_branches(directory / "机构清单.xlsx", f"{TITLE_COMPANY}机构清单", BRANCHES),
        write_exposure(directory / "保费与保单.xlsx", f"{TITLE_COMPANY}保费与保单", exposures()),
    ]


def write_source_deck(directory: Path) -> list[Path]:
    """The second set: ten complaints with the source deck's figures, and their exposure."""
    return write_deck(directory)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        written = write_sample(Path(sys.argv[1]))
    else:
        written = write_sample(HERE) + write_source_deck(HERE.parent / "source-deck-2016")
    print(f"{len(written)} workbooks written, the last one {written[-1]}")
