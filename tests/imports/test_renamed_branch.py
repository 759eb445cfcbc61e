"""The same code is the same branch: a later list that names it anew renames it, with its whole history."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from analytics.classify.settle_names import open_names, settle_name
from analytics.imports import undo
from tests.tiny import Tiny


def listed(code: str, name: str, aliases: str = "", parent: str = "") -> dict[str, Any]:
    return {"机构代码": code, "机构名称": name, "上级机构": parent, "别名": aliases}


def by_branch(tiny: Tiny) -> Counter[str]:
    return Counter(row["branch"] for row in tiny.complaints())


@pytest.fixture
def three(tiny: Tiny) -> Tiny:
    """Two complaints of 青屿 under two spellings of the old list, and one of 海棠."""
    names = ["青屿支公司", "屿支", "海棠支公司"]
    tiny.logs(*({"投诉编号": f"T{n}", "受理时间": "2016-01-05", "被投诉机构": name} for n, name in enumerate(names)))
    tiny.load([listed("8803", "青屿支公司", "屿支"), listed("8804", "海棠支公司", parent="青屿支公司")], "list1.csv")
    assert by_branch(tiny) == {"青屿支公司": 2, "海棠支公司": 1}
    return tiny


@pytest.mark.parametrize("aliases", ["", "青屿支公司、青屿"])
def test_the_new_name_has_the_whole_history_and_undo_restores(three: Tiny, aliases: str) -> None:
    before = three.dump()
    renamed = three.load([listed("8803", "青屿分公司", aliases)], "list2.csv").files[0]
    assert by_branch(three) == {"青屿分公司": 2, "海棠支公司": 1}
    with three.store.cursor() as cursor:
        rows = cursor.execute("SELECT branch_code, branch_name, parent FROM branch ORDER BY 1").fetchall()
    assert [row[:2] for row in rows] == [("8803", "青屿分公司"), ("8804", "海棠支公司")]
    assert rows[1][2] == "青屿分公司"
    (said,) = [one for one in renamed.warnings if one.code == "branch_renamed"]
    assert "青屿支公司" in said.message.zh and "青屿分公司" in said.message.zh and "8803" in said.message.en
    assert renamed.batch is not None
    undo(three.store, renamed.batch)
    assert three.dump() == before


def test_two_names_of_one_code_in_one_list_stay_two(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-01-05", "被投诉机构": "甲支公司"},
        {"投诉编号": "T2", "受理时间": "2016-01-06", "被投诉机构": "乙支公司"},
    )
    tiny.load([listed("1", "甲支公司"), listed("1", "乙支公司")], "list.csv")
    assert by_branch(tiny) == {"甲支公司": 1, "乙支公司": 1}
    again = tiny.load([listed("1", "甲支公司"), listed("1", "乙支公司"), listed("2", "丙支公司")], "list2.csv").files[0]
    assert not again.says("branch_renamed")


def test_codes_exchanged_are_no_renaming(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "T1", "受理时间": "2016-01-05", "被投诉机构": "甲支公司"},
        {"投诉编号": "T2", "受理时间": "2016-01-06", "被投诉机构": "乙支公司"},
    )
    tiny.load([listed("1", "甲支公司"), listed("2", "乙支公司")], "list1.csv")
    tiny.load([listed("2", "甲支公司"), listed("1", "乙支公司")], "list2.csv")
    assert by_branch(tiny) == {"甲支公司": 1, "乙支公司": 1}


@pytest.mark.parametrize("aliases", ["", "青屿支公司、青屿"])
def test_what_a_person_settled_under_the_old_name_holds_under_the_new(three: Tiny, aliases: str) -> None:
    """A log's 老青 is 青屿支公司 to a person; the branch is renamed, twice, and the list never says 老青."""
    three.logs({"投诉编号": "T7", "受理时间": "2016-01-07", "被投诉机构": "老青"})
    settle_name(three.store, "branch", "老青", "青屿支公司", by="王", seen=None)
    assert by_branch(three) == {"青屿支公司": 3, "海棠支公司": 1}
    three.load([listed("8803", "青屿分公司", aliases)], "list2.csv")
    assert by_branch(three) == {"青屿分公司": 3, "海棠支公司": 1}
    three.logs({"投诉编号": "T8", "受理时间": "2016-02-07", "被投诉机构": "老青"})  # a label that comes after it
    three.load([listed("8803", "碧湾分公司")], "list3.csv")
    assert by_branch(three) == {"碧湾分公司": 4, "海棠支公司": 1}
    three.exposure(("2016-01", "老青", 1e8, 1000))
    with three.store.cursor() as cursor:
        assert cursor.execute("SELECT branch_name FROM exposure").fetchall() == [("碧湾分公司",)]
        assert not open_names(cursor)
    undo(three.store, 6)
    undo(three.store, 4)
    assert by_branch(three)["青屿支公司"] == 4  # under the first list's name again
