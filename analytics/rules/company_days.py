"""The company's own working days, as Settings keeps them: one small table beside the database."""

from __future__ import annotations

import tempfile
from pathlib import Path

from analytics.rules.rulebook import OVERRIDES
from analytics.rules.stored import bring_up_to_date
from analytics.rules.working_days import overruled, working_days
from analytics.store import Store, check_seen

EMPTY = "day,kind,note\n"


def days_text(store: Store) -> str:
    """The table as it stands; its header alone where the company has none."""
    path = _path(store)
    return path.read_bytes().decode("utf-8-sig", errors="replace") if path.is_file() else EMPTY


def save_days(store: Store, text: str, *, seen: str) -> int:
    """Keep the table and compute the limits under it; in how many days it differs from the one that ships.

    The header alone removes it. seen: the table that was edited. Raises RuleError `bad_working_days` with the line and
    the reason, RequestError `changed_meanwhile`; nothing is kept then.
    """
    path, ships = _path(store), working_days()
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        new = Path(folder) / OVERRIDES
        new.write_text(text, encoding="utf-8")
        ours = overruled(ships, new)
        with store.write(figures=False):  # one at a time
            check_seen(days_text(store), seen)
            if text.strip() in ("", EMPTY.strip()):
                path.unlink(missing_ok=True)
            else:
                new.replace(path)
    bring_up_to_date(store)
    return sum(ships.is_working(day) is not worked for day, worked in ours.exceptions.items())


def _path(store: Store) -> Path:
    return store.path.resolve().parent / OVERRIDES
