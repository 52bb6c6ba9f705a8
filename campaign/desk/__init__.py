"""The coordinators' desk: a campaign from its first line to its final files."""

from campaign.desk import (
    acts,
    beginning,
    citations,
    files,
    invitations,
    letter,
    library,
    lifecycle,
    notes,
    overview,
    paste,
    records,
    settings,
    versions,
)
from campaign.desk.blueprint import bp

__all__ = [
    "acts",
    "beginning",
    "bp",
    "citations",
    "files",
    "invitations",
    "letter",
    "library",
    "lifecycle",
    "notes",
    "overview",
    "paste",
    "records",
    "settings",
    "versions",
]
