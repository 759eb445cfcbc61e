"""Every figure a test here makes is checked by plotly itself: the running app builds them unchecked, for speed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import plotly.graph_objects as go
import pytest

from analytics.charts import layout


@pytest.fixture(autouse=True)
def checked_by_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    def checked(spec: dict[str, Any], _validate: bool) -> go.Figure:
        return go.Figure(spec)

    monkeypatch.setattr(layout, "go", SimpleNamespace(Figure=checked))
