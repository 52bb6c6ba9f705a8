"""The library at the desk: the sources that the letter's notes cite."""

from campaign.desk.library import bringing, doubles, editing, linking, listing

__all__ = ["bringing", "doubles", "editing", "linking", "listing"]
