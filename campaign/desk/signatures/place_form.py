"""The form by which a coordinator says where a line stands on the list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from signatories.forms import SCOPE_LABELS
from signatories.models import SCOPES, Signature


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """In which group, and by what it is looked up. Its fields are those of :class:`~signatories.models.Signature`."""

    sort_name = StringField(_l("Sort as"))
    scope = SelectField(_l("Scope"), choices=lambda: list(SCOPE_LABELS.items()), validate_choice=False)
    state = StringField(_l("State or country"))
    type = StringField(_l("Type"))


def place_form(signature: Signature, *, sent: bool = False) -> PlaceForm:
    """The form for one signature, as it stands or as it was ``sent``. People stand in no group but their own."""
    form = PlaceForm() if sent else PlaceForm(formdata=None, obj=signature)
    if signature.kind == "individual":
        del form.scope, form.state, form.type
    elif signature.scope not in ("", *SCOPES):  # brought in with a list
        form.scope.choices = [*SCOPE_LABELS.items(), (signature.scope, signature.scope)]
    return form
