"""A way to somebody that is closed: noted, and told by another. Who may be reached by which is `choices`'s."""

from datetime import timedelta

from allauth.account.models import EmailAddress

from smartrecovery.accounts.models import User
from smartrecovery.outbox import posting
from smartrecovery.outbox.models import Contact, Message, PushDevice

from .protocol import Outgoing

KIND = "by-another-way"
TOLD_FOR = timedelta(days=7)


def mailbox(outgoing: Outgoing) -> None:
    """Only where it is the address their reminders go to; another may simply be misspelt."""
    if not outgoing.stop or not outgoing.to:
        return
    Contact.objects.update_or_create(
        member_id=outgoing.member_id, defaults={"email_broken_at": outgoing.at}
    )
    _tell(outgoing, "email", "inbox")


def device(device: PushDevice, outgoing: Outgoing) -> None:
    device.delete()
    confirmed = EmailAddress.objects.filter(user=outgoing.member_id, verified=True)
    broken = Contact.objects.filter(member=outgoing.member_id, email_broken_at__isnull=False)
    by_mail = confirmed.exists() and not broken.exists()
    _tell(outgoing, f"push:{device.mark[:16]}", "email" if by_mail else "inbox")


def _tell(outgoing: Outgoing, what: str, channel: str) -> Message | None:
    member = User.objects.filter(pk=outgoing.member_id).first()
    if member is None:
        return None
    return posting.post(
        member,
        KIND,
        f"{what}:{outgoing.at.date().isoformat()}",
        channel=channel,
        due_at=outgoing.at,
        expires_at=outgoing.at + TOLD_FOR,
    )
