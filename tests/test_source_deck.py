"""The second sample set carries the source deck's figures: 10 complaints, 12 causes, one valid."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.sample_cells import DECK, limit, table


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return table(DECK / "2016年投诉台账.xlsx", "序号")


def test_ten_complaints_and_twelve_causes(rows: list[dict[str, Any]]) -> None:
    assert len({row["投诉编号"] for row in rows}) == len(rows) == 10
    assert {(row["险种"], row["投诉来源"]) for row in rows} == {("车险", "保监绿通")}
    assert all(date(2016, 1, 1) <= row["受理时间"].date() <= date(2016, 10, 31) for row in rows)
    assert Counter(cause for row in rows for cause in row["投诉原因"].split("、")) == {
        "保险责任争议": 2,
        "标的不赔偿三者": 4,
        "赔偿标准异议": 3,
        "全责方不配合理赔": 1,
        "未协助理赔": 1,
        "疑义案件争议": 1,
    }


def test_one_is_valid_and_nine_are_withdrawn_within_their_limits(rows: list[dict[str, Any]]) -> None:
    limits = {row["投诉编号"]: limit(row["受理时间"].date(), row["投诉类别"] == "非正式") for row in rows}
    (valid,) = (row for row in rows if row["撤诉日期"] is None)
    assert valid["投诉原因"] == "赔偿标准异议" and "变速箱" in valid["投诉内容"]
    assert all(row["撤诉日期"].date() <= limits[row["投诉编号"]] for row in rows if row is not valid)
    days = [value.date() for row in rows for value in row.values() if hasattr(value, "date")]
    assert limits[valid["投诉编号"]] < max(days) and date(2016, 10, 1) <= max(days) <= date(2016, 10, 31)
    assert {row["投诉类别"] for row in rows} == {"正式", "非正式"}


def test_the_ratios_can_be_done_in_the_head() -> None:
    """1 valid over 80 million yuan is 1.25 per 100 million; over 40,000 policies, 0.025 a thousand."""
    exposure = table(DECK / "保费与保单.xlsx", "月份")
    assert len(exposure) == 30
    assert sum(row["保费收入(万元)"] for row in exposure) == pytest.approx(8_000)
    assert sum(row["有效保单(千张)"] for row in exposure if row["月份"].month == 10) == pytest.approx(40)
