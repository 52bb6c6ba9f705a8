from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


def test_the_file_holds_the_keys_of_a_bundle_and_no_others(campaign: dict[str, Any]) -> None:
    assert set(campaign) == {"title", "slug", "hosts", "deadline", "timezone", "language", "signatures"}
    assert set(campaign["signatures"]) == {"show", "individuals", "order", "ignore_the", "columns", "group_by"}
    assert campaign["slug"] == "river-cities"
    assert campaign["language"] == "en-US"


def test_the_deadline_is_local_wall_time_in_a_zone_that_exists(campaign: dict[str, Any]) -> None:
    deadline = campaign["deadline"]
    assert isinstance(deadline, datetime)
    assert deadline.tzinfo is None
    assert deadline.replace(tzinfo=ZoneInfo(campaign["timezone"])).utcoffset() is not None


def test_the_signature_settings_are_among_the_allowed_ones(campaign: dict[str, Any]) -> None:
    settings = campaign["signatures"]
    assert settings["order"] == "by name"
    assert settings["group_by"] in {"", "scope", "state"}
    assert settings["columns"] == 2
    assert settings["ignore_the"] is settings["show"] is settings["individuals"] is True


def test_the_two_hosts_sign_first(campaign: dict[str, Any], organizations: list[str]) -> None:
    assert len(campaign["hosts"]) == 2
    assert organizations[:2] == campaign["hosts"]
