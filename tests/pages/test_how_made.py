"""Every page of figures says how its measures are made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp
from tests.tiny import Tiny

Use = Callable[[Store], None]


@pytest.fixture
def counted(tiny: Tiny) -> Tiny:
    """Two branches, three formal complaints of the regulator, one withdrawn in time; premium of 2 and 3 hundred
    million yuan."""
    rows = [("甲支公司", "", "理赔时效"), ("甲支公司", "2016-01-12", "服务态度"), ("乙支公司", "", "理赔时效")]
    tiny.logs(
        *(
            {
                "投诉编号": f"H{number}",
                "受理时间": "2016-01-05",
                "撤诉日期": withdrawn,
                "被投诉机构": branch,
                "投诉类别": "正式",
                "投诉原因": cause,
            }
            for number, (branch, withdrawn, cause) in enumerate(rows)
        )
    )
    tiny.exposure(("2016-01", "甲支公司", 200_000_000, 10), ("2016-01", "乙支公司", 300_000_000, 10))
    return tiny


@pytest.mark.parametrize(
    ("page", "address", "said"),
    [
        ("trends", {}, "**投诉件数** ="),
        ("trends", {"measure": "premium_ratio"}, "÷ 5.00 亿元"),
        ("branches", {"counted": "valid"}, "÷ 5.00 亿元"),
        ("branch", {"unit": "甲支公司"}, "÷ 2.00 亿元"),
        ("causes", {}, "**原因项数** ="),
    ],
)
def test_a_page_says_how_its_measures_are_made(
    counted: Tiny, use_store: Use, run_app: RunApp, page: str, address: dict[str, str], said: str
) -> None:
    use_store(counted.store)
    app = run_app(page, **address)
    app.button(key="how_made").click().run()
    assert not app.exception and not app.error
    told = [one.value for one in app.markdown]
    assert any(said in one for one in told), told
