"""The question on the signer's own page: may their organization stand on the letter already, under another name?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import IntegerField, RadioField
from wtforms.validators import DataRequired, NumberRange

from campaign.alike import Alike, alike
from campaign.in_print import InPrint
from campaign.models import Campaign
from campaign.operations.answering_alike import Answer
from campaign.shared_lines import shared_lines
from signatories.judgements import Judgement
from signatories.models import Signature
from web import now


class AlikeForm(FlaskForm):  # type: ignore[misc]
    """One answer about all the names that are shown."""

    answer = RadioField(_l("Is it your organization?"), [DataRequired(_l("Please choose one."))], validate_choice=False)
    about: Sequence[Alike] = ()
    """What the answer is about; empty when that is not asked. Known once the form was validated."""

    def __init__(self, look: Callable[[], Sequence[Alike]] = tuple, **kwargs: Any) -> None:
        """``look`` gives what is asked now. It is called before anything is locked: it may take a while."""
        super().__init__(**kwargs)
        self._look = look

    @property
    def verdict(self) -> Answer:
        """What was answered."""
        word = (self.answer.data or "").partition(":")[0]
        return "same" if word == "same" else "chapter" if word == "chapter" else "different"

    def validate_answer(self, _field: RadioField) -> None:
        """Find the name that was chosen, or each that was shown when none of them is it."""
        chosen = (self.answer.data or "").partition(":")[2]
        keys = set(request.form.get("shown", "").split()) if self.verdict == "different" else {chosen}
        self.about = [one for one in self._look() if _key(one.name) in keys]


class BackForm(FlaskForm):  # type: ignore[misc]
    """A button that takes an answer back."""

    judgement = IntegerField("", [NumberRange(1, 2**31 - 1)])


@dataclass(frozen=True, slots=True)
class Option:
    """A name that the signer is asked about, and what stands for it in the form: nothing that tells more than the name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the signer has answered. ``holds`` says whether both share a line by it."""

    number: int
    verdict: str
    name: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Card:
    """The question, if there is one, and the answers that were given."""

    form: AlikeForm
    options: Sequence[Option]
    said: Sequence[Said]


def card(session: Session, campaign: Campaign, signature: Signature, printed: InPrint, sent: FlaskForm | None) -> Card:
    """What the page shows. ``sent`` is the form that came back, if it was this one."""
    options = [Option(_key(one.name), one.name) for one in alike(session, campaign, signature, now())]
    form = sent if isinstance(sent, AlikeForm) else AlikeForm(formdata=None)
    return Card(form, options, _said(session, campaign, signature, printed))


def thanks(verdict: Answer, about: Sequence[Alike]) -> str:
    """The sentence after the answer."""
    if verdict == "same":
        return str(_("Thank you. Both stand as one line: “%(name)s”.", name=about[0].name))
    return str(_("Thank you. Each keeps its own line."))


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _said(session: Session, campaign: Campaign, signature: Signature, printed: InPrint) -> list[Said]:
    query = select(Judgement).where(
        Judgement.campaign_id == campaign.id, Judgement.signer_id == signature.id, Judgement.revoked_at.is_(None)
    )
    said = session.scalars(query.order_by(Judgement.id)).all()
    if not said:
        return []
    together = shared_lines(session, campaign.id).clusters.together
    return [
        Said(
            one.id,
            one.verdict,
            one.other_name if one.one_id == signature.id else one.one_name,
            bool(printed.shared) and together(one.one_id, one.other_id),
        )
        for one in said
    ]
