"""What the invented complaints are about: how often by product line, at which stage, whose department."""

from __future__ import annotations

from dataclasses import dataclass

from anlan.insurer import CLAIMS, SALES, SERVICE

OUTBREAK_CAUSE = "定损核损金额争议"
OUTBREAK_HEADING = "定损核损金额争议 @价格库"


@dataclass(frozen=True, slots=True)
class Cause:
    """weights: relative frequency by line (车险, 企财险, 意外险, 责任险). season: the months in which it doubles.

    synonyms: how some clerks write it. third_party: the complainant is the third party.
    """

    label: str
    weights: tuple[float, float, float, float]
    stages: tuple[str, ...] = ()
    department: str = CLAIMS
    synonyms: tuple[str, ...] = ()
    season: tuple[int, ...] = ()
    third_party: bool = False


FLOOD, TYPHOON, WINTER = (6, 7, 8), (7, 8, 9), (12, 1)

CAUSES = (
    Cause("保险责任争议", (6, 14, 12, 12), ("理算", "调查"), season=TYPHOON),
    Cause("疑义案件争议", (2.5, 0, 0, 0), ("调查",)),
    Cause("拒赔理由不充分", (3, 5, 8, 7), ("理算", "调查"), synonyms=("拒赔无依据",)),
    Cause("标的不赔偿三者", (8, 0, 0, 0), ("支付",), third_party=True),
    Cause("全责方不配合理赔", (5, 0, 0, 0), ("查勘", "理算"), third_party=True),
    Cause("三者损失未赔", (4, 0, 0, 8), ("定损", "支付"), third_party=True),
    Cause("赔偿标准异议", (10, 10, 9, 8), ("理算",), synonyms=("赔付标准异议",)),
    Cause(OUTBREAK_CAUSE, (10, 14, 0, 0), ("定损", "核损"), synonyms=("定损金额争议", "核损金额争议")),
    Cause("人伤费用扣减", (4, 0, 14, 14), ("人伤",)),
    Cause("维修质量或损失扩大", (4, 0, 0, 0), ("定损",), synonyms=("维修质量",), season=FLOOD),
    Cause("未协助理赔", (6, 0, 0, 0), ("查勘",)),
    Cause("理赔时效", (15, 16, 14, 12), ("核损", "理算", "支付"), synonyms=("理赔时效慢",), season=WINTER),
    Cause("无人跟踪", (9, 7, 5, 8), ("定损", "理算")),
    Cause("材料手续", (4, 10, 10, 10), ("理算",), synonyms=("材料手续繁琐",)),
    Cause("服务态度", (6, 4, 4, 4), ("查勘", "定损"), SERVICE, ("服务态度差",)),
    Cause("告知不充分", (3, 6, 8, 6), (), SALES),
    Cause("捆绑销售", (2, 0, 8, 0), (), SALES),
    Cause("擅自续保", (1.5, 0, 3, 0), (), SALES),
    Cause("营销扰民", (4, 0, 3, 0), (), SALES, season=(11, 12)),
    Cause("费率保费争议", (3, 0, 0, 0), (), SALES, season=WINTER),
    Cause("退保退费", (4, 3, 7, 3), (), SERVICE, ("退保退费慢",)),
    Cause("批改保全", (1.5, 4, 3, 3), (), SERVICE),
    Cause("其他", (2, 3, 3, 3), (), SERVICE),
)
CAUSE = {cause.label: cause for cause in CAUSES}

# What is named second beside a first cause; only causes with a "+" section of texts.
_SERVICE_SECONDS = ("理赔时效", "无人跟踪", "服务态度")
SECONDS: dict[str, tuple[str, ...]] = {
    "保险责任争议": ("告知不充分", "赔偿标准异议", "服务态度"),
    "疑义案件争议": ("保险责任争议", "理赔时效", "服务态度"),
    "拒赔理由不充分": ("保险责任争议", "告知不充分", "服务态度"),
    "标的不赔偿三者": ("未协助理赔", "无人跟踪"),
    "全责方不配合理赔": ("标的不赔偿三者", "理赔时效", "未协助理赔"),
    "三者损失未赔": ("标的不赔偿三者", "理赔时效"),
    "赔偿标准异议": ("人伤费用扣减", "服务态度", "理赔时效"),
    OUTBREAK_CAUSE: ("理赔时效", "服务态度", "赔偿标准异议", "无人跟踪"),
    "人伤费用扣减": ("赔偿标准异议", "材料手续", "服务态度"),
    "维修质量或损失扩大": (OUTBREAK_CAUSE, "无人跟踪"),
    "未协助理赔": _SERVICE_SECONDS,
    "理赔时效": ("无人跟踪", "材料手续", "服务态度"),
    "无人跟踪": ("理赔时效", "服务态度"),
    "材料手续": ("理赔时效", "服务态度"),
    "服务态度": ("理赔时效", "无人跟踪"),
}

LESSONS: dict[str, tuple[str, str]] = {
    "标的不赔偿三者": ("支付对象未在现场与三者确认，赔款直接付给了被保险人。", "三者损失支付前电话核实收款人。"),
    "全责方不配合理赔": ("小额待单证案件没有人催办。", "每周清理超过十日的待单证案件。"),
    "疑义案件争议": ("调查未取得证据，定损被搁置。", "调查与定损同步进行，五日内给出阶段答复。"),
    "保险责任争议": ("条款依据未向客户解释。", "责任存疑案件由主管当面说明并出具书面意见。"),
    OUTBREAK_CAUSE: ("核价与修理厂报价差异大，差异原因没有说明。", "差额超过两成的案件现场复勘，三方议价。"),
    "维修质量或损失扩大": ("首次定损没有拆检，隐性损失遗漏。", "涉水车辆一律拆检后定损。"),
    "人伤费用扣减": ("扣减项目没有逐项说明。", "人伤扣减清单书面告知，由人伤岗回访。"),
    "理赔时效": ("核损环节积压，没有预警。", "超过五日未核损案件每日通报。"),
    "无人跟踪": ("案件交接后没有指定专人。", "首问负责，交接当日回访客户。"),
}
DEFAULT_LESSON = ("与客户沟通不及时，诉求未被重视。", "对经办人员开展案例培训，主管抽查回访录音。")
