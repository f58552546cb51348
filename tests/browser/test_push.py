"""A browser that shows reminders while the page is closed: what stands on the lock screen, and where it leads."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from smartrecovery.outbox import devices
from smartrecovery.outbox.channels import endpoints, vapid
from smartrecovery.outbox.models import PushDevice
from tests.outbox.post_office import Browser

from .hands import until

ENDPOINT = "https://fcm.googleapis.com/send/this"
# No push service is at hand: what the browser would be told by one.
LISTENS = """
const told = %s;
const raw = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)).buffer;
const place = { endpoint: told.endpoint, getKey: (name) => raw(told[name]), unsubscribe: async () => localStorage.removeItem("listens") };
PushManager.prototype.subscribe = async (how) => {
  localStorage.setItem("listens", String(how.userVisibleOnly) + how.applicationServerKey.byteLength);
  return place;
};
PushManager.prototype.getSubscription = async () => localStorage.getItem("listens") && place;
"""
# Until it listens anew, it listens at the first place, for the key that is told.
LISTENED = """
const before = %s, key = new TextEncoder().encode(%s).buffer, now = PushManager.prototype.getSubscription;
PushManager.prototype.getSubscription = async function () {
  return (await now.call(this)) || { ...before, options: { applicationServerKey: key }, unsubscribe: async () => true };
};
"""
REGISTERED = """async ([script, scope]) => {
  const one = await navigator.serviceWorker.register(script, { scope });
  while (!one.active || one.active.state !== "activated") await new Promise((go) => setTimeout(go, 20));
}"""
SHOWN = """async (scope) => {
  const one = await navigator.serviceWorker.getRegistration(scope);
  return (await one.getNotifications()).map(({ title, body, tag, data }) => [title, body, tag, data]);
}"""
PRESSED = """(data) => new Promise((opened) => {
  self.clients.openWindow = async (where) => opened(where);
  const [closed, event] = [{ data, close() {} }, new ExtendableEvent("notificationclick")];
  Object.defineProperty(event, "notification", { value: closed });
  self.dispatchEvent(event);
})"""


@pytest.fixture(autouse=True)
def a_key(settings, monkeypatch):
    settings.VAPID_PRIVATE_KEY = vapid.new_key()
    monkeypatch.setattr(endpoints, "resolve", lambda host: ["142.250.74.10"])


def listening(page: Page) -> str:
    """The browser's own number for our worker, once it is there."""
    found: list[str] = []
    line = page.context.new_cdp_session(page)
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(each["registrationId"] for each in said["registrations"]),
    )
    line.send("ServiceWorker.enable")
    page.evaluate(REGISTERED, [reverse("urge_worker"), reverse("urge")])
    assert until(page, lambda: bool(found))
    page.arrives = lambda told: line.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": page.evaluate("location.origin"),
            "registrationId": found[-1],
            "data": json.dumps(told),
        },
    )
    return found[-1]


def shown(page: Page) -> list:
    return page.evaluate(SHOWN, reverse("urge"))


def test_a_lock_screen_shows_that_there_is_something_and_no_more(phone, open_as, ana):
    phone.grant_permissions(["notifications"])
    page = open_as(phone, ana, reverse("help"))
    listening(page)
    told = {"say": "You have a reminder", "go": "/r/x/", "tag": "one"}

    page.arrives(told)
    page.arrives(told)
    page.arrives(told | {"tag": "two"})

    assert until(page, lambda: len(shown(page)) == 2)
    assert sorted(shown(page)) == [
        ["You have a reminder", "", "one", "/r/x/"],
        ["You have a reminder", "", "two", "/r/x/"],
    ]


def test_pressing_it_opens_a_page_of_ours_and_no_other(phone, open_as, ana):
    page = open_as(phone, ana, reverse("help"))
    listening(page)
    [worker] = phone.service_workers

    opened = [
        worker.evaluate(PRESSED, where)
        for where in ("/r/x/", "https://evil.example/r/x/", "//evil.example", "")
    ]

    assert opened == ["/r/x/", "/", "/", "/"]


def test_a_device_is_turned_on_and_off_where_reminders_are(phone, open_as, ana):
    phone.grant_permissions(["notifications"])
    phone.add_init_script(LISTENS % json.dumps(Browser(ENDPOINT).told))
    page = open_as(phone, ana, reverse("reminders"))

    page.get_by_role("button", name="Show reminders on this device").click()

    expect(page.get_by_text("this one")).to_be_visible()
    expect(page.get_by_role("button", name="Show reminders on this device")).to_be_hidden()
    assert [device.told["endpoint"] for device in PushDevice.objects.all()] == [ENDPOINT]
    assert page.evaluate("localStorage.getItem('listens')") == "true65"

    page.get_by_role("button", name="Turn off").click()

    expect(page.get_by_role("button", name="Show reminders on this device")).to_be_visible()
    assert (PushDevice.objects.count(), page.evaluate("localStorage.getItem('listens')")) == (
        0,
        None,
    )


def test_after_a_change_of_our_key_a_visit_turns_it_on_again(phone, open_as, ana, settings):
    phone.grant_permissions(["notifications"])
    before, after = Browser(ENDPOINT).told, Browser(f"{ENDPOINT}-again").told
    devices.remember(ana, before, "This one", timezone.now())
    settings.VAPID_PRIVATE_KEY = vapid.new_key()
    phone.add_init_script(LISTENS % json.dumps(after))
    phone.add_init_script(LISTENED % (json.dumps(before), json.dumps("an older key")))

    page = open_as(phone, ana, reverse("help"))
    listening(page)
    page.goto(page.url.replace(reverse("help"), reverse("reminders")))

    expect(page.get_by_text("This device is ready to show reminders.")).to_be_visible()
    expect(page.get_by_text("Has to be turned on again")).to_be_hidden()
    assert [(row.told["endpoint"], row.made_for) for row in PushDevice.objects.all()] == [
        (after["endpoint"], vapid.mark())
    ]


def test_a_browser_that_is_set_to_show_nothing_is_told_of_plainly(phone, open_as, ana):
    page = open_as(phone, ana, reverse("reminders"))
    page.evaluate("Notification.requestPermission = async () => 'denied'")

    page.get_by_role("button", name="Show reminders on this device").click()

    expect(page.get_by_text("Your browser is set not to show anything from here.")).to_be_visible()
    assert PushDevice.objects.count() == 0
