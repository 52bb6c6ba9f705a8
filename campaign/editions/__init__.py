"""Editions: a campaign's letter and list as they were frozen, and the files that were written of them once and for ever."""

from campaign.editions.files import bytes_of, file_of, files_of
from campaign.editions.freezing import author_of, freeze, packed, unpacked

__all__ = ["author_of", "bytes_of", "file_of", "files_of", "freeze", "packed", "unpacked"]
