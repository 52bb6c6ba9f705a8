"""The words of reminders: a coordinator's own for a step or for all, in each language, or ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at
from campaign.models import Campaign
from campaign.operations.inviting.wording import Words, check
from campaign.operations.reminding.planning import counted_from
from campaign.queries import hold
from campaign.reminder_models import ReminderText
from campaign.reminders import STEPS
from campaign.wording import long_moment
from coalition.permissions import Actor
from errors import UserError

BOARD = "board"
"""The reminder on the morning after the day until which somebody's board needed time."""

LANGUAGES = ("en", "es")

_EARLY = {
    "en": Words(
        "Still time to sign: {title} (by {deadline})",
        "Dear {contact},\n\nwe have not heard from {organization} yet about the letter “{title}”. It closes {deadline}.\n\n"
        "Read, sign, tell us that your board needs time, or decline, here:\n\n{link}\n\n"
        "Once you have answered, we do not write about it again.\n\nThank you.",
    ),
    "es": Words(
        "Todavía puede firmar: {title} (hasta el {deadline})",
        "Hola, {contact}:\n\nTodavía no sabemos si {organization} firmará la carta «{title}». Se cierra el {deadline}.\n\n"
        "Léala, fírmela, díganos que su junta directiva necesita tiempo, o que prefieren no firmar, aquí:\n\n{link}\n\n"
        "Cuando haya respondido, no le escribiremos más sobre ella.\n\nMuchas gracias.",
    ),
}
_SOON = {
    "en": Words(
        "It closes soon: {title} ({deadline})",
        "Dear {contact},\n\nthe letter “{title}” closes {deadline}, and we have no answer from {organization} yet.\n\n"
        "Signing takes about a minute, and you see how the name will stand before you sign. You can decline there, too:\n\n"
        "{link}\n\nThank you.",
    ),
    "es": Words(
        "Se cierra pronto: {title} ({deadline})",
        "Hola, {contact}:\n\nLa carta «{title}» se cierra el {deadline} y todavía no tenemos respuesta de {organization}.\n\n"
        "Firmar toma cerca de un minuto, y antes de firmar verá cómo aparecerá el nombre. Ahí también puede decirnos que"
        " prefieren no firmar:\n\n{link}\n\nMuchas gracias.",
    ),
}
_LAST = {
    "en": Words(
        "Last call to sign: {title} (closes {deadline})",
        "Dear {contact},\n\nthis is the last reminder about the letter “{title}”. It closes {deadline}; after that nobody can"
        " be added.\n\nIf {organization} is to stand on it, sign here:\n\n{link}\n\nThank you.",
    ),
    "es": Words(
        "Último aviso para firmar: {title} (se cierra el {deadline})",
        "Hola, {contact}:\n\nEste es el último recordatorio sobre la carta «{title}». Se cierra el {deadline}; después ya no se"
        " podrá añadir a nadie.\n\nSi {organization} ha de figurar en ella, firme aquí:\n\n{link}\n\nMuchas gracias.",
    ),
}
_BOARD = {
    "en": Words(
        "Has your board decided? {title} (by {deadline})",
        "Dear {contact},\n\nyou told us that {organization} needed time to decide about the letter “{title}”. It closes"
        " {deadline}.\n\nOnce it has been decided, sign or decline here. If you need more time, tell us there until when:\n\n"
        "{link}\n\nThank you.",
    ),
    "es": Words(
        "¿Ya se decidió su junta directiva? {title} (hasta el {deadline})",
        "Hola, {contact}:\n\nNos dijo que {organization} necesitaba tiempo para decidir sobre la carta «{title}». Se cierra el"
        " {deadline}.\n\nCuando se haya decidido, firme o díganos que prefieren no firmar, aquí. Si necesita más tiempo,"
        " díganos ahí hasta cuándo:\n\n{link}\n\nMuchas gracias.",
    ),
}
_OURS: Mapping[str, Mapping[str, Words]] = {"24-hours": _SOON, "last-day": _LAST, BOARD: _BOARD}

REMINDED = (*(step.id for step in STEPS), BOARD)
"""All that a reminder's row in the outbox may say behind the invitation that it is about."""

WORDED = ("", *REMINDED)
"""Which reminders can have words of their own; "" stands for all that have none."""


def words_for(session: Session, campaign: Campaign, step: str, language: str) -> Words:
    """The words of a step in a language: the campaign's own for the step, its own for all, else ours."""
    own = own_words(session, campaign)
    return own.get((step, language)) or own.get(("", language)) or ours(step, language)


def own_words(session: Session, campaign: Campaign) -> dict[tuple[str, str], Words]:
    """The campaign's own words, by step and language."""
    found = session.scalars(select(ReminderText).where(ReminderText.campaign_id == campaign.id))
    return {(one.step, one.language): Words(one.subject, one.text) for one in found}


def ours(step: str, language: str) -> Words:
    """Our words; English where we have none in that language."""
    words = _OURS.get(step, _EARLY)
    return words.get(language, words["en"])


def keep_words(
    session: Session, campaign: Campaign, step: str, language: str, words: Words, *, by: Actor, now: datetime
) -> None:
    """Make these the words of one step, or ("") of all without their own. The words that it would have anyway are kept as none.

    Raises :class:`~errors.ProblemsError` for words that cannot be sent, and :class:`~errors.UserError` for a step or language
    that is none and for a letter that has closed.
    """
    if step not in WORDED or language not in LANGUAGES:
        raise UserError("Choose one of the reminders, and one of the languages.")
    check(words)
    hold(session, campaign)
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError("The letter has closed; nobody is reminded any more.")
    row = session.get(ReminderText, (campaign.id, step, language))
    if row is not None:
        session.delete(row)
        session.flush()
    if not _same(words, words_for(session, campaign, step, language)):
        session.add(ReminderText(campaign_id=campaign.id, step=step, language=language, subject=words.subject, text=words.text))
    note(session, campaign, "reminders.worded", by=by, now=now, step=step, language=language)
    session.flush()


def deadline_words(campaign: Campaign, languages: frozenset[str]) -> dict[str, str]:
    """The date that people are told, in each language, as :func:`~campaign.operations.inviting.wording.filled` takes it."""
    until = counted_from(campaign)
    return {one: long_moment(until.moment, campaign.timezone, one) if until else "" for one in languages}


def _same(one: Words, other: Words) -> bool:
    return (one.subject.strip(), one.text.strip()) == (other.subject.strip(), other.text.strip())
