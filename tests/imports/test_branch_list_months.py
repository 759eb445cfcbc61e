"""Branch lists speak in the order of the months they state, whatever the order in which they are imported."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.imports import undo
from tests.imports.test_renamed_branch import by_branch, listed
from tests.tiny import Tiny

OLD, NEW = "机构清单2016年1月.csv", "机构清单2016年9月.csv"
NAMES = ["甲支公司", "乙支公司", "丙支公司"]


def branches(tiny: Tiny) -> list[Any]:
    with tiny.store.cursor() as cursor:
        return cursor.execute("SELECT branch_code, branch_name, parent, aliases FROM branch ORDER BY ALL").fetchall()


def exposure(tiny: Tiny) -> list[Any]:
    with tiny.store.cursor() as cursor:
        rows = "SELECT month, branch_name, premium_yuan, policies FROM exposure ORDER BY ALL"
        return cursor.execute(rows).fetchall()


def test_an_older_list_that_comes_later_renames_nothing_back(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-05", "被投诉机构": "甲支公司"})
    tiny.load([listed("1", "甲中心支公司"), listed("2", "乙支公司")], NEW)
    late = tiny.load([listed("1", "甲支公司"), listed("2", "乙支公司", parent="甲支公司")], OLD).files[0]
    assert late.sheets[0].report_month == "2016-01"
    assert by_branch(tiny) == {"甲中心支公司": 1}
    assert branches(tiny) == [("1", "甲中心支公司", None, "甲支公司"), ("2", "乙支公司", "甲中心支公司", None)]
    (renamed,) = [one for one in late.warnings if one.code == "branch_renamed"]
    assert renamed.value == "1" and "现名“甲中心支公司”" in renamed.message.zh
    assert late.batch is not None
    undo(tiny.store, late.batch)
    assert branches(tiny) == [("1", "甲中心支公司", None, None), ("2", "乙支公司", None, None)]


def test_a_list_without_a_month_speaks_after_the_months_before_it(tiny: Tiny) -> None:
    """Imported after January's it goes before September's, and after what is older than January's."""
    tiny.load([listed("1", "一月")], OLD)
    tiny.load([listed("1", "无月")], "机构清单.csv")
    assert [row[1] for row in branches(tiny)] == ["无月"]
    tiny.load([listed("1", "去年")], "机构清单2015年12月.csv")
    assert [row[1] for row in branches(tiny)] == ["无月"]
    tiny.load([listed("1", "九月")], NEW)
    assert [row[1] for row in branches(tiny)] == ["九月"]
    tiny.load([listed("1", "又无月")], "机构.csv")
    assert [row[1] for row in branches(tiny)] == ["又无月"]


LIST = st.lists(
    st.builds(
        listed,
        st.sampled_from(["1", "2", "3", ""]),
        st.sampled_from(NAMES),
        st.sampled_from(["", "", *NAMES, "老甲"]),
        st.sampled_from(["", *NAMES]),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=st.lists(LIST, min_size=2, max_size=3), order=st.randoms(use_true_random=False))
def test_the_order_of_import_does_not_matter(tmp_path: Path, lists: list[Any], order: Any) -> None:
    logs = [
        {"投诉编号": f"T{n}", "受理时间": "2016-01-05", "被投诉机构": name, "投诉来源": "12378"}
        for n, name in enumerate([*NAMES, "老甲", "2"])
    ]
    premium = [
        {"月份": "2016-01", "机构": name, "保费收入(元)": 10**n, "有效保单(张)": n} for n, name in enumerate(NAMES, 6)
    ]
    files = [(rows, f"机构清单2016年{month}月.csv") for month, rows in enumerate(lists, 1)]
    files += [(logs, "2016年1月台账.csv"), (premium, "保费.csv")]
    seen = []
    for shuffled in (False, True):
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        tiny = Tiny(folder)
        several = order.sample(files, len(files)) if shuffled else files
        for rows, name in several:
            tiny.load(rows, name)
        now = branches(tiny), by_branch(tiny), exposure(tiny)
        seen.append(now)
        again = tiny.load([listed("1", "丁支公司", "甲支公司、乙支公司", "丙支公司")], "机构清单2016年12月.csv")
        undo(tiny.store, again.files[0].batch or 0)
        assert (branches(tiny), by_branch(tiny), exposure(tiny)) == now
        tiny.store.close()
        shutil.rmtree(folder)
    assert seen[0] == seen[1]
