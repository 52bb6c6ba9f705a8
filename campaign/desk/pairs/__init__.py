"""The review queue: names that may be one organization, what was judged of them, and what the letter makes of it."""

from campaign.desk.pairs import comparing, deciding, joining, judged, queue, report

__all__ = ["comparing", "deciding", "joining", "judged", "queue", "report"]
