"""What lines above a table state: a branch only where it can be no other, and the unit of figures."""

from __future__ import annotations

import pytest

from analytics.intake.title_lines import stated_branch, stated_units


@pytest.mark.parametrize(
    ("line", "branch"),
    [
        ("安澜财产保险云岭分公司2015年1月投诉台账", "云岭分公司"),
        ("安澜财产保险股份有限公司城东支公司投诉台账", "城东支公司"),
        ("2016年3月城东支公司投诉台账", "城东支公司"),
        ("投诉台账(城西中支)", "城西中支"),
        ("投诉台账-直属营业部", "直属营业部"),
        ("填报单位：城东支公司", "城东支公司"),
        ("填报机构:安澜财险城东支公司　填报人:张三", "城东支公司"),
        ("云岭分公司城东支公司2016年3月", "城东支公司"),  # of the two the lower
        ("本溪支公司投诉台账", "本溪支公司"),
        ("和平支公司2016年台账", "和平支公司"),
    ],
)
def test_one_branch(line: str, branch: str) -> None:
    assert stated_branch([line], "Sheet1", "台账") == branch
    if ":" not in line and "：" not in line:  # no name of a sheet or file holds one
        assert stated_branch([], line, "台账") == branch
        assert stated_branch(["投诉台账"], "Sheet1", line) == branch


@pytest.mark.parametrize(
    "line",
    [
        *("填报单位：客户服务部", "各支公司投诉台账", "云岭分公司辖内支公司台账", "关于报送城东支公司投诉的说明"),
        *("城东支公司、城西支公司台账", "分公司投诉台账", "城东", "全省支公司", "抄送：城东支公司", "本公司所属支公司"),
    ],
)
def test_no_one_branch(line: str) -> None:
    assert stated_branch([line], "Sheet1", "台账") is None


def test_branches_of_several_places() -> None:
    assert stated_branch(["云岭分公司2016年3月投诉台账"], "城东支公司", "台账") == "城东支公司"
    assert stated_branch(["城东支公司投诉台账"], "城西支公司", "台账") is None
    assert stated_branch(["城东支公司投诉台账"], "城东支公司", "城东支公司2016") == "城东支公司"


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：万元", [("yuan", 1e4)]),
        ("填报单位：客户服务部　单位：件、元", [("pieces", 1.0), ("yuan", 1.0)]),
        ("（单位：人民币万元/千张）", [("yuan", 1e4), ("pieces", 1e3)]),
        ("金额单位: 元", [("yuan", 1.0)]),
        ("Premium (in RMB million)", [("yuan", 1e6)]),
        ("单位：万", [(None, 1e4)]),
        ("单位：万美元", [(None, None)]),
        ("单位：%", [(None, None)]),
        ("填报单位：万达支公司", []),
        ("报送单位：元江支公司", []),
    ],
)
def test_units(line: str, units: list[tuple[str | None, float | None]]) -> None:
    assert [(unit.family, unit.factor) for unit in stated_units([line])] == units
