"""Every figure a test here makes is checked by plotly itself: the running app builds them unchecked, for speed."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from analytics.charts import layout


@pytest.fixture(autouse=True)
def checked_by_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    def checked(spec: dict[str, Any], _validate: bool) -> go.Figure:
        for trace in spec["data"]:
            assert trace.get("opacity", 0) in (
                0,
                1,
            )  # a fainter mark is not seen: the palette's colours are just enough
            assert trace["type"] in ("bar", "box", "scatter")  # the template has nothing to say of others, and
            colours = [trace.get(part, {}).get("color") for part in ("marker", "line")]
            assert any(one is not None for one in (*colours, trace.get("fillcolor"))), trace  # no colours to give
        for name, part in spec["layout"].items():
            assert not name.startswith(("xaxis", "yaxis")) or "range" in part, name  # see analytics/charts/layout.py
        return go.Figure(spec)

    monkeypatch.setattr(layout, "Figure", checked)
