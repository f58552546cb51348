"""`make check`: everything that reads the code without running it. Goes through all of it, then says what failed."""

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from tests.shell import environment  # noqa: E402

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
CHECKS = {
    "style": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [BIN / "mypy", "smartrecovery", "stages", "tools", "peers"],
    "imports": [BIN / "lint-imports", "--cache-dir", "var/imports"],
    "templates": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "addresses": [*MANAGE, "urls"],
}


def passes(name: str, command: list) -> bool:
    done = subprocess.run(
        command,
        cwd=HOUSE,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    print(f"{name:12} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    print(f"failed: {', '.join(failed)}" if failed else "all clean")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
