"""What a message says: nothing, to a bystander, unless its owner asked for more.

The form that says nothing is drawn once for each language and number of messages; for each message only
its links are put in.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartrecovery.vault.keyring import CannotOpen

from . import kinds, stopping
from .channels import Outgoing
from .models import Contact, Message

log = logging.getLogger(__name__)

LESS_OFTEN_AFTER = 5
ANY = UUID(int=0)
# In what is drawn once, the places of its links; what people write never holds these.
UNSEEN = re.compile("[\x00-\x1f\x7f]")
STOP, LINK, LESS = "\x02stop\x03", "\x02link{}\x03", "\x02less\x03"


class Drawn(NamedTuple):
    subject: str
    text: str
    html: str


def addresses(member_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Where each of them gets mail: the address they confirmed. One query."""
    confirmed = EmailAddress.objects.filter(user__in=list(member_ids), verified=True)
    return dict(confirmed.order_by("primary").values_list("user_id", "email"))


def outgoing(
    messages: Sequence[Message], contact: Contact, to: str, now: datetime
) -> Outgoing | None:
    """Several of one person as one, under the id of the first; None where there is nothing to tell any more."""
    first, member = messages[0], messages[0].member
    kind = kinds.named(first.kind)
    if kind.compose is not None:
        return _composed(first, now)
    drawn = said(messages, detailed=contact.says_what)
    return Outgoing(
        id=first.pk,
        member_id=member.pk,
        at=now,
        subject=drawn.subject,
        text=drawn.text,
        html=drawn.html,
        to=to,
        sender=drawn_sender(member.language),
        link=link_of(first.pk),
        stop=stopping.link_of(first.pk),
        expires_at=max(
            (one.expires_at for one in messages if one.expires_at is not None), default=None
        ),
    )


def said(messages: Sequence[Message], *, detailed: bool) -> Drawn:
    """The very words, for the sender and for who wants to see them first."""
    member = messages[0].member
    ignored = next((one for one in messages if is_ignored(one)), None)
    asks = ignored is not None
    can_wait = any(kinds.named(one.kind).is_chosen for one in messages)
    if detailed:
        with translation.override(member.language), timezone.override(member.tz):
            drawn = _draw(tuple(line(one) for one in messages), asks, can_wait)
    else:
        drawn = _plain(member.language, len(messages), asks, can_wait)
    return _with_links(drawn, messages, link_of(ignored.pk) + "#less" if ignored else "")


def is_ignored(message: Message) -> bool:
    """So many before it had no answer that it asks whether less often would be better."""
    return message.number > LESS_OFTEN_AFTER and kinds.named(message.kind).backs_off


def _composed(message: Message, now: datetime) -> Outgoing | None:
    member = message.member
    with translation.override(member.language), timezone.override(member.tz):
        mail = kinds.named(message.kind).compose(message)
    if mail is None:
        return None
    return Outgoing(
        id=message.pk,
        member_id=member.pk,
        at=now,
        subject=mail.subject,
        text=mail.body,
        html=mail.html,
        to=mail.to,
        sender=drawn_sender(member.language),
        expires_at=message.expires_at,
    )


@lru_cache(maxsize=256)
def _plain(language: str, count: int, asks: bool, can_wait: bool) -> Drawn:
    with translation.override(language):
        return _draw(("",) * count, asks, can_wait)


def _draw(lines: tuple[str, ...], asks: bool, can_wait: bool) -> Drawn:
    """`can_wait` is false for what the outbox itself has to say: nobody asked for it, nobody puts it off."""
    context: dict[str, Any] = {
        "lines": [(line, LINK.format(at)) for at, line in enumerate(lines)],
        "says_what": any(lines),
        "several": len(lines) > 1,
        "can_wait": can_wait,
        "less": LESS if asks else "",
        "stop": STOP,
        "subject": subject_of(len(lines)),
    }
    text = render_to_string("outbox/reminder.txt", context)
    html = render_to_string("outbox/reminder.html", context)
    return Drawn(context["subject"], text, html)


def _with_links(drawn: Drawn, messages: Sequence[Message], less: str) -> Drawn:
    stop = stopping.link_of(messages[0].pk)
    text, html = (said.replace(STOP, stop).replace(LESS, less) for said in (drawn.text, drawn.html))
    for at, message in enumerate(messages):
        mark, link = LINK.format(at), link_of(message.pk)
        text, html = text.replace(mark, link), html.replace(mark, link)
    return Drawn(drawn.subject, text, html)


def line(message: Message) -> str:
    """What one of them is about, in a line; blank where its kind has none."""
    kind = kinds.named(message.kind)
    if not kind.template:
        return ""
    says = get_template(f"outbox/says/{kind.template}.txt").template
    told = says.render(Context(_details(kind, message), autoescape=False))
    return " ".join(UNSEEN.sub(" ", told).split())


def _details(kind: kinds.Kind, message: Message) -> dict[str, Any]:
    """Where words do not open it comes without them, and operators are told."""
    try:
        return kind.details(message)
    except CannotOpen:
        log.error(
            "What message %s is about did not open. It says no more than there is.", message.pk
        )
        return {}


def subject_of(count: int) -> str:
    return ngettext("You have a reminder", "You have {count} reminders", count).format(count=count)


@lru_cache(maxsize=32)
def drawn_sender(language: str) -> str:
    """Neither the name of this place, which its owner chose, nor of anybody in it."""
    with translation.override(language):
        return _("Reminders")


def link_of(pk: UUID) -> str:
    return _link_form(settings.SITE_URL).replace(str(ANY), str(pk))


@lru_cache(maxsize=8)
def _link_form(site: str) -> str:
    return site + reverse("reminder", args=[ANY])
