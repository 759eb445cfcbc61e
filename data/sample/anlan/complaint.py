"""One invented complaint: everything that will ever be known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from anlan.workdays import withdrawal_limit

REGULATOR = {
    # What the log says: (share, ways of filing).
    "12378": (0.34, ("电话",)),
    "保监局转办": (0.30, ("电话", "书面")),
    "保监绿通": (0.16, ("电话",)),
    "信访": (0.12, ("书面",)),
    "来访": (0.08, ("现场",)),
}
OTHER_CHANNELS = {
    "客服热线": 0.36,
    "总公司转办": 0.14,
    "电话中心": 0.14,
    "网站留言": 0.08,
    "微信公众号": 0.08,
    "保险行业协会转办": 0.08,
    "12345": 0.05,
    "12315": 0.05,
    "媒体": 0.02,
}


@dataclass(slots=True)
class Complaint:
    """Dates are what will happen in the end; a log shows only those up to its cut-off.

    informal: None where the log gives neither the form nor its parts (then formal is assumed).
    causes: what it is about; cause_label: what the log says about that, empty where nobody filled it in.
    stated: what a clerk wrote under 是否有效 against the rule, empty for "by the rule".
    """

    received_at: datetime
    channel: str
    branch: str
    line: str
    causes: list[str]
    informal: bool | None = None
    filing: str = ""
    first_contact: str = ""
    consents: str = ""
    withdrawn_on: date | None = None
    finding: str = ""
    found_on: date | None = None
    stated: str = ""

    number: str = ""
    branch_as_written: str = ""
    policy_no: str = ""
    claim_no: str = ""
    plate: str = ""
    complainant: str = ""
    role: str = ""
    phone: str = ""
    cause_label: str = ""
    narrative: str = ""
    stage: str = ""
    contacted_at: datetime | None = None
    plan_at: datetime | None = None
    reported_on: date | None = None
    stamped_report_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    amount_paid: float | None = None
    responsible: str = ""
    department: str = ""
    at_fault: str = ""
    fault_degree: str = ""
    lesson: str = ""
    measure: str = ""
    limit: date = field(init=False)

    def __post_init__(self) -> None:
        self.limit = withdrawal_limit(self.received_on, bool(self.informal))

    @property
    def received_on(self) -> date:
        return self.received_at.date()

    @property
    def regulator(self) -> bool:
        return self.channel in REGULATOR

    def dates(self) -> list[date]:
        """Every date after receipt, for the question in which months something happened."""
        moments = [m.date() for m in (self.contacted_at, self.plan_at) if m]
        days = (self.reported_on, self.stamped_report_on, self.closed_on, self.withdrawn_on, self.found_on)
        return moments + [day for day in days if day]

    def open_at(self, cut_off: date) -> bool:
        """Whether a log written at `cut_off` lists it again although nothing happened to it this month.

        A regulator complaint stays open until withdrawn or found invalid, at most to the end of its year
        or its limit, whichever is later; another one until it is closed.
        """
        if not self.regulator:
            return self.closed_on is None or self.closed_on > cut_off
        if any(day and day <= cut_off for day in (self.withdrawn_on, self.found_on)):
            return False
        return cut_off <= max(date(self.received_on.year, 12, 31), self.limit)
