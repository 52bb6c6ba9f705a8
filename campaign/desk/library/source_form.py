"""The form of one source: the fields of its type first, all others behind them, and what only this program knows of it.

Every field of CSL that can be typed is in the form, whatever the type: changing the type only changes which of them stand in
front, and nothing that was typed is lost on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField

from campaign.desk.library import kinds
from campaign.desk.library.wording import runs_from_text, text_from_runs
from letters.citations.csl import custom, field, kind
from letters.citations.full import is_web
from letters.document.hrefs import is_safe
from letters.document.printable import clean
from letters.library import fields
from letters.library.types import Field as FieldKind
from letters.library.types import fields_of, more_fields

Item = Mapping[str, Any]

OWN = ("short", "hereinafter", "full", "archive")
"""Our own additions, under ``custom``: in the form they are called "own-short" and so on, which no field of CSL is."""

_SERVICES = {"perma.cc": "perma", "web.archive.org": "wayback"}


class SourceForm(FlaskForm):  # type: ignore[misc]
    """What every source has. :func:`form_for` adds the fields of CSL."""

    key = StringField(_l("Key"))
    seen = HiddenField()
    type = SelectField(_l("Type"), validate_choice=False)


@dataclass(frozen=True, slots=True)
class Laid:
    """A form laid out: the fields that stand in front, and the others; of those, the ones that hold something come first."""

    form: SourceForm
    first: tuple[Field, ...]
    more: tuple[Field, ...]

    @property
    def open(self) -> bool:
        """Whether to show the others at once: one of them is wrong."""
        return any(control.errors for control in self.more)

    @property
    def filled(self) -> int:
        """How many of the others hold something."""
        return sum(bool(control.data) for control in self.more)

    @property
    def own_open(self) -> bool:
        """Whether to show our own additions at once: there are some."""
        return any(self.form[f"own-{name}"].data or self.form[f"own-{name}"].errors for name in OWN)


def form_for(source_type: str, item: Item | None = None) -> Laid:
    """The form for a type, filled from ``item``, or from what was sent when there is none."""
    first, more = fields_of(source_type), more_fields(source_type)
    made: dict[str, Any] = {}
    hinted: set[str] = set()
    for entry in (*first, *more):
        made[entry.name] = _control(entry, kinds.hint_of(entry, entry.kind not in hinted))
        hinted.add(entry.kind)
    made["own-short"] = StringField(_l("Short name"))
    made["own-hereinafter"] = BooleanField(_l("Announce the short name where it is first cited: [hereinafter …]"))
    made["own-full"] = TextAreaField(_l("Its own wording"))
    made["own-archive"] = TextAreaField(_l("Archive copies"))
    sheet = type("FilledSourceForm", (SourceForm,), made)
    form: SourceForm = sheet() if item is None else sheet(formdata=None, data=typed_of(item))
    for entry in (*first, *more):
        if entry.kind == "names":  # each name on its line, all to be seen
            lines = (form[entry.name].data or "").count("\n") + 1
            form[entry.name].render_kw = {"rows": min(max(lines, 2), 12)}
    form.type.choices = kinds.type_choices(source_type)
    form.type.data = source_type
    behind = [form[entry.name] for entry in more]
    behind.sort(key=lambda control: not control.data)
    return Laid(form, tuple(form[entry.name] for entry in first), tuple(behind))


def typed_of(item: Item) -> dict[str, Any]:
    """A source as the form shows it."""
    own = custom(item)
    shown: dict[str, Any] = {"key": str(item.get("id", "")), "type": kind(item)}
    shown |= {entry.name: fields.shown(item, entry.name) for entry in kinds.all_fields(kind(item))}
    shown["own-short"] = field(own, "short")
    shown["own-hereinafter"] = own.get("hereinafter") is True
    shown["own-full"] = text_from_runs(own.get("full"))
    shown["own-archive"] = "\n".join(_copies(own))
    return shown


def applied(item: Item, form: SourceForm) -> tuple[dict[str, Any], tuple[str, ...]]:
    """``item`` with what was typed, and a line for each thing that is kept otherwise than it was typed, or is lost by it.

    What cannot be taken at all is said at its field. Whatever the form does not show, and whatever was left as it was shown,
    stays as it is to the byte.
    """
    names = [name for name in form.data if name not in ("csrf_token", "key", "seen") and not name.startswith("own-")]
    made, told = fields.applied(item, {name: form[name].data or "" for name in names})
    shown = typed_of(item)
    changed = {name: form[f"own-{name}"].data for name in OWN if _differs(form[f"own-{name}"].data, shown[f"own-{name}"])}
    return _with_own(made, changed, form), tuple(told)


def _control(entry: FieldKind, hint: str) -> Any:
    if entry.kind in ("names", "long text"):
        return TextAreaField(_(entry.label), description=hint, render_kw={"rows": 2})
    return StringField(_(entry.label), description=hint)


def _with_own(item: dict[str, Any], changed: Mapping[str, Any], form: SourceForm) -> dict[str, Any]:
    own = dict(custom(item))
    for name, value in changed.items():
        control = form[f"own-{name}"]
        kept: Any
        if name == "full":
            kept, losses = runs_from_text(value)
            control.errors = [*control.errors, *losses]
        elif name == "archive":
            kept = _archive(own.get("archive"), value, control)
        elif name == "short":
            kept = clean(value or "").text
        else:
            kept = bool(value)
        if kept:
            own[name] = kept
        else:
            own.pop(name, None)
    if own == dict(custom(item)):
        return item
    if own:
        return {**item, "custom": own}
    return {name: value for name, value in item.items() if name != "custom"}


def _archive(before: object, typed: str, control: Field) -> list[dict[str, Any]]:
    """One copy per line; what is known of a copy that was there before stays with it."""
    there = {field(copy, "url"): copy for copy in before if isinstance(copy, dict)} if isinstance(before, list) else {}
    kept: list[dict[str, Any]] = []
    for line in (typed or "").splitlines():
        url = line.strip()
        if not url:
            continue
        host = _host(url) if is_web(url) and is_safe(url) else None
        if host is None:
            control.errors = [*control.errors, _("“%(url)s” is not a web address.", url=url[:100])]
            continue
        service = _SERVICES.get(host.removeprefix("www."), "")
        kept.append(there.get(url) or {"url": url, **({"service": service} if service else {})})
    return kept


def _host(url: str) -> str | None:
    """The host that ``url`` names, "" when it names none; None when it cannot be read ("http://[::1")."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return None


def _copies(own: Mapping[str, object]) -> list[str]:
    listed = own.get("archive")
    found = [field(copy, "url") for copy in listed if isinstance(copy, Mapping)] if isinstance(listed, list) else []
    return [url for url in found if url]


def _differs(typed: object, shown: object) -> bool:
    if isinstance(shown, bool):
        return bool(typed) != shown
    return str(typed or "").split() != str(shown or "").split()
