"""Working days, rule books, limits and the status of a complaint as of a date."""

from analytics.rules.book import STEP_NAMES, RuleBook, Step
from analytics.rules.limits import LimitDay, StepDue, limit_day, step_due
from analytics.rules.rulebook import Rules, rulebook, rulebook_names, rules_in, rules_of
from analytics.rules.stored import bring_up_to_date
from analytics.rules.validity import Judged, status_of
from analytics.rules.working_days import WorkingDays, working_days

__all__ = [
    "STEP_NAMES",
    "Judged",
    "LimitDay",
    "RuleBook",
    "Rules",
    "Step",
    "StepDue",
    "WorkingDays",
    "bring_up_to_date",
    "limit_day",
    "rulebook",
    "rulebook_names",
    "rules_in",
    "rules_of",
    "status_of",
    "step_due",
    "working_days",
]
