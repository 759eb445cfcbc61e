"""Old data says that it is old, on the landing, from the day on that a log is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny
from ui.stale import STALE_AFTER_DAYS

Use = Callable[[Store], None]
AS_OF = date(2016, 3, 30)


@pytest.mark.parametrize(("later", "said"), [(STALE_AFTER_DAYS, False), (STALE_AFTER_DAYS + 1, True)])
def test_old_data_says_since_when(
    later: int, said: bool, filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Calendar(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return AS_OF + timedelta(later)

    monkeypatch.setattr("datetime.date", Calendar)
    use_store(filled.store)
    words = everything_said(run_app())
    assert ("数据截至 2016-03-30,已" in words) is said
    if said:
        assert f"已 {later} 天没有更新" in words
        assert f"no update for {later} days" in everything_said(run_app(lang="en"))


def test_an_empty_database_is_not_called_old(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert "没有更新" not in everything_said(run_app())
