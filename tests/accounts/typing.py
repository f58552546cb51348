"""What people type, and where their mail ends up."""

import re
from typing import Any

from django.core import mail
from django.utils import timezone

from smartrecovery.outbox import delivery

NEW_PASSPHRASE = "plum lantern tides over"


def sign_up_fields(**changed: Any) -> dict[str, Any]:
    typed = {
        "username": "bo",
        "offered": "",
        "name": "Bo",
        "password1": NEW_PASSPHRASE,
        "password2": NEW_PASSPHRASE,
        "email": "",
        "zone": "Europe/London",
        "is_adult": "yes",
        "consent": "on",
    }
    return typed | changed


def deliver_mail() -> list[Any]:
    """Everything posted so far, as it arrives."""
    mail.outbox.clear()
    delivery.deliver_due(timezone.now())
    return mail.outbox


def link_in(message: Any) -> str:
    """The path of the one link in a mail."""
    [link] = re.findall(r"https://testserver(\S+)", message.body)
    return link


def without_tokens(answer: Any) -> tuple[int, str]:
    """Status and body, but for what differs at every request."""
    body = re.sub(r'(csrfmiddlewaretoken|offered)" value="[^"]*"', "", answer.content.decode())
    return answer.status_code, re.sub(r'value="[a-z]+-[a-z]+-\d{4}"', "", body)
