"""Every page on a bad day: no data, an engine that fails at any point, a database that is taken, locked or gone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import analytics.findings
import ui.comments
import ui.data
from analytics.errors import RequestError, Text
from analytics.store import Store
from tests.pages.conftest import ROOT, RunApp, everything_said, fill
from tests.tiny import Tiny
from ui.navigation import names

Use = Callable[[Store], None]
PAGES = sorted(names())
LANGUAGES = ("zh", "en")
NO = {"zh": "这样问不行", "en": "cannot be asked"}
WHAT_TO_DO = {"zh": "怎么办", "en": "What to do"}
LATIN, MARKUP = re.compile(r"[A-Za-z]{3,}"), re.compile(r":[a-z-]+\[|:material/\w+:")
PROPER = {"Excel", "PPT", "XmR", "Kaplan", "Meier"} | {"False"}  # the value of a button not pressed
each = pytest.mark.parametrize(("page", "lang"), list(itertools.product(PAGES, LANGUAGES)))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    tiny = fill(Tiny(tmp_path_factory.mktemp("bad_days")))
    assert tiny.store.purpose == "company" and tiny.store.data_version()  # asked once for all runs: none may count them
    yield tiny.store
    tiny.store.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("bad_days") / "empty.duckdb")
    yield store
    store.close()


class Failing:
    """Lets some questions through, then raises whatever is to be raised, until it is told to stop."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.after, self.fault = 0, 10_000, Exception()
        honest = Store.cursor

        @contextmanager
        def cursor(store: Store) -> Iterator[Any]:
            self.asked += 1
            if self.asked > self.after:
                raise self.fault
            with honest(store) as one:
                yield one

        monkeypatch.setattr(Store, "cursor", cursor)


def opened(page: str, **address: str) -> AppTest:
    """A page as the first one somebody opens, by a link."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.context = {"locale": "zh-CN", "theme": "light"}
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page(f"pages/{page}.py").run()


def said(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.error)


@each
def test_full_or_failing_anywhere_a_page_says_what_it_is(
    page: str, lang: str, full: Store, use_store: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(full)
    failing = Failing(monkeypatch)
    app = opened(page, lang=lang)
    assert not app.exception and not app.error and not app.warning
    assert "2016-03-30" in everything_said(app)  # how far the data reaches, however old it is
    if lang == "zh":
        assert set(LATIN.findall(MARKUP.sub("", everything_said(app)))) <= PROPER
    asked = failing.asked
    faults = (
        (asked * 3 // 4, RequestError("no", Text(NO["zh"], NO["en"]), Text("换个问法", "ask otherwise")), NO[lang]),
        (asked // 2, ZeroDivisionError("secret of /srv/path"), ""),
    )
    for after, fault, words in faults:
        ui.data.st.cache_data.clear()
        ui.data.st.cache_resource.clear()
        failing.asked, failing.after, failing.fault = 0, after, fault
        app = opened(page, lang=lang)
        assert not app.exception
        assert words in said(app) and app.error
        assert "secret" not in said(app) + everything_said(app)


@each
def test_without_data_a_page_says_what_is_missing(page: str, lang: str, empty: Store, use_store: Use) -> None:
    use_store(empty)
    app = opened(page, lang=lang)
    assert not app.exception and not app.error and not app.warning
    assert not app.metric
    assert {"zh": "尚未导入", "en": "nothing imported yet"}[lang] in everything_said(app)
    if page not in ("import", "settings"):
        assert app.header[0].value == {"zh": "还没有投诉数据", "en": "No complaints yet"}[lang]
        assert app.button(key="look_at_demo")


NOTHING = {
    "overview": ("2016 年 3 月收到投诉 0 件", "Mar 2016: 0 complaints"),
    "trends": ("投诉件数只有 4 期可比", "Complaints: only 4 periods to compare"),
    "branches": ("筛选里只有丙支公司", "The filter leaves only 丙支公司"),
    "branch": ("丙支公司在所选期间没有投诉", "丙支公司: no complaints in the period"),
    "causes": ("所选范围内没有能归因的投诉", "No complaint in this selection names a cause"),
    "indicators": ("亿元保费投诉量 0.00", "Complaints per 100m yuan of premium\\: 0.00"),
    "cases": ("所选范围内还没有案例", "No cases in this selection yet"),
    "definitions": ("每个数字都有出处", "Where each number comes from"),
}


@pytest.mark.parametrize(("page", "lang"), list(itertools.product(NOTHING, LANGUAGES)))
def test_a_filter_that_leaves_nothing(page: str, lang: str, full: Store, use_store: Use) -> None:
    """This branch has no complaint of that channel, and its logs are in: that is nought, and said."""
    use_store(full)
    app = opened(page, lang=lang, branch="丙支公司", channel="website")
    assert not app.exception and not app.error and not app.warning
    assert app.header[0].value.startswith(NOTHING[page][LANGUAGES.index(lang)])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "why",
    [
        "IO Error: Could not set lock on file: Conflicting lock is held in /usr/bin/python (PID 4711)",
        "IO Error: Cannot open file: Permission denied",
        "IO Error: Cannot open file: Read-only file system",
    ],
)
def test_a_database_that_cannot_be_opened_is_said(
    why: str, lang: str, tmp_path: Path, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise duckdb.IOException(why)

    Store.open(tmp_path / "company.duckdb").close()
    monkeypatch.setenv("COMPLAINTS_DB", str(tmp_path / "company.duckdb"))
    monkeypatch.setattr(duckdb, "connect", refuse)
    app = run_app(lang=lang)
    assert not app.exception and not app.metric
    assert WHAT_TO_DO[lang] in said(app) and "company.duckdb" in said(app)
    assert ("4711" in said(app)) == ("4711" in why)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_programs_database_is_said(
    lang: str, tmp_path: Path, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sales.duckdb"
    duckdb.connect(str(path)).execute("CREATE TABLE sales AS SELECT 1 AS n").close()
    before = path.read_bytes()
    monkeypatch.setenv("COMPLAINTS_DB", str(path))
    app = run_app(lang=lang)
    assert not app.exception and not app.metric
    assert {"zh": "不是本软件的", "en": "not one of this software"}[lang] in said(app)
    assert path.read_bytes() == before


def test_a_database_taken_away_is_said_and_found_again(
    tmp_path: Path, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file would be read and written on where no name leads to it: whatever is imported then would be lost."""
    tiny = fill(Tiny(tmp_path))
    tiny.store.close()
    monkeypatch.setenv("COMPLAINTS_DB", str(tiny.store.path))
    app = run_app()
    assert app.metric and not app.error
    aside = tmp_path / "aside.duckdb"
    tiny.store.path.rename(aside)
    app.run()
    assert not app.exception and not app.metric
    assert "网络盘" in said(app)
    aside.rename(tiny.store.path)
    app.run()
    assert app.metric and not app.error
    # another database in its place, such as a backup
    other = Tiny(tmp_path, "other.duckdb")
    other.logs({"投诉编号": "B1", "受理时间": "2016-05-02"})
    other.store.close()
    other.store.path.replace(tiny.store.path)
    app.run()
    assert app.header[0].value.startswith("2016 年 5 月收到投诉 1 件")
    assert any("换成了另一个文件" in one.value for one in app.warning)
    ui.data.store().close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_database_copied_over_is_said_until_a_restart(
    lang: str, tmp_path: Path, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`cp older.duckdb company.duckdb`: the copy may still be under way, and what is read is of two databases."""
    tiny = fill(Tiny(tmp_path))
    tiny.store.close()
    older = Tiny(tmp_path, "older.duckdb")
    older.logs({"投诉编号": "B1", "受理时间": "2016-05-02"})
    older.store.close()
    monkeypatch.setenv("COMPLAINTS_DB", str(tiny.store.path))
    app = run_app(lang=lang)
    assert app.metric and not app.error
    tiny.store.path.write_bytes(older.store.path.read_bytes())
    for again in (app.run(), app.switch_page("pages/import.py").run(), app.switch_page("pages/overview.py").run()):
        assert not again.exception and not again.metric
        assert {"zh": "被别的程序覆盖", "en": "copied over"}[lang] in said(again)
        assert {"zh": "重新启动", "en": "start it again"}[lang] in said(again)
    ui.data._opened().store.close()
    ui.data._opened.clear()
    assert tiny.store.path.read_bytes() == older.store.path.read_bytes()
    app = run_app(lang=lang)
    assert not app.error and app.metric[0].value == "1"
    ui.data.store().close()


def commented(app: AppTest) -> AppTest:
    app.session_state["trends_comments"] = True
    app.run()
    (text,) = (area for area in app.text_area if str(area.key).endswith("_comment_text"))
    text.set_value("新系统上线")
    (save,) = (button for button in app.button if button.label == "保存批注")
    return save.click().run()


def test_a_change_refused_for_a_full_disk_is_said(
    tmp_path: Path, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = fill(Tiny(tmp_path))
    use_store(tiny.store)
    app = run_app("trends")
    full = duckdb.TransactionException('Failed to commit: Could not write file "/d/c.wal": No space left on device')
    honest = ui.comments.add_comment

    def add_comment(store: Store, *said: Any, **named: Any) -> int:
        with store.write(figures=False):
            raise full
        return honest(store, *said, **named)

    monkeypatch.setattr(ui.comments, "add_comment", add_comment)
    commented(app)
    assert not app.exception
    assert "磁盘已满" in said(app) and "腾出空间" in said(app)
    monkeypatch.setattr(ui.comments, "add_comment", honest)
    commented(app)
    assert not app.error and "新系统上线" in everything_said(app)
    tiny.store.close()


def test_a_change_refused_because_the_file_was_replaced_is_said(
    tmp_path: Path, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page begins anew on the new file: the refusal must not be lost on the way."""
    tiny, other = fill(Tiny(tmp_path)), fill(Tiny(tmp_path, "other.duckdb"))
    tiny.store.close()
    other.store.close()
    monkeypatch.setenv("COMPLAINTS_DB", str(tiny.store.path))
    app = run_app("trends")
    honest = ui.comments.add_comment

    def add_comment(store: Store, *said: Any, **named: Any) -> int:
        other.store.path.replace(tiny.store.path)
        return honest(store, *said, **named)

    monkeypatch.setattr(ui.comments, "add_comment", add_comment)
    commented(app)
    assert not app.exception
    assert "不在原处" in said(app) and "换成了另一个文件" in "".join(one.value for one in app.warning)
    app.run()
    assert not app.error
    ui.data.store().close()


def test_a_file_that_cannot_be_written_is_said(
    full: Store, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device", "/tmp/upload")

    use_store(full)
    monkeypatch.setattr(analytics.findings, "overview_tables", measured)
    app = run_app()
    assert not app.exception and "磁盘已满" in said(app) and "腾出空间" in said(app)


def test_a_read_that_fails_opens_the_database_again(
    full: Store, use_store: Use, run_app: RunApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = fill(Tiny(tmp_path))
    with pytest.raises(Exception, match="database_lost"), tiny.store.cursor():
        raise duckdb.IOException("disk full")
    use_store(tiny.store)
    app = run_app()
    assert app.metric and not app.error
    assert ui.data.store() is not tiny.store
    ui.data.store().close()


def test_an_import_between_two_questions_begins_the_page_anew(
    filled: Tiny, use_store: Use, run_app: RunApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the page before it and half after would be figures that do not fit together."""
    use_store(filled.store)
    honest, pending = (
        analytics.findings.overview_tables,
        [{"投诉编号": "T99", "受理时间": "2016-03-21", "投诉类别": "正式"}],
    )

    def measured(*asked: Any, **named: Any) -> Any:
        answer = honest(*asked, **named)
        if pending:
            filled.logs(pending.pop())
        return answer

    monkeypatch.setattr(analytics.findings, "overview_tables", measured)
    app = run_app()
    assert not app.exception and not app.error
    assert app.header[0].value.startswith("2016 年 3 月收到投诉 2 件")
    assert next(one.value for one in app.metric if one.label == "投诉(件)") == "7"


# What no page can follow, by page: each must be said in a line, and the page stand.
NONSENSE = [
    ("overview", {"asof": "2016-02-01"}, "asof"),
    ("overview", {"branch": "unknown"}, "unknown"),
    ("overview", {"lang": "klingon"}, "klingon"),
    ("trends", {"measure": "happiness"}, "happiness"),
    ("trends", {"grain": "day", "from": "2016-1"}, "day"),
    ("branches", {"counted": "tears"}, "tears"),
    ("branch", {"unit": "火星支公司"}, "火星支公司"),
    ("causes", {"category": "weather"}, "weather"),
    ("indicators", {"ratio": "golden", "window": "9"}, "golden"),
    ("definitions", {"section": "x[y](http://z)"}, "x"),
    ("cases", {"complaint": "nope"}, "nope"),
    ("report", {"year": "abc"}, "abc"),
    ("report", {"unit": "火星支公司"}, "火星支公司"),
    ("report", {"deck_lang": "fr", "year": "1066"}, "1066"),
    ("review", {"complaint": "T01"}, "complaint"),
    ("import", {"from": "2016-01"}, "from"),
    ("settings", {"view": "annual"}, "view"),
    ("settings", {"part": "kitchen"}, "kitchen"),
    ("overview", {"list": "status=unheard"}, "unheard"),
    ("overview", {"list": "month=9999-12"}, "9999-12"),
]


@pytest.mark.parametrize(("page", "address", "named"), NONSENSE)
def test_nonsense_in_a_link_is_said(
    page: str, address: dict[str, str], named: str, full: Store, use_store: Use
) -> None:
    use_store(full)
    app = opened(page, **address)
    assert not app.exception and not app.error
    (warning,) = app.warning
    assert named in warning.value
    assert "](http" not in warning.value
    assert app.header


def test_a_branch_renamed_since_the_link_was_made(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    """The list of branches gives the old name as another name of the new one: the link leads there and says so."""
    filled.load(
        [
            {"机构代码": "01", "机构名称": "新城支公司", "别名": "甲支公司"},
            {"机构代码": "02", "机构名称": "乙支公司", "别名": ""},
        ]
    )
    use_store(filled.store)
    app = run_app(branch=["甲支公司"])
    assert not app.exception and not app.error
    assert next(one.value for one in app.metric if one.label == "投诉(件)") == "3"
    assert "“甲支公司”现名“新城支公司”" in app.warning[0].value
    assert app.query_params["branch"] in ("新城支公司", ["新城支公司"])
    drilled = run_app(list="branch=甲支公司&month=2016-01")
    assert not drilled.error and len(drilled.dataframe[0].value) == 2
    assert "现名“新城支公司”" in drilled.warning[0].value
    one = run_app("branch", unit="甲支公司")
    assert one.header[0].value.startswith("新城支公司")
    assert "现名“新城支公司”" in one.warning[0].value
