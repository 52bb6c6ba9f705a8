"""The forms of a page, as somebody finds them who reads the page and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.tools.pages import controls, form_values


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a page has it: where it is sent, its fields with their kind and what they hold, what goes when nothing is
    touched, and what each of its buttons adds to that.
    """

    path: str
    endpoint: str
    page: str = field(compare=False)
    fields: tuple[tuple[str, str, str], ...]
    untouched: tuple[tuple[str, str], ...] = field(compare=False)
    buttons: tuple[dict[str, str], ...] = field(compare=False)


def forms_of(router: MapAdapter, path: str, answer: Any) -> Iterator[Form]:
    """The forms of a page that came from ``path``, or in answer to what was sent there."""
    if answer.mimetype != "text/html":
        return
    root = html5lib.parse(answer.data, treebuilder="lxml", namespaceHTMLElements=False).getroot()
    for form in root.iter("form"):
        if form.get("method", "get").lower() != "post":
            continue
        action = urljoin(path, form.get("action") or path)
        try:
            endpoint, _ = router.match(urlsplit(action).path, method="POST")
        except HTTPException as error:
            raise AssertionError(f"{path} has a form to {action}: {error}") from None
        fields = tuple(
            (one.get("name"), one.get("type", "text") if one.tag == "input" else one.tag, one.get("value") or one.text or "")
            for one in controls(root, form, "input", "textarea", "select", "button")
            if is_field(one.get("name"))
        )
        untouched = tuple((name, value) for name, value in form_values(form).items() if is_field(name))
        buttons = tuple(
            {one.get("name"): one.get("value", "")} if one.get("name") else {}
            for one in controls(root, form, "input", "button")
            if one.get("type", "submit" if one.tag == "button" else "text") == "submit"
        )
        assert buttons, f"{path} has a form to {action} that cannot be sent"
        yield Form(action, endpoint, path, fields, untouched, buttons)


def is_field(name: str | None) -> bool:
    """Whether a control of that name is sent, and is not the mark."""
    return bool(name) and not str(name).endswith("csrf_token")


def texts(form: Form) -> list[str]:
    """The fields that a person types into: all but the trap, which nobody sees."""
    return [
        name
        for name, kind, _ in form.fields
        if name != "fax" and kind in ("text", "email", "url", "textarea", "search", "number")
    ]
