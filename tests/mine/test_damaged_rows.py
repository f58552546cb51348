"""Files whose rows could stand for themselves, and together would not: refused, or harmless."""

import copy
import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from smartrecovery import export, restore
from smartrecovery.accounts.models import HeldImport
from smartrecovery.outbox.models import Message
from smartrecovery.portable import Refused
from smartrecovery.vault import keys
from stages import reminders
from stages.models import Stage
from tests.conftest import person
from tools.models import Entry

from .content import NOON, fill

Row = dict[str, Any]
Rows = dict[str, list[Row]]


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker) -> str:
    """A file with something in every table, and of worksheets a single one; made once."""
    with django_db_blocker.unblock(), keys.held(), transaction.atomic():
        ana = person("ana")
        fill(ana, ["one"])
        ana.entries.exclude(tool="cost-benefit", state=Entry.State.SAVED).delete()
        made = json.dumps(export.gather(ana, NOON))
        transaction.set_rollback(True)
    return made


@pytest.fixture
def document(written) -> dict[str, Any]:
    return json.loads(written)


def of_one(name: str, **values: Any) -> Callable[[Rows], None]:
    return lambda tables: tables[name][0].update(values)


def ways(*said: tuple[str, str, int | None]) -> Callable[[Rows], None]:
    """These moves and no others: from, to, and the number of what is undone."""

    def change(tables: Rows) -> None:
        like = tables["stage_moves"][0]
        ids = [str(uuid.uuid4()) for _each in said]
        tables["stage_moves"] = [
            like
            | {"id": ids[n], "number": n + 1, "from_stage": here, "to_stage": to}
            | {"undoes": ids[undone - 1] if undone else None}
            for n, (here, to, undone) in enumerate(said)
        ]

    return change


def many_lines(tables: Rows) -> None:
    rows = [{"id": f"row{number:05}", "text": "x"} for number in range(101)]
    tables["entries"][0]["answers"] = {"doing_benefit": rows}


REFUSED = {
    "an instant that was in 1899 by UTC": of_one("urges", occurred_at="1900-01-01T00:00:00+14:00"),
    "an instant that is in 2201 by UTC": of_one("slips", created_at="2200-12-31T23:00:00-12:00"),
    "a move that cannot be followed": of_one("stage_moves", number=2**31 - 1),
    "a sheet that cannot be saved again": of_one("entries", version=2**31 - 1),
    "a version that cannot be followed": of_one("revisions", number=2**31 - 1),
    "a way that begins somewhere": ways(("con", "act", None)),
    "a way with a gap": ways(("unset", "con", None), ("det", "act", None)),
    "an undo to another place": ways(("unset", "con", None), ("con", "act", 1)),
    "an undo of what comes later": ways(("unset", "con", 2), ("con", "unset", None)),
    "an undo of itself": ways(("unset", "con", 1)),
    "an undo of an undo": ways(("unset", "con", None), ("con", "unset", 1), ("unset", "con", 2)),
    "undoes that leave nothing standing of coming round": ways(
        ("unset", "rel", None), ("rel", "act", None), ("act", "unset", 1), ("unset", "rel", 2)
    ),
    "days of the week, and none of them": of_one("check_in_plan", rhythm="days", days=0),
    "words that are a list": of_one("urges", said={"trigger": ["the", {"shop": 1}]}),
    "words that are an object": of_one("urges", said={"who": {"x": "y"}}),
    "more lines than a page would keep": many_lines,
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_what_no_page_could_go_on_from_is_refused(document, sam, change):
    change(document["tables"])

    with pytest.raises(Refused, match="^“"):
        restore.bring(sam, document)

    assert restore.is_empty(sam)


def test_a_way_there_and_back_comes_back(document, sam):
    there_and_back = ways(
        ("unset", "con", None), ("con", "rel", None), ("rel", "act", None), ("act", "rel", 3),
        ("rel", "con", 2), ("con", "det", None),
    )  # fmt: skip
    there_and_back(document["tables"])

    restore.bring(sam, document)

    assert sam.behaviours.get().stage == Stage.DET


def test_a_number_too_large_to_be_held_is_refused_wherever_it_stands(written):
    file = written.replace('"site": "', '"site": 1e999, "x": "').encode()

    with pytest.raises(Refused, match="not JSON"):
        restore.opened(file)


def test_half_a_character_where_nobody_reads_is_held_and_comes_back(document, sam):
    document["site"] = "\ud800"
    document["tables"]["consents"][0]["edition"] = "\udfff"
    opened = restore.opened(json.dumps(document).encode())

    restore.hold(sam, opened, NOON)

    waiting = restore.waiting(sam, NOON + timedelta(minutes=1))
    assert waiting is not None
    assert restore.held(waiting) == opened


def test_what_names_a_row_without_being_its_reference_follows_it(document, sam):
    tables = document["tables"]
    tables["coping_actions"][0]["entry"] = tables["entries"][0]["id"]
    facts = [
        {"fact": "start_near", "page": "entry", "key": tables["entries"][0]["id"]},
        {"fact": "importance_high", "page": "taking", "key": tables["takings"][0]["id"], "n": 7},
    ]
    tables["suggestions"][0]["evidence"] = {"facts": facts}
    before = copy.deepcopy(document)

    restore.bring(sam, document)

    kept = [fact["key"] for fact in sam.suggestions.get().evidence["facts"]]
    assert kept == [str(sam.entries.get().pk), str(sam.takings.get().pk)]
    assert sam.coping_actions.get().entry == sam.entries.get().pk
    assert export.content_of(export.gather(sam, NOON)) == export.content_of(before)


def test_a_plan_that_is_gone_has_one_id_of_nobodys_wherever_it_is_named(document, sam):
    gone, tables = str(uuid.uuid4()), document["tables"]
    line = {"id": "row00001", "text": "x", "from": {"entry": gone, "row": "row00002"}}
    for row in (tables["entries"][0], tables["revisions"][0]):
        row["answers"] = {"doing_benefit": [line]}
    tables["coping_actions"][0]["entry"] = gone

    restore.bring(sam, document)

    kept = [row.answers for row in (sam.entries.get(), sam.revisions.get())]
    named = {answers["doing_benefit"][0]["from"]["entry"] for answers in kept}
    assert named == {str(sam.coping_actions.get().entry)}
    assert named != {gone}


def test_a_slip_of_another_century_silences_nobody(document, sam):
    ahead = {"occurred_at": "2199-01-01T12:00:00Z", "taken_back_at": None}
    document["tables"]["slips"][0].update(ahead)
    restore.bring(sam, document)

    held = [
        reminders.after_a_slip([sam.pk], now)
        for now in (NOON, datetime(2199, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, 13, tzinfo=UTC))
    ]

    until = datetime(2199, 1, 2, tzinfo=UTC), Message.Held.SLIP.value
    assert held == [{}, {sam.pk: until}, {sam.pk: until}]


def test_a_yes_in_one_tab_is_to_the_file_seen_in_it(document, client, sam):
    client.force_login(sam)
    restore.hold(sam, document, timezone.now())
    page = client.get(reverse("me_bring")).content.decode()
    seen = re.search(r'name="file" value="([^"]+)"', page)
    assert seen is not None
    other = document | {"tables": {}}
    restore.hold(sam, other, timezone.now())

    answer = client.post(reverse("me_bring_confirm"), {"file": seen[1]}, follow=True)

    assert "another file since" in answer.content.decode()
    assert restore.is_empty(sam)
    assert answer.context["waiting"] == HeldImport.objects.get()
