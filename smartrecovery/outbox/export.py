"""What a person takes with them: what was sent to them, and when."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.portable import Table

from .models import Message

DONE = _("a record of what this server sent; nothing is sent a second time")
MACHINERY = _("how the sending is organised, not what was sent")

TABLES = (
    Table(
        "messages",
        Message,
        _("What was sent to me"),
        stays=dict.fromkeys(
            (
                "id",
                "kind",
                "occurrence",
                "channel",
                "state",
                "due_at",
                "expires_at",
                "posted_at",
                "sent_at",
            ),
            DONE,
        ),
        by="posted_at",
        machinery=("occurrence", "expires_at", "channel", "due_at"),
        left_out={
            "member": _("it is you"),
            "attempts": MACHINERY,
            "leased_until": MACHINERY,
            "lease": MACHINERY,
        },
    ),
)
