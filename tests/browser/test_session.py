"""The end of a session is told in good time, and one button puts it off."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from smartrecovery.accounts.models import Session

from .hands import begun, until


def rested(minutes: int, seconds: int = 0) -> None:
    ago = timezone.now() - timedelta(minutes=minutes, seconds=seconds)
    Session.objects.update(seen_at=ago)


def look(page) -> None:
    """What the page does by itself a few minutes before the end."""
    page.evaluate("import(document.body.dataset.sessionScript)")


def open_for_five_minutes(phone, ana, open_as, path="/"):
    ana.idle_minutes = 5
    ana.save()
    page = open_as(phone, ana, path)
    page.clock.install()
    return page


def test_two_minutes_before_the_end_there_is_a_way_to_stay(phone, ana, open_as):
    page = open_for_five_minutes(phone, ana, open_as)
    rested(2, 45)

    look(page)
    page.clock.run_for(121_000)
    page.get_by_role("button", name="Stay signed in").click()

    assert until(
        page, lambda: Session.objects.get().seen_at > timezone.now() - timedelta(minutes=1)
    )
    assert until(page, lambda: page.get_by_role("button", name="Stay signed in").count() == 0)


def test_with_time_left_nothing_is_said(phone, ana, open_as):
    page = open_for_five_minutes(phone, ana, open_as)

    look(page)
    page.clock.run_for(121_000)
    page.wait_for_timeout(500)

    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)


def test_a_worksheet_asks_where_it_is_and_any_other_page_goes_to_the_door(phone, ana, open_as):
    page = open_for_five_minutes(phone, ana, open_as, begun(ana))
    other = phone.new_page()
    other.clock.install()
    other.goto("/progress/")
    Session.objects.all().delete()

    for each in (page, other):
        look(each)
        each.clock.run_for(125_000)

    page.get_by_role("dialog").wait_for()
    other.wait_for_url("**/accounts/login/**")
