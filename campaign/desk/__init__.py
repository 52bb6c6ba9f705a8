"""The coordinators' desk: a campaign from its first line to its final files."""

from campaign.desk import acts, beginning, files, letter, lifecycle, overview, records, settings, sources
from campaign.desk.blueprint import bp

__all__ = ["acts", "beginning", "bp", "files", "letter", "lifecycle", "overview", "records", "settings", "sources"]
