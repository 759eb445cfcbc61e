"""What waits for a person's judgement, and how the judging goes. Narratives leave here masked."""

from analytics.review.progress import ReviewProgress, Taken, recent_decisions, review_progress
from analytics.review.queue import Item, Part, Reason, alike, queue

__all__ = [
    "Item",
    "Part",
    "Reason",
    "ReviewProgress",
    "Taken",
    "alike",
    "queue",
    "recent_decisions",
    "review_progress",
]
