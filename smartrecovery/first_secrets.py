"""`python3 -m smartrecovery.first_secrets FOLDER`: a new site's secrets, a file each. Needs nothing installed.

A file that is there is never changed. Those left empty belong to something that is off until they are filled in.
"""

import base64
import secrets
import sys
from collections.abc import Callable
from pathlib import Path


def vault_keys() -> str:
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def nothing_yet() -> str:
    return ""


FILES: dict[str, Callable[[], str]] = {
    "secret_key": lambda: secrets.token_urlsafe(50),
    "secret_key_fallbacks": nothing_yet,
    "vault_keys": vault_keys,
    "database_password": lambda: secrets.token_urlsafe(30),
    "email_url": nothing_yet,
    "vapid_private_key": nothing_yet,
    "metrics_token": nothing_yet,
}


def main(folder: Path) -> None:
    """Only its owner may look into the folder; the files are readable, because containers run as another."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, made in FILES.items():
        file = folder / name
        if not file.exists():
            write(file, made())
            print(f"made {file}" if file.stat().st_size else f"left {file} empty")


def write(file: Path, text: str) -> None:
    """Whole or not at all."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(f"{text}\n" if text else "")
    new.chmod(0o644)
    new.replace(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
