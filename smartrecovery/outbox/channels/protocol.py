"""What every way out of the house has in common. Another way, such as SMS, is one more file beside this."""

import smtplib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One finished message to one person; `words.outgoing` makes it, and nothing of it is kept.

    `at` is the moment of sending, `stop` where one press ends it: blank where it cannot be stopped.
    """

    id: UUID
    member_id: UUID
    at: datetime
    subject: str
    text: str
    html: str = ""
    to: str = ""
    sender: str = ""
    link: str = ""
    stop: str = ""
    expires_at: datetime | None = None


class Refused(Exception):
    """The other side will never take this one; trying again is pointless. Its argument is their code."""


class Gone(Refused):
    """This person cannot be reached by this way any more: no address, no device, a mailbox that is closed."""


class NotNow(Exception):
    """The other side asks for patience, or is not there: later it may well go. Its argument is their code."""


class Session(Protocol):
    """One connection for a batch."""

    def deliver(self, outgoing: Outgoing) -> str:
        """The other side's code once it has taken it; `Refused`, `Gone`, or anything else to try again."""


class Channel(Protocol):
    def open(self) -> AbstractContextManager[Session]:
        """Costs nothing and cannot fail: the other side is first asked for when something is delivered."""


def code_of(error: BaseException) -> str:
    """What the ledger keeps of an error: their code or its name, never their words."""
    if isinstance(error, Refused | NotNow) and error.args:
        return str(error.args[0])
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ",".join(sorted({str(code) for code, _ in error.recipients.values()}))
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__[:40]
