"""Where drills are played: a server, a few members, and people who write while things break."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import close_old_connections, connection

from smartrecovery.demo import volume
from smartrecovery.vault import keys
from tools.models import Entry

from .servers import ROOT, Cluster, Web, environment
from .visitor import LOST, Visitor

MEMBERS, DAYS = "8", "90"


class Scene:
    def __init__(self, folder: Path, times: int) -> None:
        self.folder, self.times = folder, times
        self.cluster = Cluster(folder / "pg")
        self.prepared: set[str] = set()

    def env(self, url: str = "", **more: str) -> dict[str, str]:
        return environment(url or os.environ["DATABASE_URL"], **more)

    @property
    def sqlite(self) -> str:
        return f"sqlite:///{self.folder / 'drill.sqlite3'}"

    def web(self, url: str = "", **more: str) -> Web:
        """Two workers on a migrated database with a few members in it."""
        env = self.env(url, **more)
        if env["DATABASE_URL"] not in self.prepared:
            self.prepared.add(env["DATABASE_URL"])
            manage(env, "migrate", "-v0")
            manage(env, "createcachetable")
            manage(env, "collectstatic", "--no-input", "-v0")
            manage(env, "seed", "--members", MEMBERS, "--days", DAYS)
        return Web(env, log=self.folder / "web.log")


def manage(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(  # noqa: S603
        command, env=env, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def member(web: Web, count: int) -> Visitor:
    return Visitor(web.port, timeout=15).sign_in(volume.username("m", count), volume.PASSPHRASE)


def begin(visitor: Visitor, tool: str = "change-plan") -> str:
    """A new entry of this member's, by the form; its address."""
    begin_at = f"/tools/{tool}/begin/"
    form = next(form for form in visitor.get(begin_at).forms if "version" in form.names)
    first = next(name for name, kind in form.kinds.items() if kind == "text")
    answer = visitor.post(
        form.action or begin_at, form.filled(("do", "save"), **{first: "A start"})
    )
    return answer.headers["location"]


@dataclass
class Writer:
    """Saves one worksheet over and over; remembers what the server said yes to."""

    visitor: Visitor
    url: str
    name: str
    acknowledged: list[str] = field(default_factory=list)
    bases: dict[str, int] = field(default_factory=dict)
    statuses: Counter = field(default_factory=Counter)
    last_yes: float = 0

    def save(self, number: int) -> None:
        """Three fields say the same, so that a half-kept worksheet would show."""
        words = f"{self.name} {number}"
        try:
            form = self.form()
            if form is None:
                return
            said = dict.fromkeys(("change", "importance_why", "confidence_up"), words)
            self.bases[words] = int(dict(form.fields)["version"])
            answer = self.visitor.post(self.url, form.filled(("do", "save"), **said))
        except (*LOST, OSError):
            self.visitor.connection.close()
            self.statuses["no answer"] += 1
            return
        self.statuses[answer.status] += 1
        if answer.status == 302:
            self.acknowledged.append(words)
            self.last_yes = time.monotonic()

    def form(self):
        page = self.visitor.get(self.url)
        if page.status != 200:
            self.statuses[page.status] += 1
            time.sleep(0.1)
            return None
        return next(form for form in page.forms if "version" in form.names)


def at_work(writers: list[Writer], until: Callable[[int], bool]) -> list[threading.Thread]:
    def work(writer: Writer) -> None:
        number = 0
        while not until(number):
            number += 1
            writer.save(number)

    threads = [threading.Thread(target=work, args=[writer], daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    return threads


def kept(url: str) -> tuple[dict, list[tuple[int, dict]]]:
    """An entry's answers, and every revision of it as (number, answers), read past the web."""
    close_old_connections()
    connection.close()
    with keys.held():
        entry = Entry.objects.get(pk=url.split("#")[0].rstrip("/").rsplit("/", 1)[-1])
        return entry.answers, [(r.number, r.answers) for r in entry.revisions.order_by("number")]


def is_whole(answers: dict) -> bool:
    return len({answers.get(n) for n in ("change", "importance_why", "confidence_up")}) == 1
