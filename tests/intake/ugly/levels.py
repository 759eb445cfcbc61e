"""Headers of several levels."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tests.intake.ugly.book import MARCH, Ugly, fill, saved, trap, workbook


@trap
def two_level_header(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[["2016年3月投诉台账"]])
    sheet = book["台账"]
    sheet.merge_cells("A1:J1")
    for at, value, merge in [
        ("A2", "序号", "A2:A3"),
        ("B2", "投诉信息", "B2:C2"),
        ("D2", "投诉人", "D2:E2"),
        ("F2", "被保险人", "F2:G2"),
        ("H2", "处理时效", "H2:I2"),
        ("J2", "撤诉", None),
        ("K2", "被投诉\n机构", "K2:K3"),
    ]:
        fill(sheet, at, value, merge)
    for column, value in zip(
        "BCDEFGHIJ", ["投诉编号", "受理时间", "姓名", "电话", "姓名", "电话", "联系", "会商", "日期"], strict=True
    ):
        sheet[f"{column}3"] = value
    moment = datetime(2016, 3, 1, 9, 30)
    sheet.append(
        [
            1,
            "T1",
            moment,
            "样例甲",
            "13800001234",
            "样例乙",
            "13900001234",
            datetime(2016, 3, 1, 9, 40),
            "2016-03-01 15:00",
            date(2016, 3, 8),
            "甲支公司",
        ]
    )
    return Ugly(
        saved(book, path),
        {
            "台账": [
                {
                    "row": 4,
                    "complaint_no": "T1",
                    "received_at": moment,
                    "complainant": "样例甲",
                    "phone": "13800001234",
                    "contacted_at": datetime(2016, 3, 1, 9, 40),
                    "plan_at": datetime(2016, 3, 1, 15),
                    "withdrawn_on": date(2016, 3, 8),
                    "branch": "甲支公司",
                }
            ]
        },
        columns={
            "投诉信息/投诉编号": "complaint_no",
            "投诉信息/受理时间": "received_at",
            "投诉人/姓名": "complainant",
            "投诉人/电话": "phone",
            "处理时效/联系": "contacted_at",
            "处理时效/会商": "plan_at",
            "撤诉/日期": "withdrawn_on",
            "被投诉\n机构": "branch",
        },
        month={"台账": MARCH},
    )


@trap
def two_level_header_in_a_csv(folder: Path) -> Ugly:
    path = folder / "台账.csv"
    path.write_text(
        "序号,投诉信息,,投诉人,,机构\n"
        ",投诉编号,受理时间,姓名,电话,\n"
        "1,T1,2016-03-01 09:30:00,样例甲,13800001234,甲支公司\n",
        encoding="utf-8",
    )
    return Ugly(
        path,
        {
            "台账": [
                {
                    "row": 3,
                    "complaint_no": "T1",
                    "received_at": datetime(2016, 3, 1, 9, 30),
                    "complainant": "样例甲",
                    "phone": "13800001234",
                    "branch": "甲支公司",
                }
            ]
        },
    )


@trap
def three_level_header(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "台账.xlsx",
        台账=[
            ["受理", None, None, "处理", None, None],
            ["编号", "投诉时间", "机构", "时效", None, "结果"],
            [None, None, None, "首次联系", "办结", None],
            ["T1", datetime(2016, 3, 1), "甲支公司", "2016-03-02 08:00", datetime(2016, 3, 9), "已解释"],
        ],
    )
    for merge in ("A1:C1", "D1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"):
        book["台账"].merge_cells(merge)
    return Ugly(
        saved(book, path),
        {
            "台账": [
                {
                    "row": 4,
                    "complaint_no": "T1",
                    "received_at": datetime(2016, 3, 1),
                    "branch": "甲支公司",
                    "contacted_at": datetime(2016, 3, 2, 8),
                    "closed_on": date(2016, 3, 9),
                    "outcome": "已解释",
                }
            ]
        },
    )


@trap
def month_and_year_to_date_under_one_group(folder: Path) -> Ugly:
    book, path = workbook(
        folder,
        "保费.xlsx",
        保费=[
            ["月份", "机构", "保费收入(万元)", None, "有效保单", None],
            [None, None, "累计", "当月", "期初", "期末"],
            ["2016-03", "甲支公司", 30, 10, 700, 800],
        ],
    )
    for merge in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
        book["保费"].merge_cells(merge)
    return Ugly(
        saved(book, path),
        {"保费": [{"row": 3, "month": MARCH, "branch": "甲支公司", "premium_yuan": 100000.0, "policies": 800.0}]},
        warnings={("保费", "no_unit"), ("保费", "columns_not_read")},
    )


@trap
def insured_under_a_group_is_not_the_complainant(folder: Path) -> Ugly:
    book, path = workbook(folder, "台账.xlsx", 台账=[["投诉信息", None, None, "被保险人信息", None]])
    sheet = book["台账"]
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D1:E1")
    sheet.append(["投诉编号", "受理时间", "机构", "姓名", "电话"])
    sheet.append(["T1", datetime(2016, 3, 1), "甲支公司", "样例乙", "13900001234"])
    return Ugly(
        saved(book, path),
        {"台账": [{"row": 3, "complaint_no": "T1", "received_at": datetime(2016, 3, 1), "branch": "甲支公司"}]},
    )
