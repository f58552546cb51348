"""Only in here: nothing leaves the house, and the next page they open says that something waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from smartrecovery.accounts.models import User

from .protocol import Outgoing


class Inbox:
    @contextmanager
    def open(self) -> Iterator["Inbox"]:
        yield self

    def deliver(self, outgoing: Outgoing) -> str:
        User.objects.filter(pk=outgoing.member_id, has_news=False).update(has_news=True)
        return "here"
