"""What is measured: the real server on a seeded PostgreSQL, made once and kept between runs."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from statistics import median
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from smartrecovery.accounts.models import User
from smartrecovery.demo import volume
from tools.models import Entry

from .models import Line
from .servers import Web, environment
from .views import ROWS
from .visitor import Answer, Visitor

MEMBERS, DAYS = 1_000, 365
OLD, TEN_YEARS = "old", 3_650
WARM_UP = 15


def note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


class Ground:
    """Each part is made when a figure first asks for it."""

    def __init__(self, database_url: str) -> None:
        self.env = environment(database_url)
        self.stack = ExitStack()

    def __enter__(self) -> "Ground":
        return self

    def __exit__(self, *trouble: Any) -> None:
        self.stack.close()

    @cached_property
    def statics(self) -> bool:
        call_command("collectstatic", interactive=False, verbosity=0)
        return True

    @cached_property
    def members(self) -> tuple[User, User]:
        """Somebody with a year of entries, somebody with ten."""
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        volume.refuse_among_people()
        self.seed(volume.username("m", 1), MEMBERS, DAYS, "m")
        self.seed(volume.username(OLD, 1), 1, TEN_YEARS, OLD)
        return tuple(User.objects.get(username=volume.username(f, 1)) for f in ("m", OLD))

    def seed(self, username: str, members: int, days: int, first: str) -> None:
        if User.objects.filter(username=username).exists():
            return
        note(f"Seeding {members} members × {days} days; this is kept for the next run.")
        User.objects.filter(username__startswith=first).delete()
        batches = list(volume.seed(members, days, timezone.now(), 1, first))
        note(f"{sum(sum(batch.values()) for batch in batches)} rows written.")
        member = User.objects.get(username=username)
        texts = [f"A plain line of some length, number {n}" for n in range(ROWS)]
        Line.objects.bulk_create(Line(member=member, text=text) for text in texts)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    @cached_property
    def web(self) -> Web:
        _ = self.statics, self.members
        return self.stack.enter_context(Web(self.env))

    @cached_property
    def young(self) -> Visitor:
        return self.visitor("m")

    @cached_property
    def old(self) -> Visitor:
        return self.visitor(OLD)

    def visitor(self, first: str) -> Visitor:
        return Visitor(self.web.port).sign_in(volume.username(first, 1), volume.PASSPHRASE)

    def plan_of(self, first: str) -> str:
        """The address of the latest change plan of the first such member."""
        plan = Entry.objects.filter(
            member__username=volume.username(first, 1), tool="change-plan"
        ).first()
        return reverse("entry", args=[plan.pk])


def opens(visitor: Visitor, url: str) -> Callable[[], float]:
    def once() -> float:
        return expect(visitor.get(url), 200, url).seconds

    return once


def saves(visitor: Visitor, url: str) -> Callable[[], float]:
    """Changes one answer of a worksheet and saves it; reading the page first is not counted."""
    count = 0

    def once() -> float:
        nonlocal count
        count += 1
        form = next(form for form in visitor.get(url).forms if "version" in form.names)
        said = form.filled(("do", "save"), change=f"A smaller change, told once more: {count}")
        return expect(visitor.post(url, said), 302, url).seconds

    return once


def posts(visitor: Visitor, token_from: str) -> Callable[[], float]:
    form = next(
        form for form in visitor.get(token_from).forms if "csrfmiddlewaretoken" in form.names
    )
    token = dict(form.fields)["csrfmiddlewaretoken"]

    def once() -> float:
        said = {"csrfmiddlewaretoken": token, "text": "One plain row"}
        return expect(visitor.post("/bare/line/", said), 302, "bare_line").seconds

    return once


def expect(answer: Answer, status: int, url: str) -> Answer:
    if answer.status != status:
        raise RuntimeError(f"{url} answered {answer.status}, not {status}.")
    return answer


def ratio(name: str, one: Callable[[], float], other: Callable[[], float], times: int) -> float:
    """Median of one over median of the other, taken in turns on the same server in the same minute."""
    for _ in range(WARM_UP):
        one(), other()
    pairs = [(one(), other()) for _ in range(times)]
    above, below = (median(column) for column in zip(*pairs, strict=True))
    note(f"{name}: {above * 1000:.1f} ms against {below * 1000:.1f} ms, {times} each")
    return above / below
