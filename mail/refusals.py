"""Why a message did not go, in the four ways that make a difference to what is done next. Any other error is "not now"."""

from __future__ import annotations


class PermanentError(Exception):
    """It will never be taken: for its content, a rule of the server's, a mailbox that is full."""


class MailboxError(PermanentError):
    """There is no such mailbox, or it takes no mail from anybody. Nothing that is sent there will ever arrive."""


class UnreachableError(Exception):
    """The server cannot be talked to at all; trying the next message now would be no better."""


class BusyError(Exception):
    """The server takes no more just now (RFC 5321: 421, and 452 for want of storage): the next message should wait as well."""
