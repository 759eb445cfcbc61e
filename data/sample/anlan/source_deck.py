"""Ten motor complaints through the regulator's green channel, January to October 2016: the deck's figures.

10 complaints, 12 causes (2, 4, 3, 1, 1, 1), one valid. People, branches, premium and words are invented.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from anlan.insurer import Branch, Exposure
from anlan.logs import TEMPLATE_2015
from anlan.registers import write_branches, write_exposure
from anlan.sheets import Column, Value, save, write_table

DIVISION = "澜江中心支公司"
DIVISION_BRANCHES = (
    Branch("0600", DIVISION, "", ("澜江中支", "澜江")),
    Branch("0601", "东港支公司", DIVISION, ("东港支", "东港"), 1),
    Branch("0602", "西桥支公司", DIVISION, ("西桥支", "西桥"), 1),
    Branch("0603", "南坝支公司", DIVISION, ("南坝支", "南坝"), 1),
)
# 10,000 yuan a month, and policies in force at the end of every month in thousands. Together
# 80 million yuan over the ten months, and 40,000 policies.
_PREMIUM = {"东港支公司": 400.0, "西桥支公司": 250.0, "南坝支公司": 150.0}
_POLICIES = {"东港支公司": 20.0, "西桥支公司": 12.5, "南坝支公司": 7.5}

COLUMNS = (
    *(c for c in TEMPLATE_2015 if c.name not in {"finding", "policy_no"}),
    Column("过错程度", "fault_degree", "flag"),
    Column("原因分析", "lesson", "text"),
    Column("整改措施", "measure", "text"),
    Column("环节", "stage", "flag"),
)

# All in 2016 (month-day): received, form, branch, role, cause label, withdrawn, reported, stamped, stage,
# employee, at fault.
_TABLE = """
01-14 09:42 | 非正式 | 东港支公司 | 三者 | 未协助理赔 | 01-22 | 01-20 |  | 查勘 | 高甲 | 是
03-08 15:10 | 非正式 | 西桥支公司 | 三者 | 标的不赔偿三者 | 03-16 | 03-15 |  | 支付 | 罗丙 | 否
04-06 10:26 | 正式 | 东港支公司 | 被保险人 | 疑义案件争议、保险责任争议 | 04-28 | 04-12 |  | 调查 | 林乙 | 是
04-21 14:03 | 非正式 | 南坝支公司 | 三者 | 全责方不配合理赔、标的不赔偿三者 | 05-03 | 04-28 |  | 查勘 | 宋戊 | 是
05-17 11:37 | 非正式 | 东港支公司 | 三者 | 标的不赔偿三者 | 05-20 |  |  | 定损 | 高甲 | 是
06-13 16:20 | 正式 | 西桥支公司 | 三者 | 赔偿标准异议 | 07-08 | 06-20 |  | 人伤 | 梁丁 | 否
07-05 09:05 | 非正式 | 东港支公司 | 被保险人 | 赔偿标准异议 | 07-13 | 07-11 |  | 核损 | 林乙 | 是
08-11 10:48 | 正式 | 西桥支公司 | 被保险人 | 赔偿标准异议 |  | 08-17 | 09-08 | 定损 | 罗丙 | 是
09-12 13:55 | 非正式 | 南坝支公司 | 三者 | 标的不赔偿三者 | 09-23 | 09-20 |  | 理算 | 宋戊 | 否
10-13 15:31 | 非正式 | 东港支公司 | 被保险人 | 保险责任争议 | 10-21 | 10-19 |  | 理算 | 高甲 | 否
"""

_TEXTS = """
伤者称事故当天已经向交警说明受伤，保险公司报案时没有人问，理赔一直按纯车损办理并结案。伤者持病历来理赔时被告知案件已结，无人协助。|报案和查勘都没有核实人伤，交警证明未细看。|查勘环节逐案询问有无人伤，交警证明由主管复看。
三者反映赔款早已付给承保车辆所属单位，单位财务不接电话，修车垫付的钱一直没有拿到。|付款前未与三者确认收款方式。|三者损失优先直付三者，付款后电话告知双方。
客户车辆夜间受损，我司怀疑事故不真实，定损停了一个多月，最后口头说不赔也拿不出证据。客户要求赔付。|没有证据先行拒绝，定损被调查拖住。|调查与定损并行，结论以书面证据为准。
对方全责却不来办手续，三者车停在修理厂三周，既不能定损也拿不到赔款，请求保险公司出面。|现场没有约定三者损失的付款对象，待单证案件无人催。|现场签署三者直付确认单，待单证案件每周清理。
三者需要一份定损资料自用，经办人坚持在上面加注限制用途的文字，三者不同意，资料没有拿到，标的方也因此不肯付款。|合理诉求没有及时上报，处理生硬。|类似诉求当日报主管决定。
伤者住院期间同时治疗了自身旧病，我司扣除这部分费用。伤者认为没有解释清楚，要求按实际花费赔偿。|扣减依据未当面逐项说明，用词容易引起反感。|人伤扣减出具清单并由专人解释。
客户定损后十多天没有接到任何电话，来电也找不到经办人，后对核定的赔偿标准也不认可。|定损后没有告知核损时限，没有回访。|核损完成前每三日主动联系客户一次。
客户车辆涉水，首次只赔了清洗和发动机检修，停放一个多月后无法行驶，拆检发现变速箱内部锈蚀。客户要求更换总成，我司与外聘公估意见不一，客户投诉至今未撤。|涉水车辆首次定损没有拆检变速箱，损失扩大。|涉水车辆一次拆检到位，公估报告由核损岗复核。
三者称随车物品在事故中损坏，购买凭证不全，我司不予认定，标的方也不肯承担，三者不满。|疑难案件没有提前上报，凭证真实性无法核实。|凭证不全的物损案件五日内报主管协商。
客户在小区内倒车刮碰自家另一辆车，我司认为不属于第三者责任。客户称投保时没有说明，要求给出条款依据。|条款解释不到位。|责任存疑案件由主管当面说明条款。
"""

_NAMES = ("张样例", "李示范", "王虚构", "赵假设", "钱试用", "孙模拟", "周演示", "黄示例", "吴测试", "郑样本")


def ten_complaints() -> list[dict[str, Value]]:
    """One row a complaint, in order of receipt, its cells by column name."""
    rows: list[dict[str, Value]] = []
    lines = zip(_TABLE.strip().splitlines(), _TEXTS.strip().splitlines(), _NAMES, strict=True)
    for turn, (facts, texts, name) in enumerate(lines, start=1):
        received, form, branch, role, causes, withdrawn, reported, stamped, stage, employee, fault = (
            cell.strip() for cell in facts.split("|")
        )
        narrative, lesson, measure = texts.split("|")
        received_at = datetime.fromisoformat(f"2016-{received}")
        contacted_at = received_at.replace(minute=received_at.minute + 4 if received_at.minute < 55 else 59)
        code = next(b.code for b in DIVISION_BRANCHES if b.name == branch)
        rows.append(
            {
                "row": turn,
                "number": f"LT2016-{turn:03d}",
                "received_at": received_at,
                "channel": "保监绿通",
                "form": form,
                "branch_as_written": branch,
                "line": "车险",
                "claim_no": f"{code}91201600{turn * 37:03d}",
                "plate": f"云A·D{turn * 101:04d}",
                "complainant": name,
                "role": role,
                "phone": f"1380000{turn * 111:04d}",
                "cause_label": causes,
                "narrative": narrative,
                "contacted_at": contacted_at,
                "plan_at": received_at.replace(hour=17, minute=20),
                "reported_on": _day(reported),
                "stamped_report_on": _day(stamped),
                "closed_on": _day(withdrawn) or _day(stamped),
                "withdrawn_on": _day(withdrawn),
                "outcome": "协商一致，投诉人撤诉。" if withdrawn else "未达成一致，已出具红头报告。",
                "responsible": employee,
                "department": "理赔部",
                "at_fault": fault,
                "fault_degree": ("一般" if not withdrawn else "轻微") if fault == "是" else "",
                "lesson": lesson,
                "measure": measure,
                "stage": stage,
            }
        )
    return rows


def _day(text: str) -> date | None:
    return date.fromisoformat(f"2016-{text}") if text else None


def write_deck(directory: Path) -> list[Path]:
    """The log of the ten, the branch list and the exposure by month and branch."""
    above = [
        f"安澜财产保险{DIVISION}2016年投诉台账",
        "填报单位：客户服务部　　统计截止：2016年10月31日　　单位：件、元",
    ]
    log = write_table("2016年投诉台账", above, COLUMNS, ten_complaints(), frozen_columns=3)
    exposures = [
        Exposure(2016, month, branch, "车险", _PREMIUM[branch], _POLICIES[branch])
        for month in range(1, 11)
        for branch in _PREMIUM
    ]
    return [
        save(log, directory / "2016年投诉台账.xlsx"),
        write_branches(directory / "机构清单.xlsx", f"安澜财产保险{DIVISION}机构清单", DIVISION_BRANCHES),
        write_exposure(directory / "保费与保单.xlsx", f"安澜财产保险{DIVISION}保费与保单", exposures),
    ]
