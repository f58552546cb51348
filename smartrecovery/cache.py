from django.core.cache.backends.redis import RedisCache


class RedisOrHere(RedisCache):
    pass
