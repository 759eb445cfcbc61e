"""Definitions: the numbers of the figures themselves, the limits of the rule book itself, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.store import Store
from tests.pages.conftest import RunApp, everything_said
from tests.tiny import Tiny
from ui.definitions import SECTIONS

Use = Callable[[Store], None]


def test_a_formula_holds_the_present_numbers(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("definitions")
    assert not app.exception and not app.error
    labels = [one.label for one in app.expander]
    engine = filled.records("total", "complaints,premium_ratio", first="2016-01", last="2016-03")[0]
    assert f"投诉件数:{engine['complaints']} 件" in labels
    assert f"亿元保费投诉量:{engine['premium_ratio']:.2f} 件/亿元" in labels


def test_the_limits_are_the_rule_books(filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    table = run_app("definitions", section="rules").table[0].value
    terms = {(row["事项"], row["类别"]): row["时限"] for _, row in table.iterrows()}
    assert terms["撤诉后无效", "非正式"] == "8 个工作日"
    assert terms["撤诉后无效", "正式"] == "30 天"
    assert terms["联系投诉人", "正式"] == "15 分钟"


@pytest.mark.parametrize("section", ["rules", "statuses", "causes"])
def test_sentences_stand_in_tables_that_break_their_lines(
    section: str, filled: Tiny, use_store: Use, run_app: RunApp
) -> None:
    """A data frame cuts them off on a narrow screen."""
    use_store(filled.store)
    app = run_app("definitions", section=section, lang="en")
    assert len(app.table) >= 1 and not app.dataframe
    assert len(app.get("download_button")) == 2 * len(app.table)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_section(section: str, lang: str, filled: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(filled.store)
    app = run_app("definitions", section=section, lang=lang)
    assert not app.exception and not app.error
    assert "None" not in everything_said(app)


def test_nothing_imported(tiny: Tiny, use_store: Use, run_app: RunApp) -> None:
    use_store(tiny.store)
    assert run_app("definitions").header[0].value == "还没有投诉数据"
