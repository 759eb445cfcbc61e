"""Every number of the deck is the dashboard's: what the .pptx says, read back, against `measure` asked anew."""

from __future__ import annotations

import re

import pytest

from analytics.findings import Code, Page, findings
from analytics.measures import Scope, measure, month_range
from analytics.measures.formats import count, figure_value, interval, percent, ratio
from analytics.measures.names import value_name
from analytics.measures.series import series
from analytics.store import Store
from analytics.vocabulary import Dimension as D
from analytics.vocabulary import Measure as M
from analytics.vocabulary import View
from tests.deck.made import Opened, made

YEAR = Scope(first="2016-01", last="2016-12")
MONTHS = month_range("2016-01", "2016-12")
BEFORE = Scope(first="2015-01", last="2015-12")


def ask(store: Store, by: D, one: M, scope: Scope = YEAR) -> dict[str | None, float | int | None]:
    with store.cursor() as cursor:
        table = measure(cursor, scope, (by,), (one,))
    return {row.key.get(by.value): row.value(one) for row in table.rows}


@pytest.fixture(scope="module", params=[None, "城东支公司"])
def opened(request: pytest.FixtureRequest, sample: Store) -> tuple[Opened, Scope, Store]:
    branch = request.param
    scope = YEAR if branch is None else YEAR.with_(branches=(branch,))
    return Opened(made(sample, branch=branch)), scope, sample


def test_the_months(opened: tuple[Opened, Scope, Store]) -> None:
    deck, scope, store = opened
    (chart,) = deck.charts("months")
    now = ask(store, D.MONTH, M.COMPLAINTS, scope)
    before = ask(store, D.MONTH, M.COMPLAINTS, scope.with_(first="2015-01", last="2015-12"))
    assert chart.series["2016"] == [now[one] for one in MONTHS]
    assert chart.series["2015"] == [before[one.replace("2016", "2015")] for one in MONTHS]
    with store.cursor() as cursor:
        limits = series(cursor, scope.with_(first=None), M.COMPLAINTS).chart  # that of the Trends page
    assert chart.series["控制上限"] == [pytest.approx(limits.upper[-1])] * 12
    assert chart.series["均值"] == [pytest.approx(limits.centre)] * 12


def test_the_cards_of_the_year(opened: tuple[Opened, Scope, Store]) -> None:
    deck, scope, store = opened
    with store.cursor() as cursor:
        (net,) = measure(cursor, scope, (D.TOTAL,), tuple(M)).rows
        (gross,) = measure(cursor, scope.with_(view=View.MONTHLY), (D.TOTAL,), (M.VALID,)).rows
    said = deck.text("summary").split("\n")
    for one in (M.COMPLAINTS, M.VALID, M.PREMIUM_RATIO, M.POLICY_RATIO, M.TIMELY_RATE):
        assert figure_value(one, net.value(one)) in said, one
    assert f"月度口径 {count(gross.value(M.VALID))} 件" in said
    assert f"投诉 {count(net.value(M.COMPLAINTS))} 件,其中有效 {count(net.value(M.VALID))} 件" in said[0]


def test_the_ratios(opened: tuple[Opened, Scope, Store]) -> None:
    deck, scope, store = opened
    asked = (M.PREMIUM_RATIO, M.POLICY_RATIO, M.POLICY_RATIO_10K, M.TIMELY_RATE)
    with store.cursor() as cursor:
        (net,) = measure(cursor, scope, (D.TOTAL,), asked).rows
        (gross,) = measure(cursor, scope.with_(view=View.MONTHLY), (D.TOTAL,), asked).rows
    for row, one in zip(deck.tables("ratios")[0][1:], asked, strict=True):
        figure = net.figures[one]
        assert row[1] == figure_value(one, figure.value)
        assert row[2] == interval(figure)
        assert row[3] == figure_value(one, gross.value(one))
        assert row[4] == count(figure.numerator)
    (chart,) = deck.charts("ratios")
    for name, view in (("年度口径", View.ANNUAL), ("月度口径", View.MONTHLY)):
        assert chart.series[name] == list(ask(store, D.QUARTER, M.PREMIUM_RATIO, scope.with_(view=view)).values())


@pytest.mark.parametrize(
    ("slide", "dimension", "series", "one"),
    [
        ("channels", D.CHANNEL, "2016", M.COMPLAINTS),
        ("lines", D.PRODUCT_LINE, "2016", M.COMPLAINTS),
        ("causes.categories", D.CATEGORY, "2016", M.CAUSE_MENTIONS),
    ],
)
def test_bars(opened: tuple[Opened, Scope, Store], slide: str, dimension: D, series: str, one: M) -> None:
    deck, scope, store = opened
    (chart,) = deck.charts(slide)
    asked = ask(store, dimension, one, scope)
    expected = {value_name(dimension, code).zh: value for code, value in asked.items()}
    drawn = dict(zip(chart.categories, chart.series[series], strict=True))
    assert drawn == {name: expected[name] for name in drawn}
    assert sum(drawn.values()) == sum(value for value in expected.values() if value)


def test_categories_say_what_the_causes_page_says(opened: tuple[Opened, Scope, Store]) -> None:
    """One unit (mentions) and one test on both: what the page finds changed is what the slide says has changed."""
    deck, scope, store = opened
    with store.cursor() as cursor:
        found = [one for one in findings(cursor, scope, Page.CAUSES) if one.code is Code.CAUSE_SHARE]
    said = deck.text("causes.categories")
    assert [one.text.zh for one in found if one.text.zh not in said] == []
    none = "没有哪一类的占比变化超出偶然波动" in said or "不检验构成的变化" in said
    assert none is not bool(found)


def test_the_causes(opened: tuple[Opened, Scope, Store]) -> None:
    deck, scope, store = opened
    (chart,) = deck.charts("causes.pareto")
    asked = {value_name(D.CAUSE, code).zh: n for code, n in ask(store, D.CAUSE, M.CAUSE_MENTIONS, scope).items()}
    drawn = dict(zip(chart.categories, chart.series["原因(项)"], strict=True))
    assert drawn == {name: asked[name] for name in drawn}
    total = sum(n or 0 for n in asked.values())
    running, cumulative = 0.0, chart.series["累计占比"]
    for name, share in zip(chart.categories, cumulative, strict=True):
        running += asked[name] or 0
        assert share == pytest.approx(running / total)


def test_the_heat_map_cell_by_cell(sample_deck: Opened, sample: Store) -> None:
    with sample.cursor() as cursor:
        rows = measure(cursor, YEAR, (D.BRANCH, D.MONTH), (M.COMPLAINTS,)).rows
    asked = {(row.key["branch"], row.key["month"]): row.value(M.COMPLAINTS) for row in rows}
    (table,) = sample_deck.tables("branches.heat")
    for branch, *cells, total in table[1:]:
        assert cells == [count(asked[branch, month]) for month in MONTHS]
        assert total == count(sum(asked[branch, month] or 0 for month in MONTHS))
    assert len(table) - 1 == len({branch for branch, _ in asked})


def test_the_funnel_stands_on_premium(sample_deck: Opened, sample: Store) -> None:
    complaints, premium = ask(sample, D.BRANCH, M.COMPLAINTS), ask(sample, D.BRANCH, M.PREMIUM_YUAN)
    rate = sum(complaints.values()) / sum(premium.values())
    for branch, observed, expected, over in sample_deck.tables("branches.funnel")[0][1:]:
        assert observed == count(complaints[branch])
        assert expected == f"{premium[branch] * rate:.1f}"
        assert over == f"{complaints[branch] / (premium[branch] * rate):.2f}"


def test_what_is_behind_edit_data_is_what_is_drawn(sample_deck: Opened) -> None:
    charts = [(key, chart) for key in sample_deck.pages for chart in sample_deck.charts(key)]
    assert len(charts) >= 9
    for key, chart in charts:
        if key == "branches.funnel":
            continue
        head, *rows = chart.workbook
        assert head[1:] == list(chart.series), key
        assert [row[0] for row in rows] == chart.categories, key
        for place, name in enumerate(chart.series, start=1):
            assert [row[place] for row in rows] == pytest.approx(chart.series[name]), key


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_TOLD_ELSEWHERE = ("cover", "contents", "concept.what", "concept.limits", "left_out", "summary", "plan")


def derived(deck: Opened, store: Store, key: str) -> set[str]:
    """Numbers that a title may say and its slide does not show, worked out anew."""
    mentions = {code: n for code, n in ask(store, D.CAUSE, M.CAUSE_MENTIONS).items() if code and n}
    if key == "ratios":
        return {"1.08"}  # the market's of 2016, net: 10,006 valid complaints after withdrawals
    if key.startswith("branches.funnel"):
        placed = sum(bool(premium) for premium in ask(store, D.BRANCH, M.PREMIUM_YUAN).values())
        # The limits by name, and how many branches pass those of 95% by chance.
        return {"95%", "99.8%", count(placed), ratio(0.05 * placed)}
    if key == "forms":
        by_form = [n or 0 for n in ask(store, D.FORM, M.REGULATOR_COMPLAINTS).values()]
        return {percent(n / sum(by_form)) for n in by_form}
    if key == "causes.pareto":
        ordered, running, vital = sorted(mentions.values(), reverse=True), 0, 0
        while running < 0.8 * sum(ordered):
            running += ordered[vital]
            vital += 1
        return {str(len(ordered)), str(vital), percent(running / sum(ordered))}
    if key == "causes.branches":
        rows = [[int(cell.replace("—", "0")) for cell in row[1:-1]] for row in deck.tables(key)[0][1:]]
        total, across = sum(map(sum, rows)), [sum(column) for column in zip(*rows, strict=True)]
        return {f"{sum(row) * column / total:.1f}" for row in rows for column in across}
    if key == "recurring":
        with store.cursor() as cursor:
            cells = measure(cursor, YEAR, (D.CAUSE, D.MONTH), (M.CAUSE_MENTIONS,)).rows
        named = [row.key["cause"] for row in cells if row.key["cause"] and row.value(M.CAUSE_MENTIONS)]
        return {str(sum(named.count(one) > 1 for one in set(named)))}
    if key == "outbreaks.jump":
        months = ask(store, D.MONTH, M.COMPLAINTS, BEFORE.with_(last="2016-12"))
        values = [value or 0 for _, value in sorted(months.items(), key=lambda one: one[0] or "")]
        means = [sum(values[n - 12 : n]) / 12 for n in range(12, 24)]
        return {f"{value - mean:.1f}" for value, mean in zip(values[12:], means, strict=True)}
    if key.startswith("outbreaks"):
        (chart,) = deck.charts(key)
        values = [int(value or 0) for value in next(iter(chart.series.values()))]
        branch, cause = next(iter(chart.series)).split(" · ")
        scope = YEAR.with_(first="2015-01", branches=(branch,))
        with store.cursor() as cursor:
            rows = measure(cursor, scope, (D.CAUSE,), (M.CAUSE_MENTIONS,)).rows
        both_years = next(
            row.value(M.CAUSE_MENTIONS) for row in rows if value_name(D.CAUSE, row.key["cause"]).zh == cause
        )
        spans = [(sum(values[first : first + length]), length) for length in (1, 2, 3, 4) for first in range(12)]
        expected = {f"{(both_years - inside) / (24 - length) * length:.1f}" for inside, length in spans}
        return expected | {str(inside) for inside, _ in spans}
    return set()


def shown(deck: Opened, key: str) -> set[str]:
    """Numbers on a slide below its title: in texts, tables, and in charts with their sums and shares."""
    found = set(_NUMBER.findall("\n".join(Opened.texts(deck.pages[key])[1:])))
    for chart in deck.charts(key):
        for values in chart.series.values():
            known = [value for value in values if value is not None]
            whole = sum(known)
            found |= {text for value in [*known, whole] for text in (count(value), f"{value:.1f}")}
            found |= {percent(value / whole) for value in known if whole}
        found |= {number for name in chart.categories for number in _NUMBER.findall(name)}
    return found


def test_no_number_in_a_title_comes_from_nowhere(sample_deck: Opened, sample: Store) -> None:
    for slide in sample_deck.deck.slides:
        if slide.key not in _TOLD_ELSEWHERE:
            known = shown(sample_deck, slide.key) | derived(sample_deck, sample, slide.key)
            assert [one for one in _NUMBER.findall(slide.title) if one not in known] == [], (slide.key, slide.title)
