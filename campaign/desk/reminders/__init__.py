"""Reminders at the desk: the plan and its rules, who gets a step, the words, and one's own daily digest."""

from campaign.desk.reminders import digest, one, planning, wording

__all__ = ["digest", "one", "planning", "wording"]
