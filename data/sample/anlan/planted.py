"""Complaints at the edges of the rule, written by hand. Each says what it is there for.

Limits: 8 working days for informal (非正式) complaints, 30 calendar days for formal (正式) ones.
"""

from __future__ import annotations

from datetime import date, datetime

from anlan.complaint import Complaint

# received, channel, form, branch, cause, withdrawn ("-" never), what the log states ("" by the rule)
_TABLE = """
# 2015-10-10 is a make-up Saturday: limit of 09-29 is 10-15
2015-09-29 10:20 | 12378      | 非正式 | 城西支公司     | 理赔时效         | 2015-10-10 |
2015-09-29 15:02 | 12378      | 非正式 | 南屏中心支公司 | 无人跟踪         | 2015-10-15 |
2015-09-29 16:40 | 保监绿通   | 非正式 | 直属营业部     | 标的不赔偿三者   | 2015-10-16 |
2015-10-10 09:15 | 12378      | 非正式 | 石塘支公司     | 服务态度         | 2015-10-22 |
# received in the spring holiday 2015: counting starts on 02-25, 02-28 is a make-up Saturday, limit 03-05
2015-02-20 11:30 | 12378      | 非正式 | 白鹭支公司     | 未协助理赔       | 2015-03-05 |
# withdrawn on the last day of the year: cured; in time; in January after the limit: cures nothing
2015-11-20 14:10 | 信访       | 正式   | 直属营业部     | 赔偿标准异议     | 2015-12-31 |
2015-12-10 09:48 | 保监局转办 | 正式   | 城西支公司     | 拒赔理由不充分   | 2015-12-31 |
2015-11-25 10:05 | 信访       | 正式   | 南屏中心支公司 | 保险责任争议     | 2016-01-06 |
# the limit falls in the next year: 2016-01-21, 2016-01-17, 2016-01-08, 2016-01-29
2015-12-22 16:22 | 保监局转办 | 正式   | 城东支公司     | 人伤费用扣减     | 2016-01-15 |
2015-12-18 11:11 | 来访       | 正式   | 松岗支公司     | 三者损失未赔     | 2016-01-20 |
2015-12-28 13:50 | 12378      | 非正式 | 北麓中心支公司 | 理赔时效         | - |
2015-12-30 15:37 | 信访       | 正式   | 直属营业部     | 赔偿标准异议     | - |
# make-up Saturday 02-06 and Sunday 02-14: limit of 2016-01-28 is 02-14; received in the holiday: 02-23
2016-01-28 09:31 | 12378      | 非正式 | 城东支公司     | 理赔时效         | 2016-02-06 |
2016-01-28 10:12 | 保监绿通   | 非正式 | 城西支公司     | 全责方不配合理赔 | 2016-02-15 |
2016-02-06 10:44 | 12378      | 非正式 | 石塘支公司     | 无人跟踪         | 2016-02-22 |
2016-02-10 12:03 | 12378      | 非正式 | 直属营业部     | 未协助理赔       | 2016-02-23 |
# 30 days over the end of a short February: 01-31 ends on 03-01
2016-01-31 15:20 | 信访       | 正式   | 南屏中心支公司 | 保险责任争议     | 2016-03-01 |
# a clerk counts "one month" for 30 days: limit 04-02, withdrawn on 04-03, stated invalid
2016-03-03 09:26 | 保监局转办 | 正式   | 直属营业部     | 定损核损金额争议 | 2016-04-03 | 无效
# make-up Sunday 06-12: limit of 06-01 is 06-14
2016-06-01 14:33 | 12378      | 非正式 | 城西支公司     | 标的不赔偿三者   | 2016-06-12 |
2016-06-12 10:18 | 12378      | 非正式 | 城东支公司     | 材料手续         | 2016-06-22 |
# a clerk counts 8 calendar days for 8 working days: limit 05-18, withdrawn on 05-17, stated valid
2016-05-06 11:40 | 12378      | 非正式 | 南屏中心支公司 | 理赔时效         | 2016-05-17 | 有效
# make-up Sunday 09-18: limit of 09-07 is 09-20
2016-09-07 09:55 | 12378      | 非正式 | 直属营业部     | 无人跟踪         | 2016-09-18 |
2016-09-18 16:05 | 12378      | 非正式 | 白鹭支公司     | 服务态度         | 2016-09-28 |
# calendar days do not wait for the October holiday: limits 10-07 and 10-08
2016-09-07 13:28 | 信访       | 正式   | 城西支公司     | 赔偿标准异议     | 2016-10-08 |
2016-09-08 10:37 | 信访       | 正式   | 城东支公司     | 定损核损金额争议 | 2016-10-08 |
# make-up days 10-08 and 10-09: limit of 09-29 is 10-14; a clerk who forgets them counts to 10-18
2016-09-29 10:12 | 12378      | 非正式 | 直属营业部     | 理赔时效         | 2016-10-14 |
2016-09-29 11:58 | 保监绿通   | 非正式 | 城东支公司     | 定损核损金额争议 | 2016-10-17 | 无效
2016-10-08 09:05 | 12378      | 非正式 | 城西支公司     | 未协助理赔       | 2016-10-18 |
2016-10-09 14:47 | 12378      | 非正式 | 柳溪支公司     | 理赔时效         | 2016-10-19 |
2016-10-09 15:31 | 12378      | 非正式 | 北麓中心支公司 | 无人跟踪         | 2016-10-20 |
# a clerk overlooks a withdrawal within the limit (2016-12-08): stated valid
2016-11-08 10:02 | 保监局转办 | 正式   | 石塘支公司     | 三者损失未赔     | 2016-12-05 | 有效
# the last day of the data: cured on 12-31; in time on 12-31; still pending on it
2016-11-28 09:40 | 信访       | 正式   | 直属营业部     | 保险责任争议     | 2016-12-31 |
2016-12-05 15:15 | 保监局转办 | 正式   | 城东支公司     | 赔偿标准异议     | 2016-12-31 |
2016-12-23 10:25 | 12378      | 非正式 | 南屏中心支公司 | 理赔时效         | - |
2016-12-29 16:30 | 信访       | 正式   | 直属营业部     | 拒赔理由不充分   | - |
2016-12-31 09:20 | 网站留言   |        | 城西支公司     | 理赔时效         | - |
"""


def planted() -> list[Complaint]:
    """The table above as complaints, without the texts and handling dates that others get too."""
    complaints = []
    for line in _TABLE.strip().splitlines():
        if line.startswith("#"):
            continue
        received, channel, form, branch, cause, withdrawn, stated = (cell.strip() for cell in line.split("|"))
        filing = {"信访": "书面", "来访": "现场"}.get(channel, "电话") if form else ""
        informal = form == "非正式" if form else None
        complaints.append(
            Complaint(
                received_at=datetime.fromisoformat(received),
                channel=channel,
                branch=branch,
                line="车险",
                causes=[cause],
                informal=informal,
                filing=filing,
                first_contact="是" if informal else ("否" if filing == "电话" else ""),
                consents="是" if informal else ("否" if form else ""),
                withdrawn_on=None if withdrawn == "-" else date.fromisoformat(withdrawn),
                stated=stated,
            )
        )
    return complaints
