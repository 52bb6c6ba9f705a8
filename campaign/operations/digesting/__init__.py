"""The daily digest to the coordinators of a letter."""

from campaign.operations.digesting.choice import choose, recipients, wants
from campaign.operations.digesting.news import News, gathered
from campaign.operations.digesting.sending import MORNING, digest_due, written

__all__ = ["MORNING", "News", "choose", "digest_due", "gathered", "recipients", "wants", "written"]
