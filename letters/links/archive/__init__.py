"""Archives that keep a copy of a page at an address that stays: one small interface, one module for each archive.

A copy takes seconds to minutes. ``ask`` gives the archive's word for the job, which the caller keeps, and ``look`` asks how it
goes; neither waits.
"""

from letters.links.archive.interface import Archive, Failed, Kept, Progress, Waiting
from letters.links.archive.perma import Perma
from letters.links.archive.wayback import Wayback

__all__ = ["Archive", "Failed", "Kept", "Perma", "Progress", "Waiting", "Wayback"]
