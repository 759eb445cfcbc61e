"""Long branch names are shortened to what tells them apart, and never to the same thing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analytics.deck.short_names import LONGEST, short_names


def test_short_ones_stay() -> None:
    assert short_names(["城东支公司", "城西支公司"]) == {"城东支公司": "城东支公司", "城西支公司": "城西支公司"}


def test_what_they_share_goes() -> None:
    names = [f"安澜财产保险股份有限公司云岭{place}支公司" for place in ("石塘镇", "松岗镇", "白鹭镇", "柳溪湖")]
    short = short_names(names)
    assert len(set(short.values())) == 4
    assert all(place in short[name] for place, name in zip(("石塘", "松岗", "白鹭", "柳溪"), names, strict=True))


@given(st.lists(st.text("甲乙丙丁支公司中心 ab", min_size=1, max_size=40), unique=True, max_size=12))
def test_they_stay_apart(names: list[str]) -> None:
    short = short_names(names)
    assert set(short) == set(names)
    assert len(set(short.values())) == len(names)
    assert all(one == name or len(one) <= LONGEST for name, one in short.items())
