"""The citation styles: each says how a source is written in full, how a locator, and how one points back to an earlier note."""

from __future__ import annotations

from collections.abc import Mapping

from letters.citations.profiles.law_review import LAW_REVIEW
from letters.citations.profiles.plain import PLAIN
from letters.citations.profiles.profile import Body, Profile

__all__ = ["PROFILES", "Body", "Profile"]

PROFILES: Mapping[str, Profile] = {"law-review": LAW_REVIEW, "plain": PLAIN}
