"""R-PRV-02: what is told about requests and failures holds nothing that anybody sent."""

import io
import json
import logging
import logging.config

import pytest
from django.core import mail
from django.http import Http404
from django.test import Client, override_settings
from django.urls import include, path
from django.utils.log import AdminEmailHandler

from smartrecovery import reports
from smartrecovery.celery import app

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
def written_as():
    return "plain"


@pytest.fixture
def told(settings, written_as):
    """Everything the app writes, through the handlers it really uses."""
    settings.LOGGING["handlers"]["console"]["formatter"] = written_as
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


@pytest.mark.parametrize("written_as", ["plain", "json"])
def test_a_failure_is_told_by_place_not_by_content(visitor, told):
    response = visitor.post(f"/breaks/?note={CANARY}", {"note": CANARY})

    assert response.status_code == 500
    assert CANARY not in response.content.decode()
    assert CANARY not in told.getvalue()
    assert "500 breaks" in told.getvalue()
    assert "builtins.ValueError (words withheld)" in told.getvalue()
    assert "test_reports.py" in told.getvalue()


@pytest.mark.parametrize("written_as", ["plain", "json"])
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


@pytest.fixture
def lines(told):
    """What was written, as a machine reads it."""
    return lambda: [json.loads(line) for line in told.getvalue().splitlines()]


@pytest.mark.parametrize("written_as", ["json"])
def test_a_machine_reads_which_page_how_it_ended_and_how_long_it_took(visitor, lines):
    answer = visitor.get(f"/help/?note={CANARY}")

    [line] = lines()
    assert (line.pop("time")[-6:], line.pop("ms") > 0) == ("+00:00", True)
    assert line == {
        "level": "INFO",
        "logger": "smartrecovery.access",
        "message": "GET help 200",
        "request_id": answer["X-Request-ID"],
        "view": "help",
        "status": 200,
        "method": "GET",
    }


@pytest.mark.parametrize("written_as", ["json"])
def test_everything_a_request_led_to_carries_its_id(visitor, lines):
    answer = visitor.post("/breaks/", {"note": CANARY})

    assert [line["request_id"] for line in lines()] == [answer["X-Request-ID"]] * 2
    assert [line.get("trace", "").count("words withheld") for line in lines()] == [2, 0]


@pytest.mark.parametrize("written_as", ["json"])
def test_what_is_told_after_the_answer_carries_its_id_too(visitor, lines):
    answer = visitor.get(f"/missing/{CANARY}/")

    told = [(line["message"], line.get("request_id")) for line in lines()]
    assert told == [
        ("GET missing 404", answer["X-Request-ID"]),
        ("404 missing", answer["X-Request-ID"]),
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("3f2b8c1e9a7d4f60", True),
        ("3f2b8c1e-9a7d-4f60-8b3e-0d1c2b3a4f5e", True),
        (CANARY, False),
        ("ana has a hard day", False),
        ("3f2b8c1e9a7d4f60\n", False),
        ("a" * 65, False),
    ],
)
def test_an_id_is_taken_from_the_proxy_only_where_it_can_say_nothing(visitor, given, kept):
    answer = visitor.get("/help/", headers={"X-Request-ID": given})

    assert (answer["X-Request-ID"] == given, len(answer["X-Request-ID"]) >= 16) == (kept, True)


@pytest.fixture
def tasks():
    """Loading them sets up logging anew, so it comes first."""
    app.loader.import_default_modules()
    return app.tasks


@pytest.mark.parametrize("written_as", ["json"])
def test_what_a_task_says_carries_the_id_of_its_run(db, tasks, lines):
    run = tasks["smartrecovery.tasks.heartbeat"].apply()
    logging.getLogger("smartrecovery").info("Afterwards")

    during, after = lines()
    assert (during["task_id"], "task_id" in after) == (run.id, False)


@pytest.fixture
def server():
    """As gunicorn sets itself up, before it loads the app."""
    server = logging.getLogger("gunicorn.error")
    handler, server.propagate = logging.StreamHandler(io.StringIO()), False
    server.addHandler(handler)
    yield handler.stream
    server.removeHandler(handler)
    server.propagate = True


def test_the_web_server_tells_nothing_of_a_request_either(server, told):
    log = logging.getLogger("gunicorn.error")

    log.warning(f"Invalid request from ip=203.0.113.9: Invalid HTTP header name: '{CANARY}\n'")
    log.error("Error handling request %s %s", "GET", f"/r/{CANARY}/")
    log.error("Worker (pid:%s) was sent SIGKILL!", 7)

    assert server.getvalue() == ""
    assert [line.partition("gunicorn.error ")[2] for line in told.getvalue().splitlines()] == [
        "Invalid request.",
        "Error handling request.",
        "Worker (pid:7) was sent SIGKILL!",
    ]


@pytest.mark.parametrize("written_as", ["plain", "json"])
def test_an_error_in_the_arguments_is_told_by_its_name(told):
    logging.getLogger("celery.beat").critical("raised %s: %r", ValueError, ValueError(CANARY))

    assert CANARY not in told.getvalue()
    assert "'ValueError'" in told.getvalue()


@pytest.mark.parametrize("written_as", ["json"])
def test_what_a_library_attaches_to_a_line_is_left_out(told):
    logging.getLogger("somebody.elses").info("Said", extra={"address": CANARY, "data": [CANARY]})

    assert CANARY not in told.getvalue()


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
