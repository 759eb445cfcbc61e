"""Exposure in shapes that are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.intake.ugly.book import HEAD, Ugly, cells, read, saved, simple, trap, workbook


@trap
def months_across(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["2016年各机构保费收入(万元)"],
        ["机构", "1月", "2月", "3月", "合计"],
        ["甲支公司", 10, 11, 12, 33],
        name="保费.xlsx",
    )
    return Ugly(path, error="wide_exposure", says=["第 2 行", "月份"])


@trap
def months_across_as_dates(folder: Path) -> Ugly:
    months = [date(2016, month, 1) for month in (1, 2, 3)]
    path = simple(folder, ["各机构有效保单(张)"], ["分公司", *months], ["甲分公司", 10, 11, 12], name="有效保单.xlsx")
    return Ugly(path, error="wide_exposure", says=["第 2 行"])


@trap
def months_across_beside_a_log(folder: Path) -> Ugly:
    path = saved(
        *workbook(
            folder,
            "2016年投诉台账.xlsx",
            台账=[HEAD, cells(1)],
            保费=[["机构", "2016年1月", "2016年2月", "2016年3月"], ["甲支公司", 10, 11, 12]],
            投诉量=[["机构", "2016年1月", "2016年2月", "2016年3月"], ["甲支公司", 1, 0, 2]],
        )
    )
    return Ugly(path, {"台账": [read(2, 1)]}, warnings={("保费", "wide_exposure")})


@trap
def blocks_of_months_under_headings(folder: Path) -> Ugly:
    path = simple(
        folder,
        ["2016年3月保费"],
        ["机构", "保费收入(元)"],
        ["甲支公司", 10],
        ["2016年4月"],
        ["甲支公司", 12],
    )
    return Ugly(path, error="several_tables", says=["第 4 行"])
