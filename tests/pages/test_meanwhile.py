"""Two sessions on one database that edit the same: the second is told, loses nothing, and decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.notes.cases import CaseStudy, cases, drop_case, keep_case
from analytics.notes.comments import add_comment
from analytics.notes.deck_edits import Outline, edits, keep_outline, outline_of, points_of
from analytics.notes.plans import PlannedMeasure, keep_plan, plan_of
from analytics.notes.views import saved_views
from analytics.rules.company_books import book_files, copied, pick_book, picked_book, save_book, text_of_book
from analytics.rules.company_days import days_text, save_days
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny

Use = Callable[[Store], None]

CHANGED = {"zh": "这里已由别处改过", "en": "it was changed elsewhere"}
MINE, THEIRS = "以我写的为准,保存", "放弃我写的,用现在保存的"


def told(app: AppTest, lang: str = "zh") -> bool:
    return any(CHANGED[lang] in one.value for one in app.warning)


def shown(app: AppTest) -> list[str]:
    """What is said to be stored now."""
    return [one.value for one in app.code]


def press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception


def study(tiny: Tiny) -> CaseStudy | None:
    with tiny.store.cursor() as cursor:
        return cases(cursor).get("T00")


@pytest.fixture
def two_cases(filled: Tiny, use_store: Use, run_app: RunApp) -> tuple[AppTest, AppTest]:
    """Two sessions with the form of one complaint; the second has typed, the first has saved."""
    use_store(filled.store)
    first, second = (run_app("cases", state={"case_chosen": "T00", "who": who}) for who in "甲乙")
    first.text_area(key="lesson_1").set_value("甲的教训")
    press(first, "case_save")
    second.text_area(key="lesson_1").set_value("乙的教训")
    second.text_area(key="facts_1").set_value("乙的经过")
    return first, second


def test_the_first_to_save_a_case_is_told_nothing(filled: Tiny, two_cases: tuple[AppTest, AppTest]) -> None:
    first, _ = two_cases
    assert not told(first) and not first.error
    assert first.text_area(key="lesson_2").value == "甲的教训"  # its form begins anew with what it saved
    first.text_area(key="lesson_2").set_value("甲改过的教训")
    press(first, "case_save")
    kept = study(filled)
    assert not told(first) and kept and kept.lesson == "甲改过的教训"


def test_the_second_to_save_a_case_decides_for_his_own(filled: Tiny, two_cases: tuple[AppTest, AppTest]) -> None:
    _, second = two_cases
    press(second, "case_save")
    assert told(second) and "甲的教训" in shown(second)
    assert "甲" not in "".join(one.value for one in second.warning)  # who it was does not matter
    kept = study(filled)
    assert kept and kept.lesson == "甲的教训"  # nothing is written over
    assert second.text_area(key="lesson_1").value == "乙的教训"  # and nothing typed is lost
    assert second.text_area(key="facts_1").value == "乙的经过"
    assert second.button(key="case_save").label == MINE
    press(second, "case_save")
    kept = study(filled)
    assert kept and (kept.lesson, kept.facts, kept.written_by) == ("乙的教训", "乙的经过", "乙")
    assert not told(second)


def test_the_second_to_save_a_case_takes_the_first_ones(filled: Tiny, two_cases: tuple[AppTest, AppTest]) -> None:
    _, second = two_cases
    press(second, "case_save")
    assert second.button(key="case_save_theirs").label == THEIRS
    press(second, "case_save_theirs")
    assert not told(second)
    assert second.text_area(key="lesson_2").value == "甲的教训"
    second.text_area(key="wrong_2").set_value("乙补充")
    press(second, "case_save")
    kept = study(filled)
    assert kept and (kept.lesson, kept.went_wrong) == ("甲的教训", "乙补充")


def test_a_third_version_is_shown_before_it_is_written_over(filled: Tiny, two_cases: tuple[AppTest, AppTest]) -> None:
    first, second = two_cases
    press(second, "case_save")
    first.text_area(key="lesson_2").set_value("甲又改了")
    press(first, "case_save")
    press(second, "case_save")  # over what the second was shown, and that is not what is stored
    kept = study(filled)
    assert told(second) and "甲又改了" in shown(second) and kept and kept.lesson == "甲又改了"
    press(second, "case_save")
    kept = study(filled)
    assert kept and kept.lesson == "乙的教训"


def test_who_looks_at_something_else_on_the_page_is_told_then(filled: Tiny, two_cases: tuple[AppTest, AppTest]) -> None:
    """Drawn again after the first one's save, the fields still hold what the second began with."""
    _, second = two_cases
    second.text_input(key="cases_search").set_value("T0").run()
    assert told(second) and shown(second) == ["甲的教训"]
    second.text_area(key="lesson_1").set_value("乙的教训")
    press(second, "case_save")
    kept = study(filled)
    assert kept and kept.lesson == "乙的教训"  # it had been told: this is its decision


def test_a_form_that_was_left_begins_with_what_is_stored(filled: Tiny, two_cases: tuple[AppTest, AppTest]) -> None:
    _, second = two_cases
    second.switch_page("pages/overview.py").run()
    second.switch_page("pages/cases.py").run()
    assert not told(second)
    assert [one.value for one in second.text_area if one.label == "教训"] == ["甲的教训"]


def test_a_case_that_was_dropped_meanwhile(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    keep_case(filled.store, CaseStudy("T00", "经过", "", "", "", ""), seen=None)
    app = run_app("cases", state={"case_chosen": "T00"})
    app.text_area(key="lesson_1").set_value("mine")
    drop_case(filled.store, "T00", seen=study(filled))
    press(app, "case_save")
    assert told(app) and "(空)" in shown(app) and study(filled) is None
    press(app, "case_save")
    kept = study(filled)
    assert kept and (kept.facts, kept.lesson) == ("经过", "mine")


def test_a_case_that_was_changed_meanwhile_is_not_dropped_unseen(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    keep_case(filled.store, CaseStudy("T00", "经过", "", "", "", ""), seen=None)
    app = run_app("cases", state={"case_chosen": "T00"})
    keep_case(filled.store, CaseStudy("T00", "改写", "", "", "", ""), seen=study(filled))
    press(app, "case_drop")
    kept = study(filled)
    assert kept and kept.facts == "改写" and app.error and told(app) and "改写" in shown(app)


def slide() -> None:
    """The form of one slide; in the page it stands in a dialog, which AppTest closes at the next run."""
    import streamlit as st

    from analytics.deck.brief import Asked
    from analytics.deck.edited import editable
    from ui.begun import anew
    from ui.deck_data import generated
    from ui.report_slides import _form

    asked = Asked(2016, "zh", None)
    if st.button("open", key="open"):
        anew("slide_save")
    _form(asked, [one for one in editable(generated(asked)) if one.slide == "summary"])


def title(tiny: Tiny) -> str:
    with tiny.store.cursor() as cursor:
        return edits(cursor, 2016, None, "zh")["summary#title"].text


@pytest.fixture
def two_slides(filled: Tiny, use_store: Use) -> tuple[AppTest, AppTest]:
    """Two sessions with the form of one slide; the first has saved."""
    use_store(filled.store)
    first, second = (AppTest.from_function(slide, default_timeout=60).run() for _ in "ab")
    first.text_area(key="text_summary#title_1").set_value("甲的标题")
    press(first, "slide_save")
    assert title(filled) == "甲的标题" and not told(first)
    return first, second


def test_two_people_with_the_words_of_one_slide(filled: Tiny, two_slides: tuple[AppTest, AppTest]) -> None:
    _, second = two_slides
    second.text_area(key="text_summary#title_1").set_value("乙的标题")
    press(second, "slide_save")
    assert told(second) and shown(second) == ["甲的标题"] and title(filled) == "甲的标题"
    assert second.text_area(key="text_summary#title_1").value == "乙的标题"
    press(second, "slide_save")
    assert title(filled) == "乙的标题"


def test_a_slide_opened_again_begins_with_what_is_stored(filled: Tiny, two_slides: tuple[AppTest, AppTest]) -> None:
    _, second = two_slides
    press(second, "open")
    assert not told(second) and second.text_area(key="text_summary#title_2").value == "甲的标题"


def parts() -> None:
    """What the report page has below its slides."""
    from analytics.deck.brief import Asked
    from ui.report_parts import show_accountability, show_outline, show_plan

    for show in (show_outline, show_plan, show_accountability):
        show(Asked(2016, "zh", None))


@pytest.fixture
def run_parts(filled: Tiny, use_store: Use) -> Callable[[], AppTest]:
    use_store(filled.store)
    return lambda: AppTest.from_function(parts, default_timeout=60).run()


PLAN = [PlannedMeasure("定损时限短信告知", "理赔部", "2017-03", "超时减半")]


def test_two_people_with_the_plan(filled: Tiny, run_parts: Callable[[], AppTest]) -> None:
    app = run_parts()
    keep_plan(filled.store, 2016, None, PLAN, seen=[])
    press(app, "plan_save")

    def plan() -> list[PlannedMeasure]:
        with filled.store.cursor() as cursor:
            return plan_of(cursor, 2016, None)

    assert told(app) and shown(app) == ["定损时限短信告知 · 理赔部 · 超时减半 · 2017-03"] and plan() == PLAN
    press(app, "plan_save_theirs")
    assert not told(app)
    press(app, "plan_save")
    assert not told(app) and plan() == PLAN  # each cell where it was


def test_two_people_with_the_scheme(filled: Tiny, run_parts: Callable[[], AppTest]) -> None:
    first, second = run_parts(), run_parts()
    for app, typed in ((first, "扣 5 分"), (second, "扣 3 分")):
        app.text_area(key="accountability_1").set_value(typed)
        press(app, "accountability_save")
    assert told(second) and shown(second) == ["扣 5 分"]
    assert second.text_area(key="accountability_1").value == "扣 3 分"
    press(second, "accountability_save")
    with filled.store.cursor() as cursor:
        assert points_of(cursor, 2016, None, "zh", "accountability") == ["扣 3 分"]


def test_two_people_with_the_outline(filled: Tiny, run_parts: Callable[[], AppTest]) -> None:
    app = run_parts()
    theirs = Outline(("months", "summary"))
    keep_outline(filled.store, 2016, None, theirs, seen=None)
    press(app, "outline_save")

    def outline() -> Outline | None:
        with filled.store.cursor() as cursor:
            return outline_of(cursor, 2016, None)

    assert told(app) and outline() == theirs
    assert len(shown(app)[0].splitlines()) == 2
    press(app, "outline_save")
    mine = outline()
    assert not told(app) and mine is not None and len(mine.sections) > 2


def test_what_was_added_meanwhile_belongs_to_all(filled: Tiny, run_parts: Callable[[], AppTest]) -> None:
    """A case and a comment of another's are not left out of a deck by who arranged its sections before they were."""
    add_comment(filled.store, "新系统上线", month="2016-03", author="甲")
    app = run_parts()
    keep_case(filled.store, CaseStudy("T01", "经过", "", "", "", ""), seen=None)
    add_comment(filled.store, "电话改号", month="2016-02", author="甲")
    press(app, "outline_save")
    assert not told(app)
    with filled.store.cursor() as cursor:
        kept = outline_of(cursor, 2016, None)
    assert kept is not None and (kept.cases, kept.comments) == (None, None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_people_with_the_working_days(filled: Tiny, use_store: Use, run_app: RunApp, lang: str) -> None:
    use_store(filled.store)
    app = run_app("settings", lang=lang, state={"settings_view": "working_days"})
    theirs = "day,kind,note\n2016-01-08,holiday,\n"
    save_days(filled.store, theirs, seen=days_text(filled.store))
    app.text_area(key="working_days_text_1").set_value("day,kind,note\n2016-01-11,holiday,\n")
    press(app, "working_days_save")
    assert told(app, lang) and shown(app) == [theirs.strip()] and days_text(filled.store) == theirs
    press(app, "working_days_save")
    assert "2016-01-11" in days_text(filled.store)


def test_two_people_with_one_rule_book(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    began = copied(book_files(filled.store)[0].text, "ours")
    save_book(filled.store, began)
    app = run_app("settings")
    press(app, "rulebook_edit")
    app.text_area(key="rulebook_text_1").set_value(f"{began}# mine\n")
    save_book(filled.store, f"{began}# theirs\n", replaces="ours", seen=began)
    press(app, "rulebook_save")
    assert told(app) and shown(app)[-1].endswith("# theirs")
    assert text_of_book(filled.store, "ours") == f"{began}# theirs\n"
    assert app.text_area(key="rulebook_text_1").value.endswith("# mine\n")
    press(app, "rulebook_save")
    assert text_of_book(filled.store, "ours") == f"{began}# mine\n" and app.success


def test_two_people_picking_a_rule_book(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("settings")
    choice = app.selectbox(key="rulebook_choice_None")
    choice.select(next(one for one in choice.options if "cbirc-2020-3" in one)).run()
    pick_book(filled.store, "stated", seen=None)
    press(app, "rulebook_pick")
    with filled.store.cursor() as cursor:
        assert picked_book(cursor) == "stated"
    assert "其间这里已由别处改动" in app.error[0].value and "stated" in app.header[0].value


def overtaken(app: AppTest) -> list[str]:
    return [one.value for one in app.warning if "别处已改用" in one.value]


@pytest.mark.parametrize(
    "refused", [False, True], ids=["chosen after the other picked", "picked after the other picked"]
)
def test_a_rule_book_chosen_while_another_is_picked_stays_chosen(
    refused: bool, filled: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app("settings")
    choice = app.selectbox(key="rulebook_choice_None")
    mine = next(one for one in choice.options if "cbirc-2020-3" in one)
    if not refused:
        pick_book(filled.store, "stated", seen=None)
    choice.select(mine).run()
    if refused:
        pick_book(filled.store, "stated", seen=None)
        press(app, "rulebook_pick")
    (said,) = overtaken(app)
    assert "stated" in said and "cbirc-2020-3" in said
    assert app.selectbox(key="rulebook_choice_stated").value == "cbirc-2020-3"
    app.run()
    assert overtaken(app) and app.selectbox(key="rulebook_choice_stated").value == "cbirc-2020-3"
    press(app, "rulebook_pick")
    assert not overtaken(app) and not app.error
    with filled.store.cursor() as cursor:
        assert picked_book(cursor) == "cbirc-2020-3"


def test_a_rule_book_picked_elsewhere_is_shown_where_nothing_was_chosen(
    filled: Tiny, use_store: Use, run_app: RunApp
) -> None:
    use_store(filled.store)
    app = run_app("settings")
    pick_book(filled.store, "stated", seen=None)
    app.run()
    assert not overtaken(app) and app.selectbox(key="rulebook_choice_stated").value == "stated"


def test_a_view_of_the_same_name_from_another_session(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    first, second = (run_app(state={"who": "甲"}, branch=[branch]) for branch in ("甲支公司", "乙支公司"))
    for app in (first, second):
        app.text_input(key="view_name").set_value("我的机构")
        next(one for one in app.button if one.label == "保存视图").click().run()
        assert not app.exception
    assert "其间这里已由别处改动" in everything_said(second)
    assert second.text_input(key="view_name").value == "我的机构" and first.text_input(key="view_name").value == ""

    def address() -> str:
        with filled.store.cursor() as cursor:
            (view,) = saved_views(cursor, "甲")
        return view.address

    before = address()
    next(one for one in second.button if one.label == "保存视图").click().run()
    assert not second.error and address() != before
