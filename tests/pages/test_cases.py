"""案例: the list, the file of a complaint, and choosing it as a case. Nobody's name reaches the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.notes.cases import cases
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny

Use = Callable[[Store], None]


@pytest.fixture
def told(tiny: Tiny) -> Tiny:
    """One complaint with a narrative that names people."""
    tiny.logs(
        {
            "投诉编号": "T1",
            "受理时间": "2016-03-02",
            "投诉人": "王小明",
            "联系电话": "13800138000",
            "投诉原因": "理赔时效",
            "投诉内容": "客户王小明(13800138000)称定损后无人联系。",
            "整改措施": "三日内回访王小明",
        },
        {"投诉编号": "T2", "受理时间": "2016-03-20", "投诉原因": "服务态度"},
    )
    return tiny


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_and_no_case_yet(lang: str, told: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(told.store)
    app = run_app("cases", lang=lang)
    assert not app.exception and not app.error
    assert len(app.dataframe[0].value) == 2


def test_a_file_is_masked(told: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(told.store)
    app = run_app("cases", state={"case_chosen": "T1"})
    said = everything_said(app) + "".join(str(area.value) for area in app.text_area)
    assert "定损后无人联系" in said
    assert "王小明" not in said and "13800138000" not in said


def test_a_file_says_why_it_is_what_it_is_and_which_cells_say_so(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    """Informal of 2016-03-01, a Tuesday: 8 working days end on Friday 11 March; it was withdrawn on the 14th."""
    row = {"投诉编号": "T1", "受理时间": "2016-03-01", "投诉类别": "非正式"}
    tiny.logs(row, {**row, "投诉编号": "T2"})
    tiny.logs({**row, "撤诉日期": "2016-03-14"})
    use_store(tiny.store)
    said = everything_said(run_app("cases", state={"case_chosen": "T1"}))
    assert "月度有效/年度无效" in said and "2016-03-11" in said and "2016-03-14" in said
    assert "file1.csv" in said and "file2.csv" in said  # without naming the complaint that is open once more


def test_choosing_a_case_keeps_it_without_names(told: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(told.store)
    app = run_app("cases", state={"case_chosen": "T1"})
    app.text_area(key="wrong_1").set_value("王小明的案件定损后没有回访")
    app.text_area(key="lesson_1").set_value("核损前主动联系")
    app.button(key="case_save").click().run()
    assert not app.exception and not app.error
    with told.store.cursor() as cursor:
        kept = cases(cursor)["T1"]
    assert kept.lesson == "核损前主动联系"
    assert kept.went_wrong == "***的案件定损后没有回访"
    assert "王小明" not in repr(kept)


def test_a_complaint_that_is_gone_is_said(told: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(told.store)
    app = run_app("cases", state={"case_chosen": "T99"})
    assert not app.exception
    assert "已不在数据中" in everything_said(app)


def test_an_older_complaint_is_found_by_its_number(
    told: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more complaints than a browser can bear the newest are listed; T1 came before T2."""
    monkeypatch.setattr("ui.cases.MOST_LINES", 1)
    use_store(told.store)
    app = run_app("cases")
    assert list(app.dataframe[0].value.iloc[:, 1]) == ["T2"] and "2 件" in everything_said(app)
    app.text_input(key="cases_search").set_value("T1").run()
    assert list(app.dataframe[0].value.iloc[:, 1]) == ["T1"]
