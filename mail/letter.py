"""A composed message as the bytes of a mail: its headers and parts."""

from __future__ import annotations

from collections.abc import Mapping
from email import policy
from email.mime.base import MIMEBase
from email.utils import formataddr, parseaddr

import flask_mail

from mail.compose import Composed
from mail.sealing import MailSeal

_AS_WRITTEN = policy.SMTP.clone(refold_source="none")
"""Headers as they are. Another policy breaks a long address in List-Unsubscribe into encoded words, and no program reads it."""

_VIA = "via Undersigned"


class _Mail(flask_mail.Message):
    def _message(self) -> MIMEBase:
        made: MIMEBase = super()._message()
        made.policy = _AS_WRITTEN
        return made


class Letters:
    """Writes letters of one sender: ``sender`` is an address, with or without a name."""

    def __init__(self, sender: str, seal: MailSeal) -> None:
        self._name, self._address = parseaddr(sender)
        self._domain = self._address.rpartition("@")[2] or "localhost"
        self._seal = seal

    def letter(self, message: Composed) -> flask_mail.Message:
        """The letter, for Flask-Mail to send; inside an application's context."""
        letter = _Mail(
            subject=message.subject,
            recipients=[message.recipient],
            body=message.text,
            html=message.html or None,
            sender=self.sender_of(message),
            reply_to=message.reply_to or None,
            extra_headers=dict(headers_of(message)),
        )
        for file in message.attachments:
            letter.attach(file.filename, file.media_type, file.content)
        letter.msgId = self.message_id(message)
        return letter

    def sender_of(self, message: Composed) -> str:
        """The From header: the coalition's or coordinator's name, the settings' address. For another address nobody would
        vouch (SPF, DKIM), and a mail that says it comes from there is taken for forged (DMARC, RFC 7489)."""
        if not message.sender_name:
            return formataddr((self._name, self._address))
        return formataddr((f"{message.sender_name} {_VIA}", self._address))

    def message_id(self, message: Composed) -> str:
        """The row's own identifier: should a crash make us send a message again, it is recognizable as the same one. It is
        signed, so that a mail that comes back with it and without its return path is known to be ours."""
        return f"<outbox-{self._seal.mark(message.number)}.{int(message.written_at.timestamp())}@{self._domain}>"


def headers_of(message: Composed) -> Mapping[str, str]:
    """What a message says of itself beyond the usual."""
    headers = {
        # RFC 3834, section 5: no vacation answer comes back to a message that a program wrote.
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if message.unsubscribe_url:
        # RFC 8058, section 3.1: one press in the mail program, which sends a POST.
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
