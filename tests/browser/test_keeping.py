"""Nothing written is lost: not to a pause, a dead session, a lost line, a killed tab or a second device."""

from django.conf import settings
from playwright.sync_api import expect

from tests.browser.hands import (
    LONG,
    SENTENCE,
    TITLE,
    begun,
    end_session,
    in_store,
    kept,
    kill,
    sign_in,
    until,
    waiting,
    write,
)
from tests.conftest import PASSPHRASE
from tools.models import Entry

MORE = ", and the rest is waiting"


def test_writing_reaches_the_server_two_seconds_after_a_pause(phone, ana, open_as):
    page = open_as(phone, ana, "/tools/cost-benefit/begin/")

    write(page, "Wine on weeknights", TITLE)
    there = until(page, lambda: kept("title") == "Wine on weeknights", seconds=2)

    assert there
    assert until(page, lambda: page.url.endswith(f"/entries/{Entry.objects.get().pk}/"))
    assert page.locator(".saved").inner_text().startswith("Saved ")
    assert until(page, lambda: waiting(page) == 0)


def test_a_session_that_ends_in_mid_sentence_is_taken_up_on_the_page(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    end_session()
    write(page, MORE)
    page.get_by_role("dialog").wait_for()
    sign_in(page, "ana", PASSPHRASE)

    assert until(page, lambda: kept() == SENTENCE + MORE)
    expect(page.locator(LONG)).to_have_value(SENTENCE + MORE)
    assert page.evaluate("document.activeElement.name") == "reflection"


def test_a_wrong_passphrase_on_the_page_asks_again_and_loses_nothing(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    end_session()
    write(page, MORE)
    page.get_by_role("dialog").wait_for()
    sign_in(page, "ana", "not the one")
    page.get_by_text("do not go together").wait_for()
    sign_in(page, "ana", PASSPHRASE)

    assert until(page, lambda: kept() == SENTENCE + MORE)


def test_a_session_that_ends_in_mid_sentence_is_taken_up_after_a_reload(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    end_session()
    write(page, MORE)
    page.reload()
    sign_in(page, "ana", PASSPHRASE)
    page.get_by_text("We put back what you had written").wait_for()

    expect(page.locator(LONG)).to_have_value(SENTENCE + MORE)
    assert until(page, lambda: kept() == SENTENCE + MORE)


def test_another_member_signing_in_there_neither_sees_nor_sends_it(
    phone, ana, ben, open_as, live_server
):
    page = open_as(phone, ana, begun(ana))

    end_session()
    write(page, MORE)
    page.get_by_role("dialog").wait_for()
    sign_in(page, "ben", PASSPHRASE)
    page.wait_for_url(f"{live_server.url}/")
    page.goto("/tools/cost-benefit/begin/")
    page.wait_for_timeout(500)

    expect(page.locator(LONG)).to_have_value("")
    assert [e.answers["reflection"] for e in Entry.objects.all()] == [SENTENCE]
    assert waiting(page) == 1


def test_a_lost_line_is_said_and_made_good(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    phone.set_offline(True)
    write(page, MORE)
    page.get_by_text("no connection").wait_for()
    before = kept()
    phone.set_offline(False)
    after = until(page, lambda: kept() == SENTENCE + MORE)

    assert (before, after) == (SENTENCE, True)
    assert until(page, lambda: page.locator(".saved").inner_text().startswith("Saved "))


def test_a_line_lost_before_the_first_save_makes_one_entry(phone, ana, open_as):
    page = open_as(phone, ana, "/tools/cost-benefit/begin/")

    phone.set_offline(True)
    write(page, "Wine on weeknights", TITLE)
    page.get_by_text("no connection").wait_for()
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto("/tools/cost-benefit/begin/")
    page.get_by_text("We put back what you had written").wait_for()

    assert until(page, lambda: kept("title") == "Wine on weeknights")
    assert Entry.objects.count() == 1


def test_a_killed_tab_loses_nothing(phone, ana, open_as):
    address = begun(ana)
    page = open_as(phone, ana, address)

    write(page, MORE)
    assert until(page, lambda: waiting(page) == 1)
    kill(page)
    page = phone.new_page()
    page.goto(address)
    page.get_by_text("We put back what you had written").wait_for()

    expect(page.locator(LONG)).to_have_value(SENTENCE + MORE)
    assert until(page, lambda: kept() == SENTENCE + MORE)


def test_what_a_closed_page_left_behind_goes_from_any_other_page(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    phone.set_offline(True)
    write(page, MORE)
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto("/progress/")

    assert until(page, lambda: kept() == SENTENCE + MORE)
    assert until(page, lambda: waiting(page) == 0)


def test_lines_of_a_list_come_back_in_their_order(phone, ana, open_as):
    address = begun(ana)
    page = open_as(phone, ana, address)

    phone.set_offline(True)
    write(page, "Switches my head off", "[name^=doing_benefit-][name$=-text]")
    page.keyboard.press("Enter")
    page.keyboard.type("Feels social")
    page.locator("[name^=doing_benefit-][name$=-horizon][value=short]").last.check(force=True)
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(address)

    assert until(page, lambda: len(kept("doing_benefit") or ()) == 2)
    assert [(row["text"], row.get("horizon")) for row in kept("doing_benefit")] == [
        ("Switches my head off", None),
        ("Feels social", "short"),
    ]


def test_a_second_device_has_the_text(device, ana, open_as):
    address = begun(ana)
    page = open_as(device(), ana, address)

    write(page, MORE)
    there = until(page, lambda: kept() == SENTENCE + MORE)
    desk = open_as(device(width=1280), ana, address)

    assert there
    expect(desk.locator(LONG)).to_have_value(SENTENCE + MORE)


def test_two_tabs_in_one_entry_get_a_choice_and_nothing_is_written_over(phone, ana, open_as):
    address = begun(ana)
    one = open_as(phone, ana, address)
    two = phone.new_page()
    two.goto(address)

    write(one, ", says one")
    said = until(one, lambda: kept() == SENTENCE + ", says one")
    write(two, ", says two")
    two.get_by_text("This was changed somewhere else.").wait_for()

    assert said
    assert kept() == SENTENCE + ", says one"
    expect(two.locator(LONG)).to_have_value(SENTENCE + ", says two")


def test_the_choice_keeps_the_words_of_this_page(phone, ana, open_as):
    two = two_tabs_apart(phone, ana, open_as)

    two.get_by_role("button", name="Look at both").click()
    both = two.locator("main").inner_text()
    two.get_by_role("button", name="Keep what is on this page").click()
    two.locator(LONG).wait_for()

    assert "says one" in both
    assert "says two" in both
    assert until(two, lambda: kept() == SENTENCE + ", says two")
    assert until(two, lambda: waiting(two) == 0)


def test_the_choice_keeps_the_words_from_elsewhere(phone, ana, open_as):
    two = two_tabs_apart(phone, ana, open_as)

    two.get_by_role("button", name="Look at both").click()
    two.get_by_role("link", name="Keep what was written elsewhere").click()
    two.locator(LONG).wait_for()
    two.wait_for_timeout(800)

    expect(two.locator(LONG)).to_have_value(SENTENCE + ", says one")
    assert (kept(), waiting(two)) == (SENTENCE + ", says one", 0)


def two_tabs_apart(phone, ana, open_as):
    address = begun(ana)
    one = open_as(phone, ana, address)
    two = phone.new_page()
    two.goto(address)
    write(one, ", says one")
    assert until(one, lambda: kept() == SENTENCE + ", says one")
    one.close()
    write(two, ", says two")
    two.get_by_text("This was changed somewhere else.").wait_for()
    return two


def test_a_form_sent_at_once_is_saved_first_and_counted_once(phone, ana, open_as):
    page = open_as(phone, ana, "/tools/cost-benefit/begin/")

    write(page, "Wine on weeknights", TITLE)
    page.get_by_role("button", name="Done for now").dblclick()
    until(page, lambda: Entry.objects.filter(unsaved=False).exists())

    entry = Entry.objects.get()
    assert (entry.answers["title"], entry.unsaved) == ("Wine on weeknights", False)
    assert entry.revisions.count() == 1


def test_nothing_waits_on_a_device_that_others_use(phone, ana, open_as):
    ana.shared_device = True
    ana.save()
    page = open_as(phone, ana, begun(ana))

    phone.set_offline(True)
    write(page, MORE)
    page.get_by_text("Keep this page open").wait_for()

    assert in_store(page) == []


def test_what_waits_cannot_be_read_from_the_disk(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    phone.set_offline(True)
    write(page, MORE)
    page.get_by_text("kept on this device").wait_for()
    raw = page.evaluate(
        """() => new Promise(found => {
            const asked = indexedDB.open("footing-waiting");
            asked.onsuccess = () => {
                const all = asked.result.transaction("texts").objectStore("texts").getAll();
                const key = asked.result.transaction("keys").objectStore("keys").getAll();
                all.onsuccess = () => key.onsuccess = () => found([
                    new TextDecoder("latin1").decode(all.result[0].box), key.result[0].extractable]);
            };
        })"""
    )

    assert "two hours" not in raw[0]
    assert raw[1] is False


def test_signing_out_leaves_nothing_on_the_device(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/accounts/login/")

    assert until(page, lambda: in_store(page) == [] or waiting(page) == 0)


def test_the_way_out_is_there_while_the_page_asks_to_sign_in(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    end_session()
    write(page, MORE)
    page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    page.wait_for_url(settings.LEAVE_URL)
    page.goto("/help/")

    assert until(page, lambda: in_store(page) == [])


def test_what_is_refused_says_so_and_the_button_shows_why(phone, ana, open_as):
    page = open_as(phone, ana, begun(ana))

    Entry.objects.all().delete()
    write(page, MORE)
    page.get_by_text("Not saved. Use the button here to see why.").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Done for now").click()

    page.get_by_role("heading", name="Nothing here").wait_for()
