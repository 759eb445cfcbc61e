"""Every figure a test here makes is checked by plotly itself: the running app builds them unchecked, for speed."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from analytics.charts import layout


def value_ticks(axis: dict[str, Any]) -> list[float]:
    """The numbers that stand along an axis; none where it has names, or nothing that is seen."""
    named = "ticktext" in axis or axis.get("type") == "category"
    seen = axis.get("visible", True) and axis.get("showticklabels", True)
    return axis.get("tickvals", []) if seen and not named else []


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
            if name.startswith(("xaxis", "yaxis")):
                assert "range" in part, name  # see analytics/charts/layout.py
                assert "nticks" not in part and len(value_ticks(part)) <= 5, (name, part)  # plotly may draw one more
        return go.Figure(spec)

    monkeypatch.setattr(layout, "Figure", checked)
