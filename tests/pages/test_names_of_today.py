"""A branch renamed, a cause or a category merged since a link was made or a list opened: it leads where they are now.

Under the old name nothing is found, or what a list leaves out comes back: a wrong number without a word.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.classify.category_edits import merge_category, retire_category
from analytics.classify.reclassify import save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.classify.taxonomy_edits import merge
from analytics.store import Store
from tests.pages.conftest import RunApp
from tests.tiny import Tiny
from ui.drill import apart

# (received, branch, cause) of T0 to T5
ROWS = [
    ("2016-01-05", "甲支公司", "理赔时效"),
    ("2016-02-05", "甲支公司", "理赔时效"),
    ("2016-02-06", "甲支公司", "理赔时效"),
    ("2016-02-07", "乙支公司", "服务态度"),
    ("2016-02-08", "乙支公司", "退保退费"),
    ("2016-02-09", "乙支公司", "擅自续保"),
]
# The step of all the others together, beside that of 甲's delays.
REST = f"month=2016-02&apart={apart([('claim_delay', '甲支公司')])}"


@pytest.fixture
def six(tiny: Tiny, use_store: Callable[[Store], None]) -> Tiny:
    tiny.logs(
        *(
            {"投诉编号": f"T{n}", "受理时间": day, "被投诉机构": branch, "投诉原因": cause}
            for n, (day, branch, cause) in enumerate(ROWS)
        )
    )
    use_store(tiny.store)
    return tiny


def rename_first(tiny: Tiny) -> None:
    tiny.load(
        [
            {"机构代码": "01", "机构名称": "新城支公司", "别名": "甲支公司"},
            {"机构代码": "02", "机构名称": "乙支公司", "别名": ""},
        ]
    )


def change(tiny: Tiny, edit: Callable[..., Taxonomy], *codes: str) -> None:
    with tiny.store.cursor() as cursor:
        now = current_taxonomy(cursor)
    save_taxonomy(tiny.store, edit(now, *codes), by="甲")


def numbers(app: AppTest) -> list[str]:
    assert not app.exception and not app.error
    return [number for table in app.dataframe for number in table.value.get("投诉编号", ())]


def complaints(app: AppTest) -> str:
    assert not app.exception and not app.error
    return next(one.value for one in app.metric if one.label == "投诉(件)")


def test_the_sum_of_the_small_steps_leaves_out_the_branch_by_its_new_name(six: Tiny, run_app: RunApp) -> None:
    assert numbers(run_app(list=REST)) == ["T3", "T4", "T5"]
    rename_first(six)
    app = run_app(list=REST)
    assert numbers(app) == ["T3", "T4", "T5"]
    assert "“甲支公司”现名“新城支公司”" in app.warning[0].value


def test_a_new_name_is_said_once(six: Tiny, run_app: RunApp) -> None:
    """However often a link has the old one: two steps of one branch, and the filter."""
    rename_first(six)
    two = apart([("claim_delay", "甲支公司"), ("staff_attitude", "甲支公司")])
    app = run_app(list=f"month=2016-02&apart={two}", branch=["甲支公司", "乙支公司"])
    assert numbers(app) == ["T3", "T4", "T5"]
    assert app.warning[0].value.count("“甲支公司”现名") == 1


@pytest.mark.parametrize(("mark", "listed"), [(REST, ["T3", "T4", "T5"]), ("branch=甲支公司", ["T0", "T1", "T2"])])
def test_a_list_that_is_open_while_a_branch_is_renamed(
    mark: str, listed: list[str], six: Tiny, run_app: RunApp
) -> None:
    app = run_app(list=mark)
    assert numbers(app) == listed
    rename_first(six)
    app.run()
    assert numbers(app) == listed
    assert "“甲支公司”现名“新城支公司”" in app.warning[0].value


def test_a_filters_category_that_was_merged(six: Tiny, run_app: RunApp) -> None:
    """One complaint of policy service and one of sales, where it went."""
    open_before = run_app(category=["policy_service"])
    assert complaints(open_before) == "1"
    change(six, merge_category, "policy_service", "sales_underwriting")
    for app in (run_app(category=["policy_service"]), open_before.run()):
        assert complaints(app) == "2"
        assert "“保全退保”已并入“承保销售”" in app.warning[0].value
        assert app.query_params["category"] in ("sales_underwriting", ["sales_underwriting"])
    both = run_app(category=["policy_service", "sales_underwriting"])
    assert complaints(both) == "2"


def test_a_merged_category_is_not_offered_a_retired_one_is(six: Tiny, run_app: RunApp) -> None:
    change(six, merge_category, "policy_service", "sales_underwriting")
    change(six, retire_category, "liability_dispute")
    offered = run_app().multiselect(key="filter_category_0").options
    assert "责任争议" in offered and "承保销售" in offered and "保全退保" not in offered


@pytest.mark.parametrize(
    ("mark", "before", "after"),
    [
        ("cause=claim_delay", ["T0", "T1", "T2"], ["T0", "T1", "T2", "T3"]),
        ("month=2016-02&primary_cause=claim_delay", ["T1", "T2"], ["T1", "T2", "T3"]),
        (REST, ["T3", "T4", "T5"], ["T3", "T4", "T5"]),
    ],
)
def test_a_list_of_a_cause_that_was_merged(
    mark: str, before: list[str], after: list[str], six: Tiny, run_app: RunApp
) -> None:
    open_before = run_app(list=mark)
    assert numbers(open_before) == before
    change(six, merge, "claim_delay", "staff_attitude")
    for app in (run_app(list=mark), open_before.run()):
        assert numbers(app) == after
        assert "“理赔时效”已并入“服务态度”" in app.warning[0].value


def test_a_list_of_a_category_that_was_merged(six: Tiny, run_app: RunApp) -> None:
    change(six, merge_category, "policy_service", "sales_underwriting")
    for kind in ("category", "mention_category"):
        assert numbers(run_app(list=f"{kind}=policy_service")) == ["T4", "T5"]
