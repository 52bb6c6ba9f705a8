"""Settings: each wrong value is named, all of them at once, before anything starts."""

from __future__ import annotations

import os
import stat

import pytest

from configuration import ConfigurationError, from_environment

GOOD = {"UNDERSIGNED_SECRET_KEY": "0123456789abcdef"}


def problems(**environment):
    with pytest.raises(ConfigurationError) as caught:
        from_environment(GOOD | {f"UNDERSIGNED_{name}": value for name, value in environment.items()})
    return caught.value.problems


def test_what_holds_when_nothing_is_set():
    settings = from_environment(GOOD)
    assert settings.database_url == "sqlite:///undersigned.db"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert (settings.trusted_proxies, settings.worker, settings.secure) == (0, True, False)
    assert not settings.mail.server
    assert (settings.limits, settings.limits_storage) == (True, "memory://")
    assert from_environment(GOOD | {"UNDERSIGNED_LIMITS": "off"}).limits is False


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DATABASE_URL", "mysql://localhost/x", "mysql"),
        ("DATABASE_URL", "nonsense", "such as sqlite"),
        ("DATABASE_URL", "sqlite://", "in memory"),
        ("DATABASE_URL", "sqlite:///:memory:", "in memory"),
        ("BASE_URL", "letters.example.org", "letters.example.org"),
        ("BASE_URL", "ftp://letters.example.org", "ftp:"),
        ("BASE_URL", "https://letters.example.org/app", "/app"),
        ("BASE_URL", "https://letters.example.org:port", "port"),
        ("BASE_URL", "https://", "https:"),
        ("MAIL_PORT", "smtp", "smtp"),
        ("MAIL_PORT", "0", "“0”"),
        ("MAIL_PORT", "65536", "65536"),
        ("MAIL_PORT", "-25", "-25"),
        ("MAIL_PORT", "２５", "２５"),
        ("MAIL_SECURITY", "ssl", "ssl"),
        ("MAIL_SENDER", "nobody", "nobody"),
        ("MAIL_SENDER", "a@b.example\nBcc: c@d.example", "mail address"),
        ("TRUSTED_PROXIES", "all", "all"),
        ("TRUSTED_PROXIES", "11", "11"),
        ("WORKER", "yes", "yes"),
        ("WAYBACK_KEYS", "only-one", "access:secret"),
        ("WAYBACK_KEYS", "two words:x", "access:secret"),
        ("PERMA_KEY", "a-b", "letters and digits"),
        ("LIMITS", "no", "on or off"),
        ("LIMITS_STORAGE", "redis", "such as redis://"),
        ("LIMITS_STORAGE", "redis://", "such as redis://"),
        ("LIMITS_STORAGE", "mongodb://localhost", "such as redis://"),
        ("SECRET_KEY", "short", "16"),
    ],
)
def test_a_wrong_value_is_named(name, value, word):
    (problem,) = problems(**{name: value})
    assert f"UNDERSIGNED_{name}" in problem
    assert word in problem


def test_all_wrong_values_are_named_at_once():
    assert len(problems(MAIL_PORT="x", WORKER="x", BASE_URL="x")) == 3


def test_a_misspelt_setting_is_found():
    (problem,) = problems(MAIL_SERVERS="smtp.example.org")
    assert "UNDERSIGNED_MAIL_SERVERS" in problem
    assert "Did you mean UNDERSIGNED_MAIL_SERVER?" in problem


def test_other_programs_settings_do_not_matter():
    assert from_environment(GOOD | {"PATH": "/bin", "MAIL_PORT": "nonsense"})


@pytest.mark.parametrize("url", ["postgresql://u:p@db/x", "postgresql+psycopg://u:p@db/x"])
def test_postgresql_is_spoken_to_with_the_driver_that_is_there(url):
    assert from_environment(GOOD | {"UNDERSIGNED_DATABASE_URL": url}).database_url == "postgresql+psycopg://u:p@db/x"


def test_a_shared_database_needs_a_shared_key():
    with pytest.raises(ConfigurationError, match="SECRET_KEY must be set"):
        from_environment({"UNDERSIGNED_DATABASE_URL": "postgresql://u:p@db/x"})


def test_a_key_is_made_once_and_kept_to_oneself(tmp_path):
    environment = {"UNDERSIGNED_DATABASE_URL": f"sqlite:///{tmp_path}/new/folder/x.db"}
    first, second = from_environment(environment), from_environment(environment)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert stat.S_IMODE(os.stat(tmp_path / "new/folder/x.db.secret").st_mode) == 0o600


def test_a_damaged_key_is_said(tmp_path):
    (tmp_path / "x.db.secret").write_text("short")
    with pytest.raises(ConfigurationError, match="too short"):
        from_environment({"UNDERSIGNED_DATABASE_URL": f"sqlite:///{tmp_path}/x.db"})


def test_a_key_that_cannot_be_kept_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be kept"):
        from_environment({"UNDERSIGNED_DATABASE_URL": f"sqlite:///{tmp_path}/file/x.db"})
