"""How gunicorn serves: `gunicorn -c python:smartrecovery.server`."""

import os
import sys
from typing import Any

wsgi_app = "smartrecovery.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# A passphrase costs 100 MiB for a sixth of a second; this bounds how many are hashed at once.
threads = 4
preload_app = True
# How long a worker may be silent. A request may take as long as it needs: years of writing take a while to pack.
timeout = 120
graceful_timeout = 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108
control_socket_disable = True
loglevel = "warning"
# Addresses carry ids; what was opened is logged by the name of its view instead.
accesslog = None
# Set before the process starts: each thread's own arena costs memory, and saves no time that can be measured.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}


def child_exit(server: Any, worker: Any) -> None:
    """With figures for a monitor, what a process was doing ends with it."""
    if metrics := sys.modules.get("smartrecovery.metrics"):
        metrics.forget_process(worker.pid)
