"""The pages of reminders: how they come, what is to come in truth, what came, and one of them opened."""

import html
import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from smartrecovery import putting_off
from smartrecovery.accounts.models import Consent, User
from smartrecovery.outbox import choices, kinds, news, words
from smartrecovery.outbox.channels import vapid
from smartrecovery.outbox.models import Choice, Contact, Message, PushDevice, Reminder
from stages import check_ins, slips
from stages.models import Behaviour

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
IN_TEN_MINUTES = NOW + timedelta(minutes=10)
PAGE, SENT_PAGE, INBOX, TODAY = "/me/reminders/", "/me/reminders/sent/", "/inbox/", "/"
NOW_PAGE, DONE = "/me/reminders/now/", "/inbox/done/"
State, Held = Message.State, Message.Held
WAYS = [kind.name for kind in kinds.everyone() if kind.is_chosen]
TYPED = {f"way_{name}": "none" for name in WAYS} | {
    "quiet_from": "21:00",
    "quiet_to": "08:00",
    "morning_at": "09:00",
    "most_a_day": "3",
    "paused_until": "",
    "says_what": "0",
}
AS_IT_COMES = {
    "quiet_from": time(21),
    "quiet_to": time(8),
    "morning_at": time(9),
    "most_a_day": 3,
    "says_what": False,
}


@pytest.fixture(autouse=True)
def monday_afternoon(time_machine) -> None:
    """Half past three, in London."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def address(ana) -> EmailAddress:
    return EmailAddress.objects.create(
        user=ana, email="ana@example.org", verified=True, primary=True
    )


def text(answer) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return re.sub(r"\s+", " ", html.unescape(bare))


def checks_in(member, at: time = time(20), **more) -> None:
    check_ins.set_rhythm(member, {"rhythm": "daily", "at": at} | more, NOW)


def save(browser, **said):
    return browser.post(PAGE, TYPED | said)


def sent(member, **more) -> Message:
    """A reminder that reached them a minute ago."""
    said = {
        "kind": "check-in",
        "template": "check_in",
        "occurrence": f":{uuid4()}",
        "day": MONDAY,
        "state": State.SENT,
        "due_at": NOW,
        "sent_at": NOW,
    }
    return Message.objects.create(member=member, **said | more)


def ways(member) -> dict[str, str]:
    return dict(Choice.objects.filter(member=member).values_list("kind", "channel"))


def contact(member) -> dict:
    kept = choices.contact_of(member)
    return {name: getattr(kept, name) for name in AS_IT_COMES}


def to_come(member) -> list[tuple]:
    rows = Reminder.objects.filter(member=member).order_by("kind", "about")
    return [(row.kind, row.next_at, row.channel) for row in rows]


# One page for all of it


def test_everything_asked_for_is_kept_and_shown(as_ana, ana, address):
    checks_in(ana)
    said = {
        "way_check-in": "email", "way_step": "inbox", "quiet_from": "23:00", "quiet_to": "06:30",
        "morning_at": "07:15", "most_a_day": "1", "says_what": "1", "paused_until": "2026-11-30",
    }  # fmt: skip

    save(as_ana, **said)

    page = as_ana.get(PAGE).content.decode()
    ana.refresh_from_db()
    assert ways(ana) == {"check-in": "email", "step": "inbox"}
    assert contact(ana) == {
        "quiet_from": time(23), "quiet_to": time(6, 30), "morning_at": time(7, 15),
        "most_a_day": 1, "says_what": True,
    }  # fmt: skip
    assert (ana.paused_until, ana.is_reminded) == (date(2026, 11, 30), True)
    assert [value for value in ("23:00", "06:30", "07:15", "2026-11-30") if value in page] == [
        "23:00", "06:30", "07:15", "2026-11-30",
    ]  # fmt: skip
    assert page.count(' value="email" selected') == 1


def test_what_waits_is_looked_at_again_when_its_reason_may_be_over(as_ana, ana):
    wine = Behaviour.objects.create(member=ana, kind="alcohol", label="Wine")
    slip = slips.note(ana, uuid4(), wine, NOW)
    message = sent(ana, state=State.HELD, sent_at=None)
    held, looked = Message.objects.filter(pk=message.pk), []

    for path in (PAGE, reverse("me_unpause"), reverse("slip_take_back", args=[slip.pk])):
        held.update(look_at=NOW + timedelta(hours=9))
        as_ana.post(path, TYPED)
        looked += held.values_list("look_at", flat=True)

    assert looked == [NOW] * 3


def test_what_was_chosen_is_planned_at_once(as_ana, ana, address):
    checks_in(ana)

    save(as_ana, **{"way_check-in": "email"})

    assert to_come(ana) == [("check-in", NOW.replace(hour=20, minute=0), "email")]


def test_not_at_all_calls_off_what_is_on_its_way(as_ana, ana):
    choices.choose(ana, "check-in", "email", NOW)
    on_its_way = sent(ana, state=State.SENDING, lease=uuid4(), sent_at=None)

    save(as_ana)

    on_its_way.refresh_from_db()
    assert (on_its_way.state, ways(ana), to_come(ana)) == (
        State.CANCELLED,
        {"check-in": "none"},
        [],
    )


def test_nothing_is_written_where_nothing_changed(as_ana, ana):
    save(as_ana)

    assert (ways(ana), Contact.objects.count()) == ({}, 0)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("quiet_from", "late", "Give a time, such as 20:00."),
        ("quiet_to", "25:00", "Give a time, such as 20:00."),
        ("morning_at", "", "Give a time, such as 20:00."),
        ("most_a_day", "9", "Choose 1, 2 or 3."),
        ("most_a_day", "9" * 400, "Choose 1, 2 or 3."),
        ("says_what", "maybe", "Choose one of the two."),
        ("way_check-in", "telegram", "Choose one of these."),
        ("way_check-in", "email\x00", "Choose one of these."),
        ("paused_until", "soon", "Give a day, such as 2027-03-14."),
        ("paused_until", "2026-11-23", "Choose a day after today, within a year"),
        ("paused_until", "2028-01-01", "Choose a day after today, within a year"),
        ("paused_until", "9999-12-31", "Choose a day between 1900 and 2199."),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_waits(as_ana, ana, field, value, says):
    answer = save(as_ana, **{"way_step": "inbox", "quiet_from": "22:10"} | {field: value})

    assert says in text(answer) and "Nothing was saved yet" in text(answer)
    assert (ways(ana), contact(ana)) == ({}, AS_IT_COMES)
    assert field == "quiet_from" or 'value="22:10"' in answer.content.decode()


def test_what_could_not_be_read_is_named_at_the_top_and_leads_there(as_ana):
    page = save(as_ana, paused_until="long ago", most_a_day="9").content.decode()

    leads = re.findall(r'<a href="#(div_id_\w+)">([^<]+)</a>', page)
    assert leads == [
        ("div_id_most_a_day", "At most a day"),
        ("div_id_paused_until", "Pause every message until"),
    ]
    assert all(f'id="{place}"' in page for place, _words in leads)


def test_nobody_is_reminded_who_did_not_agree(as_ana, ana):
    Consent.objects.create(member=ana, edition=1, given=False, at=NOW + timedelta(minutes=1))

    answers = [save(as_ana), as_ana.post(NOW_PAGE, {"way": "inbox"})]

    assert [answer.headers["Location"] for answer in answers] == ["/me/consent/"] * 2
    assert Message.objects.count() == 0


# What is to come, in truth


@pytest.mark.parametrize(
    ("at", "said", "says"),
    [
        (time(20), {}, "Next: Monday 23 November, 20:00 (London)."),
        (time(22), {}, "22:00 is in your quiet hours, so nothing would come."),
        (
            time(6),
            {},
            "Next: Tuesday 24 November, 08:00 (London). It is for 06:00, which is in your quiet hours.",
        ),
        (time(22), {"way": "inbox"}, "Next: Monday 23 November, 22:00 (London)."),
        (time(22), {"quiet_from": "08:00"}, "Next: Monday 23 November, 22:00 (London)."),
        (time(20), {"paused_until": "2026-11-30"}, "Next: Monday 30 November, 20:00 (London)."),
        (time(3), {"paused_until": "2026-11-30", "quiet_from": "08:00"},
         "Next: Monday 30 November, 04:00 (London)."),
    ],
)  # fmt: skip
def test_the_time_that_is_said_is_the_time_it_comes(as_ana, ana, address, at, said, says):
    checks_in(ana, at)
    way = {"way_check-in": said.get("way", "email")}

    save(as_ana, **way | {name: value for name, value in said.items() if name != "way"})

    assert says in text(as_ana.get(PAGE))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"state": State.HELD, "held_for": Held.SPACED},
            "Next: Monday 23 November, 15:40 (London). It waits a few minutes, so that two do not come at once.",
        ),
        (
            {"attempts": 1},
            "Next: Monday 23 November, 15:40 (London). It was not taken yet, and is tried again then.",
        ),
        (
            {"occurrence": ":2026-11-23~1"},
            "Next: Monday 23 November, 15:40 (London). It waits, because you put it off.",
        ),
        ({"look_at": NOW}, "One is on its way. Next: Monday 23 November, 20:00 (London)."),
        (
            {"state": State.HELD, "held_for": Held.ENOUGH, "expires_at": IN_TEN_MINUTES},
            "Next: Monday 23 November, 20:00 (London).",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", [PAGE, "/check-in/rhythm/"])
def test_what_is_due_and_waits_is_the_next(as_ana, ana, address, page, row, says):
    checks_in(ana)
    save(as_ana, **{"way_check-in": "email"})
    waits = {"state": State.QUEUED, "sent_at": None, "look_at": IN_TEN_MINUTES}

    sent(ana, **waits | row)

    assert says in text(as_ana.get(page))


def test_a_pause_says_from_when_it_is_over(as_ana):
    save(as_ana, paused_until="2026-11-30")

    says = "Messages are paused. They come again from Monday 30 November, 04:00 (London)."
    assert says in text(as_ana.get(PAGE))


def test_the_hours_are_of_their_own_clock(as_ana, ana, address):
    User.objects.filter(pk=ana.pk).update(zone="America/New_York")
    ana.refresh_from_db()
    checks_in(ana)

    save(as_ana, **{"way_check-in": "email"})

    assert "Next: Monday 23 November, 20:00 (New York)." in text(as_ana.get(PAGE))
    assert to_come(ana) == [("check-in", datetime(2026, 11, 24, 1, tzinfo=UTC), "email")]


def test_where_nothing_is_planned_it_says_where_to(as_ana):
    save(as_ana, **{"way_check-in": "inbox"})

    page = as_ana.get(PAGE)
    assert "Nothing is planned that this could remind you of." in text(page)
    assert 'href="/check-in/rhythm/">Choose how often you check in' in page.content.decode()


def test_what_stopped_by_itself_says_so_and_comes_again(as_ana, ana):
    checks_in(ana)
    save(as_ana, **{"way_check-in": "inbox"})
    Reminder.objects.update(stopped_at=NOW, next_on=None, next_at=None, unanswered=14)

    before = text(as_ana.get(PAGE))
    as_ana.post(PAGE, {"do": "again", "kind": "check-in"})

    assert "These stopped on 23 Nov 2026, because none was answered" in before
    assert "Let them come again" not in text(as_ana.get(PAGE))
    assert to_come(ana) == [("check-in", NOW.replace(hour=20, minute=0), "inbox")]


# Ways that are closed, and how to open them


@pytest.mark.parametrize(
    ("verified", "says", "offers"),
    [
        (None, "You gave no address, so nothing can come by e-mail.", "Give an address"),
        (False, "ana@example.org is not confirmed yet", "Send the link again"),
    ],
)
def test_mail_that_cannot_come_is_said(as_ana, ana, verified, says, offers):
    if verified is not None:
        EmailAddress.objects.create(user=ana, email="ana@example.org", verified=verified)
    before = text(as_ana.get(PAGE))

    save(as_ana, **{"way_check-in": "email"})

    page = text(as_ana.get(PAGE))
    assert (says in before, says in page, offers in page) == (False, True, True)


def test_a_broken_mailbox_is_said_and_can_be_tried_again(as_ana, ana, address):
    choices.set_contact(ana, {"email_broken_at": NOW}, NOW)
    before = text(as_ana.get(PAGE))

    as_ana.post(PAGE, {"do": "mailbox"})

    assert "Mail to ana@example.org came back on 23 Nov 2026." in before
    assert "came back" not in text(as_ana.get(PAGE))
    assert choices.contact_of(ana).email_broken_at is None


@pytest.mark.parametrize("page", [PAGE, "/check-in/rhythm/"])
def test_devices_are_not_offered_where_nothing_can_be_sent_to_them(as_ana, settings, page):
    settings.VAPID_PRIVATE_KEY = ""

    assert "On my devices" not in text(as_ana.get(page))


def test_a_device_that_others_use_is_said_to_show_nothing(as_ana, ana, settings):
    settings.VAPID_PRIVATE_KEY = vapid.new_key()
    PushDevice.objects.create(member=ana, mark="a", told={})
    User.objects.filter(pk=ana.pk).update(shared_device=True)

    save(as_ana, **{"way_check-in": "push"})

    page = as_ana.get(PAGE).content.decode()
    assert "Others use your device, so nothing is shown on it." in page
    assert ("Turn on this device" in page, 'name="way" value="push"' in page) == (False, False)


def test_a_device_that_listens_for_an_older_key_is_told_of(as_ana, ana, settings):
    settings.VAPID_PRIVATE_KEY = vapid.new_key()
    for mark, made_for in (("a", vapid.mark()), ("b", "another"), ("c", "")):
        PushDevice.objects.create(member=ana, mark=mark, made_for=made_for, told={})

    assert text(as_ana.get(PAGE)).count("Has to be turned on again") == 1


# How much a message says


def test_the_preview_is_the_very_mail(as_ana, ana, address):
    checks_in(ana)
    save(as_ana, **{"way_check-in": "email"})
    message = Message(
        member=ana, kind="check-in", template="check_in", day=MONDAY, due_at=NOW.replace(hour=20)
    )

    page = text(as_ana.get(PAGE))

    for detailed in (False, True):
        mail = words.said([message], detailed=detailed)
        lines = [line for line in mail.text.splitlines() if line and "http" not in line]
        assert [line for line in lines if line not in page] == []
        assert mail.subject in page
    assert "Whoever shares your mailbox, or sees your screen light up, could read it." in page


# One now


@pytest.mark.parametrize("way", ["email", "push", "inbox"])
def test_one_is_posted_now_and_shown(as_ana, ana, way):
    as_ana.post(NOW_PAGE, {"way": way})

    (row,) = Message.objects.all()
    page = text(as_ana.get(PAGE))
    assert (row.member, row.kind, row.channel, row.due_at) == (ana, "now", way, NOW)
    assert "It is on its way. The list below says when it went." in page
    assert "For Monday 23 November, 15:30 (London)" in page


def test_pressed_twice_in_a_minute_it_is_one(as_ana, time_machine):
    as_ana.post(NOW_PAGE, {"way": "inbox"})
    again = as_ana.post(NOW_PAGE, {"way": "inbox"}, follow=True)
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    as_ana.post(NOW_PAGE, {"way": "inbox"})

    assert "One went out a moment ago." in text(again)
    assert Message.objects.count() == 2


@pytest.mark.parametrize("way", ["", "none", "pigeon", "inbox\x00"])
def test_one_is_sent_by_a_way_there_is_or_not_at_all(as_ana, way):
    assert as_ana.post(NOW_PAGE, {"way": way}).status_code == 400
    assert Message.objects.count() == 0


# What was sent


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({}, "Sent by e-mail at 15:30."),
        ({"channel": "push", "answered_at": NOW}, "Sent on your devices at 15:30. Answered."),
        ({"answered_at": NOW, "held_for": Held.LATER}, "Sent by e-mail at 15:30. Put off by you."),
        ({"channel": "inbox", "went_with": uuid4()}, "Sent in here at 15:30, together with another."),
        (
            {"sent_at": NOW + timedelta(hours=17)},
            "Sent by e-mail on Tuesday 24 November, 08:30 (London).",
        ),
        ({"state": State.QUEUED, "sent_at": None}, "Waits for its time."),
        (
            {"state": State.QUEUED, "sent_at": None, "attempts": 1, "look_at": NOW + timedelta(minutes=5)},
            "Not taken yet. Tried again at 15:35.",
        ),
        ({"state": State.SENDING, "sent_at": None}, "On its way."),
        ({"state": State.FAILED, "sent_at": None}, "Could not be delivered."),
        ({"state": State.CANCELLED, "sent_at": None}, "Called off before it was sent."),
        ({"state": State.EXPIRED, "sent_at": None}, "Not sent: by then it was too late to be of use."),
        *[
            ({"state": State.HELD, "sent_at": None, "held_for": held}, "It waits")
            for held in Held.values
        ],
        (
            {"state": State.HELD, "sent_at": None, "held_for": "spaced", "look_at": IN_TEN_MINUTES},
            "so that two do not come at once. It comes on Monday 23 November, 15:40 (London).",
        ),
        (
            {"state": State.HELD, "sent_at": None, "held_for": "quiet", "look_at": IN_TEN_MINUTES,
             "expires_at": IN_TEN_MINUTES},
            "the end of your quiet hours. By then it is too late to be of use, so it will not come.",
        ),
        ({"kind": "reset", "day": None}, "A message about signing in"),
        ({"kind": "of-another-year", "day": None}, "A message"),
    ],
)  # fmt: skip
def test_the_ledger_says_what_became_of_each(as_ana, ana, row, says):
    sent(ana, **row)

    page = text(as_ana.get(SENT_PAGE))

    assert says in page and "For Monday 23 November, 15:30 (London)" in page


def test_the_ledger_has_pages_and_nothing_of_anybody_else(as_ana, ana, sam):
    for number in range(31):
        sent(ana, due_at=NOW - timedelta(days=number))
    sent(sam, kind="now", template="now")

    first, second = text(as_ana.get(SENT_PAGE)), text(as_ana.get(f"{SENT_PAGE}?page=2"))

    assert (first.count("Sent by e-mail"), second.count("Sent by e-mail")) == (30, 1)
    assert "One to see how it comes" not in first + second


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 400, "\x00", "٢"])
def test_a_page_that_is_not_there_is_another(as_ana, ana, number):
    sent(ana)

    assert as_ana.get(SENT_PAGE, {"page": number}).status_code == 200


# In here


def test_what_waits_in_here_is_announced_and_put_away(as_ana, ana, sam):
    message = sent(ana, channel="inbox")
    news.look_again(ana)
    before = text(as_ana.get(TODAY)), text(as_ana.get(INBOX))

    as_ana.post(DONE, {"message": str(message.pk)})

    ana.refresh_from_db()
    message.refresh_from_db()
    assert "Something waits for you in here" in before[0] and "Checking in" in before[1]
    assert "Something waits" not in text(as_ana.get(TODAY))
    assert "Nothing waits" in text(as_ana.get(INBOX))
    assert (ana.has_news, message.answered_at) == (False, NOW)


def test_putting_away_is_an_answer(as_ana, ana):
    checks_in(ana)
    save(as_ana, **{"way_check-in": "inbox"})
    Reminder.objects.update(unanswered=4)
    message = sent(ana, channel="inbox")

    as_ana.post(DONE, {"message": str(message.pk)})

    assert [row.unanswered for row in Reminder.objects.all()] == [0]


def test_only_what_the_page_showed_is_put_away(as_ana, ana):
    shown, since = sent(ana, channel="inbox"), sent(ana, channel="inbox", kind="now", day=None)

    as_ana.post(DONE, {"message": [str(shown.pk)]})

    assert [message.pk for message in news.waiting(ana)] == [since.pk]


def test_nobody_puts_away_what_is_anothers(as_ana, ana, sam):
    theirs, hers = sent(sam, channel="inbox"), sent(ana)

    as_ana.post(DONE, {"message": str(theirs.pk)})

    hers.refresh_from_db()
    assert [message.pk for message in news.waiting(sam)] == [theirs.pk]
    assert hers.answered_at is None


def test_what_is_no_id_is_not_found(as_ana):
    assert as_ana.post(DONE, {"message": "x\x00"}).status_code == 404


# One of them opened


def test_it_says_what_it_is_about_and_where_it_leads(as_ana, ana):
    message = sent(ana)

    page = as_ana.get(f"/r/{message.pk}/")

    assert "Monday 23 November, 15:30 (London) Checking in" in text(page)
    assert f'href="{html.escape(kinds.named("check-in").page(message))}">Open it' in (
        page.content.decode()
    )


@pytest.mark.parametrize(
    ("row", "may"),
    [
        ({"channel": "inbox"}, True),
        ({"channel": "inbox", "answered_at": NOW}, False),
        ({"channel": "email"}, False),
    ],
)
def test_what_waits_in_here_can_be_put_away_from_its_own_page(as_ana, ana, row, may):
    message = sent(ana, **row)

    assert ("Put away" in text(as_ana.get(f"/r/{message.pk}/"))) is may


def test_opening_it_changes_nothing(as_ana, ana):
    message = sent(ana, channel="inbox", number=9)
    before = Message.objects.values().get()

    as_ana.get(f"/r/{message.pk}/")
    as_ana.head(f"/r/{message.pk}/")

    assert Message.objects.values().get() == before


@pytest.mark.parametrize("what", ["", "later/", "stop/"])
def test_it_opens_for_its_owner_alone(as_ana, sam, what):
    theirs = f"/r/{sent(sam).pk}/{what}"

    assert (as_ana.get if not what else as_ana.post)(theirs).status_code == 404


def test_put_off_it_comes_again_about_the_same_day(as_ana, ana):
    choices.choose(ana, "check-in", "email", NOW)
    message = sent(ana, day=MONDAY - timedelta(days=1))

    answer = as_ana.post(f"/r/{message.pk}/later/", {"until": "hour"}, follow=True)

    again = Message.objects.exclude(pk=message.pk).get()
    assert (again.day, again.due_at, again.state) == (
        MONDAY - timedelta(days=1),
        NOW + timedelta(hours=1),
        State.QUEUED,
    )
    assert "It comes again on Monday 23 November, 16:30 (London)." in text(answer)


def test_put_off_when_it_is_answered_already_nothing_comes(as_ana, ana):
    message = sent(ana, answered_at=NOW)

    answer = as_ana.post(f"/r/{message.pk}/later/", {"until": "hour"}, follow=True)

    assert "That one is answered already." in text(answer)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("until", ["", "never", "hour\x00", "9" * 400])
def test_put_off_until_something_else_is_refused(as_ana, ana, until):
    message = sent(ana)

    assert as_ana.post(f"/r/{message.pk}/later/", {"until": until}).status_code == 400


@pytest.mark.parametrize(
    ("hour", "names", "morning"),
    [
        (15, ["hour", "three", "morning"], date(2026, 11, 24)),
        (19, ["hour", "morning"], date(2026, 11, 24)),
        (21, ["morning"], date(2026, 11, 24)),
        (2, ["morning"], date(2026, 11, 23)),
    ],
)
def test_nothing_is_offered_that_falls_into_quiet_hours(ana, hour, names, morning):
    now = NOW.replace(hour=hour)

    with translation.override("en-gb"):
        offered = putting_off.offered(ana, Contact(member=ana), now)

    assert [each.name for each in offered] == names
    assert offered[-1].at == datetime.combine(morning, time(9), UTC)


def test_stopped_from_its_page_no_more_come(as_ana, ana):
    checks_in(ana)
    save(as_ana, **{"way_check-in": "email"})
    message = sent(ana)

    answer = as_ana.post(f"/r/{message.pk}/stop/", follow=True)

    assert "No more of these: Checking in." in text(answer)
    assert (ways(ana), to_come(ana)) == ({"check-in": "none"}, [])


@pytest.mark.parametrize(("number", "asks"), [(5, False), (6, True)])
def test_after_five_without_an_answer_it_asks_whether_less_often(as_ana, ana, number, asks):
    message = sent(ana, number=number)

    page = as_ana.get(f"/r/{message.pk}/")

    assert ("Would you like them less often?" in text(page)) is asks
    assert (kinds.named("check-in").less(message) in page.content.decode()) is asks


def test_what_came_in_the_same_message_is_named(as_ana, ana):
    first = sent(ana)
    beside = sent(ana, kind="now", template="now", day=None, went_with=first.pk)

    for one, other in ((first, "One to see how it comes"), (beside, "Checking in")):
        assert f"Also in that message {other}" in text(as_ana.get(f"/r/{one.pk}/"))


def test_of_a_kind_that_is_no_more_little_is_said(as_ana, ana):
    message = sent(ana, kind="of-another-year")

    page = as_ana.get(f"/r/{message.pk}/")

    assert "A message" in text(page)
    assert as_ana.post(f"/r/{message.pk}/stop/").status_code == 400


# Around it


def test_another_zone_moves_what_is_to_come(as_ana, ana, address):
    checks_in(ana)
    save(as_ana, **{"way_check-in": "email"})
    quiet = sent(ana, state=State.HELD, sent_at=None, look_at=NOW + timedelta(hours=9))

    as_ana.post("/me/settings/", {
        "name": "", "zone": "America/New_York", "day_starts": "04:00", "theme": "system",
        "language": "en-gb", "region": "", "idle_minutes": "30",
    })  # fmt: skip

    quiet.refresh_from_db()
    assert to_come(ana) == [("check-in", datetime(2026, 11, 24, 1, tzinfo=UTC), "email")]
    assert quiet.look_at == NOW


def test_no_page_asks_more_where_there_is_more(as_ana, ana, address):
    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asking:
            as_ana.get(path)
        return len(asking)

    checks_in(ana)
    save(as_ana, **{"way_check-in": "email"})
    first = sent(ana, channel="inbox")
    pages = [PAGE, SENT_PAGE, INBOX, f"/r/{first.pk}/"]
    before = [asked(path) for path in pages * 2][len(pages) :]
    for number in range(12):
        sent(ana, channel="inbox", went_with=first.pk, due_at=NOW - timedelta(hours=number))
        Reminder.objects.create(
            member=ana, kind="step", about=f"{number}", channel="email", at=time(9),
            zone="Europe/London", first_on=MONDAY, next_on=MONDAY,
            next_at=timezone.now() + timedelta(days=9),
        )  # fmt: skip

    assert [asked(path) for path in pages] == before
    assert max(before) <= 12
