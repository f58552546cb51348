"""`python -m smartrecovery.first_keys URL`: the keys of a new house, in var/keys.env. Needs nothing installed.

Keys that are there are never changed; only the address follows the port.
"""

import os
import re
import secrets
import sys
from pathlib import Path

from smartrecovery import first_secrets

HOUSE = Path(__file__).resolve().parent.parent
KEYS = HOUSE / "var" / "keys.env"


def main(url: str) -> None:
    KEYS.parent.mkdir(exist_ok=True)
    if not KEYS.exists():
        if brings_its_own():
            return
        write(new_keys())
    write(re.sub(r"^SITE_URL=.*\n|\Z", "", KEYS.read_text(), flags=re.M) + f"SITE_URL={url}\n")


def brings_its_own() -> bool:
    """Keys in the environment or in .env are the operator's business."""
    env_file = HOUSE / ".env"
    written = env_file.read_text() if env_file.is_file() else ""
    told = os.environ.get("VAULT_KEYS") or os.environ.get("VAULT_KEYS_FILE")
    return bool(told or re.search(r"^VAULT_KEYS(_FILE)?=.", written, re.M))


def new_keys() -> str:
    return (
        "# Made by `make run`. Without VAULT_KEYS nothing in var/ can be read again.\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"VAULT_KEYS={first_secrets.vault_keys()}\n"
        "DEBUG=true\n"
    )


def write(text: str) -> None:
    """Whole or not at all, and for its owner's eyes only."""
    new = KEYS.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(KEYS)


if __name__ == "__main__":
    main(sys.argv[1])
