"""Where a form says what an operation refused: at the field, at the one that stands for it, or over the form."""

from __future__ import annotations

import pytest
from flask_wtf import FlaskForm
from wtforms import StringField

from blame import blame
from errors import ProblemsError, UserError


class Asking(FlaskForm):
    name = StringField()
    email = StringField()


@pytest.fixture
def form(app):
    with app.test_request_context():
        made = Asking(formdata=None, meta={"csrf": False})
        made.validate()
        yield made


def test_the_field_that_the_error_names_says_it_after_what_it_said_already(form):
    blame(form, UserError("No.", field="name"))
    blame(form, UserError("Never over %(most)d.", field="name", most=5), field="email")
    assert form.errors == {"name": ["No.", "Never over 5."]}


def test_another_field_says_what_names_none_of_the_form(form):
    blame(form, UserError("No.", field="contact_email"), field="email")
    blame(form, UserError("Not so."), field="email")
    assert form.errors == {"email": ["No.", "Not so."]}


def test_the_form_says_the_rest_and_several_problems_one_by_one(form):
    blame(form, UserError("No.", field="contact_email"))
    blame(form, ProblemsError(["One.", "Two."]))
    assert form.form_errors == ["No.", "One.", "Two."]


def test_it_is_said_in_the_language_of_the_reader(app):
    with app.test_request_context("/letters/harbor?lang=es"):
        made = Asking(formdata=None, meta={"csrf": False})
        made.validate()
        blame(made, UserError("This letter is not open for signature."))
    assert made.form_errors == ["Esta carta no está abierta a la firma."]
