"""The words of an invitation: the coordinator's own, or ours, with a place for each thing that differs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.deadlines import state_at, told
from campaign.models import Campaign
from campaign.wording import long_moment
from coalition.permissions import Actor
from errors import ProblemsError, UserError
from signatories.models import Invitation

PLACES = ("organization", "contact", "title", "deadline", "link")
"""What may stand in braces: whose organization, which person, the letter's title, its deadline in words, the personal link."""

LONGEST_SUBJECT = 200
LONGEST_TEXT = 8_000

_PLACE = re.compile(r"\{([^{}\n]{0,40})\}")

_SUBJECTS = {
    "en": "Please sign on: {title} (by {deadline})",
    "es": "Le invitamos a firmar: {title} (hasta el {deadline})",
}
_TEXTS = {
    "en": """\
Dear {contact},

we ask {organization} to sign the letter “{title}”. It is open for signature until {deadline}.

Read it and sign it here. The link is yours; signing takes about a minute, and you see how the name will stand before you sign:

{link}

If your board has to approve first, the same page gives you a one-page brief to pass on, and lets us know that you need time. \
If your organization would rather not sign, please tell us there, and we will not write again.

Thank you.
""",
    "es": """\
Hola, {contact}:

Pedimos a {organization} que firme la carta «{title}». Puede firmarse hasta el {deadline}.

Léala y fírmela aquí. El enlace es personal; firmar toma cerca de un minuto, y antes de firmar verá cómo aparecerá el nombre:

{link}

Si su junta directiva debe aprobarla primero, la misma página le ofrece un resumen de una hoja para reenviar y le permite \
avisarnos que necesita tiempo. Si su organización prefiere no firmar, díganoslo ahí y no le escribiremos más.

Muchas gracias.
""",
}
_NOBODY = {"en": ("your organization", "colleague"), "es": ("su organización", "colega")}


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of a mail, with places in braces or filled in."""

    subject: str
    text: str


def language_for(tag: str) -> str:
    """The language of ours in which to write about a letter in the language ``tag`` (BCP 47); English where we have none."""
    language = tag.split("-")[0].lower()
    return language if language in _TEXTS else "en"


def words_of(campaign: Campaign, language: str) -> Words:
    """The words of this campaign's invitation: its own where it has some, else ours in ``language``."""
    return Words(
        campaign.invitation_subject or _SUBJECTS.get(language, _SUBJECTS["en"]),
        campaign.invitation_text or _TEXTS.get(language, _TEXTS["en"]),
    )


def check(words: Words, *, needs_link: bool = True) -> None:
    """Raise :class:`~errors.ProblemsError` for words that cannot be sent: a place nobody knows, no link, too long or empty."""
    problems = problems_in(words, PLACES)
    if "{link}" in words.subject:
        problems.append("The link belongs into the text: whoever sees the subject in a list could answer for the organization.")
    if needs_link and words.text.strip() and "{link}" not in words.text:
        problems.append("Put {link} where the personal link should stand: without it nobody finds the letter.")
    if problems:
        raise ProblemsError(problems)


def problems_in(words: Words, places: Sequence[str]) -> list[str]:
    """What keeps words with such places from being sent, a sentence each."""
    problems = []
    if not words.subject.strip():
        problems.append("Write a subject.")
    if not words.text.strip():
        problems.append("Write the text of the mail.")
    if len(words.subject) > LONGEST_SUBJECT:
        problems.append(f"The subject has more than {LONGEST_SUBJECT} characters.")
    if len(words.text) > LONGEST_TEXT:
        problems.append(f"The text has more than {LONGEST_TEXT:,} characters.")
    if "\n" in words.subject.strip():
        problems.append("The subject must be one line.")
    known = ", ".join(f"{{{place}}}" for place in places)
    for unknown in dict.fromkeys(found for found in _PLACE.findall(words.subject + words.text) if found not in places):
        problems.append(f"{{{unknown}}} stands for nothing. Known are {known}.")
    return problems


def keep_words(session: Session, campaign: Campaign, words: Words, *, by: Actor, now: datetime) -> None:
    """Make these the words of the campaign's invitation. Our own words, unchanged, are kept as none, so that they come in each
    one's language. Raises :class:`~errors.ProblemsError` for words that cannot be sent, :class:`~errors.UserError` when the
    letter has closed."""
    check(words)
    if state_at(campaign, now) not in ("drafting", "circulating"):
        raise UserError("The letter has closed; nobody is invited to it any more.")
    ours = any((words.subject, words.text.strip()) == (_SUBJECTS[language], _TEXTS[language].strip()) for language in _TEXTS)
    campaign.invitation_subject, campaign.invitation_text = ("", "") if ours else (words.subject, words.text)
    note(session, campaign, "invitation.worded", by=by, now=now)


def filled(
    words: Words, campaign: Campaign, invitation: Invitation, link: str, deadlines: dict[str, str], *, now: datetime
) -> Words:
    """``words`` with everything filled in for one invitation. ``deadlines`` remembers the date that people are told at ``now``
    in each language: saying it takes longer than all the rest."""
    language = invitation.language
    if language not in deadlines:
        deadlines[language] = _deadline(told(campaign, now), campaign.timezone, language)
    organization, contact = _NOBODY.get(language, _NOBODY["en"])
    values: Mapping[str, str] = {
        "organization": invitation.organization or organization,
        "contact": invitation.contact_name or contact,
        "title": campaign.title,
        "deadline": deadlines[language],
        "link": link,
    }
    return fill(words, values)


def _deadline(deadline: datetime | None, timezone: str, language: str) -> str:
    return long_moment(deadline, timezone, language) if deadline else ""


def fill(words: Words, values: Mapping[str, str]) -> Words:
    """``words`` with ``values`` in their places. One pass: an organization that is called "{link}" gets no second one."""

    def put(text: str) -> str:
        return _PLACE.sub(lambda found: values.get(found.group(1), found.group(0)), text)

    return Words(put(" ".join(words.subject.split())), put(words.text))
