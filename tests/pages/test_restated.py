"""Then and now: the screen says what the engine says, and names the complaints in between."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp
from tests.tiny import Tiny


@pytest.fixture
def restated(tiny: Tiny) -> Tiny:
    """March reported with two complaints; then one withdrawal in time and one complaint more came in."""
    tiny.logs({"投诉编号": "A0", "受理时间": "2016-02-01"})
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01"}, {"投诉编号": "A2", "受理时间": "2016-03-02"})
    tiny.logs(
        {"投诉编号": "A1", "受理时间": "2016-03-01", "撤诉日期": "2016-03-09"},
        {"投诉编号": "A3", "受理时间": "2016-03-30"},
    )
    return tiny


@pytest.mark.parametrize(("lang", "march"), [("zh", "2016-03:有效"), ("en", "2016-03: valid")])
def test_then_and_now(
    restated: Tiny, use_store: Callable[[Store], None], run_app: RunApp, lang: str, march: str
) -> None:
    use_store(restated.store)
    app = run_app(page="import", lang=lang)
    app.segmented_control(key="import_view").select("restated").run()
    assert not app.exception and not app.error
    tables = [one.value for one in app.dataframe]
    months: pd.DataFrame = tables[0]
    assert months.iloc[:, 0].tolist() == ["2016-02", "2016-03"]
    assert months.iloc[:, 1].tolist() == [1, 2] and months.iloc[:, 2].tolist() == [1, 3]  # complaints then, now
    assert set(tables[1].iloc[:, 0]) >= {"A3"}
    assert any(march in one.value.replace("\\", "") for one in app.markdown)


def test_one_batch_is_nothing_to_compare(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01"})
    use_store(tiny.store)
    app = run_app(page="import")
    app.segmented_control(key="import_view").select("restated").run()
    assert not app.exception and any("至少要有两批" in one.value for one in app.caption)
