"""What is told about a request, and about a failure: the name of the page, never what anybody sent."""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

access = logging.getLogger("smartrecovery.access")

# Which request, or which run of a task, a line belongs to.
request_id: ContextVar[str] = ContextVar("request_id", default="")
task_id: ContextVar[str] = ContextVar("task_id", default="")
# What gunicorn says of an address it could not read, or of a page that broke: the rest is somebody's.
OF_A_REQUEST = re.compile(r"((?:Invalid|Error handling) request)\b.*", re.DOTALL)
A_PROXYS = re.compile(r"[0-9a-f][0-9a-f-]{14,62}[0-9a-f]")


def access_log(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        request.known_as = id_for(request)
        began, was = time.perf_counter(), request_id.set(request.known_as)
        try:
            response = get_response(request)
            took = time.perf_counter() - began
            told = {"view": page_name(request), "status": response.status_code}
            access.info(
                "%s %s %d",
                request.method,
                told["view"],
                told["status"],
                extra={"told": told | {"method": request.method, "ms": round(1000 * took, 1)}},
            )
            response.headers["X-Request-ID"] = request.known_as
            return response
        finally:
            request_id.reset(was)

    return middleware


def id_for(request: HttpRequest) -> str:
    """The proxy's own, where it is digits and says nothing; else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if A_PROXYS.fullmatch(given) else uuid4().hex


def same_pages(get_response: Callable[[HttpRequest], HttpResponse]):
    """While developing, a failure looks as it will to people; the log says what happened."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            settings.DEBUG
            and response.status_code in (404, 500)
            and b"DEBUG = True" in response.content
        ):
            show = get_resolver().resolve_error_handler(response.status_code)
            missing = {"exception": Http404()} if response.status_code == 404 else {}
            return show(request, **missing)
        return response

    return middleware


def page_name(request: HttpRequest | None) -> str:
    match = getattr(request, "resolver_match", None)
    return (match and match.view_name) or "-"


def trace(error: BaseException | None) -> str:
    """Where each error in the chain happened. Its words are left out: they may quote somebody."""
    told = []
    while error is not None:
        frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
        told.append(f"{frames}{type(error).__module__}.{type(error).__qualname__} (words withheld)")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhile handling\n".join(told)


class NamesOnly(logging.Filter):
    """Rewrites what libraries would say with addresses, headers, arguments and errors' words in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("django.request", "django.security")):
            status = getattr(record, "status_code", "")
            record.msg = f"{status} {page_name(getattr(record, 'request', None))}".strip()
            record.args = ()
        elif record.name.startswith("celery") and isinstance(record.args, dict):
            record.args = record.args | {"args": "", "kwargs": "", "exc": "", "return_value": ""}
        elif record.name == "gunicorn.error" and (said := OF_A_REQUEST.match(str(record.msg))):
            record.msg, record.args = f"{said[1]}.", ()
        if isinstance(record.args, tuple):
            record.args = tuple(map(named, record.args))
        return True


def named(said: object) -> object:
    """Of an error its name, as its words may quote somebody."""
    return type(said).__name__ if isinstance(said, BaseException) else said


class Plainly(logging.Formatter):
    """A line a person can read."""

    def formatException(self, ei) -> str:
        return trace(ei[1])


class AsJson(Plainly):
    """A line a machine can read: only what is named here, so nothing a library attached slips in."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get() or _id_of(getattr(record, "request", None)),
            "task_id": task_id.get(),
            **getattr(record, "told", {}),
            "trace": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in told.items() if value != ""})


def _id_of(request: HttpRequest | None) -> str:
    """Django tells how an answer ended when the request is through already."""
    return getattr(request, "known_as", "")


class DropEverything(SafeExceptionReporterFilter):
    """No request data, no local variables."""

    def is_active(self, request):
        return True

    def get_post_parameters(self, request):
        return {}

    def get_traceback_frame_variables(self, request, tb_frame):
        return []


class SaysNothing(ExceptionReporter):
    """A report names the error and where it happened."""

    def get_traceback_text(self) -> str:
        return trace(self.exc_value if isinstance(self.exc_value, BaseException) else None)
