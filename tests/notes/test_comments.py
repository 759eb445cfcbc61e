"""Comments stay where they were pinned, through imports, and are taken back once."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import RequestError
from analytics.imports import undo
from analytics.notes.comments import LONGEST, add_comment, comments, remove_comment
from analytics.store import Store
from tests.tiny import Tiny


def texts(store: Store, **scope: object) -> list[str]:
    with store.cursor() as cursor:
        return [one.text for one in comments(cursor, **scope)]  # type: ignore[arg-type]


@pytest.fixture
def said(tiny: Tiny) -> Tiny:
    add_comment(tiny.store, "新系统\n上线", month="2016-03", author="王经理")
    add_comment(tiny.store, "换了负责人", month="2016-05", branch="甲支公司", author="")
    add_comment(tiny.store, "乙公司搬迁", branch="乙支公司", author="李分析")
    return tiny


def test_which_comments_belong_to_a_question(said: Tiny) -> None:
    assert texts(said.store) == ["新系统 上线", "换了负责人", "乙公司搬迁"]
    assert texts(said.store, first="2016-04", last="2016-12") == ["换了负责人", "乙公司搬迁"]
    assert texts(said.store, last="2016-03") == ["新系统 上线", "乙公司搬迁"]
    assert texts(said.store, branches=("甲支公司",)) == ["新系统 上线", "换了负责人"]


def test_a_comment_is_taken_back_once(said: Tiny) -> None:
    remove_comment(said.store, 1)
    assert texts(said.store) == ["换了负责人", "乙公司搬迁"]
    with pytest.raises(RequestError):
        remove_comment(said.store, 1)
    assert add_comment(said.store, "又来", month="2016-01", author="") == 4  # a number is never given twice


@pytest.mark.parametrize(
    ("text", "month", "branch"),
    [("", "2016-01", None), (" \n", "2016-01", None), ("x" * (LONGEST + 1), "2016-01", None), ("x", None, None)]
    + [("x", month, None) for month in ("2016-13", "2016-1", "2016", "'; DROP TABLE comment")],
)
def test_what_cannot_be_pinned_is_refused(tiny: Tiny, text: str, month: str | None, branch: str | None) -> None:
    with pytest.raises(RequestError):
        add_comment(tiny.store, text, month=month, branch=branch, author="")
    assert texts(tiny.store) == []


def test_comments_outlive_imports_and_the_process(said: Tiny, tmp_path: Path) -> None:
    before = texts(said.store)
    said.logs({"投诉编号": "A1", "受理时间": "2016-03-01"})
    undo(said.store, 1)
    said.store.close()
    said.store = Store.open(said.store.path)
    assert texts(said.store) == before


def test_a_comment_changes_no_figure(tiny: Tiny) -> None:
    version = tiny.store.data_version()
    add_comment(tiny.store, "x", month="2016-01", author="")
    assert tiny.store.data_version() == version
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01"})
    assert tiny.store.data_version() == version + 1


def test_a_comment_follows_its_branch_to_a_new_name(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-05-03", "被投诉机构": "甲支公司"})
    add_comment(tiny.store, "换了负责人", branch="甲支公司", author="")
    tiny.load([{"机构代码": "01", "机构名称": "新城支公司", "别名": "甲支公司"}])
    with tiny.store.cursor() as cursor:
        assert [one.branch for one in comments(cursor)] == ["新城支公司"]
    assert texts(tiny.store, branches=("新城支公司",)) == ["换了负责人"]
