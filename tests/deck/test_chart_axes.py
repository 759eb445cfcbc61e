"""Where the value axes of the deck's charts end."""

from __future__ import annotations

import pytest

from analytics.deck.chart_axes import value_ticks


@pytest.mark.parametrize(
    ("largest", "code", "last_tick"),
    [(1.0, "0.0%", 1.0), (0.97, "0%", 1.0), (0.6, "0%", 0.8), (1.0, "0.00", 1.25), (125.0, "#,##0", 150.0)],
)
def test_a_share_ends_at_100_percent_and_has_room_for_its_label(largest: float, code: str, last_tick: float) -> None:
    top, step = value_ticks(largest, False, code)
    assert int(top / step + 1e-9) * step == pytest.approx(last_tick)
    assert top > largest
