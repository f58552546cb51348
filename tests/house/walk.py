"""Walking every page there is as somebody, one request at a time, each taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from smartrecovery.management.commands.urls import Address, addresses
from smartrecovery.outbox import stopping

# name → what to open it with, always something of ana's. A URL with arguments and no line fails.
Thing = Callable[[SimpleNamespace], dict[str, Any]]
OPENED_WITH: dict[str, Thing] = {
    "account_confirm_email": lambda of_ana: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda of_ana: {"uidb36": "1", "key": "no-such-key"},
    "stop_messages": lambda of_ana: {"token": stopping.token_of(of_ana.message)},
    "help_region": lambda of_ana: {"code": "gb"},
    "tool": lambda of_ana: {"slug": "cost-benefit"},
    "begin": lambda of_ana: {"slug": "change-plan"},
    "tool_print": lambda of_ana: {"slug": "cost-benefit"},
    "tool_compare": lambda of_ana: {"slug": "cost-benefit"},
    "entry_step": lambda of_ana: {"pk": of_ana.entry, "row": of_ana.row},
    "entry_tick": lambda of_ana: {"pk": of_ana.week, "row": of_ana.row},
    "measure": lambda of_ana: {"slug": "rulers"},
    "desk_measure": lambda of_ana: {"slug": "who-5"},
    "experiments": lambda of_ana: {"pk": of_ana.behaviour},
    "experiment_new": lambda of_ana: {"pk": of_ana.behaviour},
    "experiment": lambda of_ana: {"pk": of_ana.behaviour, "one": of_ana.experiment},
    "experiment_stop": lambda of_ana: {"pk": of_ana.behaviour, "one": of_ana.experiment},
    "experiment_delete": lambda of_ana: {"pk": of_ana.behaviour, "one": of_ana.experiment},
}
# … and for object pages, by the start of the name.
PAGES_OF: dict[str, str] = {
    "behaviour": "behaviour",
    "stage": "behaviour",
    "suggestion": "behaviour",
    "readiness": "behaviour",
    "note": "behaviour",
    "entry": "entry",
    "me_device": "device",
    "taking": "taking",
    "urge": "urge",
    "slip": "slip",
    "check_in": "check_in",
    "moving_on": "behaviour",
    "reminder": "message",
}
# What a post needs to say before it is about anything.
SAID: dict[str, Callable[[], dict[str, Any]]] = {
    "begin": lambda: {"id": str(uuid4())},
    "urge_note": lambda: {"id": str(uuid4()), "intensity": "7"},
    "urge_passed": lambda: {"id": str(uuid4())},
}


def browser(person: Any = None, **more: Any) -> Client:
    client = Client(raise_request_exception=False, **more)
    if person is not None:
        client.force_login(person)
    return client


def once(client: Client, method: str, url: str, *said: Any, undo: bool = True, **more: Any) -> Any:
    """One request; what it did to the database, the cookies and the limits is taken back."""
    cookies = client.cookies.output(header="", sep=";")
    cache.clear()
    try:
        with transaction.atomic():
            answer = getattr(client, method)(url, *said, **more)
            transaction.set_rollback(undo)
        return answer
    finally:
        client.cookies = SimpleCookie(cookies)


def where(address: Address, of_ana: SimpleNamespace) -> str:
    if not address.name:
        return address.pattern
    return reverse(address.name, kwargs=_opened_with(address, of_ana))


def everywhere(of_ana: SimpleNamespace) -> Iterator[str]:
    for address in addresses():
        yield where(address, of_ana)


def _opened_with(address: Address, of_ana: SimpleNamespace) -> dict[str, Any]:
    if not address.arguments:
        return {}
    if address.name in OPENED_WITH:
        return OPENED_WITH[address.name](of_ana)
    for start, thing in PAGES_OF.items():
        if address.name.startswith(start) and address.arguments == {"pk"}:
            return {"pk": getattr(of_ana, thing)}
    raise AssertionError(f"Say in OPENED_WITH what {address.name} {address.pattern} opens with.")


@contextmanager
def writing() -> Iterator[list[str]]:
    """The first words of each statement that may change something: what only reads need not be compared."""
    found: list[str] = []

    def hear(execute, sql, params, many, context):
        verb = sql.split(maxsplit=1)[0].upper()
        if verb not in {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"}:
            found.append(verb)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield found


def everything_kept(but: frozenset[str] = frozenset({"accounts.Session.seen_at"})) -> dict:
    """Every row of every table as it rests, but for when a device was last seen."""
    return {
        model._meta.label: list(
            model._base_manager.order_by("pk").values_list(
                *(
                    field.attname
                    for field in model._meta.concrete_fields
                    if f"{model._meta.label}.{field.name}" not in but
                )
            )
        )
        for model in apps.get_models()
    }
