"""Somebody who looks at their pages over and over while something is broken behind them."""

import threading
from collections import Counter
from typing import Any

from smartrecovery.demo import volume

from .crowd import FIRST
from .servers import Web
from .visitor import LOST, Visitor

PAGES = ("/", "/me/", "/help/")
# Seldom enough that the limits of signing in do not speak.
SIGNS_IN_EVERY = 50


class Browsing(threading.Thread):
    """`seconds` are those of every page, `statuses` what was answered."""

    def __init__(self, web: Web) -> None:
        super().__init__(daemon=True)
        self.web, self.over = web, threading.Event()
        self.seconds: list[float] = []
        self.statuses: Counter = Counter()

    def run(self) -> None:
        turn = 0
        while not self.over.wait(0.2):
            try:
                if turn % SIGNS_IN_EVERY == 0:
                    visitor = Visitor(self.web.port)
                    visitor.sign_in(volume.username(FIRST, 1), volume.PASSPHRASE)
                answer = visitor.get(PAGES[turn % len(PAGES)])
                self.seconds.append(answer.seconds)
                self.statuses[answer.status] += 1
            except (*LOST, OSError, RuntimeError) as error:
                self.statuses[type(error).__name__] += 1
            turn += 1

    def __enter__(self) -> "Browsing":
        self.start()
        return self

    def __exit__(self, *trouble: Any) -> None:
        self.over.set()
        self.join()
