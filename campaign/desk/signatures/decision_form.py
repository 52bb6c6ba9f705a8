"""The form by which a coordinator decides, for many signatures and for one."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired

from campaign.desk.signatures.finding import LINE_WANTED, WITHDRAWAL_ASKED
from campaign.operations.moderating import APPLIES, Decision
from signatories.models import Signature

_WORDS: dict[Decision, str] = {
    "accept": _l("Accept: it stands on the letter"),
    "hold": _l("Hold: set it aside for now"),
    "refuse": _l("Refuse"),
    "withdraw": _l("Take off the letter"),
    "keep": _l("Let it stand: the signer changed their mind"),
    "spell": _l("Spell it as the signer asks"),
    "leave": _l("Leave the spelling as it is"),
}
_WISHES: Mapping[str, tuple[Decision, ...]] = {WITHDRAWAL_ASKED: ("withdraw", "keep"), LINE_WANTED: ("spell", "leave")}
"""What can be decided over a list of those who ask for something."""


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


def decision_form_for(signature: Signature, *, wanted: str = "", earlier: str = "", sent: bool = False) -> DecisionForm:
    """The form for one signature, which can be spelled as ``wanted``, or stay with or go back to ``earlier``."""
    offered = {"keep": signature.withdrawal_asked_at is not None, "spell": bool(wanted), "leave": bool(earlier)}
    fit = [name for name in _WORDS if signature.status in APPLIES[name] and offered.get(name, True)]
    spelled = {"spell": _("Spell it “%(line)s”", line=wanted), "leave": _("Leave it as “%(line)s”", line=earlier)}
    return _offering(DecisionForm() if sent else DecisionForm(formdata=None), fit, spelled)


def _applies(decision: Decision, show: str) -> bool:
    if show in _WISHES:
        return decision in _WISHES[show]
    return decision not in ("keep", "spell", "leave") and (show == "all" or show in APPLIES[decision])


def _offering(form: DecisionForm, decisions: list[Decision], words: Mapping[str, str] | None = None) -> DecisionForm:
    form.decision.choices = [(name, (words or {}).get(name, _WORDS[name])) for name in decisions]
    return form
