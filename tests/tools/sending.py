"""Sending what waits, once, without a worker."""

from __future__ import annotations

from datetime import datetime

from database import Database
from mail.channels import MailChannel
from mail.sender import Sender
from mail.worker import LIMIT, Postman, Report


def send_due(database: Database, sender: Sender, now: datetime, limit: int = LIMIT) -> Report:
    """Send the mail that is due at ``now``, once; see :meth:`mail.worker.Postman.work`.

    Claims that others abandoned are left: whoever looks once cannot tell them from claims of somebody who is at work.
    """
    return Postman(database, {"mail": MailChannel(sender, clock=lambda: now)}).work(now, limit)
