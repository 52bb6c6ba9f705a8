"""Reading ``campaign.toml``."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from typing import cast

from campaign.bundles.bundle import check_slug
from campaign.bundles.reminding import KEYS as REMINDER_KEYS
from campaign.bundles.reminding import Reminding, read_reminding
from campaign.deadlines import Deadline, DeadlineError, deadline, zone
from letters.citations.style import STANDARD, SWITCHES, Style, StyleError, from_json
from letters.document.printable import character_name, clean, unprintable
from signatories.ordering.placing import Grouping, Numerals, Order

FILE = "campaign.toml"
_KEYS = (
    *("title", "slug", "hosts", "deadline", "announced", "deadline_named", "private_until", "timezone", "language"),
    *("signatures", "citations", "reminders"),
)
_SIGNATURE_KEYS = ("order", "ignore_the", "numerals", "columns", "group_by", "types", "show", "individuals")


_SPOKEN = {"deadline": "deadline", "announced": "announced date", "private_until": "end of the embargo"}


class SettingsFile:
    """``campaign.toml`` read key by key: problems are collected, so that a person sees all of them at once."""

    def __init__(self, text: str) -> None:
        self.problems: list[str] = []
        self.losses: list[str] = []
        self.style = STANDARD
        try:
            self.values: dict[str, object] = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = re.search(r"line (\d+)", str(error))
            last = text.count("\n") + 1
            where = f"line {found[1] if found else last}: "
            reason = re.sub(r"\s*\(at .*\)$", "", str(error)) or "it is nested too deeply"
            self.problems.append(f"{FILE}: {where}not valid TOML ({reason[:200]}).")
            self.values = {}
            return
        table = self.values.get("signatures", {})
        if not isinstance(table, dict):
            self.problem("signatures", "must be a table")
            table = {}
        self.signatures: dict[str, object] = table
        self.losses.extend(f"{FILE}: unknown key “{key}” was left out." for key in self.values if key not in _KEYS)
        self.losses.extend(
            f"{FILE}: unknown key “signatures.{key}” was left out." for key in table if key not in _SIGNATURE_KEYS
        )
        self.title = self._text("title", required=True)
        self.slug = self._text("slug", required=True)
        self.language = self._text("language")
        self.timezone = self._text("timezone")
        self.hosts = self._names("hosts", self.values.get("hosts", []))
        self._check_zone()
        self.deadline = self._moment("deadline")
        self.announced = self._announced()
        self.deadline_named = self._named()
        self.private_until = self._moment("private_until")
        self.reminding = self._reminding()
        self.order = cast(Order, self._choice("order", ("as listed", "by name"), "by name"))
        self.group_by = cast(Grouping, self._choice("group_by", ("", "scope", "state", "type"), ""))
        self.numerals = cast(Numerals, self._choice("numerals", ("by value", "as words"), "by value"))
        self.types = self._names("signatures.types", self.signatures.get("types", []))
        self.ignore_the = self._flag("ignore_the", True)
        self.show = self._flag("show", True)
        self.individuals = self._flag("individuals", False)
        self.columns = self._columns()
        self.style = self._style()
        slug_problem = check_slug(self.slug) if self.slug else ""
        if slug_problem:
            self.problem("slug", slug_problem)

    def problem(self, key: str, sentence: str) -> None:
        """Note what is wrong with the value of ``key``."""
        self.problems.append(f"{FILE}: {key}: {sentence}")

    def _text(self, key: str, *, required: bool = False) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            self.problem(key, "must be text in quotes.")
            return ""
        if len(value) > 300:
            self.problem(key, f"has {len(value):,} characters; at most 300.")
            return ""
        if required and not value.strip():
            self.problem(key, "is missing.")
        return " ".join(value.split())

    def _names(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(host, str) and 0 < len(host.strip()) <= 300 for host in value):
            self.problem(key, "must be a list of names in quotes, each of at most 300 characters.")
            return ()
        missing = "".join(dict.fromkeys(mark for name in value for mark in unprintable(clean(name).text)))
        if missing:
            self.problem(key, f"cannot be printed: {', '.join(map(character_name, missing))}.")
            return ()
        return tuple(clean(name).text for name in value)

    def _check_zone(self) -> None:
        if self.timezone:
            try:
                zone(self.timezone)
            except DeadlineError as error:
                self.problem("timezone", error.sentence)
                self.timezone = ""
        elif "timezone" not in self.values:
            said = "write one such as America/New_York."
            for key, what in (("deadline", "the deadline"), ("announced", "“announced”"), ("private_until", "“private_until”")):
                if key in self.values:
                    said = f"{what} needs one, because its hour is local."
                    break
            self.problem("timezone", f"is missing: {said}")

    def _moment(self, key: str) -> Deadline | None:
        """The wall time under ``key``; None where there is none, and where the zone is missing or none: that was said."""
        value = self.values.get(key)
        if value is None or not self.timezone:
            return None
        if not isinstance(value, datetime):
            kind = "needs a time of day" if isinstance(value, date) else "must be a date and time without quotes"
            self.problem(key, f"{kind}, like 2026-09-03T23:59:00.")
            return None
        if value.tzinfo is not None:
            self.problem(key, f"The {_SPOKEN[key]} must be local time, without an offset; the time zone says where.")
            return None
        try:
            return deadline(value, self.timezone)
        except DeadlineError as error:
            self.problem(key, error.sentence)
            return None

    def _announced(self) -> Deadline | None:
        """The announced date; one that is the deadline itself is none of its own."""
        first = self._moment("announced")
        if first is None:
            return None
        if self.deadline is None:
            if "deadline" not in self.values:
                self.problem("announced", "comes before a deadline, and there is none.")
            return None
        if first.moment > self.deadline.moment:
            self.problem("announced", "must come before the deadline.")
        return first if first.moment < self.deadline.moment else None

    def _named(self) -> bool:
        value = self.values.get("deadline_named", True)
        if isinstance(value, bool):
            return value
        self.problem("deadline_named", "must be true or false.")
        return True

    def _reminding(self) -> Reminding | None:
        """The rules of reminders; None for the usual ones."""
        table = self.values.get("reminders")
        if table is None:
            return None
        if not isinstance(table, dict):
            self.problem("reminders", "must be a table.")
            return None
        self.losses.extend(f"{FILE}: unknown key “reminders.{key}” was left out." for key in table if key not in REMINDER_KEYS)
        return read_reminding(table, self.problem)

    def _choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.signatures.get(key, default)
        if isinstance(value, str) and value in allowed:
            return value
        self.problem(f"signatures.{key}", "must be one of " + ", ".join(f'"{choice}"' for choice in allowed) + ".")
        return default

    def _flag(self, key: str, default: bool) -> bool:
        value = self.signatures.get(key, default)
        if isinstance(value, bool):
            return value
        self.problem(f"signatures.{key}", "must be true or false.")
        return default

    def _style(self) -> Style:
        """The switches of the citations. An unknown one is left out, as any unknown key is; a wrong value is a problem."""
        table = self.values.get("citations", {})
        if not isinstance(table, dict):
            self.problem("citations", "must be a table")
            return STANDARD
        known = {name: value for name, value in table.items() if name in SWITCHES}
        self.losses.extend(f"{FILE}: unknown key “citations.{name}” was left out." for name in table if name not in SWITCHES)
        try:
            return from_json(known)
        except StyleError as error:
            for name, sentence in error.problems:
                self.problem(f"citations.{name}", sentence)
            return STANDARD

    def _columns(self) -> int:
        value = self.signatures.get("columns", 2)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 3:
            return value
        self.problem("signatures.columns", "must be 1, 2 or 3.")
        return 2
