"""Where a form says what an operation refused."""

from __future__ import annotations

from flask_wtf import FlaskForm

from errors import ProblemsError, UserError
from languages import translated


def blame(form: FlaskForm, error: UserError, *, field: str = "") -> None:
    """Put what was refused where the person will look, in the reader's language: at the field that the error names.

    ``field`` is the one to look at when the form has no field of the error's name. Without either it stands over the form, and
    several problems stand there one by one.
    """
    at = error.field if error.field in form else field
    if at:
        form[at].errors = [*form[at].errors, translated(error)]
    else:
        problems = [UserError(problem) for problem in error.problems] if isinstance(error, ProblemsError) else [error]
        form.form_errors.extend(translated(problem) for problem in problems)
