"""A coordinator decides how a signature stands. Nothing is deleted; every decision is written down and can be taken back."""

from campaign.operations.moderating.applying import APPLIES, Decision, frozen
from campaign.operations.moderating.deciding import LONGEST_REASON, Decided, PassedBy, decide
from campaign.operations.moderating.placing import place
from campaign.operations.moderating.telling import told_why

__all__ = ["APPLIES", "LONGEST_REASON", "Decided", "Decision", "PassedBy", "decide", "frozen", "place", "told_why"]
