"""The production shape, as far as it can be read without running it; `test_production.py` runs what it names."""

import re

import pytest

from smartrecovery import first_secrets
from smartrecovery.celery import app
from tests.shell import HOUSE

yaml = pytest.importorskip("yaml")

OURS = ("prepared", "web", "worker", "beat", "backup")
ONCE = ("prepared", "backup")
STAY = ("web", "worker", "beat", "postgres", "redis")


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((HOUSE / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose) -> dict:
    return compose["services"]


def test_everything_that_stays_up_is_watched_and_comes_back(services):
    assert set(services) == {*OURS, "postgres", "redis"}
    assert {name: bool(services[name]["healthcheck"].get("test")) for name in services} == {
        name: name in STAY for name in services
    }
    assert {name: services[name]["restart"] for name in services} == {
        name: "unless-stopped" if name in STAY else "no" for name in services
    }


def test_nothing_of_ours_starts_before_the_database_is_prepared(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "prepared": {"condition": "service_completed_successfully"},
            "postgres": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
        }
    for name in ONCE:
        assert services[name]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_only_the_web_server_is_reachable_and_from_this_machine_only(compose, services):
    ports = {name: one["ports"] for name, one in services.items() if "ports" in one}
    outside = {name for name, one in services.items() if "outside" in one["networks"]}

    assert ports == {"web": ["127.0.0.1:8000:8000"]}
    assert outside == set(OURS)
    assert compose["networks"] == {"inside": {"internal": True}, "outside": {}}


def test_nobody_is_root_and_nothing_is_written_but_where_it_belongs(compose, services):
    for one in services.values():
        assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"])
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert not one["user"].startswith("0:")
    volumes = {name: one["volumes"] for name, one in services.items() if "volumes" in one}

    assert volumes == {
        "backup": ["./backups:/backups"],
        "postgres": ["postgres:/var/lib/postgresql/data"],
        "redis": ["redis:/data"],
    }
    assert set(compose["volumes"]) == {"postgres", "redis"}


def test_redis_appends_and_never_throws_a_doorbell_away(services):
    said = services["redis"]["command"]

    assert "--appendonly yes" in said
    assert "--maxmemory-policy noeviction" in said


def test_every_secret_is_a_file_that_the_first_command_makes(compose, services):
    made = {name: {"file": f"./secrets/{name}"} for name in first_secrets.FILES}
    told = {f"{name.upper()}_FILE": f"/run/secrets/{name}" for name in made}

    assert compose["secrets"] == made
    for name in OURS:
        around = services[name]["environment"]
        assert services[name]["secrets"] == list(made)
        assert set(around) - set(told) == {
            "DATABASE_URL",
            "REDIS_URL",
            *(["PROMETHEUS_MULTIPROC_DIR"] if name == "web" else []),
        }
        assert around.items() >= told.items()
    assert services["postgres"]["environment"]["POSTGRES_PASSWORD_FILE"] in told.values()


def test_no_secret_is_written_into_the_files():
    files = ("docker-compose.yml", "Dockerfile", ".env.example")
    text = "\n".join((HOUSE / name).read_text() for name in files)

    assert re.findall(r"(?:PASSWORD|SECRET)[A-Z_]*[:=] ?(?!/run/secrets/)[a-z].*", text) == []
    assert {"secrets/", "backups/", ".env"} <= set((HOUSE / ".gitignore").read_text().split())


def test_secrets_are_made_once_and_for_their_owner(tmp_path, capsys):
    folder = tmp_path / "secrets"

    first_secrets.main(folder)
    first = {file.name: file.read_text() for file in folder.iterdir()}
    first_secrets.main(folder)

    assert {file.name: file.read_text() for file in folder.iterdir()} == first
    filled = {name for name, text in first.items() if text}
    assert filled == {"secret_key", "vault_keys", "database_password"}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert capsys.readouterr().out.count("made ") == 3


def test_the_book_tells_of_every_setting_and_which_may_be_a_file():
    code = (HOUSE / "smartrecovery" / "settings.py").read_text()
    rows = re.findall(r"^\| (`[A-Z].*?) \|", (HOUSE / "docs" / "operations.md").read_text(), re.M)
    told = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    filed = {name for row in rows for name in re.findall(r"`([A-Z_]+)` \*file\*", row)}

    read = set(re.findall(r'(?:env\.\w+|secret|required)\(\s*"([A-Z_]+)"', code))
    secrets = set(re.findall(r'(?:secret)\("([A-Z_]+)"', code)) | {"SECRET_KEY", "VAULT_KEYS"}

    assert read - told == set()
    assert filed == secrets
    assert {name.upper() for name in first_secrets.FILES} <= filed


def test_commands_name_the_app_that_is_there(services):
    for name in ("worker", "beat"):
        assert services[name]["command"].startswith(f"celery -A {app.main} --quiet {name} ")


def test_the_image_copies_what_exists_and_runs_as_nobody():
    lines = (HOUSE / "Dockerfile").read_text().splitlines()
    copied = [
        word
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    ]
    let_in = {line[1:] for line in (HOUSE / ".dockerignore").read_text().split() if line[0] == "!"}

    assert [name for name in copied if not (HOUSE / name).exists()] == []
    assert set(copied) == let_in
    assert "USER 10001:10001" in lines
