"""More about an urge by thumb and by keyboard, all of them, and a trigger that finds its way into the list of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stages import coping, urges
from stages.models import Behaviour, Urge
from tests.tools.test_card import plan, rows
from tests.tools.writing import kept
from tools.models import Entry

from .test_every_page import against

CROWN = "walking past the Crown"


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")


def an_urge(member, behaviour=None, ago: timedelta = timedelta(hours=1), **said) -> Urge:
    then = timezone.now() - ago
    urge = urges.note(member, uuid4(), urges.Quick(then, 8, behaviour), then)
    if said:
        urges.add(urge, then, **said)
    return Urge.objects.get(pk=urge.pk)


def more(urge: Urge) -> str:
    return f"/urge/{urge.pk}/more/"


def chosen(page, name: str) -> list[str]:
    return page.eval_on_selector_all(f"[name={name}]:checked", "all => all.map(one => one.value)")


@pytest.mark.parametrize("script", [True, False])
def test_the_rest_is_said_in_a_few_taps_and_found_again(device, ana, wine, open_as, script):
    plan(ana, escape=rows("Cross the road"))
    urge = an_urge(ana, wine)
    page = open_as(device(java_script_enabled=script), ana, f"/urge/{urge.pk}/")

    page.get_by_role("link", name="Add more").click()
    page.get_by_label("It passed", exact=True).check()
    page.get_by_label("A place", exact=True).check()
    page.get_by_label("The time of day", exact=True).check()
    page.get_by_label("In your own words").first.fill(CROWN)
    page.get_by_label("Cross the road", exact=True).check()
    page.get_by_label("Something else you did").fill("Rang Priya")
    page.locator("[name=helped][value='7']").check()
    page.get_by_text("Where, and who was there").click()
    page.get_by_label("Alone", exact=True).check()
    page.get_by_role("button", name="Save it").click()

    expect(page.get_by_role("status").first).to_contain_text("Saved", use_inner_text=True)
    kept_now = Urge.objects.get(pk=urge.pk)
    assert (kept_now.triggers, kept_now.helped, kept_now.company) == (0b101, 7, "alone")
    assert kept_now.said == {"trigger": CROWN}
    page.get_by_role("link", name="All I noted").click()
    page.get_by_role("link", name=CROWN).click()
    assert chosen(page, "triggers") == ["0", "2"]
    expect(page.locator("[name=did]:checked")).to_have_count(2)


def test_the_keyboard_alone_reaches_all_of_it(device, ana, wine, open_as):
    urge = an_urge(ana, wine)
    page = open_as(device(width=1280), ana, more(urge))

    page.locator("[name=trigger]").focus()
    page.keyboard.type(CROWN)
    page.locator("summary", has_text="What you felt and thought").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("[name=trigger]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/urge/{urge.pk}/")

    row = Urge.objects.get(pk=urge.pk)
    assert (row.said, row.feelings) == ({"trigger": CROWN}, 1)


def test_what_wants_another_look_is_open_and_nothing_typed_is_lost(phone, ana, wine, open_as):
    urge = an_urge(ana, wine)
    page = open_as(phone, ana, more(urge))

    page.get_by_label("In your own words").first.fill(CROWN)
    page.get_by_text("How strong, when and how long").click()
    page.get_by_label("How many minutes did it last?").fill("2000")
    page.get_by_role("button", name="Save it").click()

    expect(page.get_by_text("Give at most 1440 minutes")).to_be_visible()
    expect(page.get_by_label("In your own words").first).to_have_value(CROWN)
    page.get_by_label("How many minutes did it last?").fill("12")
    page.get_by_role("button", name="Save it").click()
    page.wait_for_url(f"**/urge/{urge.pk}/")
    assert Urge.objects.get(pk=urge.pk).minutes == 12


@pytest.mark.parametrize("script", [True, False])
def test_three_notes_offer_a_trigger_that_is_taken_or_declined(device, ana, wine, open_as, script):
    for n in range(3):
        for words in (CROWN, "payday"):
            an_urge(ana, wine, timedelta(hours=n + 1), said={"trigger": words}, triggers=1)
    page = open_as(device(java_script_enabled=script), ana, "/tools/triggers/begin/")

    page.get_by_role("button", name=f"Take “{CROWN}”").click()
    page.wait_for_url("**/entries/**")
    page.get_by_role("button", name="Not this: “payday”").click()
    page.get_by_role("button", name="Not this: “payday”").wait_for(state="detached")

    assert [row["text"] for row in Entry.objects.get().answers["triggers"]] == [CROWN]
    assert [declined.words for declined in ana.declined.all()] == ["payday"]
    page.goto("/tools/triggers/begin/")
    expect(page.get_by_role("button", name="payday")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_either_theme(device, ana, wine, open_as, width):
    page = open_as(device(width=width), ana, "/urge/all/")
    found = seen(page, "/urge/all/")
    plan(ana, wine, escape=rows("Cross the road", "Out the back"))
    old = an_urge(
        ana, wine, timedelta(days=3), outcome="acted_a_bit", triggers=5, minutes=12, place="out",
        said={"trigger": CROWN, "thought": "I’ve earned it", "next_time": "Tram"},
    )  # fmt: skip
    coping.tried(old, [], "Rang Priya", [], timezone.now())
    for n in range(31):
        an_urge(ana, wine if n % 2 else None, timedelta(hours=n), said={"trigger": CROWN})
    new = an_urge(ana, wine, outcome="acted")
    sheet = kept(ana, "triggers", {"triggers": [{"id": "aaaaaaaa", "text": "Payday"}]})

    for path in (
        "/urge/all/", "/urge/all/?about=none", more(old), more(new), more(an_urge(ana)),
        f"/urge/{new.pk}/", f"/entries/{sheet.pk}/",
    ):  # fmt: skip
        found += seen(page, path)

    assert found == []


def seen(page, path: str) -> list[str]:
    """With everything open that can be opened."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found += against(page, f"{path} {theme}")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found + ([f"{path} is wide"] if wide else [])
