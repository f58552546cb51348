"""Who may open what: every URL name, once. The access matrix test walks it; `make urls` prints it."""

from enum import Enum


class Opens(Enum):
    ANYONE = "anyone, signed in or not"
    SIGNED_OUT = "anyone not signed in"
    SIGNED_IN = "anyone signed in; each sees their own"
    OWNER = "its owner; everybody else finds nothing there"


ACCESS = {
    # smartrecovery
    "today": Opens.SIGNED_IN,
    "urge": Opens.SIGNED_IN,
    "help": Opens.ANYONE,
    "about": Opens.ANYONE,
    "privacy": Opens.ANYONE,
    "leave": Opens.ANYONE,
    "healthz": Opens.ANYONE,
    "readyz": Opens.ANYONE,
}
