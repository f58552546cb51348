from .contact import Choice, Contact, PushDevice
from .heartbeats import Heartbeat
from .messages import Message, MessageQuerySet
from .reminders import Reminder, ReminderQuerySet

__all__ = [
    "Choice",
    "Contact",
    "Heartbeat",
    "Message",
    "MessageQuerySet",
    "PushDevice",
    "Reminder",
    "ReminderQuerySet",
]
