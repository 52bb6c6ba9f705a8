"""How a source prints, as HTML: in full as its first citation has it, and the name under which later ones mean it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from letters.citations.csl import kind
from letters.citations.full import full_form
from letters.citations.short import NEVER_SUPRA, short_name
from letters.citations.style import Style
from letters.document.html.inline import inline

Item = Mapping[str, Any]


def in_full(item: Item, style: Style) -> Markup:
    """The full form, in the letter's style."""
    return Markup(inline(full_form(item, style).with_locator("")))  # noqa: S704  (the writer escapes)


def in_short(item: Item) -> Markup:
    """The short name; empty for what is cited in full each time."""
    if kind(item) in NEVER_SUPRA:
        return Markup()
    return Markup(inline((short_name(item),)))  # noqa: S704


def later(item: Item) -> str:
    """What follows a source's first citation, as a sentence about it."""
    if kind(item) in NEVER_SUPRA:
        return str(_("Cases, statutes and the like are cited in full each time."))
    return ""
