"""What people read for the codes of measures, dimensions, views and values, in both languages."""

from __future__ import annotations

from analytics.classify.stored_taxonomy import names_in_force
from analytics.errors import Text
from analytics.vocabulary import Book, Channel, Dimension, Form, Measure, Status, View

MEASURE_NAMES: dict[Measure, Text] = {
    Measure.COMPLAINTS: Text("投诉件数", "Complaints"),
    Measure.REGULATOR_COMPLAINTS: Text("监管转办投诉件数", "Complaints from the regulator"),
    Measure.VALID: Text("有效投诉件数", "Valid complaints"),
    Measure.PENDING: Text("待定投诉件数", "Pending complaints"),
    Measure.CAUSE_MENTIONS: Text("原因项数", "Causes named"),
    Measure.PREMIUM_YUAN: Text("保费收入", "Premium income"),
    Measure.POLICIES: Text("有效保单", "Policies in force"),
    Measure.PREMIUM_RATIO: Text("亿元保费投诉量", "Complaints per 100m yuan of premium"),
    Measure.POLICY_RATIO: Text("千张保单投诉量", "Complaints per 1,000 policies"),
    Measure.POLICY_RATIO_10K: Text("万张保单投诉量", "Complaints per 10,000 policies"),
    Measure.TIMELY_RATE: Text("投诉件办理及时率", "Handled in time"),
}
DIMENSION_NAMES: dict[Dimension, Text] = {
    Dimension.MONTH: Text("月份", "Month"),
    Dimension.QUARTER: Text("季度", "Quarter"),
    Dimension.YEAR: Text("年份", "Year"),
    Dimension.BRANCH: Text("机构", "Branch"),
    Dimension.CATEGORY: Text("原因类别", "Cause category"),
    Dimension.CAUSE: Text("原因", "Cause"),
    Dimension.CHANNEL: Text("渠道", "Channel"),
    Dimension.FORM: Text("正式/非正式", "Form"),
    Dimension.PRODUCT_LINE: Text("险种", "Product line"),
    Dimension.STATUS: Text("状态", "Status"),
    Dimension.TOTAL: Text("合计", "Total"),
}
VIEW_NAMES: dict[View, Text] = {
    View.ANNUAL: Text("年度口径", "Annual view (net)"),
    View.MONTHLY: Text("月度口径", "Monthly view (gross)"),
}
BOOK_NAMES: dict[Book, Text] = {
    Book.RECEIVED: Text("按收到月", "by month received"),
    Book.DETERMINED: Text("按认定月", "by month determined"),
}
STATUS_NAMES: dict[Status, Text] = {
    Status.PENDING: Text("待定", "Pending"),
    Status.INVALID_WITHDRAWN: Text("无效(限内撤诉)", "Invalid (withdrawn in time)"),
    Status.INVALID_INELIGIBLE: Text("无效(无投诉资格)", "Invalid (not entitled)"),
    Status.INVALID_COMMITTEE: Text("无效(协调委认定)", "Invalid (committee)"),
    Status.INVALID_STATED: Text("无效(台账所称)", "Invalid (as the log says)"),
    Status.VALID: Text("有效", "Valid"),
    Status.VALID_CURED: Text("月度有效/年度无效", "Valid (monthly only)"),
    Status.VALID_PERMANENT: Text("永久有效", "Permanently valid"),
    Status.NOT_COUNTED: Text("不计入", "Not counted"),
}
CHANNEL_NAMES: dict[Channel, Text] = {
    Channel.CALL_CENTRE: Text("电话中心", "Call centre"),
    Channel.WEBSITE: Text("公司网站", "Website"),
    Channel.REGULATOR: Text("监管机构", "Regulator"),
    Channel.ASSOCIATION: Text("行业协会", "Industry association"),
    Channel.OTHER: Text("其他", "Other"),
}
FORM_NAMES: dict[Form, Text] = {Form.INFORMAL: Text("非正式", "Informal"), Form.FORMAL: Text("正式", "Formal")}
_NOT_KNOWN: dict[Dimension, Text] = {
    Dimension.CATEGORY: Text("未分类", "unclassified"),
    Dimension.CAUSE: Text("未分类", "unclassified"),
}


def value_name(dimension: Dimension, code: str | None) -> Text:
    """What people read for a value of a dimension; a code nobody knows, a branch and a month stand for themselves."""
    if code is None:
        return _NOT_KNOWN.get(dimension, Text("未注明", "not known"))
    if dimension is Dimension.CATEGORY and code in names_in_force().category_by_code:
        category = names_in_force().category_by_code[code]
        return Text(category.zh, category.en)
    if dimension is Dimension.CAUSE and code in names_in_force().cause_by_code:
        cause = names_in_force().cause_by_code[code]
        return Text(cause.zh, cause.en)
    if dimension is Dimension.CHANNEL and code in list(Channel):
        return CHANNEL_NAMES[Channel(code)]
    if dimension is Dimension.FORM and code in list(Form):
        return FORM_NAMES[Form(code)]
    if dimension is Dimension.STATUS and code in list(Status):
        return STATUS_NAMES[Status(code)]
    return Text(code, code)
