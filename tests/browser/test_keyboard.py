"""By keyboard alone: lines are written, put in order, taken out and saved."""

from playwright.sync_api import expect

from tools.models import Entry

from .hands import begun, kept, until

FIRST = "[name^=doing_cost-][name$=-text]"


def texts(rows) -> list[str]:
    return [row["text"] for row in rows or ()]


def test_lines_are_written_with_enter_and_put_in_order(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    page.locator(FIRST).focus()
    page.keyboard.type("Missed the match")
    page.keyboard.press("Enter")
    page.keyboard.type("62 a week")
    page.keyboard.press("Enter")
    page.keyboard.type("Awake at three")
    assert until(
        page,
        lambda: texts(kept("doing_cost")) == ["Missed the match", "62 a week", "Awake at three"],
    )
    last = page.locator("[data-rows=doing_cost] > ol > li").last
    last.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.value").startswith("up:doing_cost:")
    assert until(
        page,
        lambda: texts(kept("doing_cost")) == ["Missed the match", "Awake at three", "62 a week"],
    )
    expect(page.locator("[data-said]")).to_have_text("Now line 2 of 3", use_inner_text=True)


def test_a_line_is_taken_out_and_focus_goes_to_the_next(phone, ana, open_as):
    rows = [{"id": f"abcdefgh{n}", "text": text} for n, text in enumerate(("one", "two"))]
    page = open_as(phone, ana, begun(ana, doing_cost=rows))

    page.locator("[data-row=abcdefgh0] summary").focus()
    page.keyboard.press("Enter")
    page.locator("button[value='remove:doing_cost:abcdefgh0']").focus()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.name") == "doing_cost-abcdefgh1-text"
    assert until(page, lambda: texts(kept("doing_cost")) == ["two"])


def test_enter_in_the_title_sends_nothing_away(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    page.locator("[name=title]").press("End")
    page.keyboard.type(" and Sundays")
    page.keyboard.press("Enter")

    assert until(page, lambda: kept("title") == "Wine on weeknights and Sundays")
    assert page.locator("[name=title]").evaluate("field => field === document.activeElement")


def test_the_whole_is_saved_by_keyboard(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    page.get_by_role("button", name="Done for now").focus()
    page.keyboard.press("Enter")

    assert until(page, lambda: Entry.objects.filter(state=Entry.State.SAVED).exists())
