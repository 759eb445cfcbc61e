"""Working days, rule books, limits and the status of a complaint as of a date."""

from analytics.rules.limits import LimitDay, limit_day
from analytics.rules.rulebook import RuleBook, book_in_force, rulebook, rulebook_names
from analytics.rules.validity import Judged, status_of
from analytics.rules.working_days import WorkingDays, working_days

__all__ = [
    "Judged",
    "LimitDay",
    "RuleBook",
    "WorkingDays",
    "book_in_force",
    "limit_day",
    "rulebook",
    "rulebook_names",
    "status_of",
    "working_days",
]
