# ruff: noqa: E501  (mails are as long as they come)
"""Mails that came back, in the shapes in which the world's servers send them; the words are ours.

``{path}`` is the address that our mail came from (with its mark, where return paths are set up), ``{id}`` its Message-ID, and
``{to}`` whom it went to.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """A mail, and what should be found in it."""

    text: str
    what: str
    status: str = ""
    mailbox: bool = False


OUR_HEADERS = """\
From: Rivers via Undersigned <letters@example.org>
To: {to}
Subject: Will you sign?
Message-ID: {id}
Auto-Submitted: auto-generated
"""


def report(words: str, fields: str, *, sender: str = "MAILER-DAEMON@mx.rivers.example", whole: bool = False) -> str:
    """A multipart/report as RFC 3464 has it."""
    body = "\nDear Ana, please sign.\n" if whole else ""
    ours = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        f"Return-Path: <>\nDelivered-To: {{path}}\nFrom: Mail Delivery System <{sender}>\nTo: {{path}}\n"
        "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\n\n'
        f"--b1\nContent-Type: text/plain; charset=us-ascii\n\n{words}\n\n"
        f"--b1\nContent-Type: message/delivery-status\n\n{fields}\n"
        f"--b1\nContent-Type: {ours}\n\n{OUR_HEADERS}{body}\n--b1--\n"
    )


SHAPES = {
    "postfix": Shape(
        report(
            "This is the mail system at host mx.rivers.example.\n\nI'm sorry to have to inform you that your message could not"
            " be delivered.\n\n<{to}>: host mail.rivers.example said: 550 5.1.1 <{to}>: Recipient address rejected: User unknown",
            "Reporting-MTA: dns; mx.rivers.example\nX-Postfix-Queue-ID: 4XyZ\nArrival-Date: Mon, 2 Mar 2026 15:00:00 +0000\n\n"
            "Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: failed\nStatus: 5.1.1\n"
            "Remote-MTA: dns; mail.rivers.example\nDiagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected:\n"
            "    User unknown in virtual mailbox table\n",
        ),
        *("failed", "5.1.1", True),
    ),
    "sendmail, delayed": Shape(
        report(
            "**********************************************\n**      THIS IS A WARNING MESSAGE ONLY      **\n"
            "The original message was received at Mon, 2 Mar 2026. Message could not be delivered for 4 hours\n"
            "Message will be deleted from queue after 5 days",
            "Reporting-MTA: dns; relay.example\n\nFinal-Recipient: RFC822; {to}\nAction: delayed\nStatus: 4.4.1\n"
            "Last-Attempt-Date: Mon, 2 Mar 2026 19:00:00 GMT\nWill-Retry-Until: Sat, 7 Mar 2026 15:00:00 GMT\n",
        ),
        *("delayed", "4.4.1"),
    ),
    "gmail": Shape(
        report(
            "** Address not found **\n\nYour message wasn't delivered to {to} because the address couldn't be found, or is unable"
            " to receive mail.\n\nThe response was:\n550 5.1.1 The email account that you tried to reach does not exist.",
            "Reporting-MTA: dns; googlemail.com\nX-Original-Message-ID: {id}\n\nFinal-Recipient: rfc822; {to}\n"
            "Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; gmail-smtp-in.l.google.com.\n"
            "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n",
            sender="mailer-daemon@googlemail.com",
            whole=True,
        ),
        *("failed", "5.1.1", True),
    ),
    "microsoft 365": Shape(
        report(
            "Delivery has failed to these recipients or groups:\n{to}\nThe email address you entered couldn't be found.",
            "Reporting-MTA: dns;DM6PR01.prod.exchangelabs.com\nReceived-From-MTA: dns;mx.example.org\n\n"
            "Final-Recipient: rfc822;{to}\nAction: failed\nStatus: 5.1.10\n"
            "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {to} not found by SMTP address lookup\n",
            sender="postmaster@rivers.onmicrosoft.example",
            whole=True,
        ),
        *("failed", "5.1.10", True),
    ),
    "full mailbox": Shape(
        report(
            "The mailbox of the recipient is full.",
            "Reporting-MTA: dns; mx.rivers.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.2.2\n"
            "Diagnostic-Code: smtp; 552 5.2.2 Mailbox unavailable, quota exceeded\n",
        ),
        *("failed", "5.2.2", False),
    ),
    "taken for spam": Shape(
        report(
            "Your message was rejected.",
            "Reporting-MTA: dns; mx.rivers.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.7.1\n"
            "Diagnostic-Code: smtp; 554 5.7.1 Message blocked by our content policy\n",
        ),
        *("failed", "5.7.1", False),
    ),
    "given up after days of later": Shape(
        report(
            "Delivery took too long.",
            "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 4.4.7\n"
            "Diagnostic-Code: smtp; 451 4.4.7 Message delayed\n",
        ),
        *("failed", "4.4.7", False),
    ),
    "relayed to where nobody reports": Shape(
        report(
            "Your message was handed on.",
            "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {to}\nAction: relayed\nStatus: 2.1.9\n",
        ),
        "nothing",
    ),
    "exim": Shape(
        "Return-path: <>\nEnvelope-to: {path}\nX-Failed-Recipients: {to}\nAuto-Submitted: auto-replied\n"
        "From: Mail Delivery System <Mailer-Daemon@exim.example>\nTo: {path}\n"
        "Subject: Mail delivery failed: returning message to sender\n\n"
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to"
        " one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {to}\n"
        "    host mail.rivers.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<{to}>:\n"
        "    550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        + OUR_HEADERS
        + "\nDear Ana, delayed delivery is fine.\n",
        *("failed", "", True),
    ),
    "qmail": Shape(
        "Return-Path: <>\nDelivered-To: {path}\nFrom: MAILER-DAEMON@qmail.example\nTo: {path}\nSubject: failure notice\n\n"
        "Hi. This is the qmail-send program at qmail.example.\nI'm afraid I wasn't able to deliver your message to the following"
        " addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{to}>:\n"
        "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.1.\n\n"
        "--- Below this line is a copy of the message.\n\nReturn-Path: <{path}>\n" + OUR_HEADERS + "\nDear Ana,\n",
        *("failed", "5.1.1", True),
    ),
    "exchange, in HTML alone": Shape(
        "Return-Path: <>\nFrom: Microsoft Exchange <postmaster@old.example>\nTo: {path}\nSubject: Undeliverable: Will you sign?\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-16le\n"
        "Content-Transfer-Encoding: 7bit\n\n<html><body><p><b>Delivery has failed to these recipients or distribution lists:</b>"
        "</p><p>{to}</p><p>The recipient's e-mail address was not found. #550 5.1.1 RESOLVER.ADR.RecipNotFound;"
        " not found ##</p></body></html>\n--x\nContent-Type: message/rfc822\n\n" + OUR_HEADERS + "\nDear Ana\n--x--\n",
        *("failed", "5.1.1", True),
    ),
    "exim, a warning": Shape(
        "Return-path: <>\nFrom: Mail Delivery System <Mailer-Daemon@exim.example>\nTo: {path}\n"
        "Subject: Warning: message 1abc delayed 24 hours\nAuto-Submitted: auto-replied\n\n"
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to"
        " one or more of its recipients after more than 24 hours.\n\nThe address to which the message has not yet been delivered"
        " is:\n\n  {to}\n\nNo action is required on your part. Delivery attempts will continue for some time.\n",
        "delayed",
    ),
    "called junk": Shape(
        "From: <abuse@provider.example>\nTo: {path}\nSubject: FW: Will you sign?\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=fbl\n\n"
        "--fbl\nContent-Type: text/plain\n\nThis is an email abuse report.\n\n"
        "--fbl\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Report/1.0\nVersion: 1\n"
        "Original-Mail-From: <{path}>\n\n--fbl\nContent-Type: message/rfc822\n\n" + OUR_HEADERS + "\nDear\n--fbl--\n",
        "complaint",
    ),
    "on holiday": Shape(
        "Return-Path: <>\nFrom: Ana <{to}>\nTo: {path}\nSubject: Automatic reply: Will you sign?\nAuto-Submitted: auto-replied\n"
        "In-Reply-To: {id}\n\nI am away until March 9. This address does not exist for me until then.\n",
        "reply",
    ),
    "a person answers": Shape(
        "Return-Path: <{to}>\nFrom: Ana <{to}>\nTo: {path}\nSubject: Re: Will you sign?\nIn-Reply-To: {id}\n\n"
        "Delivery failed for our board: user unknown to them, they joke. We will sign on Monday.\n",
        "reply",
    ),
}
