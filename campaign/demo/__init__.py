"""What the demo shows: a letter that is open for signature, and an earlier one that was delivered."""

from campaign.demo.letter import example, prepare

__all__ = ["example", "prepare"]
