"""What to do next: one step for each campaign, so that nobody has to work it out from a row of buttons."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from campaign import checklist
from campaign.deadlines import private_at, settled, state_at
from campaign.desk.delivery.steps import delivery_step
from campaign.desk.signatures.finding import LINE_WANTED, WITHDRAWAL_ASKED, counts
from campaign.desk.step import Step
from campaign.doubtful import likely_doubles
from campaign.models import Campaign
from campaign.operations import inviting, reminding
from campaign.operations.circulating import obstacles
from campaign.operations.late import undecided_late
from campaign.operations.writing import letter_of
from campaign.queries import asked_again, circulating_text, edition_of, newest_version
from campaign.wording import relative, short_moment, weekday_moment


def next_step(session: Session, campaign: Campaign, count: int, now: datetime) -> Step:
    """The next step of ``campaign``, which ``count`` have signed."""
    state = state_at(campaign, now)
    if state == "drafting":
        return _before(session, campaign, now)
    if state == "circulating":
        return _open(session, campaign, count, now)
    if state == "archived":
        return Step(_("In the archive"), _("Nothing is left to do here."))
    if not settled(campaign, now):
        return Step(
            _("The deadline has passed"),
            _("The last requests that were in time are being taken in. In less than a minute the final letter is ready."),
            "desk.overview",
            _("Look again"),
        )
    standing = counts(session, campaign)
    undecided = standing["pending"] + standing["held"]
    if undecided and not count:
        signed = _("Nobody is on the letter.")
    else:
        signed = ngettext("One has signed.", "%(num)d have signed.", count) if count else _("Nobody has signed.")
    asking = standing[WITHDRAWAL_ASKED]
    if asking:
        return Step(
            ngettext("%(num)d signer asks to be taken off", "%(num)d signers ask to be taken off", asking),
            _("They asked after the letter had closed, and wait for your answer. The final letter is ready."),
            "desk.signatures",
            _("Look at who asks"),
            "signatures.view",
            short=ngettext("%(num)d asks to be taken off", "%(num)d ask to be taken off", asking),
            values={"show": WITHDRAWAL_ASKED},
        )
    late = undecided_late(session, campaign)
    if late:
        return Step(
            ngettext("%(num)d asked to sign late", "%(num)d asked to sign late", late),
            _("Who is accepted goes into the next edition. The final letter is ready, and stays as it is."),
            "desk.late",
            ngettext("Look at it", "Look at them", late),
            "signatures.view",
            short=ngettext("%(num)d asked to sign late", "%(num)d asked to sign late", late),
        )
    edition = edition_of(session, campaign)
    if edition is not None and count != edition.count:
        return Step(
            _("The list has changed since edition %(number)d", number=edition.number),
            _("Edition %(number)d stays as it is. See who would come and go with the next one.", number=edition.number),
            "desk.next_edition",
            _("See what changes"),
            "campaign.close",
            short=_("Make the next edition"),
        )
    delivery = delivery_step(session, campaign, now)
    if delivery:
        return delivery
    return Step(
        _("Closed: download the final letter"),
        " ".join(part for part in (signed, _left_out(undecided)) if part),
        "desk.download",
        _("Download the letter (DOCX)"),
        short=_("Download the final letter"),
        values={"file_format": "docx"},
    )


def _left_out(undecided: int) -> str:
    if not undecided:
        return ""
    return str(
        ngettext(
            "%(num)d signature waits for your decision and is not on the frozen letter.",
            "%(num)d signatures wait for your decision and are not on the frozen letter.",
            undecided,
        )
    )


def _before(session: Session, campaign: Campaign, now: datetime) -> Step:
    version = newest_version(session, campaign)
    if not letter_of(version).body:
        detail = _("Type or paste the text, and say to whom it goes.")
        return Step(_("Write the letter"), detail, "desk.letter", _("Write the letter"), "letter.edit")
    if campaign.deadline is None:
        detail = _("Signers need to know until when, and the letter closes by itself then.")
        return Step(_("Set a deadline"), detail, "desk.deadline", _("Set a deadline"), "campaign.edit")
    if campaign.deadline < now:
        detail = _("The one that is set is past.")
        return Step(_("Set a new deadline"), detail, "desk.deadline", _("Set a deadline"), "campaign.edit")
    missing = obstacles(campaign, version, now)
    if missing:
        return Step(_("Mend the letter"), missing[0], "desk.letter", _("Go to the letter"), "letter.edit")
    detail = _("Version %(number)d is ready. From then on people sign it as it stands.", number=version.number)
    return Step(_("Open for signature"), detail, "desk.open", _("Open for signature"), "campaign.edit")


NEAR = timedelta(hours=48)
"""So long before the deadline the next step is whatever is on the checklist."""


def _near(session: Session, campaign: Campaign, until: str, now: datetime) -> Step | None:
    """What is left to look at before the letter closes; None for one or two things, which are steps of their own."""
    left = [point for point in checklist.points(session, campaign, now, glance=True) if point.open]
    if len(left) < 3:
        return None
    title = ngettext("%(num)d thing before it closes", "%(num)d things before it closes", len(left))
    return Step(
        title,
        " ".join([f"{until}.", *(point.sentence for point in left[:3])]),
        "desk.confirm_closing",
        _("Look at the list"),
        "campaign.close",
        short=title,
    )


def _open(session: Session, campaign: Campaign, count: int, now: datetime) -> Step:
    assert campaign.deadline is not None
    standing = counts(session, campaign)
    signed = ngettext("%(num)d has signed", "%(num)d have signed", count) if count else _("nobody has signed yet")
    until = _("Open until %(deadline)s: %(signed)s", deadline=short_moment(campaign.deadline, campaign.timezone), signed=signed)
    near = _near(session, campaign, until, now) if campaign.deadline - now <= NEAR else None
    if near is not None:
        return near
    silent = standing["unconfirmed"]
    unconfirmed = ngettext("%(num)d has not confirmed yet.", "%(num)d have not confirmed yet.", silent) if silent else ""
    waiting, held = standing["pending"], standing["held"]
    undecided = (
        ngettext(
            "%(num)d is held: decide about it before the letter closes.",
            "%(num)d are held: decide about them before the letter closes.",
            held,
        )
        if held
        else ""
    )
    if waiting:
        return Step(
            ngettext("%(num)d signature waits for you", "%(num)d signatures wait for you", waiting),
            " ".join(part for part in (f"{until}.", undecided, unconfirmed) if part),
            "desk.signatures",
            ngettext("Look at it", "Look at them", waiting),
            "signatures.view",
            short=ngettext("%(num)d waits for you", "%(num)d wait for you", waiting),
            values={"show": "pending"},
        )
    spelled = standing[LINE_WANTED]
    if spelled:
        return Step(
            ngettext("%(num)d signer asks for another spelling", "%(num)d signers ask for another spelling", spelled),
            " ".join(part for part in (f"{until}.", unconfirmed) if part),
            "desk.signatures",
            _("Look at the spellings"),
            "signatures.view",
            short=ngettext("%(num)d asks for another spelling", "%(num)d ask for another spelling", spelled),
            values={"show": LINE_WANTED},
        )
    if newest_version(session, campaign).content_hash != circulating_text(session, campaign).content_hash:
        return Step(
            _("The text was changed, and the change is not published"),
            " ".join(part for part in (f"{until}.", undecided, unconfirmed) if part),
            "desk.change",
            _("See the change"),
            "campaign.edit",
            short=_("Publish the changed text"),
        )
    asked = asked_again(session, campaign)
    if asked:
        unconfirmed += ngettext(
            " %(num)d is asked about the changed text.", " %(num)d are asked about the changed text.", asked
        )
    if held:
        return Step(
            ngettext(
                "%(num)d signature is held: decide about it before the letter closes",
                "%(num)d signatures are held: decide about them before the letter closes",
                held,
            ),
            " ".join(part for part in (f"{until}.", _("Held signatures are not on the letter."), unconfirmed.strip()) if part),
            "desk.signatures",
            ngettext("Look at it", "Look at them", held),
            "signatures.view",
            short=ngettext("%(num)d is held", "%(num)d are held", held),
            values={"show": "held"},
        )
    likely = likely_doubles(session, campaign)
    if likely:
        return Step(
            ngettext("%(num)d pair may be a double", "%(num)d pairs may be doubles", likely),
            " ".join(part for part in (f"{until}.", _("Two names of one organization count twice."), unconfirmed) if part),
            "desk.queue",
            ngettext("Look at it", "Look at them", likely),
            "signatures.view",
        )
    silent_ones, reminder = _unanswered(session, campaign), reminding.next_step(session, campaign)
    if silent_ones and not reminding.rules_of(session, campaign).active:
        return Step(
            ngettext(
                "%(num)d has not answered, and reminders are off",
                "%(num)d have not answered, and reminders are off",
                silent_ones,
            ),
            " ".join(part for part in (f"{until}.", unconfirmed) if part),
            "desk.reminders",
            _("See the reminders"),
            "invitations.view",
            short=_("Turn the reminders on"),
        )
    if silent_ones and reminder is not None:
        unconfirmed = " ".join(
            part for part in (unconfirmed, _next_reminder(campaign, silent_ones, reminder.planned_for)) if part
        )
    if private_at(campaign, now):
        only = _("It is private still: only whom you invite can read and sign it.")
        return Step(
            until,
            " ".join(part for part in (only, unconfirmed) if part),
            "desk.invitations",
            _("Invite organizations"),
            "invitations.view",
            short=_("Invite organizations"),
        )
    far = _("It closes %(far)s. Send signers the address of the letter’s page.", far=relative(campaign.deadline, now))
    return Step(
        until,
        " ".join(part for part in (far, unconfirmed) if part),
        "public.letter",
        _("See the letter’s page"),
        short=_("Gather signatures"),
    )


def _unanswered(session: Session, campaign: Campaign) -> int:
    """How many were invited and have not answered."""
    standing = inviting.counts(session, campaign)
    return sum(standing[status] for status in inviting.WAITING)


def _next_reminder(campaign: Campaign, silent: int, at: datetime) -> str:
    return str(
        ngettext(
            "%(num)d who was invited has not answered; the next reminder goes out %(at)s.",
            "%(num)d who were invited have not answered; the next reminder goes out %(at)s.",
            silent,
            at=weekday_moment(at, campaign.timezone),
        )
    )
