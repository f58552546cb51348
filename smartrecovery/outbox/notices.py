"""What the outbox itself has to say: that it works, that it stopped, that a way to somebody is closed."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import kinds
from .kinds import Kind
from .models import Message


def register() -> None:
    kinds.register(
        Kind(
            "now",
            _("One to see how it comes"),
            "now",
            page=everything,
            window=timedelta(hours=1),
            asked_for=True,
            is_urgent=True,
        )
    )
    kinds.register(
        Kind(
            "stopped",
            _("Some reminders stopped"),
            "stopped",
            page=everything,
            window=timedelta(days=3),
        )
    )
    kinds.register(
        Kind(
            "by-another-way",
            _("A way to reach you closed"),
            "by_another_way",
            page=everything,
            window=timedelta(days=7),
        )
    )


def everything(message: Message) -> str:
    return reverse("reminders")
