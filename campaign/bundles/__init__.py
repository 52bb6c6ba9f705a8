"""A campaign as plain files: reading a bundle (folder or zip) and writing one. Knows no database."""

from campaign.bundles.bundle import Bundle, BundleError, Listed
from campaign.bundles.reader import Reading, read_bundle, read_zip
from campaign.bundles.writer import write_bundle

__all__ = ["Bundle", "BundleError", "Listed", "Reading", "read_bundle", "read_zip", "write_bundle"]
