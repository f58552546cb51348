"""A cache that outlives its Redis: while that is away, this process remembers by itself.

Limits counted here go on counting; they are never simply off.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

PATIENCE = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
STAY_HERE_SECONDS = 10

_away_until: dict[str, float] = {}


class RedisOrHere(BaseCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.server = server
        self.redis = RedisCache(server, params | {"OPTIONS": PATIENCE})
        self.here = LocMemCache(f"in place of {server}", params)

    def ask(self, what: str, *args: Any, **kwargs: Any) -> Any:
        """Once Redis has failed, nobody waits for it again for a while."""
        if time.monotonic() >= _away_until.get(self.server, 0):
            try:
                return getattr(self.redis, what)(*args, **kwargs)
            except (RedisError, OSError) as error:
                _away_until[self.server] = time.monotonic() + STAY_HERE_SECONDS
                log.warning("Redis is away (%s); the cache is in memory.", type(error).__name__)
        return getattr(self.here, what)(*args, **kwargs)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask("add", key, value, timeout, version)

    def get(self, key, default=None, version=None):
        return self.ask("get", key, default, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask("set", key, value, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask("touch", key, timeout, version)

    def delete(self, key, version=None):
        return self.ask("delete", key, version)

    def has_key(self, key, version=None):
        return self.ask("has_key", key, version)

    def incr(self, key, delta=1, version=None):
        return self.ask("incr", key, delta, version)

    def get_many(self, keys, version=None):
        return self.ask("get_many", list(keys), version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask("set_many", data, timeout, version)

    def delete_many(self, keys, version=None):
        return self.ask("delete_many", list(keys), version)

    def clear(self):
        self.here.clear()
        return self.ask("clear")
