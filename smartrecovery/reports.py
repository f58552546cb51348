"""What is told about a request, and about a failure: the name of the page, never what anybody sent."""

import logging
import traceback
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

access = logging.getLogger("smartrecovery.access")


def access_log(get_response: Callable[[HttpRequest], HttpResponse]):
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        access.info("%s %s %d", request.method, page_name(request), response.status_code)
        return response

    return middleware


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
    """Rewrites what Django and Celery would say with addresses, headers and arguments in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("django.request", "django.security")):
            status = getattr(record, "status_code", "")
            record.msg = f"{status} {page_name(getattr(record, 'request', None))}".strip()
            record.args = ()
        elif record.name.startswith("celery") and isinstance(record.args, dict):
            record.args = record.args | {"args": "", "kwargs": "", "exc": "", "return_value": ""}
        return True


class Plainly(logging.Formatter):
    def formatException(self, ei) -> str:
        return trace(ei[1])


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
