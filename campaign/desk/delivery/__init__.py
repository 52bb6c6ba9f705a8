"""The desk's pages about delivery: to whom, in which copies, by mail or otherwise, what came of it, and the thanks."""

from campaign.desk.delivery import bringing, copying, editing, finishing, listing, mailing, recording

__all__ = ["bringing", "copying", "editing", "finishing", "listing", "mailing", "recording"]
