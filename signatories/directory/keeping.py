"""Organizations kept by hand: added, changed, their names and contacts, retired and taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coalition import audit
from coalition.permissions import Actor
from errors import UserError
from mail.addresses import parsed
from signatories.addresses import canonical, web_address
from signatories.directory.known import hold, keys_of
from signatories.folding import name_key
from signatories.organizations import FIELDS, Organization, OrganizationContact, OrganizationName
from signatories.reading.cells import LONGEST_NAME, Printing


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody typed about an organization."""

    name: str
    sort_name: str = ""
    scope: str = ""
    state: str = ""
    website: str = ""
    type: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to write to, as typed."""

    name: str = ""
    title: str = ""
    email: str = ""


def add(
    session: Session, coalition_id: int, details: Details, *, printing: Printing, by: Actor | str, now: datetime
) -> Organization:
    """A new organization. One of the same name may be there already: the pages say so.

    Raises :class:`~errors.UserError` (with the field) for a name that is empty, too long, or cannot be printed, and for what is
    no web address.
    """
    hold(session, coalition_id)
    values = _clean(details, printing)
    organization = Organization(coalition_id=coalition_id, created_at=now, changed_at=now, **values)
    organization.name_key = name_key(organization.name)
    session.add(organization)
    session.flush()
    noted(session, organization, "organization.added", by=by, now=now, name=organization.name)
    return organization


def change(
    session: Session, organization: Organization, details: Details, *, printing: Printing, by: Actor | str, now: datetime
) -> bool:
    """Change what is known of an organization; gives whether anything changed. Where it is called otherwise from now on, the
    name that it had stays as a former one: signatures stand under it. Raises as :func:`add` does.
    """
    hold(session, organization.coalition_id)
    values = _clean(details, printing)
    changed = [name for name, value in values.items() if getattr(organization, name) != value]
    if not changed:
        return False
    before = organization.name
    for name in changed:
        setattr(organization, name, values[name])
    organization.name_key = name_key(organization.name)
    organization.changed_at = now
    if "name" in changed and name_key(before) != organization.name_key:
        _take_off_as_other(session, organization, now)
        _insert_name(session, organization, before, "former", now)
    session.flush()
    names = {"name": organization.name, "before": before} if "name" in changed else {}
    noted(session, organization, "organization.changed", by=by, now=now, fields=changed, **names)
    return True


def add_name(
    session: Session, organization: Organization, name: str, kind: str, *, printing: Printing, by: Actor | str, now: datetime
) -> OrganizationName:
    """Another name of the organization: an "alias", or a "former" one.

    Raises :class:`~errors.UserError` (field "name") for a name that it has already, that is empty, too long, or unprintable.
    """
    hold(session, organization.coalition_id)
    clean = clean_name(name, printing)
    if name_key(clean) in keys_of(session, organization):
        raise UserError(
            "The organization goes by this name already; capitals, accents and punctuation do not count.", field="name"
        )
    row = _insert_name(session, organization, clean, kind, now)
    organization.changed_at = now
    noted(session, organization, "organization.name added", by=by, now=now, name=clean, kind=kind)
    return row


def remove_name(session: Session, row: OrganizationName, *, by: Actor | str, now: datetime) -> None:
    """Take another name off its organization. Doing it again does nothing."""
    organization = session.get_one(Organization, row.organization_id)
    hold(session, organization.coalition_id)
    session.refresh(row)
    if row.removed_at is None:
        row.removed_at = organization.changed_at = now
        noted(session, organization, "organization.name removed", by=by, now=now, name=row.name)


def restore_name(session: Session, row: OrganizationName, *, by: Actor | str, now: datetime) -> None:
    """Take a name back that was taken off. Raises :class:`~errors.UserError` when the organization has it again meanwhile."""
    organization = session.get_one(Organization, row.organization_id)
    hold(session, organization.coalition_id)
    session.refresh(row)
    if row.removed_at is None:
        return
    if row.name_key in keys_of(session, organization):
        raise UserError(f"The organization goes by “{row.name}” already.")
    row.removed_at, organization.changed_at = None, now
    noted(session, organization, "organization.name added", by=by, now=now, name=row.name, kind=row.kind)


def add_contact(
    session: Session, organization: Organization, contact: Contact, *, printing: Printing, by: Actor | str, now: datetime
) -> OrganizationContact:
    """A person to write to. Raises :class:`~errors.UserError` (with the field) for nobody, and for what is no address."""
    hold(session, organization.coalition_id)
    name, title = (printing.line(typed).text for typed in (contact.name, contact.title))
    email = parsed(contact.email) if contact.email.strip() else ""
    if email is None or len(email) > 254:
        raise UserError("This is not a mail address such as maria@example.org.", field="email")
    if not name and not email:
        raise UserError("Write a name or an e-mail address.", field="name")
    key = canonical(email) if email else None
    mine = (OrganizationContact.organization_id == organization.id, OrganizationContact.removed_at.is_(None))
    if key and session.scalars(select(OrganizationContact).where(*mine, OrganizationContact.address_key == key)).first():
        raise UserError("The organization has a contact at this address already.", field="email")
    row = OrganizationContact(
        organization_id=organization.id, name=name, title=title, email=email, address_key=key, added_at=now
    )
    session.add(row)
    organization.changed_at = now
    session.flush()
    noted(session, organization, "organization.contact added", by=by, now=now, contact=row.id)
    return row


def remove_contact(session: Session, row: OrganizationContact, *, by: Actor | str, now: datetime) -> None:
    """Take a contact off its organization. Doing it again does nothing."""
    organization = session.get_one(Organization, row.organization_id)
    if row.removed_at is None:
        row.removed_at = organization.changed_at = now
        noted(session, organization, "organization.contact removed", by=by, now=now, contact=row.id)


def restore_contact(session: Session, row: OrganizationContact, *, by: Actor | str, now: datetime) -> None:
    """Take a contact back that was taken off."""
    organization = session.get_one(Organization, row.organization_id)
    if row.removed_at is not None:
        row.removed_at, organization.changed_at = None, now
        noted(session, organization, "organization.contact added", by=by, now=now, contact=row.id)


def retire(session: Session, organization: Organization, *, by: Actor | str, now: datetime) -> None:
    """Take an organization out of the directory: its names are not known any more. Doing it again does nothing."""
    hold(session, organization.coalition_id)
    session.refresh(organization)
    if organization.retired_at is None:
        organization.retired_at = organization.changed_at = now
        noted(session, organization, "organization.retired", by=by, now=now, name=organization.name)


def restore(session: Session, organization: Organization, *, by: Actor | str, now: datetime) -> None:
    """Take a retired organization back. Raises :class:`~errors.UserError` for one that was joined into another."""
    hold(session, organization.coalition_id)
    session.refresh(organization)
    if organization.merged_into_id is not None:
        raise UserError("It was joined into another organization. Take the two apart there.")
    if organization.retired_at is not None:
        organization.retired_at, organization.changed_at = None, now
        noted(session, organization, "organization.restored", by=by, now=now, name=organization.name)


def clean_name(typed: str, printing: Printing) -> str:
    """A name as it is kept. Raises :class:`~errors.UserError` (field "name") for one that a letter could not print."""
    line = printing.line(typed)
    if line.unprintable:
        raise UserError(f"A letter cannot print {printing.named(line.unprintable)}.", field="name")
    if not name_key(line.text):
        raise UserError("Write the name of the organization.", field="name")
    if len(line.text) > LONGEST_NAME:
        raise UserError(f"The name has more than {LONGEST_NAME} characters.", field="name")
    return line.text


def noted(session: Session, organization: Organization, act: str, *, by: Actor | str, now: datetime, **detail: object) -> None:
    """Write into the record what was done to an organization; never a contact's name or address."""
    subject = f"organization:{organization.id}"
    audit.record(session, act, by=by, coalition_id=organization.coalition_id, subject=subject, now=now, **detail)


def _clean(details: Details, printing: Printing) -> dict[str, str]:
    values = {name: value.strip() for name, value in asdict(details).items()}
    values["name"] = clean_name(details.name, printing)
    for name in ("sort_name", "state", "type"):
        values[name] = printing.line(values[name]).text
    if values["website"]:
        address = web_address(values["website"])
        if address is None:
            raise UserError("This is not a web address, like https://www.example.org.", field="website")
        values["website"] = address
    values["notes"] = values["notes"].replace("\r\n", "\n")
    assert values.keys() == {"name", *FIELDS}
    return values


def _take_off_as_other(session: Session, organization: Organization, now: datetime) -> None:
    """The name that it goes by from now on is not another name of it any more."""
    mine = (OrganizationName.organization_id == organization.id, OrganizationName.removed_at.is_(None))
    for row in session.scalars(select(OrganizationName).where(*mine, OrganizationName.name_key == organization.name_key)):
        row.removed_at = now
    session.flush()


def _insert_name(session: Session, organization: Organization, name: str, kind: str, now: datetime) -> OrganizationName:
    row = OrganizationName(
        organization_id=organization.id, name=name, name_key=name_key(name), kind=kind, source="hand", added_at=now
    )
    session.add(row)
    session.flush()
    return row
