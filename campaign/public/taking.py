"""What the forms behind a personal link share: how an answer is taken, and how one that was refused comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

import throttle
from blame import blame
from errors import UserError
from languages import translated
from web import database

Taken = Response | tuple[str, int] | tuple[str, int, dict[str, str]]

Done = TypeVar("Done")


def take(
    form: FlaskForm,
    act: Callable[[Session], Done],
    *,
    again: Callable[[str], str],
    then: Callable[[Done], Response],
    above: bool = False,
) -> Taken:
    """Run ``act`` in a transaction of its own, and go on with what ``then`` makes of its result.

    What is refused (too often, a form that is not right, a :class:`~errors.UserError`) is answered with the page that ``again``
    makes, with everything that was typed; it gets the sentence to show above the form, or "". An error that names no field of
    the form stands among the form's own, or with ``above`` in that sentence.
    """
    refusal = throttle.allow("answer")
    if refusal:
        return again(refusal.sentence), refusal.status, refusal.headers
    if not form.validate():
        return again(""), 422
    try:
        with database().write() as session:
            done = act(session)
    except UserError as error:
        if above and error.field not in form:
            return again(translated(error)), 422
        blame(form, error)
        return again(""), 422
    return then(done)
