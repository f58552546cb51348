"""Everything the app reads from its environment; it refuses to start half-configured.

Values come from the environment, then `.env`, then `var/keys.env`, which `make run` writes. A secret may
rest in a file of its own instead, named by its name and `_FILE`.
"""

import ipaddress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from smartrecovery.vault import keyring

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
for file in (BASE_DIR / ".env", VAR_DIR / "keys.env"):
    if file.is_file():
        env.read_env(file)


def secret(name: str) -> str:
    """What the file that NAME_FILE names holds, else NAME; never a guess between the two."""
    file, value = env.str(f"{name}_FILE", ""), env.str(name, "")
    if not file:
        return value
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Leave one of them out.")
    try:
        return Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
        raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read ({why}).")


def required(name: str, why: str) -> str:
    if not (value := secret(name)):
        raise ImproperlyConfigured(f"{name} is not set. {why} See .env.example.")
    return value


def is_at_home(host: str) -> bool:
    """This machine, or one in the same house."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".test"))


# Who this is
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = required("SECRET_KEY", "It signs sessions and links; `make run` makes one for you.")
SECRET_KEY_FALLBACKS = [key for key in secret("SECRET_KEY_FALLBACKS").split(",") if key]
SITE_NAME = env.str("SITE_NAME", "Footing")
SITE_URL = required("SITE_URL", "Links in mail are made from it.").rstrip("/")
_site = urlsplit(SITE_URL)
if not _site.hostname:
    raise ImproperlyConfigured(
        f"SITE_URL must be a whole address, such as https://example.org; it is {SITE_URL!r}."
    )
if DEBUG and not is_at_home(_site.hostname):
    raise ImproperlyConfigured(
        f"DEBUG is for your own machine; SITE_URL says this is {_site.hostname}. Leave DEBUG out."
    )
if not DEBUG:
    if _site.scheme != "https":
        raise ImproperlyConfigured(
            "SITE_URL must begin with https:// when DEBUG is off: what people write must not cross the network in the open."
        )
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or "insecure" in SECRET_KEY:
        raise ImproperlyConfigured(
            "SECRET_KEY must be 50 random characters or more when DEBUG is off."
        )
# Where "Leave" goes: a page anybody might have open.
LEAVE_URL = env.str("LEAVE_URL", "https://www.bbc.co.uk/weather")
_leave = urlsplit(LEAVE_URL)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname])
if DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]

# What people write, at rest: {key id: 32 bytes}; the first writes, all of them read.
VAULT_KEYS = required("VAULT_KEYS", "Nothing can be kept, or read, without the keyring.")
keyring.parse(VAULT_KEYS)

# Figures for a monitor, at /metrics; off while it is empty.
METRICS_TOKEN = secret("METRICS_TOKEN")

INSTALLED_APPS = [
    "smartrecovery.accounts",
    "smartrecovery.vault",
    "smartrecovery.outbox",
    "stages",
    "tools",
    "peers",
    "smartrecovery",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "smartrecovery.reports.access_log",
    *(["smartrecovery.metrics.timed"] if METRICS_TOKEN else []),
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "smartrecovery.vault.middleware.keys_for_this_request",
    "smartrecovery.standing.without_database",
    "smartrecovery.accounts.middleware.person",
    "smartrecovery.accounts.middleware.PersonMustSignIn",
    "smartrecovery.accounts.leaving.only_the_way_out",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    *(["smartrecovery.reports.same_pages"] if DEBUG else []),
]
ROOT_URLCONF = "smartrecovery.urls"
WSGI_APPLICATION = "smartrecovery.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smartrecovery.context.site",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Two shapes, one code path: SQLite and the embedded timetable, or PostgreSQL and Redis.
VAR_DIR.mkdir(exist_ok=True)
DATABASE_URL = secret("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if password := secret("DATABASE_PASSWORD"):
    DATABASES["default"]["PASSWORD"] = password
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = secret("REDIS_URL")
if REDIS_URL:
    CACHES: dict[str, dict] = {
        "default": {"BACKEND": "smartrecovery.cache.RedisOrHere", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
# How long a beat that is gone holds up the next.
BEAT_LEASE_SECONDS = env.int("BEAT_LEASE_SECONDS", 30)

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["smartrecovery.accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "smartrecovery.accounts.passphrases.LengthValidator"},
    {"NAME": "smartrecovery.accounts.passphrases.CommonValidator"},
    {"NAME": "smartrecovery.accounts.passphrases.OurWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_ADAPTER = "smartrecovery.outbox.people.Adapter"
ACCOUNT_FORMS = {
    "login": "smartrecovery.accounts.forms.SignInForm",
    "signup": "smartrecovery.accounts.forms.SignUpForm",
    "reauthenticate": "smartrecovery.accounts.forms.AgainForm",
}
ACCOUNT_RATE_LIMITS = False  # accounts/throttle.py has them
EVEN_SECONDS = 0.2  # before an answer that must not tell whether somebody is here
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
CSRF_FAILURE_VIEW = "smartrecovery.accounts.unsaved.csrf_failure"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1 / 24
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False

# Sessions: rows of our own, so that a member can see and end them; times are in accounts/sessions.py.
SESSION_ENGINE = "smartrecovery.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # a year would tell whoever looks that somebody was here
SESSION_COOKIE_NAME = "s" if DEBUG else "__Host-s"
CSRF_COOKIE_NAME = "c" if DEBUG else "__Host-c"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Nothing leaves for a third party; nothing inline runs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "base-uri": [NONE],
        # Browsers hold a form's redirect to this list too, and "Leave" is a form.
        "form-action": [SELF, f"{_leave.scheme}://{_leave.netloc}"],
        "frame-ancestors": [NONE],
    }
}
# Nobody else learns where a visitor came from. With "no-referrer" browsers also hide the origin of
# our own forms from us, and every one of them would be refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["smartrecovery.mine.NothingOnDisk"]

# Mail goes out through the outbox only.
EMAIL_CONFIG = env.email_url_config(
    secret("EMAIL_URL") or ("consolemail://" if DEBUG else "smtp://localhost:25")
)
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", f"{SITE_NAME} <noreply@{_site.hostname}>")
EMAIL_TIMEOUT = 20
# Messages to devices are off while it is empty.
VAPID_PRIVATE_KEY = secret("VAPID_PRIVATE_KEY")
# Where browsers listen; a name with a dot before it is every host below it. Nowhere else is called.
PUSH_HOSTS = env.list(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        ".push.apple.com",
        ".notify.windows.com",
    ],
)

# Words and time
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "smartrecovery.formats"
LANGUAGES = [("en-gb", _("English (day first)")), ("en-us", _("English (month first)"))]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "smartrecovery.assets.Named"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# A log line names the view, never the address or what was sent.
LOG_FORMAT = env.str("LOG_FORMAT", "plain" if DEBUG else "json")
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is plain or json; it is {LOG_FORMAT!r}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"names_only": {"()": "smartrecovery.reports.NamesOnly"}},
    "formatters": {
        "plain": {
            "()": "smartrecovery.reports.Plainly",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "smartrecovery.reports.AsJson"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["names_only"],
            "formatter": LOG_FORMAT,
        }
    },
    "loggers": {
        # Their own handlers would print addresses, and Django's send mail past the outbox.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "gunicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
DEFAULT_EXCEPTION_REPORTER = "smartrecovery.reports.SaysNothing"
DEFAULT_EXCEPTION_REPORTER_FILTER = "smartrecovery.reports.DropEverything"
