"""The review page: what waits, one click, what two people do, what is taken back; no personal data on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analytics.classify.decisions import decide
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny

ROWS = [
    ("R1", "2016-03-01", "12378", "", "详见附件。投诉人王小明,电话13800138000。"),
    ("R2", "2016-03-02", "公司网站", "", "请尽快处理,谢谢。"),
    ("R3", "2016-03-03", "12378", "营销扰民", "赔款一个多月没到账,资料早已交齐,催了四次。"),
    ("R4", "2016-03-04", "12378", "理赔时效", "赔款一个多月没到账。"),
    ("R5", "2016-03-05", "公司网站", "", "请尽快处理,谢谢!"),
]


@pytest.fixture
def waiting(tiny: Tiny, use_store: Callable[[Store], None]) -> Tiny:
    tiny.logs(
        *(
            {
                "投诉编号": n,
                "受理时间": day,
                "投诉来源": channel,
                "投诉原因": label,
                "投诉内容": text,
                "投诉人": "王小明",
            }
            for n, day, channel, label, text in ROWS
        )
    )
    use_store(tiny.store)
    return tiny


def button(app: Any, start: str) -> Any:
    return next(one for one in app.button if one.key and one.key.startswith(start))


def filed(tiny: Tiny, number: str) -> tuple[str | None, str]:
    with tiny.store.cursor() as cursor:
        return cursor.execute(
            "SELECT primary_cause, cause_source FROM complaint WHERE complaint_no = ?", [number]
        ).fetchall()[0]


def test_what_waits_and_in_which_order(waiting: Tiny, run_app: RunApp) -> None:
    app = run_app("review")
    assert not app.exception
    assert "4 件待复核,其中待定或有效的监管投诉 2 件" in app.header[0].value
    numbers = list(app.dataframe[0].value.iloc[:, 0])
    assert set(numbers[:2]) == {"R1", "R3"}  # from the regulator
    assert set(numbers[2:]) == {"R2", "R5"}
    assert "R4" not in numbers  # label and text agree


def test_no_personal_data(waiting: Tiny, run_app: RunApp) -> None:
    said = everything_said(run_app("review")) + str(run_app("review").dataframe[0].value)
    assert "王小明" not in said
    assert "13800138000" not in said


def test_one_click_decides_and_goes_on(waiting: Tiny, run_app: RunApp) -> None:
    app = run_app("review", state={"who": "甲", "review_at": "R3"})
    button(app, "choose_R3_claim_delay").click()
    app.run()
    assert not app.exception
    assert filed(waiting, "R3") == ("claim_delay", "manual")
    assert "3 件待复核" in app.header[0].value
    assert app.session_state["review_at"] != "R3"
    assert "1 件与建议一致(100.0%)" in everything_said(app)


def test_without_a_name_nothing_is_decided(waiting: Tiny, run_app: RunApp) -> None:
    app = run_app("review", state={"review_at": "R3"})
    button(app, "choose_R3_claim_delay").click()
    app.run()
    assert "姓名" in app.error[0].value
    assert filed(waiting, "R3") == ("marketing_nuisance", "label")


def test_two_people_at_the_same_complaint(waiting: Tiny, run_app: RunApp) -> None:
    app = run_app("review", state={"who": "甲", "review_at": "R3"})
    decide(waiting.store, {"R3": None}, ["no_follow_up"], by="乙")
    button(app, "choose_R3_claim_delay").click()
    app.run()
    assert "乙" in app.error[0].value
    assert filed(waiting, "R3") == ("no_follow_up", "manual")


def test_alike_are_decided_together(waiting: Tiny, run_app: RunApp) -> None:
    app = run_app("review", state={"who": "甲", "review_at": "R2"})
    next(box for box in app.checkbox if box.key == "together_R2").check()
    app.run()
    next(one for one in app.multiselect if one.key == "causes_R2").select("other")
    app.run()
    button(app, "decide_R2").click()
    app.run()
    assert filed(waiting, "R2") == ("other", "manual")
    assert filed(waiting, "R5") == ("other", "manual")


def test_taken_back(waiting: Tiny, run_app: RunApp) -> None:
    decide(waiting.store, {"R1": None}, ["other"], by="甲", why="电话核实")
    app = run_app("review", state={"who": "甲"})
    assert "电话核实" in everything_said(app)
    button(app, "take_back_1").click()
    app.run()
    assert filed(waiting, "R1") == (None, "none")


def test_too_few_to_learn_from(waiting: Tiny, run_app: RunApp) -> None:
    app = run_app("review", state={"who": "甲"})
    assert not app.exception
    button(app, "work_again")
    assert "200" in everything_said(app)


def test_empty(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app("review")
    assert not app.exception
    assert "还没有投诉数据" in everything_said(app)


def test_in_english(waiting: Tiny, run_app: RunApp) -> None:
    app = run_app("review", lang="en")
    assert "4 complaints to review" in app.header[0].value


def test_two_sessions_at_the_same_complaint(waiting: Tiny, run_app: RunApp) -> None:
    one, other = (run_app("review", state={"who": who, "review_at": "R3"}) for who in "甲乙")
    button(one, "choose_R3_claim_delay").click()
    one.run()
    button(other, "choose_R3_marketing_nuisance").click()
    other.run()
    assert not other.exception
    assert "R3 刚刚已由 甲 处理" in other.error[0].value
    assert filed(waiting, "R3") == ("claim_delay", "manual")
    with waiting.store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM cause_decision").fetchall() == [(1,)]
    button(other, "take_back_1").click()  # 乙 sees what 甲 decided and may take it back
    other.run()
    assert filed(waiting, "R3") == ("marketing_nuisance", "label")


def test_more_than_are_listed(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    """All are counted, the head is listed, and one that stands behind it can be looked at and decided."""
    tiny.logs(
        *(
            {"投诉编号": f"M{n:03d}", "受理时间": "2016-03-01", "投诉来源": "12378" if n < 300 else "公司网站"}
            for n in range(304)
        )
    )
    use_store(tiny.store)
    app = run_app("review", state={"who": "甲"})
    assert "304 件待复核" in app.header[0].value
    assert "列出最前的 300 件,共 304 件" in everything_said(app)
    assert list(app.dataframe[0].value.iloc[:, 0]) == [f"M{n:03d}" for n in range(300)]
    decide(tiny.store, {"M302": None}, ["other"], by="甲")
    app.run()
    button(app, "take_back_1").click()
    app.run()
    assert app.session_state["review_at"] == "M302"
    next(one for one in app.multiselect if one.key == "causes_M302").select("other")
    app.run()
    button(app, "decide_M302").click()
    app.run()
    assert not app.exception
    assert filed(tiny, "M302") == ("other", "manual")
    assert "303 件待复核" in app.header[0].value
    assert app.session_state["review_at"] == "M000"
