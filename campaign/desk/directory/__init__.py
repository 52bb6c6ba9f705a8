"""The desk's pages about the organizations that a coalition knows."""

from campaign.desk.directory import bringing, joining, listing, one, parts, undoing

__all__ = ["bringing", "joining", "listing", "one", "parts", "undoing"]
