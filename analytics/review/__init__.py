"""What waits for a person's judgement, and how the judging goes. Narratives leave here masked."""

from analytics.review.progress import ReviewProgress, Taken, recent_decisions, review_progress
from analytics.review.queue import READ, Item, Part, alike, queue, waiting_item
from analytics.review.waiting import Reason, Waiting, keep_labels_compared, waiting

__all__ = [
    "READ",
    "Item",
    "Part",
    "Reason",
    "ReviewProgress",
    "Taken",
    "Waiting",
    "alike",
    "keep_labels_compared",
    "queue",
    "recent_decisions",
    "review_progress",
    "waiting",
    "waiting_item",
]
