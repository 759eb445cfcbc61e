"""合计 beside the product lines of a branch: known where it stands alone, and never counted besides its lines."""

from __future__ import annotations

from tests.tiny import Tiny


def premium(tiny: Tiny, by: str) -> dict[str, float | None]:
    return {row[by]: row["premium_yuan"] for row in tiny.records(by, "premium_yuan")}


def test_a_total_beside_its_lines_is_not_counted_twice(tiny: Tiny) -> None:
    tiny.exposure(
        ("2016-03", "甲支公司", "车险", 70, 7),
        ("2016-03", "甲支公司", "企财险", 30, 3),
        ("2016-03", "甲支公司", "合计", 100, 10),
        ("2016-03", "乙支公司", "车险", 50, 5),
        ("2016-03", "乙支公司", "企财险", 10, 1),
    )
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-05"})
    assert premium(tiny, "branch") == {"乙支公司": 60, "甲支公司": 100}
    assert premium(tiny, "month") == {"2016-03": 160}
    lines = {row["product_line"]: row["premium_yuan"] for row in tiny.records("product_line", "premium_yuan")}
    assert {line: lines[line] for line in ("车险", "企财险")} == {"车险": 120, "企财险": 40}
    assert "合计" not in lines


def test_a_total_that_stands_alone_does_not_vanish(tiny: Tiny) -> None:
    tiny.exposure(("2016-03", "甲支公司", "合计", 100, 10), ("2016-03", "乙支公司", "总计", 60, 6))
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-03-05"})
    assert premium(tiny, "branch") == {"乙支公司": 60, "甲支公司": 100}
