"""A branch's figures are its own: resolved only where a label can mean one branch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.classify.branch_names import normalise_branch, split_aliases
from analytics.classify.branches import BranchIndex

# An invented insurer: 云州 has branches of its own, 湖南 writes 省, two offices share 城西.
LIST = [
    ("01", "云州分公司", "云州;云州公司", None),
    ("0101", "城东支公司", "东城、城东区", "云州分公司"),
    ("0102", "城西支公司", None, "云州分公司"),
    ("0103", "城西营业部", None, "云州分公司"),
    ("0104", "长河市中心支公司", None, "01"),
    ("02", "湖南省分公司", None, None),
    ("0201", "沙市支公司", "沙市办；荆沙", "湖南省分公司"),
    ("A-1", "Harbour Office", "HO", None),
]


@pytest.fixture(scope="module")
def index() -> BranchIndex:
    return BranchIndex(LIST)


@pytest.mark.parametrize(
    ("label", "name", "how"),
    [
        ("城东支公司", "城东支公司", "exact"),
        (" 城东 支公司 ", "城东支公司", "exact"),
        ("城东支公司。", "城东支公司", "exact"),
        ("harbour  office", "Harbour Office", "exact"),
        ("0101", "城东支公司", "code"),
        ("０１０１", "城东支公司", "code"),
        ("a-1", "Harbour Office", "code"),
        ("东城", "城东支公司", "alias"),
        ("城东区", "城东支公司", "alias"),
        ("荆沙", "沙市支公司", "alias"),
        ("云州", "云州分公司", "alias"),
        ("城东", "城东支公司", "suffix"),
        ("城东支", "城东支公司", "suffix"),
        ("城东营业部", "城东支公司", "suffix"),
        ("城东营销服务部", "城东支公司", "suffix"),
        ("城东中支", "城东支公司", "suffix"),
        ("城西支", "城西支公司", "suffix"),
        ("长河中支", "长河市中心支公司", "suffix"),
        ("长河市", "长河市中心支公司", "suffix"),
        ("长河支公司", "长河市中心支公司", "suffix"),
        ("湖南分公司", "湖南省分公司", "suffix"),
        ("云州省分公司", "云州分公司", "suffix"),
        ("沙市", "沙市支公司", "suffix"),
        ("安澜财险云州分公司", "云州分公司", "suffix"),
        ("安澜财产保险股份有限公司云州分公司", "云州分公司", "suffix"),
        ("安澜财产保险股份有限公司湖南省分公司", "湖南省分公司", "suffix"),
        ("云州分公司城东支公司", "城东支公司", "suffix"),
        ("云州城东支公司", "城东支公司", "suffix"),
        ("安澜财险云州分公司城东支公司", "城东支公司", "suffix"),
        ("云州分公司长河中心支公司", "长河市中心支公司", "suffix"),  # its parent is given as a code
    ],
)
def test_resolved(index: BranchIndex, label: str, name: str, how: str) -> None:
    found = index.resolve(label)
    assert (found.name, found.how) == (name, how)
    assert found.proposal is None and 0 < found.score <= 1


@pytest.mark.parametrize(
    "label",
    [
        "城西",  # a 支公司 and a 营业部 share the place
        "城西营销服务部",
        "城西中支",
        "城东分公司",  # two ranks apart
        "云州支公司",  # 云州分公司 has branches of its own: this would be one of them
        "云州中支",
        "云州营业部",
        "湖州分公司城东支公司",  # another parent's
        "新城东支公司",
        "城南支公司",
        "城栋支公司",
        "沙支公司",
        "101",  # 0101 without its zero is another code
        "安澜财产保险股份有限公司",
        "支公司",
        "营业部",
        "合计",
        "云州分公司、湖南省分公司",
        "",
        " ",
        "、",
    ],
)
def test_not_resolved(index: BranchIndex, label: str) -> None:
    assert index.resolve(label).name is None


@pytest.mark.parametrize(
    ("label", "proposal"), [("城栋支公司", "城东支公司"), ("新城东支公司", "城东支公司"), ("云洲分公司", "云州分公司")]
)
def test_a_near_miss_is_a_proposal_for_a_person(index: BranchIndex, label: str, proposal: str) -> None:
    found = index.resolve(label)
    assert (found.name, found.how, found.proposal) == (None, "near", proposal)
    assert 0.7 <= found.score < 1


def test_a_name_the_list_gives_to_two_branches_means_neither() -> None:
    index = BranchIndex([("1", "甲一支公司", "老城", None), ("2", "乙二支公司", "老城", None)])
    assert index.resolve("老城").name is None
    assert index.resolve("甲一支公司").name == "甲一支公司"


def test_a_name_wins_over_another_branchs_alias() -> None:
    index = BranchIndex([("1", "老城支公司", None, None), ("2", "新城支公司", "老城支公司", None)])
    assert index.resolve("老城支公司").name == "老城支公司"


def test_the_same_place_in_two_companies() -> None:
    index = BranchIndex([(None, "安澜财险长河支公司", None, None), (None, "海晏财险长河支公司", None, None)])
    assert index.resolve("海晏财产保险股份有限公司长河支公司").name == "海晏财险长河支公司"
    assert index.resolve("长河支公司").name is None
    one = BranchIndex([(None, "安澜财险长河支公司", None, None)])
    assert one.resolve("海晏财险长河支公司").name is None
    assert one.resolve("长河支公司").name == "安澜财险长河支公司"


def test_the_same_place_under_two_parents() -> None:
    index = BranchIndex([("1", "甲州城东支公司", None, "甲州分公司"), ("2", "乙州城东支公司", None, "乙州分公司")])
    assert index.resolve("城东支公司").name is None
    assert index.resolve("乙州分公司城东支公司").name == "乙州城东支公司"


def test_without_a_list_nothing_is_resolved_and_the_label_stays() -> None:
    index = BranchIndex([])
    assert index.resolve("城东支公司").name is None
    assert index.as_typed(" 城东 支公司 ") == "城东支公司"


@pytest.mark.parametrize(
    ("label", "normal"),
    [
        ("城东支公司", "城东支公司"),
        ("城东 支公司", "城东支公司"),
        (" 城东　支公司、", "城东支公司"),
        ("城东支公司\n", "城东支公司"),
        ("城东\u200b支公司", "城东支公司"),
        ("城东营业部", "城东营业部"),
        ("State  Farm Flood ", "State Farm Flood"),
        ("第１营业部", "第1营业部"),
        ("安澜财险长河支公司", "安澜财险长河支公司"),
    ],
)
def test_normalised_without_a_list(label: str, normal: str) -> None:
    assert normalise_branch(label) == normal


def test_aliases_of_a_cell() -> None:
    assert split_aliases("东城、城东区; 老 城；一,二，三/") == ["东城", "城东区", "老城", "一", "二", "三"]
    assert split_aliases(" ") == []


@given(st.text())
def test_normalising_twice_changes_nothing(label: str) -> None:
    assert normalise_branch(normalise_branch(label)) == normalise_branch(label)


@given(st.text(), st.lists(st.tuples(st.none(), st.text(), st.none(), st.one_of(st.none(), st.text())), max_size=4))
def test_any_text_is_read_without_an_error(label: str, branches: list[tuple[None, str, None, str | None]]) -> None:
    names = {name for _, name, _, _ in branches}
    found = BranchIndex(branches).resolve(label)
    assert found.name in (None, *names) and found.proposal in (None, *names)


@given(st.sampled_from(LIST))
def test_every_branch_resolves_to_itself(branch: tuple[str, str, str | None, str | None]) -> None:
    index = BranchIndex(LIST)
    assert index.resolve(branch[1]).name == branch[1]
    assert index.resolve(branch[0]).name == branch[1]
