"""Why a complaint counts otherwise today than it did when it was reported: one reason each, the first that holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.errors import Text
from analytics.measures.scope import Scope
from analytics.vocabulary import VALID_ANNUAL, VALID_MONTHLY, Book, Dimension, Status


class Reason(StrEnum):
    RECEIVED_SINCE = "received_since"
    ADDED = "added"
    REMOVED = "removed"
    WITHDRAWN_SINCE = "withdrawn_since"
    WITHDRAWAL_CHANGED = "withdrawal_changed"
    LIMIT_PASSED = "limit_passed"
    FINDING = "finding"
    STATED = "stated"
    RECEIPT_CHANGED = "receipt_changed"
    BRANCH_CHANGED = "branch_changed"
    PRODUCT_LINE_CHANGED = "product_line_changed"
    CHANNEL_CHANGED = "channel_changed"
    FORM_CHANGED = "form_changed"
    CAUSE_CHANGED = "cause_changed"
    YEAR_ENDED = "year_ended"
    CORRECTED = "corrected"


REASON_NAMES: dict[Reason, Text] = {
    Reason.RECEIVED_SINCE: Text("之后受理", "received since"),
    Reason.ADDED: Text("补报", "added"),
    Reason.REMOVED: Text("台账中已删除", "removed"),
    Reason.WITHDRAWN_SINCE: Text("撤诉", "withdrawn"),
    Reason.WITHDRAWAL_CHANGED: Text("撤诉日期更正", "date of withdrawal corrected"),
    Reason.LIMIT_PASSED: Text("超过时限", "limit passed"),
    Reason.FINDING: Text("无效认定", "found invalid or no longer so"),
    Reason.STATED: Text("台账改述是否有效", "stated otherwise by the log"),
    Reason.RECEIPT_CHANGED: Text("受理日期更正", "date of receipt corrected"),
    Reason.BRANCH_CHANGED: Text("机构更正", "branch corrected"),
    Reason.PRODUCT_LINE_CHANGED: Text("险种更正", "product line corrected"),
    Reason.CHANNEL_CHANGED: Text("来源更正", "channel corrected"),
    Reason.FORM_CHANGED: Text("正式/非正式更正", "form corrected"),
    Reason.CAUSE_CHANGED: Text("原因更正", "cause corrected"),
    Reason.YEAR_ENDED: Text("年度结束", "the year ended"),
    Reason.CORRECTED: Text("其他更正", "otherwise corrected"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """A complaint as it stood on one of the two sides. key: its row; in_scope: whether it is counted there at all.

    withdrawn_on, finding: as known at that side's as-of date.
    """

    key: str | None
    in_scope: bool
    status: Status
    received_on: date
    limit_date: date
    withdrawn_on: date | None
    finding: str | None
    stated_valid: bool | None
    channel: str | None
    form: str
    branch: str | None
    product_line: str | None

    @property
    def valid_monthly(self) -> bool:
        return self.in_scope and self.status in VALID_MONTHLY

    @property
    def valid_annual(self) -> bool:
        return self.in_scope and self.status in VALID_ANNUAL


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both sides have in common. stated: some complaint is judged by a book that takes the log's word."""

    scope: Scope
    by: Dimension
    then_as_of: date
    now_as_of: date
    stated: bool

    def reason(self, then: Side | None, now: Side | None) -> Reason:
        """Why a complaint that differs does so. None: its number was, or is, in no log that speaks."""
        if then is None or then.received_on > self.then_as_of:
            if now is not None and now.received_on > self.then_as_of:
                return Reason.RECEIVED_SINCE
            return Reason.ADDED if then is None else Reason.RECEIPT_CHANGED
        if now is None:
            return Reason.REMOVED
        if now.received_on > self.now_as_of:
            return Reason.RECEIPT_CHANGED
        if then.in_scope != now.in_scope or (then.key != now.key and self.by is not Dimension.STATUS):
            return self._why_moved(then, now)
        return self._why_judged_otherwise(then, now)

    def _why_moved(self, then: Side, now: Side) -> Reason:
        """It stands in another row, or left or entered the scope: a fact that rows or filters go by has changed."""
        scope, by = self.scope, self.by
        by_limit = scope.book is Book.DETERMINED
        if then.branch != now.branch and (scope.branches or by is Dimension.BRANCH):
            return Reason.BRANCH_CHANGED
        if then.product_line != now.product_line and (scope.product_lines or by is Dimension.PRODUCT_LINE):
            return Reason.PRODUCT_LINE_CHANGED
        by_form = bool(scope.forms) or by is Dimension.FORM
        if then.channel != now.channel and (scope.channels or by is Dimension.CHANNEL or by_form or by_limit):
            return Reason.CHANNEL_CHANGED
        if then.form != now.form and (by_form or by_limit):
            return Reason.FORM_CHANGED
        if then.received_on != now.received_on:
            return Reason.RECEIPT_CHANGED
        if scope.causes or scope.categories or by is Dimension.CATEGORY:
            return Reason.CAUSE_CHANGED
        return Reason.CORRECTED

    def _why_judged_otherwise(self, then: Side, now: Side) -> Reason:
        """It stands where it stood, with another status."""
        pair = {then.status, now.status}
        if Status.NOT_COUNTED in pair:
            return Reason.CHANNEL_CHANGED
        if self.stated and then.stated_valid is not now.stated_valid:
            return Reason.STATED
        if then.finding != now.finding and pair & {Status.INVALID_INELIGIBLE, Status.INVALID_COMMITTEE}:
            return Reason.FINDING
        if then.status is Status.PENDING and now.status in VALID_MONTHLY and now.limit_date > self.then_as_of:
            return Reason.LIMIT_PASSED
        if then.withdrawn_on != now.withdrawn_on:
            return Reason.WITHDRAWN_SINCE if then.withdrawn_on is None else Reason.WITHDRAWAL_CHANGED
        if then.limit_date != now.limit_date:
            return Reason.FORM_CHANGED if then.form != now.form else Reason.RECEIPT_CHANGED
        return Reason.YEAR_ENDED if pair == {Status.VALID, Status.VALID_PERMANENT} else Reason.CORRECTED
