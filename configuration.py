"""The settings, read once from the environment and checked before anything starts.

Every variable begins with ``UNDERSIGNED_``. A wrong value stops the program with one sentence that names it, so that
nobody finds out from a lost mail that a port was mistyped.
"""

from __future__ import annotations

import difflib
import importlib.util
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "UNDERSIGNED_"

MailSecurity = Literal["starttls", "tls", "none"]


class ConfigurationError(Exception):
    """One or more settings are wrong; ``problems`` holds a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where mail goes. Without a ``server`` it is caught, to be read on a page of the app."""

    server: str = ""
    port: int = 587
    username: str = ""
    password: str = ""
    security: MailSecurity = "starttls"
    sender: str = "Undersigned <letters@localhost>"
    bounces: str = ""
    """Where mail comes back to that cannot be delivered, "bounce+*@letters.example.org": the star becomes the message's own
    mark. "" has it come back to the sender."""


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """How archives know us. Without keys the Wayback Machine takes requests all the same, fewer; Perma.cc is not offered."""

    wayback_keys: str = ""
    """The Internet Archive's S3 keys, ``access:secret``."""
    perma_key: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ from one installation to the next."""

    database_url: str
    secret_key: str
    base_url: str
    mail: MailSettings
    trusted_proxies: int = 0
    """How many proxies in front of the app may set X-Forwarded-For; 0 trusts none."""
    worker: bool = True
    """Whether ``serve`` runs the mail and deadline worker beside the web server."""
    archives: ArchiveSettings = ArchiveSettings()
    limits: bool = True
    """Whether forms are counted, and a form that comes back at once is asked whether a person sent it."""
    limits_storage: str = "memory://"
    """Where they are counted: in each process for itself, or on a server that all of them share."""
    page_seconds: float = 5.0
    """For how long a public page is told from memory; changes made elsewhere (another process) show after that."""

    @property
    def secure(self) -> bool:
        """Whether pages are reached over https, so that cookies may say so."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name (and port, if any) of the base address."""
        return urlsplit(self.base_url).netloc


_NAMES = (
    "DATABASE_URL",
    "SECRET_KEY",
    "BASE_URL",
    "TRUSTED_PROXIES",
    "WORKER",
    "MAIL_SERVER",
    "MAIL_PORT",
    "MAIL_USERNAME",
    "MAIL_PASSWORD",
    "MAIL_SECURITY",
    "MAIL_SENDER",
    "MAIL_BOUNCES",
    "WAYBACK_KEYS",
    "PERMA_KEY",
    "LIMITS",
    "LIMITS_STORAGE",
)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``environment`` (default: the process's own).

    Raises :class:`ConfigurationError` naming every wrong value at once. A missing secret key is made and kept in a file beside
    the SQLite database; with any other database it must be set, because several machines have to share it.
    """
    environment = os.environ if environment is None else environment
    problems: list[str] = []

    def value(name: str, default: str = "") -> str:
        return environment.get(PREFIX + name, "").strip() or default

    def number(name: str, default: int, lowest: int, highest: int) -> int:
        typed = value(name, str(default))
        if typed.isascii() and typed.isdigit() and lowest <= int(typed) <= highest:
            return int(typed)
        problems.append(f"{PREFIX}{name} must be a whole number from {lowest} to {highest}, not “{typed}”.")
        return default

    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX)
        if variable.startswith(PREFIX) and name not in _NAMES:
            near = difflib.get_close_matches(name, _NAMES, n=1)
            hint = f" Did you mean {PREFIX}{near[0]}?" if near else ""
            problems.append(f"{variable} is not a setting of Undersigned.{hint}")

    database_url = value("DATABASE_URL", "sqlite:///undersigned.db")
    database_url = _checked_database(database_url, problems)
    base_url = value("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if not _is_base_url(base_url):
        problems.append(f"{PREFIX}BASE_URL must be an address such as https://letters.example.org, not “{base_url}”.")
    security = value("MAIL_SECURITY", "starttls")
    if security not in ("starttls", "tls", "none"):
        problems.append(f"{PREFIX}MAIL_SECURITY must be starttls, tls or none, not “{security}”.")
    worker = value("WORKER", "on")
    if worker not in ("on", "off"):
        problems.append(f"{PREFIX}WORKER must be on or off, not “{worker}”.")
    sender = value("MAIL_SENDER", MailSettings().sender)
    if "@" not in sender or "\n" in sender or "\r" in sender:
        problems.append(f"{PREFIX}MAIL_SENDER must be a mail address, not “{sender}”.")
    bounces = _return_path(value("MAIL_BOUNCES"), problems)
    mail = MailSettings(
        server=value("MAIL_SERVER"),
        port=number("MAIL_PORT", 587, 1, 65535),
        username=value("MAIL_USERNAME"),
        password=environment.get(PREFIX + "MAIL_PASSWORD", ""),
        security="tls" if security == "tls" else "none" if security == "none" else "starttls",
        sender=sender,
        bounces=bounces,
    )
    archives = ArchiveSettings(value("WAYBACK_KEYS"), value("PERMA_KEY"))
    if archives.wayback_keys and not re.fullmatch(r"[!-9;-~]+:[!-9;-~]+", archives.wayback_keys):
        problems.append(f"{PREFIX}WAYBACK_KEYS must be the two keys of an Internet Archive account, written access:secret.")
    if archives.perma_key and not re.fullmatch("[A-Za-z0-9]{1,200}", archives.perma_key):
        problems.append(f"{PREFIX}PERMA_KEY must be the key of a Perma.cc account: letters and digits.")
    limits = value("LIMITS", "on")
    if limits not in ("on", "off"):
        problems.append(f"{PREFIX}LIMITS must be on or off, not “{limits}”.")
    limits_storage = value("LIMITS_STORAGE", "memory://")
    _check_storage(limits_storage, problems)
    proxies = number("TRUSTED_PROXIES", 0, 0, 10)
    secret_key = value("SECRET_KEY")
    if secret_key and len(secret_key) < 16:
        problems.append(f"{PREFIX}SECRET_KEY must have at least 16 characters.")
    if not problems and not secret_key:
        secret_key = _kept_secret(database_url, problems)
    if problems:
        raise ConfigurationError(problems)
    return Settings(
        database_url,
        secret_key,
        base_url,
        mail,
        proxies,
        worker == "on",
        archives,
        limits=limits == "on",
        limits_storage=limits_storage,
    )


def _return_path(typed: str, problems: list[str]) -> str:
    """The address with a star for each message's mark; "+*" is put in where there is none (RFC 5233)."""
    if not typed:
        return ""
    local, at, domain = typed.rpartition("@")
    plain = re.fullmatch(r"[A-Za-z0-9._+=*-]{1,38}", local) and re.fullmatch(r"[A-Za-z0-9.-]{1,255}", domain)
    # 64 characters may stand before the @ (RFC 5321, section 4.5.3.1.1), and a mark takes up to 27.
    if not (at and plain) or local.count("*") > 1:
        problems.append(f"{PREFIX}MAIL_BOUNCES must be a mail address such as bounce+*@letters.example.org, not “{typed}”.")
        return ""
    return typed if "*" in local else f"{local}+*@{domain}"


def _check_storage(storage: str, problems: list[str]) -> None:
    scheme, separator, place = storage.partition("://")
    if storage == "memory://":
        return
    if scheme not in ("redis", "rediss") or not (separator and place):
        problems.append(f"{PREFIX}LIMITS_STORAGE must be memory:// or an address such as redis://localhost:6379.")
    elif importlib.util.find_spec("redis") is None:
        problems.append(f"{PREFIX}LIMITS_STORAGE names a Redis server, and its client is not installed: pip install redis.")


def _checked_database(database_url: str, problems: list[str]) -> str:
    try:
        url = make_url(database_url)
    except ArgumentError:
        problems.append(f"{PREFIX}DATABASE_URL must be an address such as sqlite:///undersigned.db.")
        return database_url
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            problems.append(f"{PREFIX}DATABASE_URL must name a file: a database in memory would lose every signature.")
        return database_url
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    problems.append(f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://, not {backend}://.")
    return database_url


def _is_base_url(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.path or parts.query or parts.fragment)


def _kept_secret(database_url: str, problems: list[str]) -> str:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        problems.append(f"{PREFIX}SECRET_KEY must be set: a long random text, the same for every process.")
        return ""
    path = Path(url.database + ".secret")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: exactly one creates the file, complete, and both read the same key.
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        problems.append(f"{PREFIX}SECRET_KEY is not set, and a key cannot be kept in {path}: {error.strerror}.")
        return ""
    if len(key) < 16:
        problems.append(f"The key in {path} is too short; delete the file to have a new one made.")
    return key
