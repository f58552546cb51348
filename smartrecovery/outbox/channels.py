"""How a message leaves the house."""

import smtplib
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from .kinds import Mail
from .models import Message

FOR_GOOD = range(500, 600)


class Refused(Exception):
    """The other side will never take this one; trying again is pointless."""


class Channel(Protocol):
    def deliver(self, message: Message, mail: Mail) -> None:
        """Returns once the other side has taken it; raises otherwise."""


class Email:
    def deliver(self, message: Message, mail: Mail) -> None:
        email = EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers_of(message))
        try:
            email.send()
        except smtplib.SMTPRecipientsRefused as error:
            if all(code in FOR_GOOD for code, _ in error.recipients.values()):
                raise Refused from error
            raise


def headers_of(message: Message) -> dict[str, str]:
    """The same id at every attempt, so that a mailbox can tell a repeat from a second message."""
    host = urlsplit(settings.SITE_URL).hostname
    return {"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}


CHANNELS: dict[str, Channel] = {"email": Email()}
