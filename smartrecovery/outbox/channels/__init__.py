"""How a message leaves the house. One row of `CHANNELS` for each way."""

from .email import Email
from .inbox import Inbox
from .protocol import Channel, Gone, NotNow, Outgoing, Refused, Session, code_of
from .push import Push

CHANNELS: dict[str, Channel] = {"email": Email(), "push": Push(), "inbox": Inbox()}

__all__ = ["CHANNELS", "Channel", "Gone", "NotNow", "Outgoing", "Refused", "Session", "code_of"]
