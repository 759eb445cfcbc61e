"""The head office's monthly logs: which complaints a month lists, and what its template shows of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from pathlib import Path

from anlan.complaint import Complaint
from anlan.insurer import TOP_BRANCH
from anlan.sheets import Column, Value, save, write_table

TITLE_COMPANY = "安澜财产保险" + TOP_BRANCH
# In these months the log was pasted from the ticket system, which gives dates as text.
TEXT_DATE_MONTHS = frozenset({(2015, 6), (2015, 11), (2016, 3), (2016, 8)})

_NO, _TEXT, _LONG, _FLAG, _DAY, _MOMENT, _YUAN = "no", "text", "long", "flag", "day", "moment", "yuan"

TEMPLATE_2015 = (
    Column("序号", "row", _FLAG),
    Column("投诉编号", "number", _NO),
    Column("受理时间", "received_at", _MOMENT),
    Column("投诉来源", "channel", _TEXT),
    Column("投诉类别", "form", _FLAG),
    Column("被投诉机构", "branch_as_written", _TEXT),
    Column("险种", "line", _FLAG),
    Column("保单号", "policy_no", _NO),
    Column("报案号", "claim_no", _NO),
    Column("车牌号", "plate", _TEXT),
    Column("投诉人", "complainant", _FLAG),
    Column("投诉人身份", "role", _FLAG),
    Column("联系电话", "phone", _TEXT),
    Column("投诉原因", "cause_label", _TEXT),
    Column("投诉内容", "narrative", _LONG),
    Column("联系时间", "contacted_at", _MOMENT),
    Column("会商时间", "plan_at", _MOMENT),
    Column("反馈报告日期", "reported_on", _DAY),
    Column("红头报告日期", "stamped_report_on", _DAY),
    Column("办结日期", "closed_on", _DAY),
    Column("撤诉日期", "withdrawn_on", _DAY),
    Column("无效认定", "finding", _TEXT),
    Column("处理结果", "outcome", _TEXT),
    Column("赔付金额(元)", "amount_paid", _YUAN),
    Column("投诉责任人", "responsible", _FLAG),
    Column("责任部门", "department", _TEXT),
    Column("是否有责", "at_fault", _FLAG),
)

TEMPLATE_2016 = (
    Column("序号", "row", _FLAG),
    Column("工单号", "number", _NO),
    Column("接收时间", "received_at", _MOMENT),
    Column("投诉渠道", "channel", _TEXT),
    Column("投诉形式", "filing", _FLAG),
    Column("是否首次", "first_contact", _FLAG),
    Column("是否同意协商", "consents", _FLAG),
    Column("所属机构", "branch_as_written", _TEXT),
    Column("险类", "line", _FLAG),
    Column("保单号", "policy_no", _NO),
    Column("赔案号", "claim_no", _NO),
    Column("车牌号", "plate", _TEXT),
    Column("姓名", "complainant", _FLAG),
    Column("投诉人身份", "role", _FLAG),
    Column("联系电话", "phone", _TEXT),
    Column("原因分类", "cause_label", _TEXT),
    Column("投诉事由", "narrative", _LONG),
    Column("环节", "stage", _FLAG),
    Column("联系时间", "contacted_at", _MOMENT),
    Column("会商时间", "plan_at", _MOMENT),
    Column("反馈报告日期", "reported_on", _DAY),
    Column("红头报告日期", "stamped_report_on", _DAY),
    Column("办结日期", "closed_on", _DAY),
    Column("撤诉时间", "withdrawn_on", _DAY),
    Column("无效认定", "finding", _TEXT),
    Column("无效认定日期", "found_on", _DAY),
    Column("是否有效", "stated", _FLAG),
    Column("处理结果", "outcome", _TEXT),
    Column("赔付金额(元)", "amount_paid", _YUAN),
    Column("投诉责任人", "responsible", _FLAG),
    Column("责任部门", "department", _TEXT),
    Column("是否有责", "at_fault", _FLAG),
    Column("过错程度", "fault_degree", _FLAG),
    Column("原因分析", "lesson", _TEXT),
    Column("整改措施", "measure", _TEXT),
)


def listed(complaints: list[Complaint], year: int, month: int) -> list[Complaint]:
    """The month's complaints, then the earlier ones in which something happened or which are still open."""
    first = date(year, month, 1)
    cut_off = date(year, month, monthrange(year, month)[1])
    new = [c for c in complaints if first <= c.received_on <= cut_off]
    earlier = [
        c
        for c in complaints
        if c.received_on < first and (c.open_at(cut_off) or any(first <= day <= cut_off for day in c.dates()))
    ]
    return new + earlier


def as_known(complaint: Complaint, cut_off: date) -> dict[str, Value]:
    """The cells of a complaint in a log written at the end of `cut_off`: nothing later is in them."""
    values: dict[str, Value] = {name: getattr(complaint, name) for name in Complaint.__slots__}
    for name, value in values.items():
        day = value.date() if isinstance(value, datetime) else value
        if isinstance(day, date) and day > cut_off:
            values[name] = None
    if complaint.informal is not None:
        values["form"] = "非正式" if complaint.informal else "正式"
    if values["closed_on"] is None:
        for name in ("outcome", "amount_paid", "at_fault", "fault_degree", "lesson", "measure"):
            values[name] = None
    if complaint.found_on and values["found_on"] is None:
        values["finding"] = None
    values["stated"] = _stated_valid(complaint, cut_off)
    if values["stated"] != "有效":
        values["lesson"] = values["measure"] = None
    return values


def _stated_valid(complaint: Complaint, cut_off: date) -> str | None:
    """What the clerk enters: by the rule once it is decided, wrongly where `stated` is planted."""
    if not complaint.regulator:
        return None
    if complaint.found_on and complaint.found_on <= cut_off:
        return "无效"
    withdrawn = complaint.withdrawn_on
    known_withdrawal = withdrawn if withdrawn and withdrawn <= cut_off else None
    if known_withdrawal is None and complaint.limit >= cut_off:
        return None
    by_rule = "无效" if known_withdrawal and known_withdrawal <= complaint.limit else "有效"
    return complaint.stated or by_rule


def write_log(directory: Path, complaints: list[Complaint], year: int, month: int) -> Path:
    """One month's workbook: title, compiling office and cut-off, in 2016 a note, the header, the rows."""
    cut_off = date(year, month, monthrange(year, month)[1])
    rows = []
    for turn, complaint in enumerate(listed(complaints, year, month), start=1):
        rows.append(as_known(complaint, cut_off) | {"row": turn})
    above = [
        f"{TITLE_COMPANY}{year}年{month}月投诉台账",
        f"填报单位：客户服务部　　统计截止：{year}年{month}月{cut_off.day}日　　单位：件、元",
    ]
    if year == 2016:
        above.append("说明：先列本月受理件，后列以前月份尚未办结、尚未撤诉或本月有进展的件。")
    template = TEMPLATE_2015 if year == 2015 else TEMPLATE_2016
    workbook = write_table(
        f"{year}年{month}月", above, template, rows, text_dates=(year, month) in TEXT_DATE_MONTHS, frozen_columns=3
    )
    return save(workbook, directory / f"{year}年{month:02d}月投诉台账.xlsx")
