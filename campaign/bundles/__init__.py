"""A campaign as plain files: reading a bundle (folder or zip) and writing one. Knows no database.

What reads and writes them is loaded when it is first called: a process that only shows letters does without.
"""

from __future__ import annotations

from pathlib import Path

from campaign.bundles.bundle import Bundle, BundleError, Listed, Reading
from campaign.bundles.reminding import Reminding

__all__ = ["Bundle", "BundleError", "Listed", "Reading", "Reminding", "read_bundle", "read_zip", "write_bundle"]


def read_bundle(path: Path, *, holes: bool = False) -> Reading:
    """Read the bundle at ``path``, a folder or a zip. Raises :class:`BundleError` with a line per problem.

    With ``holes``, citations of sources that are not there, and the like, are no problem: for looking at a letter that is being
    worked on, where they show up as warnings.
    """
    from campaign.bundles import containers, reader

    return reader.read(containers.files_at(path), holes=holes)


def read_zip(data: bytes, name: str) -> Reading:
    """Read a zipped bundle that was uploaded; ``name`` is for messages. Raises :class:`BundleError`."""
    from campaign.bundles import containers, reader

    return reader.read(containers.files_in_zip(data, name))


def write_bundle(bundle: Bundle) -> bytes:
    """``bundle`` as a zip of its files."""
    from campaign.bundles import writer

    return writer.write(bundle)
