"""Old data says that it is old, on every page, from the day on that a log is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny
from ui.navigation import names
from ui.stale import STALE_AFTER_DAYS

Use = Callable[[Store], None]
AS_OF = date(2016, 3, 30)


def today_is(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    class Calendar(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return day

    monkeypatch.setattr("ui.stale.date", Calendar)


@pytest.mark.parametrize(("later", "said"), [(STALE_AFTER_DAYS, False), (STALE_AFTER_DAYS + 1, True)])
def test_old_data_says_since_when(
    later: int, said: bool, filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(AS_OF + timedelta(later), monkeypatch)
    use_store(filled.store)
    words = everything_said(run_app())
    assert ("数据截至 2016-03-30,已" in words) is said
    if said:
        assert f"已 {later} 天没有更新" in words
        assert f"no update for {later} days" in everything_said(run_app(lang="en"))


@pytest.mark.parametrize("page", sorted(names()))
def test_every_page_says_how_old_its_data_is(
    page: str, filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(date(2016, 7, 1), monkeypatch)  # 93 days after 30 March
    use_store(filled.store)
    for lang, words in (("zh", "已 93 天没有更新"), ("en", "No update for 93 days")):
        app = run_app(page, lang=lang)
        assert not app.exception and not app.error
        assert any(words in one.value for one in app.sidebar.caption)


def test_an_empty_database_is_not_called_old(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert "没有更新" not in everything_said(run_app())
