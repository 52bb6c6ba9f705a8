"""The pages that everybody may see: the front page, a letter, signing it, and what a personal link opens."""

from campaign.public import calendar, confirming, front, own, recovering, signing, waiting
from campaign.public.blueprint import bp

__all__ = ["bp", "calendar", "confirming", "front", "own", "recovering", "signing", "waiting"]
