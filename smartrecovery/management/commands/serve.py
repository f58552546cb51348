"""`serve`: web and timetable together, for one machine. Either ending ends the other."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartrecovery.accounts.models import User
from smartrecovery.server import ENVIRONMENT

START_UP_SECONDS = 30
GRACE_SECONDS = 15


class Stopped(Exception):
    """Somebody asked us to end."""


class Command(BaseCommand):
    help = "Prepare the database, then run the web server and the timetable until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, bind: str, port: int, **options: Any) -> None:
        refuse_a_taken_port(bind, port)
        self.prepare()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, stop)
        children: dict[str, subprocess.Popen] = {}
        try:
            for name, command in commands(bind, port).items():
                children[name] = start(*command)
            self.welcome(bind, port, children)
            name = first_to_end(children)
            raise CommandError(f"The {name} ended by itself ({children[name].returncode}).")
        except Stopped:
            self.stdout.write("Stopped.")
        finally:
            end(list(children.values()))

    def prepare(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEBUG:
            self.bring_the_demo_people()
        else:
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("ready", stdout=self.stdout)

    def bring_the_demo_people(self) -> None:
        """The first time only: whoever deleted them does not get them back."""
        if not User.objects.exists():
            self.stdout.write("Making the demo people …")
            call_command("demo", stdout=self.stdout)

    def welcome(self, bind: str, port: int, children: dict[str, subprocess.Popen]) -> None:
        wait_for_an_answer(bind, port, children)
        lines = [f"{settings.SITE_NAME} is at {address(bind, port)}"]
        if settings.DEBUG:
            lines += [
                "Demo people: ana, ben, cleo and sam (members), finn and gita (facilitators), ada (admin).",
                "Each signs in with footing-demo.",
            ]
        self.stdout.write("\n".join(["", *lines, "Ctrl-C ends it.", ""]))
        self.stdout.flush()


def address(bind: str, port: int) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(bind, bind)  # noqa: S104
    return f"http://{host}:{port}/"


def refuse_a_taken_port(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((bind, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen at {bind}:{port} ({error.strerror}). Choose another: make run PORT=8001"
            ) from error


def commands(bind: str, port: int) -> dict[str, list[str]]:
    """With Redis the timetable only rings, so a worker does the work."""
    web = ["gunicorn", "-c", "python:smartrecovery.server", "--workers", "1"]
    celery = ["celery", "-A", "smartrecovery"]
    found = {
        "web server": [*web, "--bind", f"{bind}:{port}"],
        "timetable": [*celery, "beat", "--pidfile=", "-l", "WARNING"],
    }
    if settings.REDIS_URL:
        found["worker"] = [*celery, "worker", "--pool", "solo", "-l", "WARNING"]
    return found


def start(*command: str) -> subprocess.Popen:
    """In a session of its own: a Ctrl-C reaches us, and we end our children in order."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | ENVIRONMENT,
        start_new_session=True,
    )


def wait_for_an_answer(bind: str, port: int, children: dict[str, subprocess.Popen]) -> None:
    """Asked under the site's own name; the server knows no other."""
    until = time.monotonic() + START_UP_SECONDS
    name = {"Host": urlsplit(settings.SITE_URL).netloc}
    question = urllib.request.Request(address(bind, port) + "healthz", headers=name)  # noqa: S310
    while time.monotonic() < until and all(child.poll() is None for child in children.values()):
        try:
            urllib.request.urlopen(question, timeout=2).close()  # noqa: S310
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return


def first_to_end(children: dict[str, subprocess.Popen]) -> str:
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.3)


def stop(*_: Any) -> None:
    raise Stopped


def end(children: list[subprocess.Popen]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
