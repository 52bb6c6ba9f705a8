"""Who signed, how each signature stands, and deciding about it."""

from campaign.desk.signatures import deciding, listing, one, placing

__all__ = ["deciding", "listing", "one", "placing"]
