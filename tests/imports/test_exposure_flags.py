"""Exposure that can hardly be right: loaded, flagged at import, and visible in the coverage."""

from __future__ import annotations

from analytics.imports import import_paths
from analytics.intake.report import ImportReport
from analytics.measures import coverage
from tests.tiny import Tiny


def warned(report: ImportReport) -> set[tuple[int | None, str]]:
    return {(warning.row, warning.code) for file in report.files for warning in file.warnings}


def rows(*figures: tuple[float, float]) -> list[tuple[str, str, float, float]]:
    """(premium, policies) of 甲 month by month from 2016-01."""
    return [(f"2016-{n:02d}", "甲支公司", *figure) for n, figure in enumerate(figures, 1)]


def test_a_premium_in_the_wrong_unit_is_flagged(tiny: Tiny) -> None:
    """100m a month, and 10,000 yuan in March: 万元 read as 元."""
    report = tiny.exposure(*rows((1e8, 1000), (1.1e8, 1000), (1e4, 1000), (0.9e8, 1000)))
    assert warned(report) == {(4, "premium_unusual")}
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-04-20"})
    with tiny.store.cursor() as cursor:
        flagged = {(one.month, one.flags) for one in coverage(cursor) if one.flags}
    assert flagged == {("2016-03", ("premium_unusual",))}


def test_a_season_is_no_slip(tiny: Tiny) -> None:
    assert warned(tiny.exposure(*rows((1e8, 1000), (3e8, 1000), (0.5e8, 1200), (1e8, 900)))) == set()


def test_few_months_say_nothing_of_what_is_usual(tiny: Tiny) -> None:
    assert warned(tiny.exposure(*rows((1e8, 1000), (1e8, 1000), (1e3, 1000)))) == set()


def test_a_stock_that_loses_nine_in_ten_is_flagged(tiny: Tiny) -> None:
    report = tiny.exposure(*rows((1e8, 100_000), (1e8, 10_000), (1e8, 9_000)))
    assert warned(report) == {(3, "policies_fell")}


def test_a_gap_between_two_months_is_not_one_month(tiny: Tiny) -> None:
    tiny.exposure(("2016-01", "甲支公司", 1e8, 100_000))
    assert warned(tiny.exposure(("2016-06", "甲支公司", 1e8, 9_000))) == set()


def test_a_fall_across_two_files_is_flagged_where_it_comes_in(tiny: Tiny) -> None:
    tiny.exposure(("2016-01", "甲支公司", 1e8, 100_000))
    assert warned(tiny.exposure(("2016-02", "甲支公司", 1e8, 9_000))) == {(2, "policies_fell")}


def test_a_month_that_stands_twice_with_other_figures_is_flagged(tiny: Tiny) -> None:
    report = tiny.exposure(("2016-01", "甲支公司", 1e8, 1000), ("2016-01", "甲支公司", 2e8, 1000))
    assert warned(report) == {(3, "month_twice")}
    twice = tiny.exposure(("2016-02", "甲支公司", 1e8, 1000), ("2016-02", "甲支公司", 1e8, 1000))
    assert warned(twice) == set()  # the same figures twice do no harm


def test_an_unknown_branch_is_flagged_with_and_without_a_list(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-20"})
    assert warned(tiny.exposure(("2016-01", "甲支公司", 1e8, 1000), ("2016-01", "无名支公司", 1e8, 1000))) == {
        (3, "unknown_branch")
    }
    tiny.load([{"机构代码": "01", "机构名称": "甲支公司"}])
    assert (2, "unknown_branch") in warned(tiny.exposure(("2016-02", "无名支公司", 1e8, 1000)))


def test_an_unknown_branch_is_visible_in_the_coverage_until_the_list_names_it(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-02-20"})
    report = tiny.exposure(*((month, "无名支公司", 1e8, 1000) for month in ("2016-01", "2016-02")))
    assert warned(report) == {(2, "unknown_branch")}  # once, not for every month
    with tiny.store.cursor() as cursor:
        flagged = {(one.branch, one.month): one.flags for one in coverage(cursor) if one.flags}
    assert flagged == {("无名支公司", month): ("unknown_branch",) for month in ("2016-01", "2016-02")}
    tiny.load([{"机构代码": "01", "机构名称": "甲支公司"}, {"机构代码": "02", "机构名称": "无名支公司"}])
    with tiny.store.cursor() as cursor:
        assert not any(one.flags for one in coverage(cursor))


def test_a_premium_no_branch_can_write_is_flagged_at_once(tiny: Tiny) -> None:
    """300 bn yuan in a month, and no other month to hold it against."""
    assert warned(tiny.exposure(("2016-01", "甲支公司", 3e11, 1000))) == {(2, "premium_unusual")}


def test_two_names_of_a_branch_in_one_month_are_parts_of_it(tiny: Tiny) -> None:
    tiny.load([{"机构代码": "01", "机构名称": "甲支公司", "别名": "乙支公司"}])
    report = tiny.exposure(("2016-01", "乙支公司", 1e8, 1000), ("2016-01", "甲支公司", 2e8, 1000))
    assert warned(report) == {(3, "parts_added")}
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT branch_name, premium_yuan, policies FROM exposure").fetchall() == [
            ("甲支公司", 3e8, 2000)
        ]


def test_a_month_that_stands_twice_under_two_spellings_of_a_name(tiny: Tiny) -> None:
    """城东中支 is written for 城东中心支公司: one name, and the later figure counts."""
    tiny.load([{"机构代码": "01", "机构名称": "城东中心支公司"}])
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-20", "被投诉机构": "城东中支"})
    report = tiny.exposure(("2016-01", "城东中支", 1e8, 1000), ("2016-01", "城东中心支公司", 2e8, 1000))
    assert (3, "month_twice") in warned(report)
    with tiny.store.cursor() as cursor:
        assert [one.flags for one in coverage(cursor)] == [("month_twice",)]


def test_every_flag_is_visible_in_the_coverage(tiny: Tiny) -> None:
    """Policies fall to a tenth in February, March stands twice, April's premium is read in the wrong unit."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-05-20"})
    figures = [(1e8, 100_000), (1e8, 9_000), (1e8, 9_000), (1.2e4, 9_000), (1e8, 9_000)]
    tiny.exposure(*rows(*figures), ("2016-03", "甲支公司", 1.1e8, 9_000))
    with tiny.store.cursor() as cursor:
        flagged = {one.month: one.flags for one in coverage(cursor) if one.flags}
    assert flagged == {
        "2016-02": ("policies_fell",), "2016-03": ("month_twice",), "2016-04": ("premium_unusual",)
    }  # fmt: skip


def test_a_negative_premium_is_set_aside_and_missing_in_the_coverage(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-01-20"})
    path = tiny.write([{"月份": "2016-01", "机构": "甲支公司", "保费收入(元)": "-5", "有效保单(张)": "10"}])
    (report,) = import_paths(tiny.store, [path]).files
    assert {reject.code for reject in report.rejects} == {"negative_exposure"}
    with tiny.store.cursor() as cursor:
        assert [one.premium for one in coverage(cursor)] == [False]


def test_a_reject_says_what_the_cell_says(tiny: Tiny) -> None:
    rows = [{"月份": "2016-01", "机构": "甲支公司", "保费收入(万元)": "-12.5"}]
    (report,) = import_paths(tiny.store, [tiny.write(rows)]).files
    assert [(one.code, one.value) for one in report.rejects] == [("negative_exposure", "-12.5")]
