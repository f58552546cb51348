"""R-PRV-02: what is told about requests and failures holds nothing that anybody sent."""

import io
import logging
import logging.config

import pytest
from django.core import mail
from django.http import Http404
from django.test import Client, override_settings
from django.urls import include, path
from django.utils.log import AdminEmailHandler

from smartrecovery import reports

CANARY = "canary-7f3a"


def breaks(request):
    """Fails with somebody's words in the error itself, and in the one behind it."""
    try:
        int(request.POST.get("note") or request.GET["note"])
    except ValueError as error:
        raise RuntimeError(f"could not use {request.COOKIES} {request.body!r}") from error


def is_missing(request, word):
    raise Http404(word)


urlpatterns = [
    path("breaks/", breaks, name="breaks"),
    path("missing/<word>/", is_missing, name="missing"),
    path("", include("smartrecovery.urls")),
]
handler500 = "smartrecovery.views.failure"


@pytest.fixture
def told(settings):
    """Everything the app writes, through the handlers it really uses."""
    logging.config.dictConfig(settings.LOGGING)
    [handler] = [
        h for h in logging.getLogger().handlers if isinstance(h.formatter, reports.Plainly)
    ]
    stream, was = io.StringIO(), handler.stream
    handler.setStream(stream)
    yield stream
    handler.setStream(was)
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def visitor(db, ana):
    with override_settings(ROOT_URLCONF=__name__):
        client = Client(raise_request_exception=False, headers={"User-Agent": CANARY})
        client.force_login(ana)
        client.cookies["other"] = CANARY
        yield client


def test_a_failure_is_told_by_place_not_by_content(visitor, told):
    response = visitor.post(f"/breaks/?note={CANARY}", {"note": CANARY})

    assert response.status_code == 500
    assert CANARY not in response.content.decode()
    assert CANARY not in told.getvalue()
    assert "django.request 500 breaks" in told.getvalue()
    assert "builtins.ValueError (words withheld)" in told.getvalue()
    assert "test_reports.py" in told.getvalue()


@pytest.mark.parametrize(
    "address", [f"/missing/{CANARY}/", f"/{CANARY}/?note={CANARY}", f"/entries/{CANARY}/"]
)
def test_an_address_is_never_written_down(visitor, told, address):
    response = visitor.get(address)

    assert response.status_code == 404
    assert CANARY not in told.getvalue()


def test_a_page_is_written_down_by_its_name(visitor, told):
    visitor.get(f"/help/?note={CANARY}")

    assert told.getvalue().endswith("INFO smartrecovery.access GET help 200\n")


def test_a_refused_host_is_not_repeated(visitor, told):
    response = visitor.get("/help/", headers={"Host": f"{CANARY}.example"})

    assert response.status_code == 400
    assert CANARY not in told.getvalue()


def test_a_refused_form_is_not_repeated(ana, told):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)

    response = strict.post(
        f"/accounts/logout/?note={CANARY}", headers={"Origin": f"https://{CANARY}.example"}
    )

    assert response.status_code == 403
    assert CANARY not in told.getvalue()


def test_a_task_that_fails_does_not_tell_its_arguments(told):
    context = {"name": "deliver", "id": "1", "description": "raised unexpected", "exc": CANARY}

    logging.getLogger("celery.app.trace").error(
        "Task %(name)s[%(id)s] %(description)s: %(exc)s", context | {"args": CANARY}
    )

    assert CANARY not in told.getvalue()
    assert "Task deliver[1] raised unexpected" in told.getvalue()


def test_mail_about_a_failure_holds_nothing_either(visitor, settings):
    settings.ADMINS = [("ops", "ops@example.org")]
    handler = AdminEmailHandler()
    handler.addFilter(reports.NamesOnly())
    handler.setFormatter(reports.Plainly())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)

    visitor.post(f"/breaks/?note={CANARY}", {"note": CANARY})

    logger.removeHandler(handler)
    [sent] = mail.outbox
    assert CANARY not in sent.subject + sent.body
    assert "breaks" in sent.subject
