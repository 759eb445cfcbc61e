"""The words with which figures are explained: formulas, the rules they come from, why a complaint is left out."""

from __future__ import annotations

from analytics.errors import Text
from analytics.vocabulary import Measure, Status

REGULATION = "保监消保〔2013〕162号"
OF_VALID = (Measure.VALID, Measure.PREMIUM_RATIO, Measure.POLICY_RATIO, Measure.POLICY_RATIO_10K, Measure.TIMELY_RATE)
EXPOSED = (
    Measure.PREMIUM_YUAN,
    Measure.POLICIES,
    Measure.PREMIUM_RATIO,
    Measure.POLICY_RATIO,
    Measure.POLICY_RATIO_10K,
)
# Notes of a frame that are about exposure only.
EXPOSURE_NOTES = ("parent_is_total", "parent_total_differs", "parent_has_its_own", "line_gap")
FORMULAS: dict[Measure, Text] = {
    Measure.COMPLAINTS: Text(
        "截至日前收到的投诉件数,一件投诉无论几项原因只计一次",
        "complaints received by the as-of date, each counted once whatever the number of its causes",
    ),
    Measure.REGULATOR_COMPLAINTS: Text("由监管机构转来的投诉件数", "complaints that came from the regulator"),
    Measure.VALID: Text("按规则判定为有效的投诉件数", "complaints that are valid under the rule book"),
    Measure.PENDING: Text("尚未撤诉且时限未到的投诉件数", "complaints not withdrawn whose limit has not passed"),
    Measure.CAUSE_MENTIONS: Text(
        "投诉提到的原因项数,一件投诉可有几项,不能与件数相加",
        "causes named; a complaint may name several, so never add them to complaints",
    ),
    Measure.PREMIUM_YUAN: Text("期间各月、各机构保费收入之和", "premium income, summed over months and branches"),
    Measure.POLICIES: Text("各机构有效保单数之和", "policies in force, summed over branches"),
    Measure.PREMIUM_RATIO: Text(
        "有效投诉件数 ÷ 期间保费收入(亿元)", "valid complaints ÷ premium income of the period (100m yuan)"
    ),
    Measure.POLICY_RATIO: Text("有效投诉件数 ÷ 有效保单数 × 1,000", "valid complaints ÷ policies in force × 1,000"),
    Measure.POLICY_RATIO_10K: Text(
        "有效投诉件数 ÷ 有效保单数 × 10,000", "valid complaints ÷ policies in force × 10,000"
    ),
    Measure.TIMELY_RATE: Text(
        "按时办结并反馈的有效投诉 ÷ 监管转办的有效投诉",
        "valid complaints reported back in time ÷ valid complaints from the regulator",
    ),
}
RULES: dict[Measure, Text] = {
    Measure.PREMIUM_RATIO: Text(f"{REGULATION},服务评价权重 7.5%", f"{REGULATION}, 7.5% of the service evaluation"),
    Measure.POLICY_RATIO: Text(f"{REGULATION},服务评价权重 7.5%", f"{REGULATION}, 7.5% of the service evaluation"),
    Measure.POLICY_RATIO_10K: Text(
        f"{REGULATION} 的千张保单投诉量,按万张计,为 2016 年起通报所用单位",
        f"the ratio per 1,000 policies of {REGULATION}, per 10,000 as bulletins print it from 2016 on",
    ),
    Measure.TIMELY_RATE: Text(f"{REGULATION},服务评价权重 10%", f"{REGULATION}, 10% of the service evaluation"),
}
LEFT_OUT: dict[Status, Text] = {
    Status.PENDING: Text("待定(未撤诉,时限未到)", "pending, not withdrawn and the limit has not passed"),
    Status.INVALID_WITHDRAWN: Text("无效(限内撤诉)", "invalid, withdrawn within the limit"),
    Status.INVALID_INELIGIBLE: Text("无效(投诉人无投诉资格)", "invalid, the complainant was not entitled to complain"),
    Status.INVALID_COMMITTEE: Text("无效(协调委认定)", "invalid, found so by the mediation committee"),
    Status.INVALID_STATED: Text("无效(台账所称)", "invalid, as the log says"),
    Status.VALID_CURED: Text(
        "限后于当年撤诉(月度有效,年度不计)",
        "valid in the monthly view but withdrawn later in its year, so not in the annual view",
    ),
    Status.NOT_COUNTED: Text("来源渠道不计入", "came by a channel that does not count"),
}
NOT_DUE = Text("有效,反馈报告尚未到期", "valid, the report back is not due yet")
OTHER_CHANNEL = Text("有效,非监管机构转办", "valid, not from the regulator")
