"""What waits for somebody in here, where it comes by no other way or that way is broken."""

from smartrecovery.accounts.models import User

from .models import Choice, Message, MessageQuerySet


def waiting(member: User) -> MessageQuerySet:
    """Latest first. It says that it was sent, so that the index of what was sent serves."""
    return Message.objects.filter(
        member=member,
        channel=Choice.Channel.INBOX,
        state=Message.State.SENT,
        sent_at__isnull=False,
        answered_at=None,
    ).order_by("-sent_at")


def look_again(member: User) -> None:
    """Kept with the person, so that a page asks nothing where nothing waits. Call it after an answer."""
    has_news = waiting(member).exists()
    User.objects.filter(pk=member.pk).update(has_news=has_news)
    member.has_news = has_news
