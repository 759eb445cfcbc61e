"""The words of published market figures: which metric, which statistic, counted on which basis."""

from __future__ import annotations

from enum import StrEnum

from analytics.errors import Text
from analytics.intake.headers import normalise


class Statistic(StrEnum):
    """What was made of the insurers: a sum, the market's ratio (sum over sum), or the insurer in the middle."""

    TOTAL = "total"
    MEAN = "mean"
    MEDIAN = "median"


class Basis(StrEnum):
    """What was counted: all complaints the regulator passed on, or valid ones, gross or net of those withdrawn; from
    2017 on the regulator counts otherwise, and figures before and after are not one series."""

    RECEIVED = "received"
    VALID_GROSS = "valid_gross"
    VALID_NET = "valid_net"
    RECEIVED_NEW_BASIS = "received_new_basis"


class Metric(StrEnum):
    COMPLAINTS = "complaints"
    PREMIUM_RATIO = "premium_ratio"
    POLICY_RATIO = "policy_ratio"
    POLICY_RATIO_10K = "policy_ratio_10k"
    WITHDRAWN_SHARE = "withdrawn_share"


STATISTIC_NAMES = {
    Statistic.TOTAL: Text("合计", "total"),
    Statistic.MEAN: Text("行业均值", "market mean"),
    Statistic.MEDIAN: Text("公司中位数", "median of insurers"),
}
BASIS_NAMES = {
    Basis.RECEIVED: Text("收到件数", "complaints received"),
    Basis.VALID_GROSS: Text("有效件数(月度口径)", "valid complaints, gross"),
    Basis.VALID_NET: Text("有效件数(年度口径)", "valid complaints, net"),
    Basis.RECEIVED_NEW_BASIS: Text("2017 年起的新统计口径", "the regulator's count from 2017 on"),
}
SCOPE_NAMES = {"P&C market": Text("财产险行业", "P&C market")}
# The unit a metric is published in; a row that states another one is not like the others.
UNITS = {
    Metric.COMPLAINTS: "件",
    Metric.PREMIUM_RATIO: "件/亿元",
    Metric.POLICY_RATIO: "件/千张",
    Metric.POLICY_RATIO_10K: "件/万张",
    Metric.WITHDRAWN_SHARE: "share",
}
_WORDS: dict[StrEnum, tuple[str, ...]] = {
    Statistic.TOTAL: ("合计", "总量", "总数", "sum"),
    Statistic.MEAN: ("均值", "平均", "平均值", "行业均值", "行业平均", "average"),
    Statistic.MEDIAN: ("中位数", "中位值", "公司中位数"),
    Basis.RECEIVED: ("收到", "受理", "收到件数", "received complaints"),
    Basis.VALID_GROSS: ("有效", "月度口径", "月度有效", "有效毛", "gross"),
    Basis.VALID_NET: ("年度口径", "年度有效", "有效净", "net"),
    Basis.RECEIVED_NEW_BASIS: ("新口径", "2017年起新口径", "new basis"),
    Metric.COMPLAINTS: ("投诉件数", "投诉量", "有效投诉件数"),
    Metric.PREMIUM_RATIO: ("亿元保费投诉量", "亿元保费投诉件数"),
    Metric.POLICY_RATIO: ("千张保单投诉量", "千张保单投诉件数"),
    Metric.POLICY_RATIO_10K: ("万张保单投诉量", "万张保单投诉件数"),
    Metric.WITHDRAWN_SHARE: ("撤诉率", "撤诉占比"),
}
_BY_FIELD: dict[str, type[StrEnum]] = {"metric": Metric, "statistic": Statistic, "basis": Basis}


def word_of(field: str, text: str | None) -> StrEnum | None:
    """The metric, statistic or basis that a cell means; None where it is none we know. field: one of the three."""
    if text is None:
        return None
    said = normalise(text)
    for word in _BY_FIELD[field]:
        if said in {normalise(name) for name in (word.value, *_WORDS[word])}:
            return word
    return None
