"""The app's own production settings, plus the bare pages it is measured against.

Cookies lose their `__Host-` names and `Secure`, because the measuring browser speaks plain HTTP to
this machine; everything that costs time stays as it is.
"""

from smartrecovery.settings import *  # noqa: F403
from smartrecovery.settings import INSTALLED_APPS, VAR_DIR

INSTALLED_APPS = [*INSTALLED_APPS, "smartrecovery.bench"]
ROOT_URLCONF = "smartrecovery.bench.urls"
STATIC_ROOT = VAR_DIR / "bench" / "static"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "s", "c"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
