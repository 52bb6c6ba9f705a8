"""The circulating text gives way to another one: it circulates from then on, and those who signed are told or asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from campaign.chronicle import note
from campaign.consent import Kind, Way, reconfirm_until, way_of
from campaign.deadlines import state_at
from campaign.doors import Doors
from campaign.models import Campaign, Circulation, TextChange
from campaign.operations.circulating import NotReady, obstacles
from campaign.operations.settling import all_can_be_asked
from campaign.queries import circulation_of, hold, newest_version, subject
from campaign.redlines import redline_lines
from campaign.texts_agreed import agreed_before, agreed_texts
from campaign.wording import long_moment
from coalition.permissions import Actor, called
from errors import UserError
from letters.models import Version
from mail.models import OutboxMessage
from mail.outbox import Draft, enqueue_all
from signatories.lines import whole_line
from signatories.models import STANDING, Consent, Signature

LONGEST_WORDS = 2_000

_AT_ONCE = 500

_MAIL: Mapping[Way, str] = {"ask": "reconfirm", "waits": "reconfirm", "tell": "text_changed", "agreed": "text_changed"}


class NothingChanged(UserError):  # noqa: N818
    """The newest text is the one that circulates."""

    def __init__(self) -> None:
        super().__init__("The text that circulates is the newest one: there is no change to publish.")


class NotAsSeen(UserError):  # noqa: N818
    """What would be published is not what the coordinator was shown."""

    def __init__(self) -> None:
        super().__init__("The text was changed again while you were looking. Please look at the changes once more.")


def publish_change(
    session: Session,
    campaign: Campaign,
    *,
    kind: Kind,
    words: str,
    reconfirm_local: str = "",
    seen: tuple[str, str] | None = None,
    doors: Doors,
    by: Actor | str,
    now: datetime,
) -> TextChange:
    """Let the newest text circulate instead of the one that does.

    "editorial": every standing signature goes over to it, and its contact is told, with the redline; whoever is asked about an
    earlier change and has not answered is told that the question covers this text too. "substantive": each is
    asked to agree by ``reconfirm_local``, wall time in the campaign's zone, and does not print until they have. Whoever was
    asked about an earlier change and has not answered is asked about this one only; whoever agreed to this very text before
    (it went back) is not asked at all. ``words`` are the coordinator's own to the signers. ``seen`` holds the hashes of the two
    texts that they were shown.

    Raises a :class:`~errors.UserError`: the letter is not open, :class:`NothingChanged`, :class:`NotAsSeen`,
    :class:`~campaign.operations.circulating.NotReady`, a time that is none (field "reconfirm_local"), words too many ("words").
    """
    hold(session, campaign)
    circulation = circulation_of(session, campaign)
    if state_at(campaign, now) != "circulating" or circulation is None or campaign.deadline is None:
        raise UserError("Only a letter that is open for signature has a text to exchange.")
    old, new = circulation.version, newest_version(session, campaign)
    if old.content_hash == new.content_hash:
        raise NothingChanged
    if seen is not None and seen != (old.content_hash, new.content_hash):
        raise NotAsSeen
    problems = obstacles(campaign, new, now)
    if problems:
        raise NotReady(problems)
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise UserError("Keep the words to the signers under %(most)d characters.", field="words", most=LONGEST_WORDS)
    until = None
    if kind == "substantive":
        addressed = all_can_be_asked(session, campaign)
        until = reconfirm_until(reconfirm_local, campaign.timezone, campaign.deadline, now, all_can_be_asked=addressed)
    circulation.closed_at = now
    session.flush()  # at most one circulation is open, and the database sees to it
    change = TextChange(
        campaign_id=campaign.id,
        from_version=old,
        to_version=new,
        kind=kind,
        words=words,
        silence=campaign.silence,
        reconfirm_local=until.local.isoformat() if until else None,
        reconfirm_by=until.moment if until else None,
        published_at=now,
        published_by=called(by),
        settled_at=None if until else now,
    )
    session.add_all([Circulation(campaign=campaign, version=new, opened_at=now), change])
    session.flush()
    counts = _signers(session, campaign, change, doors, now)
    note(
        session,
        campaign,
        "text.changed",
        by=by,
        now=now,
        kind=kind,
        before=old.number,
        version=new.number,
        hash=new.content_hash,
        until=change.reconfirm_local,
        timezone=campaign.timezone,
        asked=counts["ask"],
        told=counts["tell"] + counts["agreed"] + counts["waits"],
    )
    return change


def _signers(session: Session, campaign: Campaign, change: TextChange, doors: Doors, now: datetime) -> Counter[Way]:
    """Take every standing signature over, or ask it; gives how many went which way."""
    new = change.to_version
    consents = _consents(session, campaign)
    ways: dict[Way, list[Row[Any]]] = defaultdict(list)
    rows: list[dict[str, Any]] = []
    bases: dict[int, int] = {}
    for signer in _standing(session, campaign):
        given = consents.get(signer.id, [])
        bases[signer.id] = given[-1].version_id if given else signer.version_id
        proof = agreed_before(signer, given, new.content_hash)
        way = way_of(
            "substantive" if change.kind == "substantive" else "editorial", agreed=bool(proof), asked=bool(signer.asked)
        )
        ways[way].append(signer)
        if way in ("tell", "agreed"):
            row = {"signature_id": signer.id, "version_id": new.id, "version_hash": new.content_hash, "at": now}
            rows.append(row | (proof or {"how": "editorial", "attestation": "", "by": change.published_by}))
    if rows:
        session.execute(insert(Consent), rows)
    _set_asked(session, [signer.id for signer in ways["ask"]], change.id)
    _set_asked(session, [signer.id for signer in ways["agreed"] if signer.asked], None)
    _end_questions(session, campaign, change, now)
    _mail(session, campaign, change, ways, bases, doors, now)
    return Counter({way: len(signers) for way, signers in ways.items()})


def _standing(session: Session, campaign: Campaign) -> list[Row[Any]]:
    columns = (
        Signature.id,
        Signature.kind,
        Signature.line,
        Signature.title,
        Signature.affiliation,
        Signature.signed_by,
        Signature.contact_name,
        Signature.contact_email,
        Signature.reachable.label("reachable"),
        Signature.language,
        Signature.generation,
        Signature.version_id,
        Signature.version_hash,
        Signature.attestation,
        Signature.asked,
        Signature.status,
    )
    query = select(*columns).where(Signature.campaign_id == campaign.id, Signature.status.in_(STANDING)).order_by(Signature.id)
    return list(session.execute(query))


def _consents(session: Session, campaign: Campaign) -> dict[int, list[Consent]]:
    query = select(Consent).join(Signature, Signature.id == Consent.signature_id).where(Signature.campaign_id == campaign.id)
    found: dict[int, list[Consent]] = defaultdict(list)
    for consent in session.scalars(query.order_by(Consent.at, Consent.id)):
        found[consent.signature_id].append(consent)
    return found


def _set_asked(session: Session, numbers: Sequence[int], change: int | None) -> None:
    for start in range(0, len(numbers), _AT_ONCE):  # a statement takes a bounded number of values
        part = Signature.id.in_(numbers[start : start + _AT_ONCE])
        # Somebody may have withdrawn a moment ago.
        session.execute(update(Signature).where(part, Signature.status.in_(STANDING)).values(asked=change))


def _end_questions(session: Session, campaign: Campaign, change: TextChange, now: datetime) -> None:
    """Earlier questions that nobody is asked any more are at their end."""
    still = select(Signature.asked).where(Signature.campaign_id == campaign.id, Signature.asked.is_not(None))
    earlier = update(TextChange).where(
        TextChange.campaign_id == campaign.id,
        TextChange.id != change.id,
        TextChange.settled_at.is_(None),
        TextChange.id.not_in(still),
    )
    session.execute(earlier.values(settled_at=now))


def _mail(
    session: Session,
    campaign: Campaign,
    change: TextChange,
    ways: Mapping[Way, Sequence[Row[Any]]],
    bases: Mapping[int, int],
    doors: Doors,
    now: datetime,
) -> None:
    versions = {version.id: version for version in _versions(session, campaign, set(bases.values()))}
    quoted: dict[tuple[int, str], tuple[list[str], bool]] = {}
    questions = {change.id: change, **_questions(session, {signer.asked for signer in ways.get("waits", ())})}

    def changes(signer: Row[Any]) -> tuple[list[str], bool]:
        key = (bases[signer.id], signer.language)
        if key not in quoted:
            quoted[key] = redline_lines(versions[key[0]], change.to_version, signer.language)
        return quoted[key]

    def drafts(way: Way) -> Iterator[Draft]:
        for signer in ways.get(way, ()):
            if not signer.reachable:
                continue
            # Whoever is asked already stays asked about that change, until the same moment; the text is the newest one.
            question = questions[signer.asked] if way == "waits" else change
            context = {
                **_about(campaign, signer, question, changes(signer), doors),
                "words": change.words,
                "agreed": way == "agreed",
                "again": way == "waits",
            }
            yield Draft(signer.contact_email, f"signature:{signer.id}", context, signer.language, scope=subject(campaign))

    for way, kind in _MAIL.items():
        enqueue_all(session, kind, drafts(way), now=now)


def ask_one(
    session: Session, campaign: Campaign, signature: Signature, *, anew: bool = False, doors: Doors, now: datetime
) -> None:
    """Mail one signer the question about a changed text that is open for them; nothing when none is.

    For whoever comes to stand after all others were asked, and (``anew``) for a contact whose address was changed: the links of
    an earlier mail open nothing any more. Otherwise nothing is mailed while a mail with the question is on its way to them or
    has reached them. Nobody is asked at an address that is nobody's.
    """
    if signature.asked is None or not signature.reachable:
        return
    circulation = circulation_of(session, campaign)
    if circulation is None or state_at(campaign, now) != "circulating":
        return
    question = session.get_one(TextChange, signature.asked)
    mailed = select(OutboxMessage.id).where(
        OutboxMessage.kind == _MAIL["ask"],
        OutboxMessage.recipient == signature.contact_email,
        OutboxMessage.about == f"signature:{signature.id}",
        OutboxMessage.created_at >= question.published_at,
        OutboxMessage.status.in_(("waiting", "claimed", "sent")),
    )
    if not anew and session.scalar(mailed.limit(1)) is not None:
        return
    before = agreed_texts(session, signature)[-1]
    context = {
        **_about(campaign, signature, question, redline_lines(before, circulation.version, signature.language), doors),
        "words": question.words,
        "agreed": False,
        "again": False,
    }
    draft = Draft(signature.contact_email, f"signature:{signature.id}", context, signature.language, scope=subject(campaign))
    enqueue_all(session, _MAIL["ask"], [draft], now=now)


def _about(
    campaign: Campaign, signer: Row[Any] | Signature, question: TextChange, changes: tuple[list[str], bool], doors: Doors
) -> dict[str, Any]:
    """What every mail about a changed text says: who is meant, what changed, until when to answer, where."""
    lines, more = changes
    behind = doors.speaking(signer.language)
    return {
        "title": campaign.title,
        "line": whole_line(signer.kind, signer.line, signer.title, signer.affiliation),
        "contact": signer.contact_name,
        "status": signer.status,
        "changes": lines,
        "more": more,
        "change": question.id,
        "until": long_moment(question.reconfirm_by, campaign.timezone, signer.language) if question.reconfirm_by else "",
        "silence": question.silence,
        "changed_url": behind.to("changed", signer.id, signer.generation),
        "own_url": behind.to("own", signer.id, signer.generation),
        "letter_url": behind.letter,
        "links_url": behind.recovery,
    }


def _questions(session: Session, numbers: set[int]) -> dict[int, TextChange]:
    return {question.id: question for question in session.scalars(select(TextChange).where(TextChange.id.in_(numbers)))}


def _versions(session: Session, campaign: Campaign, numbers: set[int]) -> Sequence[Version]:
    return session.scalars(select(Version).where(Version.letter_id == campaign.letter_id, Version.id.in_(numbers))).all()
