"""The production shape, as far as it can be read without running it."""

import re

import pytest

from smartrecovery.celery import app
from tests.shell import HOUSE

yaml = pytest.importorskip("yaml")


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load((HOUSE / "docker-compose.yml").read_text())["services"]


def test_everything_that_stays_up_is_watched(services):
    unwatched = [name for name, one in services.items() if "healthcheck" not in one]

    assert unwatched == ["prepared"]
    assert set(services) == {"prepared", "web", "worker", "beat", "postgres", "redis"}


def test_nothing_of_ours_starts_before_the_database_is_prepared(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "prepared": {"condition": "service_completed_successfully"},
            "postgres": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
        }


def test_only_the_web_server_is_reachable_and_from_this_machine_only(services):
    ports = {name: one["ports"] for name, one in services.items() if "ports" in one}

    assert ports == {"web": ["127.0.0.1:8000:8000"]}


def test_the_two_settings_make_the_production_shape(services):
    for name in ("prepared", "web", "worker", "beat"):
        assert set(services[name]["environment"]) == {"DATABASE_URL", "REDIS_URL"}


def test_commands_name_the_app_that_is_there(services):
    for name in ("worker", "beat"):
        assert services[name]["command"].startswith(f"celery -A {app.main} {name} ")


def test_no_secret_is_written_into_the_files(services):
    text = (HOUSE / "docker-compose.yml").read_text() + (HOUSE / "Dockerfile").read_text()

    assert re.findall(r"PASSWORD: (?!\$\{)", text) == []


def test_the_image_copies_what_exists_and_runs_as_nobody():
    lines = (HOUSE / "Dockerfile").read_text().splitlines()
    copied = [
        word
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    ]

    assert [name for name in copied if not (HOUSE / name).exists()] == []
    assert "USER footing" in lines
