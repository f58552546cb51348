"""Reminders by keyboard alone and without script: chosen, tried, put away, put off and stopped."""

from datetime import datetime, time

from django.utils import timezone
from playwright.sync_api import expect

from smartrecovery.outbox import delivery
from smartrecovery.outbox.models import Choice, Message
from stages import check_ins

from .test_every_page import against

PAGE = "/me/reminders/"


def press(page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_all_of_it_by_keyboard_alone_without_script(device, ana, open_as):
    check_ins.set_rhythm(ana, {"rhythm": "daily", "at": time(20)}, timezone.now())
    page = open_as(device(java_script_enabled=False), ana, PAGE)

    page.get_by_label("Checking in").focus()
    page.keyboard.type("By")
    press(page, "Save my reminders")
    page.get_by_text("You gave no address, so nothing can come by e-mail.").wait_for()
    press(page, "In here")
    page.get_by_text("It is on its way.").wait_for()
    delivery.deliver_due(timezone.now())
    page.goto("/")
    page.get_by_role("link", name="Something waits for you in here").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="One to see how it comes").wait_for()
    press(page, "Put away")
    page.get_by_role("heading", name="Nothing waits").wait_for()

    assert list(Choice.objects.values_list("kind", "channel")) == [("check-in", "email")]


def test_one_is_put_off_and_then_stopped(phone, ana, open_as):
    now = timezone.now()
    message = Message.objects.create(
        member=ana, kind="check-in", template="check_in", day=ana.today(now), sent_at=now,
        occurrence=f":{ana.today(now)}", state=Message.State.SENT, number=6,
    )  # fmt: skip
    page = open_as(phone, ana, f"/r/{message.pk}/")

    page.get_by_role("button", name="Tomorrow, 09:00").click()
    page.get_by_text("It comes again on").wait_for()
    page.goto(f"/r/{message.pk}/")
    expect(page.get_by_text("You answered this one, or put it off.")).to_be_visible()
    page.get_by_role("button", name="Stop these").click()
    page.get_by_text("No more of these: Checking in.").wait_for()

    states = Message.objects.order_by("due_at").values_list("state", flat=True)
    assert sorted(states) == ["cancelled", "sent"]


def test_what_is_wrong_is_said_and_open_to_all(phone, ana, open_as):
    page = open_as(phone, ana, PAGE)
    page.get_by_label("Pause every message until").fill(datetime(2020, 1, 1).date().isoformat())
    page.get_by_role("button", name="Save my reminders").click()

    page.get_by_text("Choose a day after today, within a year").wait_for()
    assert against(page, PAGE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
