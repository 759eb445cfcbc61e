"""The sample workbooks: what is promised of them is in their raw cells."""

from __future__ import annotations

import re
import runpy
from calendar import monthrange
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import load_workbook
from scipy.stats import binomtest

from tests.sample_cells import (
    DAY_COLUMNS,
    DECK,
    MONTHS,
    REGULATOR,
    SAMPLE,
    branches,
    complaints,
    day,
    ending,
    exposure,
    grid,
    log_path,
    logs,
    moment,
)

OUTBREAK_LABELS = {"定损核损金额争议", "定损金额争议", "核损金额争议"}


# ---- the files


def test_rebuilding_gives_the_committed_cells(tmp_path: Path) -> None:
    made = runpy.run_path(str(SAMPLE / "make_sample.py"))
    for committed, paths in (
        (SAMPLE, made["write_sample"](tmp_path / "main")),
        (DECK, made["write_source_deck"](tmp_path / "deck")),
    ):
        assert {path.name for path in paths} == {path.name for path in committed.glob("*.xlsx")}
        for path in paths:
            assert grid(path) == grid(committed / path.name), path.name


def test_workbooks_are_small_and_have_one_sheet() -> None:
    for path in [*SAMPLE.glob("*.xlsx"), *DECK.glob("*.xlsx")]:
        assert path.stat().st_size < 60_000, path.name
        assert len(load_workbook(path).sheetnames) == 1


def test_logs_are_well_formed() -> None:
    """Title with the month above, header in row 3 or 4, numbered rows and nothing under them."""
    text_months = 0
    for (year, month), rows in logs().items():
        cells = grid(log_path(year, month))
        assert f"{year}年{month}月" in cells[0][0]
        assert cells[2 if year == 2015 else 3][0] == "序号"
        assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))
        assert len({row["投诉编号"] for row in rows}) == len(rows)
        kinds = {type(row["受理时间"]) for row in rows}
        assert kinds in ({str}, {datetime})
        text_months += kinds == {str}
    assert 2 <= text_months <= 6


def test_a_log_knows_nothing_after_its_month() -> None:
    for (year, month), rows in logs().items():
        cut_off = date(year, month, monthrange(year, month)[1])
        for row in rows:
            days = [day(row.get(name)) for name in DAY_COLUMNS]
            assert all(d is None or day(row["受理时间"]) <= d <= cut_off for d in days), row
            assert row["处理结果"] is None or row["办结日期"] is not None


def test_a_withdrawal_is_restated_in_its_own_month() -> None:
    seen: set[str] = set()
    for (year, month), rows in logs().items():
        for row in rows:
            withdrawn = day(row["撤诉日期"])
            if withdrawn and row["投诉编号"] not in seen:
                assert (withdrawn.year, withdrawn.month) == (year, month)
                seen.add(row["投诉编号"])
        new = [(day(r["受理时间"]).year, day(r["受理时间"]).month) == (year, month) for r in rows]
        assert new == sorted(new, reverse=True), "new complaints first, earlier ones below"
    assert len(seen) > 200


# ---- what it is about


def test_size_channels_and_branches() -> None:
    assert 900 <= len(complaints()) <= 1200
    share = sum(row["regulator"] for row in complaints()) / len(complaints())
    assert 0.35 <= share <= 0.40
    others = {row["投诉来源"] for row in complaints()} - REGULATOR
    assert {"电话中心", "网站留言", "保险行业协会转办", "12345"} <= others
    parents = {row["上级机构"] for row in branches()}
    leaves = {row["机构名称"] for row in branches()} - parents
    assert len(leaves) == 9
    assert {row["被投诉机构"] for row in complaints()} == leaves
    assert [row["机构名称"] for row in branches() if row["上级机构"] is None] == ["云岭分公司"]


def test_exposure_is_complete() -> None:
    leaves = {row["机构名称"] for row in branches()} - {row["上级机构"] for row in branches()}
    lines = {"车险", "企财险", "意外险", "责任险"}
    keys = Counter((row["月份"].date(), row["机构"], row["险种"]) for row in exposure())
    expected = {(date(y, m, 1), branch, line) for y, m in MONTHS for branch in leaves for line in lines}
    assert set(keys) == expected and set(keys.values()) == {1}
    assert all(row["保费收入(万元)"] > 0 and row["有效保单(千张)"] > 0 for row in exposure())
    premium: Counter[str] = Counter()
    for row in exposure():
        premium[row["机构"]] += row["保费收入(万元)"]
    assert max(premium.values()) > 9 * min(premium.values())


def test_the_annual_ratio_is_that_of_a_real_insurer() -> None:
    for year in (2015, 2016):
        endings = Counter(ending(row) for row in complaints() if row["regulator"] and row["received"].year == year)
        net = endings["never withdrawn"] + endings["too late to cure"]
        hundred_million = sum(row["保费收入(万元)"] for row in exposure() if row["月份"].year == year) / 10_000
        assert 40 <= net <= 70 and 30 <= hundred_million <= 50
        assert 1.0 <= net / hundred_million <= 2.0


def test_the_outbreak_stands_out_and_other_growth_is_noise() -> None:
    counts: Counter[tuple[str, int, int]] = Counter()
    by_year: Counter[tuple[str, int]] = Counter()
    for row in complaints():
        branch, year, month = row["被投诉机构"], row["received"].year, row["received"].month
        by_year[branch, year] += 1
        labels = set(re.split("[、;；,/]", row.get("投诉原因", "")))
        counts[branch, year, month] += bool(labels & OUTBREAK_LABELS)
    outbreak = [counts.pop(("城东支公司", 2016, month)) for month in (7, 8, 9)]
    assert min(outbreak) >= 9 and sum(outbreak) >= 35
    assert max(counts.values()) <= 4
    for branch in {name for name, _ in by_year} - {"城东支公司"}:
        before, after = by_year[branch, 2015], by_year[branch, 2016]
        assert binomtest(after, before + after, 1.1 / 2.1).pvalue > 0.10, branch


def test_one_branch_slips_from_august_2016() -> None:
    late: dict[bool, list[bool]] = {True: [], False: []}
    for row in complaints():
        if row["regulator"]:
            slipping = row["被投诉机构"] == "城西支公司" and row["received"] >= date(2016, 8, 1)
            wait = moment(row["联系时间"]) - moment(row["受理时间"])
            late[slipping].append(wait > timedelta(minutes=15))
    assert sum(late[True]) / len(late[True]) > 0.30
    assert sum(late[False]) / len(late[False]) < 0.15


def test_labels_texts_and_separators() -> None:
    labels = [row.get("投诉原因", "") for row in complaints()]
    assert {mark for label in labels for mark in "、;；,/" if mark in label} == set("、;；,/")
    has = Counter((bool(row.get("投诉原因")), bool(row.get("投诉内容"))) for row in complaints())
    assert has[True, True] > 0.8 * len(complaints())
    assert has[False, True] >= 30 and has[True, False] >= 10 and 3 <= has[False, False] <= 30
    texts = [row["投诉内容"] for row in complaints() if "投诉内容" in row]
    assert not any(mark in text for text in texts for mark in "{}")
    assert len(set(texts)) > 0.8 * len(texts)


def test_nobody_is_real() -> None:
    for row in complaints():
        assert re.fullmatch(r"1380000\d{4}", row["联系电话"])
        assert re.fullmatch(r"云A·D\d{4}", row.get("车牌号", "云A·D0001"))
        for number in re.findall(r"1[3-9]\d{9}", row.get("投诉内容", "")):
            assert number.startswith("1380000")
