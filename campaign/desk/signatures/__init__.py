"""Who signed, how each signature stands, and deciding about it."""

from campaign.desk.signatures import bringing, deciding, listing, lists_out, one, placing

__all__ = ["bringing", "deciding", "listing", "lists_out", "one", "placing"]
