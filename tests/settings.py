"""The app's own settings, with keys of its own and a fast password hasher."""

import os

os.environ.setdefault("SECRET_KEY", "tests-" + "0123456789abcdefghij" * 3)
os.environ.setdefault("VAULT_KEYS", "test:" + "A" * 43 + "=")
os.environ.setdefault("SITE_URL", "https://testserver")
os.environ["DEBUG"] = "false"
os.environ["EMAIL_URL"] = "memorymail://"

from smartrecovery.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EVEN_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "s", "c"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
if not REDIS_URL:  # noqa: F405
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if file := os.environ.get("TEST_DATABASE_FILE"):
    # A browser asks for several things at once; a database in memory would answer some with "locked".
    DATABASES["default"]["TEST"] = {"NAME": file}  # noqa: F405
