"""The form by which a coordinator decides, for many signatures and for one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired

from campaign.desk.signatures.finding import WITHDRAWAL_ASKED
from campaign.operations.moderating import APPLIES, Decision
from signatories.models import Signature

_WORDS: dict[Decision, str] = {
    "accept": _l("Accept: it stands on the letter"),
    "hold": _l("Hold: set it aside for now"),
    "refuse": _l("Refuse"),
    "withdraw": _l("Take off, because the signer asked"),
    "keep": _l("Let it stand: the signer changed their mind"),
}


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What to do. None is chosen beforehand: whoever presses Enter in the reason must not decide by that."""

    decision = RadioField(
        _l("What to do"), [DataRequired(_l("Choose what to do."))], choices=lambda: list(_WORDS.items()), validate_choice=False
    )
    reason = TextAreaField(_l("Reason"))
    tell = BooleanField(_l("Tell the contacts by mail, with the reason"))
    beside = BooleanField(_l("Let both stand: the same person signs for two"))

    @property
    def wanted(self) -> Decision | None:
        """The decision that was chosen; None for what is none."""
        return next((name for name in _WORDS if name == self.decision.data), None)


def decision_form(show: str, *, sent: bool = False) -> DecisionForm:
    """The form over a list, offering what can apply there; ``sent``: with what the request brought."""
    return _offering(DecisionForm() if sent else DecisionForm(formdata=None), [name for name in _WORDS if _applies(name, show)])


def decision_form_for(signature: Signature, *, sent: bool = False) -> DecisionForm:
    """The form for one signature."""
    asks = signature.withdrawal_asked_at is not None
    fit = [name for name in _WORDS if signature.status in APPLIES[name] and (name != "keep" or asks)]
    return _offering(DecisionForm() if sent else DecisionForm(formdata=None), fit)


def _applies(decision: Decision, show: str) -> bool:
    if show == WITHDRAWAL_ASKED:
        return decision in ("withdraw", "keep")
    if show == "all":
        return decision != "keep"
    return decision != "keep" and show in APPLIES[decision]


def _offering(form: DecisionForm, decisions: list[Decision]) -> DecisionForm:
    form.decision.choices = [(name, _WORDS[name]) for name in decisions]
    return form
