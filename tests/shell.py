"""Commands run the way an operator runs them: a process of its own, an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
OLD, NEW = "old:" + "A" * 43 + "=", "new:" + "B" * 42 + "A="
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "smartrecovery.settings",
    "DEBUG": "false",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "VAULT_KEYS": OLD,
    "SITE_URL": "https://footing.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "",
    "EMAIL_URL": "memorymail://",
    "ALLOWED_HOSTS": "footing.example.org",
    "LOG_LEVEL": "ERROR",
}


def environment(**changes: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | PRODUCTION | changes


def start(*arguments: str, **changes: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=HOUSE,
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(*arguments: str, **changes: str) -> tuple[int, str]:
    """How it ended and what it said."""
    process = start(*arguments, **changes)
    said, _ = process.communicate(timeout=120)
    return process.returncode, said
