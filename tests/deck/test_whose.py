"""A deck says whose complaints it counts: of a branch with others below it, those booked at itself."""

from __future__ import annotations

import pytest

from tests.deck.made import Opened, made
from tests.tiny import Tiny


@pytest.mark.parametrize(("branch", "said"), [("甲中支", "甲中支(仅本级)"), ("乙支公司", "乙支公司")])
def test_a_branch_with_others_below_it_is_itself_only_and_says_so(tiny: Tiny, branch: str, said: str) -> None:
    tiny.load([{"机构名称": "甲中支", "上级机构": ""}, {"机构名称": "乙支公司", "上级机构": "甲中支"}])
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-03-02", "被投诉机构": "甲中支"},
        {"投诉编号": "B", "受理时间": "2016-03-03", "被投诉机构": "乙支公司"},
        {"投诉编号": "C", "受理时间": "2016-03-04", "被投诉机构": "乙支公司"},
    )
    deck = Opened(made(tiny.store, branch=branch))
    assert f"{said}\n" in deck.text("cover")
    assert f"N = {1 if branch == '甲中支' else 2} 件 · {said} · " in deck.text("summary")
    assert ("仅本级" in deck.everything()) is ("仅本级" in said)
