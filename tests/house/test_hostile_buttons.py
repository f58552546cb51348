"""R-INP-01 for what is no field: buttons, steps, ticks, copies that follow, origins, and what pages ask of their address.

A short run takes one tool of each layout and a few of the values; `FUZZ=1` takes every tool and all of them.
"""

import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from smartrecovery import export, restore
from smartrecovery.bench.pages import Form, forms
from smartrecovery.sheets import Lines
from tools import catalogue
from tools.links import into
from tools.models import Entry, Taken

from . import belongings, hostile
from .test_hostile_input import EVERY, answered, faults, is_html, pairs
from .test_hostile_tools import WORDS, _texts, squeezed
from .walk import browser, once

pytestmark = pytest.mark.django_db
ONE_OF_EACH_LAYOUT = sorted({sheet.layout: sheet.slug for sheet in catalogue.latest()}.values())
SLUGS = [sheet.slug for sheet in catalogue.latest()] if EVERY else ONE_OF_EACH_LAYOUT
MOVING = [
    "next",
    "back",
    "go",
    "turn",
    "idea",
    "take",
    "add",
    "up",
    "down",
    "remove",
    "later",
    "mine",
]
BENS = "Written by ben alone"
ODD = [value for value in hostile.TEXTS if len(value) < 5_000]
HUGE = ["9" * 9, "9" * 400, "-1", "0", "1e9", "٣", "1.5", "\x00"]


def buttons(sheet, theirs: Any) -> list[str]:
    """Every kind of button, with names that are none, numbers that are too large, and lines of somebody else."""
    lines = [q.name for q in sheet.questions.values() if isinstance(q, Lines)]
    names = [*lines[:2], sheet.first.name, "no_such", "_raw", "_from", "__row__", "id", ""]
    rows = [belongings.ROW, "no-such-row", theirs.row, *HUGE]
    wrong = [f"{do}:{name}:{row}" for do in MOVING for name in names for row in rows]
    wrong += [f"{do}:{odd}" for do in MOVING for odd in [*HUGE, *ODD]] + MOVING + ODD
    for flow in into(sheet.slug):
        to = flow.to_question
        wrong += [f"take:{to}:{theirs.entry}:{theirs.row}", f"take:{to}:{theirs.week}:{theirs.row}"]
        wrong += [f"take:{to}:{odd}:{odd}" for odd in HUGE]
    return wrong


def some(values: list, seed: str, few: int) -> list:
    """All of them, or a few, elsewhere for each tool."""
    start = sum(map(ord, seed)) % len(values)
    return values if EVERY else list(islice(cycle(values[start:] + values[:start]), few))


def worksheet(page: Any) -> Form:
    return next(form for form in forms(page.text) if "version" in form.names)


def typed(said: list[tuple[str, str]], form: Form) -> list[str]:
    return [squeezed(value) for name, value in said if form.kinds.get(name) in WORDS and value]


def gone(said: list[tuple[str, str]], form: Form, key: Any) -> list[str]:
    """Words that were sent and are in no answer now."""
    kept = [
        squeezed(text) for entry in Entry.objects.filter(pk=key) for text in _texts(entry.answers)
    ]
    return [
        f"lost {each!r}" for each in typed(said, form) if not any(each in text for text in kept)
    ]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("stored", [True, False], ids=["stored", "new"])
def test_no_button_breaks_a_page_or_loses_what_was_typed(ana, ben, slug, stored):
    sheet, theirs, client = catalogue.newest(slug), belongings.of(ben), browser(ana)
    if stored:
        answers = sheet.worked_example | dict.fromkeys(sheet.switches, True)
        key = Entry.objects.create(member=ana, tool=slug, answers=answers, version=1).pk
        urls = [f"{reverse('entry', args=[key])}?step={step.number}" for step in sheet.steps]
    else:
        urls = [reverse("begin", args=[slug])]

    wrong = []
    for url in urls:
        form = worksheet(once(client, "get", url))
        for do in some(buttons(sheet, theirs), slug + url, 30):
            wrong += [f"{url} {do[:60]!r}: {fault}" for fault in pressed(client, url, form, do)]

    assert wrong == []


def pressed(client: Any, url: str, form: Form, do: str) -> list[str]:
    said = [(n, v) for n, v in pairs(answered(form)) if n != "do"]
    key = dict(said).get("id") or url.split("/")[2]
    with transaction.atomic():
        answer = client.post(form.action, by_name([*said, ("do", do)]))
        trouble = faults(answer)
        if answer.status_code not in (302, 200):
            trouble.append(f"answered {answer.status_code}")
        trouble += gone(said, form, key) if answer.status_code == 302 else []
        transaction.set_rollback(True)
    return trouble


def by_name(said: list[tuple[str, str]]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for name, value in said:
        named.setdefault(name, []).append(value)
    return named


# What pages ask of their address, one at a time.
ASKED = {
    "tools": ["q", "now", "point", "minutes"],
    "entries": ["tool", "behaviour", "archived", "page"],
    "tool": ["weeks"],
    "tool_print": ["paper"],
    "tool_compare": ["from", "to", "page"],
    "begin": ["behaviour", "step"],
    "entry": ["step", "check"],
    "entry_changes": ["from", "to", "page"],
    "entry_print": ["paper"],
    "urge_card": ["about", "urge"],
    "urge_print": ["about", "paper"],
}


def asked(of_ana: Any) -> Iterator[tuple[str, str]]:
    for name, parameters in ASKED.items():
        if name.startswith("entry"):
            urls = [reverse(name, args=[pk]) for pk in (of_ana.entry, of_ana.week)]
        elif name in ("tool", "tool_print", "tool_compare", "begin"):
            urls = [reverse(name, args=[slug]) for slug in ("week-plan", "change-plan")]
        else:
            urls = [reverse(name)]
        yield from ((url, parameter) for url in urls for parameter in parameters)


def test_nothing_asked_of_an_address_breaks_a_page_or_comes_back_in_it(ana, ben):
    client, of_ana, theirs = browser(ana), belongings.of(ana), belongings.of(ben)
    for entry in ben.entries.all():
        entry.title, entry.answers = BENS, {"intention": BENS, "change": BENS}
        entry.save()
    values = [*hostile.TEXTS, str(theirs.entry), str(theirs.week), str(theirs.behaviour)]
    values = hostile.encoded([*values, *hostile.RAW])

    wrong = []
    for url, parameter in asked(of_ana):
        for value in some(values, url + parameter, 12):
            query = f"{parameter}=".encode() + value
            answer = once(client, "get", url, QUERY_STRING=query.decode())
            wrong += [f"{url} {parameter} {value[:40]!r}: {fault}" for fault in faults(answer)]
            if is_html(answer) and BENS in answer.text:
                wrong.append(f"{url} {parameter} {value[:40]!r}: told of ben")

    assert wrong == []


POSTED = {
    "entry_follow": ["version", "do", "seen", "copy"],
    "entry_tick": ["day", "done"],
    "entry_step": ["done"],
    "entry_archive": ["away"],
    "urge_note": ["id", "intensity", "when", "on", "about", "is_going", "at", "kept"],
    "urge_passed": ["id", "urge", "intensity", "about", "began", "minutes"],
    "urge_take_back": ["id"],
}


def test_no_small_button_breaks_or_changes_what_is_anothers(ana, ben):
    client, of_ana, theirs = browser(ana), belongings.of(ana), belongings.of(ben)
    before = everything_of(ben)
    ids = [f"{theirs.entry}:steps:{theirs.row}:2", str(theirs.behaviour), str(theirs.urge)]
    values = hostile.encoded([*hostile.TEXTS, *ids, *hostile.RAW])
    urls = {
        "entry_follow": reverse("entry_follow", args=[of_ana.entry]),
        "entry_tick": reverse("entry_tick", args=[of_ana.week, of_ana.row]),
        "entry_step": reverse("entry_step", args=[of_ana.entry, of_ana.row]),
        "entry_archive": reverse("entry_archive", args=[of_ana.entry]),
        "urge_note": reverse("urge_note"),
        "urge_passed": reverse("urge_passed"),
        "urge_take_back": reverse("urge_take_back", args=[of_ana.urge]),
    }

    wrong = []
    for name, fields in POSTED.items():
        good = [("id", str(uuid4())), ("version", "2"), ("do", "follow"), ("done", "1")]
        good += [("intensity", "7"), ("when", "other"), ("on", "2026-11-01T18:40")]
        for field in fields:
            for value in some(values, name + field, 20):
                body = hostile.as_body(good, field, value)
                form = "application/x-www-form-urlencoded"
                answer = once(client, "generic", "POST", urls[name], body, content_type=form)
                wrong += [f"{name} {field} {value[:40]!r}: {fault}" for fault in faults(answer)]

    assert wrong == []
    assert everything_of(ben) == before


def everything_of(person: Any) -> dict[str, list]:
    tables = ["behaviours", "stage_moves", "entries", "revisions", "ratings"]
    tables += ["weeks", "plan_lines", "taken", "urges", "coping_actions", "coped", "slips"]
    tables += ["check_ins", "takings", "scores", "suggestions", "support_shown", "experiments"]
    return {name: list(getattr(person, name).order_by("pk").values_list()) for name in tables}


@pytest.mark.parametrize("slug", ["cost-benefit", "values", "week-plan", "problem"])
def test_ticking_a_step_of_what_has_none_writes_nothing(ana, slug):
    entry = Entry.objects.create(member=ana, tool=slug, answers={}, version=3, unsaved=False)

    answer = browser(ana).post(
        reverse("entry_step", args=[entry.pk, belongings.ROW]), {"done": "1"}
    )

    entry.refresh_from_db()
    assert (answer.status_code, entry.version, entry.answers) == (302, 3, {})


def test_a_button_for_what_is_not_there_begins_nothing(ana, ben):
    theirs, client = belongings.of(ben), browser(ana)
    for do in (f"take:reasons:{theirs.entry}:{theirs.row}", "take:", "idea:steps:9", "idea:"):
        said = {"id": str(uuid4()), "version": "0", "do": do}
        client.post(reverse("begin", args=["change-plan"]), said)

    assert list(ana.entries.all()) == []


def test_no_origin_is_forged_through_a_form(ana, ben):
    theirs, origin = belongings.of(ben), "row-made-up"
    plan = Entry.objects.create(member=ana, tool="week-plan", answers={"intention": "I"}, version=1)
    list_of = Entry.objects.create(member=ana, tool="triggers", version=1)
    forged = json.dumps({"entry": str(theirs.entry), "row": theirs.row})
    row = {f"actions-{origin}-{name}": forged for name in ("from", "_raw", "added", "id")}
    link = {"triggers": "aaaaaaaa", "triggers-aaaaaaaa-text": "Six o'clock"}
    link |= {"triggers-aaaaaaaa-coping": f"{theirs.entry}/{theirs.row}"}

    said = {"version": 1, "do": "save", "intention": "We", "_from": forged, "from": forged}
    said |= {"_raw": forged, "actions": origin, f"actions-{origin}-text": "Swim"}
    browser(ana).post(reverse("entry", args=[plan.pk]), said | row)
    browser(ana).post(reverse("entry", args=[list_of.pk]), {"version": 1, "do": "save"} | link)

    plan.refresh_from_db()
    list_of.refresh_from_db()
    (line,) = plan.answers["actions"]
    (trigger,) = list_of.answers["triggers"]
    assert (set(plan.answers), set(line)) == ({"intention", "actions"}, {"id", "text", "added"})
    assert (trigger.get("coping"), Taken.objects.count()) == (None, 0)


def test_no_origin_in_a_file_leads_to_anothers_page(ana, ben, sam):
    theirs = belongings.of(ben)
    origin = {"entry": str(theirs.entry), "row": theirs.row, "said": "Pack the swimming bag"}
    row = {"id": "aaaaaaaa", "text": "Swim", "from": origin}
    link = {"entry": str(theirs.entry), "row": theirs.row}
    of_ana = [
        ("week-plan", {"intention": "We", "actions": [row], "_from": {"intention": origin}}),
        ("triggers", {"triggers": [{"id": "bbbbbbbb", "text": "Six", "coping": link}]}),
    ]
    for tool, answers in of_ana:
        Entry.objects.create(member=ana, tool=tool, answers=answers, version=1)

    restore.bring(sam, restore.opened(export.zip_of(ana, timezone.now())))

    seen = [pages_of(browser(person), person) for person in (ana, sam)]
    assert [str(theirs.entry) in page.replace(link_box(theirs), "") for page in seen] == [False] * 2
    assert str(theirs.entry) not in json.dumps(export.gather(sam, timezone.now()))
    assert Taken.objects.count() == 0


def pages_of(client: Any, member: Any) -> str:
    names = ["entry", "entry_print"]
    urls = [reverse(name, args=[entry.pk]) for entry in member.entries.all() for name in names]
    return "".join(client.get(url).text for url in urls)


def link_box(theirs: Any) -> str:
    """What a link was stored as stays in its control, and says that there is nothing there any more."""
    return f'value="{theirs.entry}/{theirs.row}"'
