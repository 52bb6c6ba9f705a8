"""Invitations at the desk: who was asked, how they answered, and asking more of them."""

from campaign.desk.invitations import adding, bringing, listing, mending, sending, wording, writing

__all__ = ["adding", "bringing", "listing", "mending", "sending", "wording", "writing"]
