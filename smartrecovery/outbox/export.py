"""What a person takes with them: what was sent to them, and when."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.portable import Refused, Table

from . import reminders
from .models import Choice, Contact, Message, PushDevice, Reminder

DONE = _("a record of what this server sent; nothing is sent a second time")
MACHINERY = _("how the sending is organised, not what was sent")
TOLD_AGAIN = _("worked out again from what you bring back")
THAT_BROWSER = _("a browser listens for the account it was allowed in")
OWNER = {"member": _("it is you")}


def known_kinds(choices: list[Choice]) -> None:
    if any(choice.channel not in Choice.Channel.values for choice in choices):
        raise Refused(_("nobody here can be reached that way"))


TABLES = (
    Table(
        "contact",
        Contact,
        _("When I may be reached"),
        columns=(
            "id",
            "quiet_from",
            "quiet_to",
            "morning_at",
            "most_a_day",
            "says_what",
            "changed_at",
        ),
        stays={"email_broken_at": _("the mailbox of another account")},
        left_out=OWNER,
    ),
    Table(
        "reminder_choices",
        Choice,
        _("How I am reminded"),
        columns=("id", "kind", "channel", "changed_at"),
        left_out=OWNER,
        check=known_kinds,
    ),
    Table(
        "reminders",
        Reminder,
        _("What I am reminded of"),
        stays=dict.fromkeys(
            (
                "id",
                "kind",
                "about",
                "channel",
                "days",
                "at",
                "zone",
                "first_on",
                "last_on",
                "next_on",
                "next_at",
                "unanswered",
                "stopped_at",
                "changed_at",
            ),
            TOLD_AGAIN,
        ),
        left_out=OWNER | {"window": MACHINERY},
        by="changed_at",
        machinery=("about", "zone", "next_on", "unanswered", "changed_at"),
        retold=reminders.rebuild,
    ),
    Table(
        "push_devices",
        PushDevice,
        _("Browsers that show my reminders"),
        stays=dict.fromkeys(("id", "name", "made_at", "last_ok_at"), THAT_BROWSER),
        left_out=OWNER
        | {
            "told": _("a secret that would let a finder of the file send to it"),
            "mark": _("a digest of that secret"),
            "made_for": _("which key of this server it listens for"),
        },
        by="made_at",
    ),
    Table(
        "messages",
        Message,
        _("What was sent to me"),
        stays=dict.fromkeys(
            (
                "id",
                "kind",
                "about",
                "occurrence",
                "day",
                "number",
                "channel",
                "template",
                "state",
                "held_for",
                "due_at",
                "expires_at",
                "posted_at",
                "sent_at",
                "answer",
                "went_with",
                "answered_at",
            ),
            DONE,
        ),
        by="posted_at",
        machinery=(
            "about",
            "occurrence",
            "number",
            "template",
            "held_for",
            "expires_at",
            "channel",
            "due_at",
            "answer",
            "went_with",
        ),
        left_out=OWNER | dict.fromkeys(("look_at", "attempts", "leased_until", "lease"), MACHINERY),
    ),
)
