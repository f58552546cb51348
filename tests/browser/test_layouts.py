"""Pages that fit the tool, by hand: steps by keyboard, rows that are dragged, five minutes, the loop, a script."""

import pytest
from playwright.sync_api import expect

from tests.tools.test_layouts import kept, pages_of
from tools import catalogue
from tools.models import Entry

from .hands import until, waiting
from .test_every_page import against

FIVE = [{"id": f"abcdefgh{n}", "text": text} for n, text in enumerate(("Leo", "Health", "Music"))]
SCENE = "An e-mail from the landlord"


def answers(slug: str) -> dict:
    entry = Entry.objects.filter(tool=slug).first()
    return entry.answers if entry else {}


def tab_to(page, selector: str) -> None:
    """Presses Tab until the control has the focus."""
    for _press in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def go_through_steps(page) -> None:
    """From what happened to what it did, back to it, and away, without a pointer."""
    tab_to(page, "[name=a]")
    page.keyboard.type(SCENE)
    tab_to(page, "button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/**step=2")
    tab_to(page, "[name=c_do]")
    page.keyboard.type("Hand on the fridge door")
    tab_to(page, "button[value=back]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/**step=1")


def test_steps_are_worked_by_keyboard_alone(phone, ana, open_as):
    page = open_as(phone, ana, "/tools/abc-urge/begin/")

    go_through_steps(page)

    expect(page.locator("[name=a]")).to_have_value(SCENE)
    assert until(page, lambda: answers("abc-urge").get("c_do") == "Hand on the fridge door")


def test_steps_need_no_script(device, ana, open_as):
    page = open_as(device(java_script_enabled=False), ana, "/tools/abc-urge/begin/")
    page.fill("[name=a]", SCENE)

    page.click("button[value=next]")

    assert page.locator(".earlier").inner_text().count(SCENE) == 1
    assert page.locator("[aria-current=step]").get_attribute("value") == "go:2"


def test_going_on_after_it_was_kept_is_no_conflict(phone, ana, open_as):
    page = open_as(phone, ana, "/tools/abc-urge/begin/")
    page.fill("[name=a]", SCENE)
    assert until(page, lambda: answers("abc-urge").get("a") == SCENE)

    page.click("button[value=next]")
    page.wait_for_url("**step=2")
    page.fill("[name=c_do]", "Hand on the fridge door")
    assert until(page, lambda: answers("abc-urge").get("c_do") == "Hand on the fridge door")
    page.click("button[value='go:4']")
    page.wait_for_url("**step=4")

    assert answers("abc-urge").get("a") == SCENE
    assert page.locator(".earlier").inner_text().count("Hand on the fridge door") == 1


def test_what_waits_from_one_step_never_lands_in_another(phone, ana, open_as):
    entry = kept(ana, "abc-urge", {"a": SCENE})
    page = open_as(phone, ana, f"/entries/{entry.pk}/?step=2")
    phone.set_offline(True)
    page.fill("[name=c_do]", "Hand on the fridge door")
    assert until(page, lambda: waiting(page) == 1)
    page.close()
    phone.set_offline(False)

    page = phone.new_page()
    page.goto(f"/entries/{entry.pk}/?step=1")

    assert until(page, lambda: answers("abc-urge").get("c_do") == "Hand on the fridge door")
    expect(page.locator("[name=a]")).to_have_value(SCENE)
    assert answers("abc-urge")["a"] == SCENE


def order() -> list[str]:
    return [row["text"] for row in answers("values")["top"]]


def values(member) -> str:
    entry = kept(member, "values", {"all": FIVE, "top": FIVE})
    return f"/entries/{entry.pk}/"


def grip(page, row: int):
    return page.locator("[data-rows=top] [data-grip]").nth(row)


def middle(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_rows_are_put_in_order_by_dragging(device, ana, open_as):
    page = open_as(device(height=1600), ana, values(ana))
    grip(page, 2).scroll_into_view_if_needed()
    top = page.locator("[data-rows=top] [data-row]").first.bounding_box()["y"]
    x, y = middle(grip(page, 2))

    page.mouse.move(x, y)
    page.mouse.down()
    for part in range(1, 11):
        page.mouse.move(x, y + (top + 2 - y) * part / 10)
    page.mouse.up()

    assert until(page, lambda: order() == ["Music", "Leo", "Health"])
    assert until(page, lambda: page.locator("[data-said]").inner_text() == "Now line 1 of 3")


def test_rows_are_put_in_order_by_arrow_keys_and_by_buttons(phone, ana, open_as):
    page = open_as(phone, ana, values(ana))

    grip(page, 2).focus()
    page.keyboard.press("ArrowUp")
    assert until(page, lambda: order() == ["Leo", "Music", "Health"])
    row = page.locator("[data-rows=top] [data-row=abcdefgh0]")
    row.locator("summary").press("Enter")
    row.get_by_role("button", name="Down").press("Enter")

    assert until(page, lambda: order() == ["Music", "Leo", "Health"])


def test_touch_drags_rows_and_does_not_scroll(device, ana, open_as):
    page = open_as(device(height=1600, has_touch=True), ana, values(ana))
    grip(page, 0).scroll_into_view_if_needed()
    (x, y), (_x, below) = middle(grip(page, 0)), middle(grip(page, 2))
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, at: float | None) -> None:
        points = [] if at is None else [{"x": x, "y": at}]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", y)
    for part in range(1, 11):
        touch("touchMove", y + (below + 90 - y) * part / 10)
    touch("touchEnd", None)

    assert until(page, lambda: order() == ["Health", "Music", "Leo"])


def test_five_minutes_show_only_the_list_and_then_offer_sorting(phone, ana, open_as):
    entry = kept(ana, "brainstorm", {"question": "What could six look like?"})
    page = open_as(phone, ana, f"/entries/{entry.pk}/")
    sorting = page.locator("button[value='turn:sorting']")
    sorting.wait_for(state="hidden")
    page.locator("[data-timer]").evaluate("timer => { timer.dataset.seconds = 3; }")

    page.get_by_role("button", name="Start 5 minutes").click()
    expect(page.get_by_text("No judging yet")).to_be_visible()
    expect(page.locator("[data-question]")).to_have_text(
        "What could six look like?", use_inner_text=True
    )
    expect(page.locator("h1")).to_be_hidden()
    expect(page.locator("[data-rows=ideas]")).to_be_visible()
    page.keyboard.type("Swim")
    page.keyboard.press("Enter")
    page.keyboard.type("Ring Mum")

    sorting.wait_for(state="visible")
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith(f"/entries/{entry.pk}/")
    assert page.evaluate("document.activeElement.value") == "Ring Mum"
    assert until(
        page,
        lambda: [row["text"] for row in answers("brainstorm")["ideas"]] == ["Swim", "Ring Mum"],
    )
    assert "sorting" not in answers("brainstorm")
    sorting.click()
    page.wait_for_url("**#open-sorting")
    assert page.locator("[name$=-starred]").count() >= 2


def test_five_minutes_can_be_stopped(phone, ana, open_as):
    page = open_as(phone, ana, "/tools/brainstorm/begin/")

    page.get_by_role("button", name="Start 5 minutes").click()
    page.get_by_role("button", name="Stop now").click()

    expect(page.locator("button[value='turn:sorting']")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent").strip() == "Start 5 minutes"
    assert Entry.objects.count() == 0


def test_sorting_is_offered_at_once_without_script(device, ana, open_as):
    page = open_as(device(java_script_enabled=False), ana, "/tools/brainstorm/begin/")

    expect(page.locator("button[value='turn:sorting']")).to_be_visible()
    expect(page.locator("[data-timer]")).to_be_hidden()


def test_a_point_on_the_loop_is_chosen_by_keyboard(phone, ana, open_as):
    entry = kept(ana, "pig", {"trigger": "A row at work"})
    page = open_as(phone, ana, f"/entries/{entry.pk}/")

    tab_to(page, "[name=exit_at]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert until(page, lambda: answers("pig").get("exit_at") == "doing")


def test_every_point_of_the_loop_can_be_tapped(phone, ana, open_as):
    entry = kept(ana, "pig", {"trigger": "A row at work"})
    page = open_as(phone, ana, f"/entries/{entry.pk}/")
    keys = [key for key, _words in catalogue.newest("pig").questions["exit_at"].choices]

    for key in keys:
        page.locator(f"[name=exit_at][value={key}]").click()
        assert until(page, lambda wanted=key: answers("pig").get("exit_at") == wanted)


def test_a_script_is_read_paragraph_by_paragraph(phone, ana, open_as):
    page = open_as(phone, ana, "/tools/meditation/begin/")
    shown = page.locator("[data-script] p.big:visible")
    expect(shown).to_have_count(1)

    page.get_by_role("button", name="Next paragraph").click()
    expect(shown).to_have_count(2)
    assert page.evaluate("document.activeElement.matches('p.big:nth-of-type(2)')")
    page.get_by_role("button", name="Show all of it").click()

    expect(shown).to_have_count(len(catalogue.newest("meditation").script))
    expect(page.get_by_role("button", name="Next paragraph")).to_be_hidden()


def test_an_idea_begins_a_line_with_one_tap(phone, ana, open_as):
    entry = kept(ana, "urge-plan", {"delay": [{"id": "abcdefgh0", "text": "Twenty minutes"}]})
    page = open_as(phone, ana, f"/entries/{entry.pk}/")
    idea = page.locator("button[value='idea:tasks:0']")
    words = idea.inner_text()

    idea.click()

    assert until(
        page, lambda: [r["text"] for r in answers("urge-plan").get("tasks", [])] == [words]
    )
    expect(idea).to_have_count(0)


def of_every_tool(member) -> list[str]:
    return [
        path for sheet in catalogue.latest() for path in pages_of(sheet, kept(member, sheet.slug))
    ]


def test_axe_finds_nothing_on_any_page_of_any_tool(phone, ana, open_as):
    page = open_as(phone, ana)

    found = []
    for path in of_every_tool(ana):
        page.emulate_media(color_scheme="light")
        page.goto(path)
        found += against(page, path)
        page.emulate_media(color_scheme="dark")
        found += against(page, path, runOnly=["color-contrast", "link-in-text-block"])

    assert found == []


@pytest.mark.parametrize("width", [320])
def test_no_page_of_any_tool_scrolls_sideways(device, ana, open_as, width):
    page = open_as(device(width=width), ana)

    wide = []
    for path in of_every_tool(ana):
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)

    assert wide == []


def test_a_press_counts_though_the_line_above_it_grows_meanwhile(phone, open_as, ana):
    page = open_as(phone, ana, "/tools/vaci/begin/")
    page.fill("[name=activity]", "Sing with the choir")
    line = page.locator("#rows-gives_back [data-row] input[type=text]")
    line.fill("An hour in which I think of nothing at all, and people who are pleased I came")

    page.locator("#id_cost_low").scroll_into_view_if_needed()
    line.focus()
    box = page.locator("#id_cost_low").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()

    assert page.locator("#id_cost_low").is_checked()
    written = page.locator("#rows-gives_back [data-row] textarea")
    written.wait_for()


def test_a_press_beside_an_empty_line_is_not_lost(phone, ana, open_as):
    entry = kept(ana, "abc-urge", {"a": SCENE})
    page = open_as(phone, ana, f"/entries/{entry.pk}/?step=3")
    page.locator("[data-rows=b] [name$='-text']").fill("I can’t stand this")
    page.click("button[value='add:b']")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    page.click("button[value=next]")

    page.wait_for_url("**step=4")
