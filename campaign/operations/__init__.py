"""What can be done to a campaign. Each verb takes a session inside a transaction, who does it, and ``now``."""

from campaign.operations.campaigns import change_settings, create_campaign
from campaign.operations.circulating import circulate, close, close_due
from campaign.operations.importing import import_bundle
from campaign.operations.reopening import archive, reopen, take_back
from campaign.operations.signing import Late, SignatureEntry, Signed, TextChanged, sign
from campaign.operations.timing import set_deadline, set_embargo
from campaign.operations.writing import (
    EditConflict,
    TextLocked,
    change_library,
    change_style,
    letter_of,
    resolution_of,
    save_letter,
    style_of,
)

__all__ = [
    "EditConflict",
    "Late",
    "SignatureEntry",
    "Signed",
    "TextChanged",
    "TextLocked",
    "archive",
    "change_library",
    "change_settings",
    "change_style",
    "circulate",
    "close",
    "close_due",
    "create_campaign",
    "import_bundle",
    "letter_of",
    "reopen",
    "resolution_of",
    "save_letter",
    "set_deadline",
    "set_embargo",
    "sign",
    "style_of",
    "take_back",
]
