"""Settings: a rule book is copied, refused with its line, kept, picked; the effect is said before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.rules.company_books import book_files, pick_book, picked_book
from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny


def edited(run_app: RunApp, change: Callable[[str], str] = str, lang: str = "zh") -> AppTest:
    """The page with the copy of company-2016 in the editor, changed and sent."""
    app = run_app(page="settings", lang=lang)
    shown = app.selectbox(key="rulebook_shown")
    shown.select(next(option for option in shown.options if option.endswith(" (company-2016)"))).run()
    app.text_input(key="rulebook_copy_name").input("ours").run()
    app.button(key="rulebook_copy").click().run()
    text = app.text_area(key="rulebook_text_1")
    text.input(change(text.value))
    return app.button(key="rulebook_save").click().run()


def looser(text: str) -> str:
    """Formal complaints get 120 days in place of 30."""
    before, after = text.split("[withdrawal]")
    return before + "[withdrawal]" + after.replace("days = 30", "days = 120", 1)


def test_copy_keep_and_pick(filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(filled.store)
    app = edited(run_app, looser)
    assert not app.error and any("ours" in one.value for one in app.success)
    choice = app.selectbox(key="rulebook_choice_None")
    choice.select(next(option for option in choice.options if "(ours)" in option)).run()
    # As of 2016-03-30: of the four valid (two formal of January, one of 2015, one cured in March) one is left, 2015's.
    now = filled.measure().rows[0].value("valid")
    then = filled.measure(rulebook="ours").rows[0].value("valid")
    assert (now, then) == (3, 1)
    assert any("年度有效 1 件(现为 3 件)" in one.value for one in app.markdown)
    app.button(key="rulebook_pick").click().run()
    with filled.store.cursor() as cursor:
        assert picked_book(cursor) == "ours"
    assert not app.exception and filled.measure().rows[0].value("valid") == 1


def test_a_wrong_book_is_refused_with_its_line(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp
) -> None:
    use_store(filled.store)
    app = edited(run_app, lambda text: text.replace("days = 8", "days = 0", 1), lang="en")
    assert any("line" in one.value and "from 1 to 366" in one.value for one in app.error)
    assert "days = 0" in app.text_area(key="rulebook_text_1").value  # what was typed is still there
    assert not [file for file in book_files(filled.store) if file.company]


def test_working_days(filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app(page="settings")
    app.segmented_control(key="settings_view").select("working_days").run()
    app.text_area(key="working_days_text_1").input("day,kind\n2016-01-08,holiday\n")
    app.button(key="working_days_save").click().run()
    assert any("1 天" in one.value for one in app.success)
    app.text_area(key="working_days_text_2").input("day,kind\nsoon,holiday\n")
    app.button(key="working_days_save").click().run()
    assert any("第 2 行" in one.value for one in app.error)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_demo_keeps_no_rule_book(
    demo: Store, use_store: Callable[[Store], None], run_app: RunApp, lang: str
) -> None:
    use_store(demo)
    app = edited(run_app, lang=lang)
    assert app.error and not app.exception
    assert not [file for file in book_files(demo) if file.company]


def test_an_empty_database(tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(tiny.store)
    app = run_app(page="settings")
    assert not app.exception and not app.error and "company-2016" in everything_said(app) + str(app.selectbox)


def test_a_broken_file_can_be_mended_here(filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    folder = filled.folder / "rulebooks"
    folder.mkdir()
    (folder / "broken.toml").write_text("name = 'broken'\nzz = 1\n", encoding="utf-8")
    use_store(filled.store)
    app = run_app(page="settings")
    assert any("第 2 行" in one.value for one in app.error)
    app.button(key="rulebook_remove").click().run()
    assert not app.error and not app.exception


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            ["公司规则 2016(至 2020-02-29)", "非正式 8 个工作日;正式 30 天", "监管机构", "有效保单取期间最后一个月"],
        ),
        ("en", ["(until 2020-02-29)", "informal 8 working days; formal 30 calendar days", "Regulator", "last month"]),
    ],
)
def test_every_book_is_readable_before_its_text(
    filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp, lang: str, words: list[str]
) -> None:
    use_store(filled.store)
    app = run_app(page="settings", lang=lang)
    table = app.table[0].value
    assert table.shape[1] == len(book_files(filled.store))
    said = app.header[0].value + "\n".join(str(cell).replace("\\", "") for cell in table.to_numpy().ravel())
    assert all(word in said for word in words)
    assert not app.expander[0].proto.expanded  # the TOML waits behind it


def test_the_headline_names_the_picked_book(filled: Tiny, use_store: Callable[[Store], None], run_app: RunApp) -> None:
    use_store(filled.store)
    pick_book(filled.store, "stated", seen=None)
    assert run_app(page="settings").header[0].value == "现行规则:以台账所述为准 \\(stated\\),适用于全部投诉"


@pytest.mark.parametrize("page", ["overview", "indicators"])
def test_a_year_the_working_days_do_not_know_is_said(
    tiny: Tiny, use_store: Callable[[Store], None], run_app: RunApp, page: str
) -> None:
    """The table begins with 2004: the eight working days of an informal complaint of 2003 are weekdays alone."""
    plain = {"投诉来源": "12378", "被投诉机构": "甲支公司", "投诉类别": "非正式"}
    tiny.load([{"投诉编号": f"T{n}", "受理时间": f"2003-03-{n:02d}", **plain} for n in range(3, 9)], "2003年3月.csv")
    tiny.exposure(("2003-03", "甲支公司", 1e8, 10_000))
    use_store(tiny.store)
    said = everything_said(run_app(page=page))
    assert "部分时限落在工作日表未收录的年份,只按周末推算" in said
