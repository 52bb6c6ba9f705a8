"""The words of the mail that the letter comes with: the coordinator's own, or ours in each recipient's language."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.delivery_models import DeliveryRecipient, DeliveryWords
from campaign.models import Campaign, Edition
from campaign.operations.inviting.wording import Words, fill, problems_in
from coalition.permissions import Actor
from errors import ProblemsError
from letters.document.counts import number_in

PLACES = ("salutation", "recipient", "title", "count", "link", "coordinator")
"""What may stand in braces: the salutation of their own copy (else "Dear" and the name), the recipient's name, the letter's
title, how many signed, the letter's page, who sends it."""

_OURS = {
    "en": Words(
        "{title}: a letter with {count} signatories",
        """\
{salutation}

attached is the letter “{title}”. {count} organizations and individuals have signed it.

It can also be read here:

{link}

We would be glad to hear from you. Your answer to this message reaches me.

{coordinator}
""",
    ),
    "es": Words(
        "{title}: una carta con {count} firmantes",
        """\
{salutation}

Adjunta va la carta «{title}». La han firmado {count} organizaciones y personas.

También puede leerse aquí:

{link}

Nos alegrará conocer su respuesta: si contesta a este mensaje, me llega a mí.

{coordinator}
""",
    ),
}


def ours(language: str) -> Words:
    """Our words in that language."""
    return _OURS.get(language, _OURS["en"])


def as_each_gets_them(words: Words, recipient: DeliveryRecipient) -> Words:
    """``words`` as they would be kept and sent: ours in any language come in the recipient's."""
    same = any((words.subject, words.text.strip()) == (one.subject, one.text.strip()) for one in _OURS.values())
    return ours(recipient.language) if same else words


def own_words(session: Session, campaign: Campaign) -> Words | None:
    """The campaign's own words; None where it has none."""
    row = session.get(DeliveryWords, campaign.id)
    return Words(row.subject, row.text) if row else None


def words_for(session: Session, campaign: Campaign, recipient: DeliveryRecipient) -> Words:
    """What that recipient gets, its places not filled in."""
    return own_words(session, campaign) or ours(recipient.language)


def check(words: Words) -> None:
    """Raise :class:`~errors.ProblemsError` for words that cannot be sent."""
    problems = problems_in(words, PLACES)
    if problems:
        raise ProblemsError(problems)


def keep_words(session: Session, campaign: Campaign, words: Words, *, by: Actor, now: datetime) -> None:
    """Make these the words of the campaign. Ours, unchanged, are kept as none, so that they come in each one's language.

    Raises :class:`~errors.ProblemsError` for words that cannot be sent.
    """
    check(words)
    row = session.get(DeliveryWords, campaign.id)
    if any((words.subject, words.text.strip()) == (one.subject, one.text.strip()) for one in _OURS.values()):
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(DeliveryWords(campaign_id=campaign.id, subject=words.subject, text=words.text))
    else:
        row.subject, row.text = words.subject, words.text
    note(session, campaign, "delivery.worded", by=by, now=now)


def filled(words: Words, campaign: Campaign, count: int, recipient: DeliveryRecipient, *, link: str, coordinator: str) -> Words:
    """``words`` as that recipient reads them; ``count`` is how many stand on the edition."""
    greeting = f"Hola, {recipient.name}:" if recipient.language == "es" else f"Dear {recipient.name},"
    values = {
        "salutation": (recipient.own_copy and recipient.salutation) or greeting,
        "recipient": recipient.name,
        "title": campaign.title,
        "count": number_in(recipient.language, count) if count else "0",
        "link": link,
        "coordinator": coordinator,
    }
    return fill(words, values)


def count_of(edition: Edition | None, otherwise: int) -> int:
    """How many stand on the edition; before there is one, as many as stand on the letter now."""
    return edition.count if edition is not None else otherwise
