"""The pages of checking in: what is asked, about which day, what a week is filled in with, what comes back at once."""

import gzip
import html
import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from smartrecovery import check_in_back, check_in_week
from smartrecovery.today import today_for
from stages import check_ins
from stages.models import Behaviour, CheckIn, CheckInPlan, Stage, StageMove, SupportShown, Urge
from tests.tools.test_card import plan as urge_plan
from tests.tools.test_card import rows
from tests.tools.writing import kept

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
SUNDAY = date(2026, 11, 22)
TEN_PAST_TWO = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
CHECK_IN, RHYTHM, ALL = "/check-in/", "/check-in/rhythm/", "/check-in/all/"


@pytest.fixture(autouse=True)
def sunday_evening(time_machine) -> None:
    """Eight in the evening, in London."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_night(time_machine, sunday_evening) -> None:
    """Ten past two, and the day starts at four."""
    time_machine.move_to(TEN_PAST_TWO, tick=False)


@pytest.fixture
def wine(ana) -> Behaviour:
    return behaviour(ana, "Wine")


def behaviour(member, label: str, **more) -> Behaviour:
    made = NOW + timedelta(seconds=Behaviour.objects.count())
    return Behaviour.objects.create(
        member=member, kind="alcohol", label=label, created_at=made, **more
    )


def days(n: int) -> date:
    return SUNDAY + timedelta(days=n)


def text(answer) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(bare))


def fields(answer) -> dict[str, str]:
    """What a browser would send of the form, nothing touched."""
    page = answer.content.decode().partition('<form class="entry')[2].partition("</form>")[0]
    told = {}
    for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", page):
        at = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if at.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        told[at.get("name", "")] = html.unescape(at.get("value", ""))
    note = re.search(r'<textarea[^>]*name="note"[^>]*>\n?(.*?)</textarea>', page, re.S)
    told |= {"note": html.unescape(note[1])} if note else {}
    return {name: value for name, value in told.items() if name not in ("", "csrfmiddlewaretoken")}


def asked(answer) -> list[str]:
    """The fields a page asks, hidden ones aside."""
    page = answer.content.decode()
    names = re.findall(r'<(?:input type="(?:radio|checkbox)"|textarea)[^>]*name="(\w+)"', page)
    return list(dict.fromkeys(names))


def send(browser, url: str = CHECK_IN, **said):
    """Opens the page and presses its button, with these answers."""
    return browser.post(url, fields(browser.get(url)) | said)


def rhythm(member, **said) -> CheckInPlan:
    return check_ins.set_rhythm(member, said, NOW)


def mask(*prompts: str) -> int:
    return sum(1 << CheckInPlan.Prompt[name] for name in prompts)


def said_of_each() -> list[tuple]:
    return [(row.day, row.weekly, row.mood) for row in CheckIn.objects.order_by("day", "weekly")]


# What is asked


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        (0, ["plan", "mood", "urge", "note", "would_like"]),
        (1, ["days", "mood", "urge", "importance", "confidence", "note", "would_like", "feels_done"]),
    ],
)  # fmt: skip
def test_without_a_rhythm_everything_may_be_said(as_ana, wine, week, expected):
    assert asked(as_ana.get(f"{CHECK_IN}?week={week}")) == expected


def test_only_what_was_chosen_is_asked(as_ana, ana, wine):
    rhythm(ana, rhythm="daily", prompts=mask("MOOD", "NOTE"))

    assert asked(as_ana.get(CHECK_IN)) == ["mood", "note"]


def test_a_weekly_rhythm_opens_with_the_week(as_ana, ana, wine):
    rhythm(ana, rhythm="weekly", days=64)

    assert "How were these seven days?" in text(as_ana.get(CHECK_IN))


def test_where_nothing_chosen_can_be_said_of_a_day_the_week_is_asked(as_ana, ana, wine):
    rhythm(ana, rhythm="daily", prompts=mask("IMPORTANCE"))

    assert asked(as_ana.get(CHECK_IN)) == ["importance", "feels_done"]


def test_somebody_who_works_on_nothing_yet_may_say_how_it_is(as_ana, ana):
    send(as_ana, mood="4")

    assert [(row.behaviour, row.mood) for row in ana.check_ins.all()] == [(None, 4)]


# Saving


def test_everything_said_is_kept_and_the_page_says_so(as_ana, ana, wine):
    answer = send(as_ana, plan="yes", mood="7", urge="0", note=" Swam \r\n", would_like="none")

    (row,) = CheckIn.objects.all()
    assert [row.member, row.behaviour, row.day, row.weekly] == [ana, wine, SUNDAY, False]
    assert [row.plan, row.mood, row.urge, row.note, row.would_like] == [
        "yes", 7, 0, "Swam", "none",
    ]  # fmt: skip
    assert answer.headers["Location"] == reverse("check_in_kept", args=[row.pk])
    assert "You did your plan, or part of it. Saved 20:00." in text(as_ana.get(answer["Location"]))


def test_a_week_keeps_all_of_its_answers(as_ana, wine):
    send(
        as_ana, f"{CHECK_IN}?week=1",
        days="5", mood="6", urge="8", importance="9", confidence="6", feels_done="on",
    )  # fmt: skip

    (row,) = CheckIn.objects.all()
    assert [row.weekly, row.week, row.counted] == [True, days(-6), 5]
    assert [row.days, row.mood, row.urge, row.importance, row.confidence, row.feels_done] == [
        5, 6, 8, 9, 6, True,
    ]  # fmt: skip


def test_sent_twice_it_is_one_row(as_ana, wine):
    said = fields(as_ana.get(CHECK_IN)) | {"mood": "7", "note": "Swam"}

    first, second = as_ana.post(CHECK_IN, said), as_ana.post(CHECK_IN, said)

    assert first.headers["Location"] == second.headers["Location"]
    assert [row.note for row in CheckIn.objects.all()] == ["Swam"]


def test_two_tabs_at_once_lose_nothing(as_ana, wine):
    here = there = fields(as_ana.get(CHECK_IN))
    as_ana.post(CHECK_IN, here | {"mood": "7", "note": "Swam"})
    as_ana.post(CHECK_IN, there | {"urge": "3", "note": "Rang June"})

    (row,) = CheckIn.objects.all()
    assert (row.mood, row.urge, row.note) == (7, 3, "Swam\nRang June")


def test_opened_again_it_shows_what_was_said_and_changes_it(as_ana, wine):
    note = "Swam & <b>read</b>" + ", and so on" * 60
    send(as_ana, plan="yes", mood="7", note=note)

    again = fields(as_ana.get(f"{CHECK_IN}?about={wine.pk}&day={SUNDAY}"))
    as_ana.post(CHECK_IN, again | {"mood": "5", "note": ""})

    assert (again["plan"], again["mood"], again["note"]) == ("yes", "7", note)
    (row,) = CheckIn.objects.all()
    assert (row.plan, row.mood, row.note, row.counted) == ("yes", 5, "", 1)


@pytest.mark.parametrize("week", [0, 1])
def test_an_empty_one_has_nothing_to_keep_and_is_no_mistake(as_ana, wine, week):
    answer = send(as_ana, f"{CHECK_IN}?week={week}")

    assert answer.status_code == 200
    assert "There is nothing to keep yet. One answer is enough, and so is none." in text(answer)
    assert "invalid" not in answer.content.decode()
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"mood": "11"}, {"mood": "-1"}, {"mood": "٣"}, {"urge": "x" * 3000}, {"plan": "maybe"},
     {"would_like": "\0"}, {"note": "x" * 4001}],
)  # fmt: skip
def test_an_answer_there_is_not_keeps_what_else_was_typed(as_ana, wine, wrong):
    answer = send(as_ana, **{"note": "Swam at six", "plan": "yes"} | wrong)

    assert answer.status_code == 200
    assert not CheckIn.objects.exists()
    assert wrong.get("note", "Swam at six") in answer.content.decode()


@pytest.mark.parametrize(
    "seen", ["", "{", "[]", "null", "9" * 5000, "[" * 3000, '{"at": {}, "mood": []}', "\0"]
)
def test_what_a_page_says_it_showed_is_read_with_care(as_ana, wine, seen):
    for mood in ("4", "6"):
        assert send(as_ana, mood=mood, seen=seen).status_code == 302

    assert said_of_each() == [(SUNDAY, False, 6)]


def test_a_note_that_may_be_about_not_wanting_to_live_is_met_with_a_way_to_people(as_ana, ana):
    answer = send(as_ana, note="I want to die")

    assert "there are people to talk to now" in text(as_ana.get(answer["Location"]))
    assert [(shown.member, shown.why) for shown in SupportShown.objects.all()] == [(ana, "words")]


def test_words_of_theirs_are_only_ever_text(as_ana, ana):
    bad = '<img src=x onerror=alert(1)>{{ 7|add:7 }}"'
    about = behaviour(ana, bad)
    behaviour(ana, "Phone")
    answer = send(as_ana, f"{CHECK_IN}?about={about.pk}", note=bad)

    for url in (CHECK_IN, ALL, answer["Location"], f"{CHECK_IN}?about={about.pk}"):
        page = as_ana.get(url).content.decode()
        assert "<img" not in page
        assert "{{ 7|add:7 }}" in page


# Which day


def test_at_ten_past_two_it_asks_and_last_night_is_the_answer_until_they_say_otherwise(
    at_night, as_ana, wine
):
    page = as_ana.get(CHECK_IN)

    assert "Last night or today? Last night Today" in text(page)
    assert fields(page)["day"] == "2026-11-22"


@pytest.mark.parametrize("day", [SUNDAY, days(1)])
def test_both_are_kept_as_said(at_night, as_ana, wine, day):
    send(as_ana, day=day.isoformat(), mood="4")

    assert said_of_each() == [(day, False, 4)]


def test_a_page_of_last_night_may_be_sent_after_the_day_has_begun(
    at_night, time_machine, as_ana, ana, wine
):
    said = fields(as_ana.get(CHECK_IN)) | {"mood": "4"}

    time_machine.move_to(TEN_PAST_TWO + timedelta(hours=2), tick=False)
    again = Client()
    again.force_login(ana)
    again.post(CHECK_IN, said)

    assert said_of_each() == [(SUNDAY, False, 4)]


def test_a_week_at_night_ends_with_last_night(at_night, as_ana, wine):
    send(as_ana, f"{CHECK_IN}?week=1", mood="4")

    assert said_of_each() == [(SUNDAY, True, 4)]


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("Pacific/Pago_Pago", datetime(2026, 11, 22, 14, 59, tzinfo=UTC), date(2026, 11, 21)),
        ("Pacific/Pago_Pago", datetime(2026, 11, 22, 15, 0, tzinfo=UTC), SUNDAY),
        ("Pacific/Tongatapu", datetime(2026, 11, 22, 14, 59, tzinfo=UTC), SUNDAY),
        ("Pacific/Tongatapu", datetime(2026, 11, 22, 15, 0, tzinfo=UTC), days(1)),
    ],
)
def test_the_day_is_the_members_own(time_machine, as_ana, ana, zone, now, day):
    time_machine.move_to(now, tick=False)
    ana.zone = zone
    ana.save()

    send(as_ana, mood="4")

    assert said_of_each() == [(day, False, 4)]


@pytest.mark.parametrize("n", [-6, -1, 0])
def test_one_of_the_last_seven_days_may_be_chosen(as_ana, wine, n):
    send(as_ana, f"{CHECK_IN}?day={days(n)}", mood="4")

    assert said_of_each() == [(days(n), False, 4)]


@pytest.mark.parametrize(
    "day", ["2026-11-15", "2026-11-23", "1900-01-01", "9999-12-31", "soon", "\0"]
)
def test_any_other_day_is_today(as_ana, wine, day):
    assert fields(as_ana.get(CHECK_IN, {"day": day}))["day"] == SUNDAY.isoformat()


@pytest.mark.parametrize("day", ["2026-11-15", "2026-11-18", "2026-11-23", "soon", "\0"])
def test_a_day_that_was_not_asked_about_is_not_written_to_and_nothing_typed_is_lost(
    as_ana, wine, day
):
    answer = send(as_ana, day=day, note="Swam at six")

    assert "That day is closed." in text(answer)
    assert not CheckIn.objects.exists()
    as_ana.post(CHECK_IN, fields(answer))
    assert [(row.day, row.note) for row in CheckIn.objects.all()] == [(SUNDAY, "Swam at six")]


# About what


def test_each_thing_has_its_tab_and_its_own_row(as_ana, ana, wine):
    phone = behaviour(ana, "Phone")
    paused = behaviour(ana, "Sweets", state=Behaviour.State.PAUSED)

    page = as_ana.get(CHECK_IN)
    send(as_ana, f"{CHECK_IN}?about={phone.pk}", mood="4")

    assert f'about={wine.pk}&amp;week=0" aria-current="true"' in page.content.decode()
    assert paused.title not in text(page)
    assert [row.behaviour for row in CheckIn.objects.all()] == [phone]


def test_one_after_the_other(as_ana, ana, wine):
    phone = behaviour(ana, "Phone")
    behaviour(ana, "Sweets", state=Behaviour.State.PAUSED)
    check_ins.save(ana, phone, SUNDAY, {"days": 3}, NOW, weekly=True)

    first = as_ana.get(send(as_ana, mood="4")["Location"])
    second = as_ana.get(send(as_ana, mood="5")["Location"])

    rows = CheckIn.objects.filter(weekly=False).order_by("mood")
    assert [row.behaviour for row in rows] == [wine, phone]
    assert ["Go on with Phone" in text(first), "Go on with" in text(second)] == [True, False]


def test_what_was_about_nothing_when_it_was_opened_stays_so(as_ana, ana):
    opened = fields(as_ana.get(CHECK_IN))
    behaviour(ana, "Wine")

    as_ana.post(CHECK_IN, opened | {"mood": "4"})

    assert [(row.behaviour, row.mood) for row in CheckIn.objects.all()] == [(None, 4)]


@pytest.mark.parametrize("about", ["all", "\0", str(uuid4()), "ben's", "put away"])
def test_what_is_not_mine_to_write_about_is_not_written_to(as_ana, ana, ben, wine, about):
    others = {
        "ben's": behaviour(ben, "Ben’s"),
        "put away": behaviour(ana, "Old", state=Behaviour.State.ARCHIVED),
    }
    about = str(others[about].pk) if about in others else about

    page = as_ana.get(CHECK_IN, {"about": about})
    answer = send(as_ana, about=about, note="Swam at six")

    assert fields(page)["about"] == str(wine.pk)
    assert "What this was about is gone." in text(answer)
    assert not CheckIn.objects.exists()
    assert fields(answer)["note"] == "Swam at six"


# A week, filled in


def urge(member, about, n: int, intensity: int | None, **more) -> Urge:
    return Urge.objects.create(
        member=member, behaviour=about, day=days(n), hour=18, intensity=intensity, **more
    )


def week(member, about, begins: date, actions: dict[str, tuple[int, list[str]]]):
    """A plan: each action with how often it was planned, and the weekdays it was done."""
    lines = [
        {"id": f"{name.lower():x<10}", "text": name, "target": target, "done_on": done}
        for name, (target, done) in actions.items()
    ]
    at = datetime.combine(begins, time(12), UTC)
    answers = {"intention": "Evenings", "starts_on": begins.isoformat(), "actions": lines}
    return kept(member, "week-plan", answers, at, behaviour=about)


def known(member, about, last: date = SUNDAY) -> tuple[dict, dict, list[str]]:
    rows = CheckIn.objects.filter(member=member, behaviour=about)
    found = check_in_week.found(member, about, last, rows)
    return found.values, found.sources, found.says


def test_of_seven_silent_days_nothing_is_known(ana, wine):
    assert known(ana, wine) == ({}, {}, [])


def test_the_week_plan_says_what_was_planned_and_done_and_on_which_days(ana, wine):
    week(ana, wine, days(-6), {"Swim": (3, ["mon", "wed"]), "Ring": (1, ["wed"])})
    week(ana, behaviour(ana, "Phone"), days(-6), {"Read": (7, ["tue"])})

    assert known(ana, wine) == (
        {"days": 2},
        {"days": "From your week plan."},
        ["You planned four things and did three."],
    )


def test_the_urge_log_says_how_many_and_how_strong(ana, ben, wine):
    phone = behaviour(ana, "Phone")
    for n, strength in [(-6, 4), (-3, 8), (0, None)]:
        urge(ana, wine, n, strength)
    urge(ana, None, -1, 5)
    urge(ana, phone, -1, 9)
    urge(ana, wine, -7, 10)
    urge(ana, wine, -2, 10, taken_back_at=NOW)
    urge(ben, behaviour(ben, "Beer"), -2, 10)

    assert known(ana, wine) == (
        {"urge": 8},
        {"urge": "From your urge log."},
        ["You wrote down four urges, the strongest at 8."],
    )


def test_days_they_spoke_of_count_by_their_word_and_others_by_a_tick(ana, wine):
    week(ana, None, days(-8), {"Swim": (7, ["sun", "mon", "tue", "wed"])})
    for n, said in [(-6, "no"), (-5, "partly"), (-3, "yes"), (-7, "yes")]:
        check_ins.save(ana, wine, days(n), {"plan": said, "urge": 3}, NOW)
    check_ins.save(ana, wine, days(-1), {"plan": "yes", "urge": 9}, NOW, weekly=True)

    values, sources, _says = known(ana, wine)

    # Monday they said no; Tuesday and Thursday by their word; Wednesday by a tick.
    assert (values, sources) == (
        {"days": 3, "urge": 3},
        {"days": "From your check-ins and your week plan.", "urge": "From your check-ins."},
    )


def test_of_two_plans_the_one_most_of_these_days_were_in_is_told(ana, wine):
    week(ana, wine, days(-9), {"Swim": (2, ["sun"])})
    week(ana, wine, days(-2), {"Ring": (5, ["sat"])})

    values, _sources, says = known(ana, wine)

    assert (values, says) == ({"days": 1}, ["You planned two things and did one."])


def test_the_page_shows_where_each_value_is_from_and_keeps_nothing(as_ana, ana, wine):
    week(ana, wine, days(-6), {"Swim": (3, ["mon", "wed"]), "Ring": (1, ["wed"])})
    urge(ana, wine, -1, 8)

    page = as_ana.get(f"{CHECK_IN}?week=1")

    assert "You planned four things and did three. You wrote down one urge, and it was 8" in text(
        page
    )
    assert "Filled in from what you wrote." in text(page)
    assert "From your week plan." in text(page)
    assert [fields(page).get(name) for name in ("days", "urge", "importance")] == ["2", "8", None]
    assert not CheckIn.objects.exists()


def test_what_is_filled_in_is_kept_once_they_say_so_and_may_be_changed(as_ana, ana, wine):
    week(ana, wine, days(-6), {"Swim": (3, ["mon", "wed"])})
    urge(ana, wine, -1, 8)

    send(as_ana, f"{CHECK_IN}?week=1", urge="5", confidence="6")

    (row,) = CheckIn.objects.all()
    assert (row.days, row.urge, row.confidence, row.counted) == (2, 5, 6, 2)


def test_a_week_that_was_kept_opens_as_it_was_kept(as_ana, ana, wine):
    urge(ana, wine, -1, 8)
    check_ins.save(ana, wine, SUNDAY, {"urge": 5}, NOW, weekly=True)

    page = as_ana.get(f"{CHECK_IN}?week=1&about={wine.pk}")

    assert fields(page)["urge"] == "5"
    assert "Filled in" not in text(page)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_eight_queries_however_much_was_written(
    as_ana, ana, wine, count, django_assert_max_num_queries
):
    rhythm(ana, rhythm="weekly", days=64)
    for n in range(min(count, 20)):
        week(ana, wine if n % 2 else None, days(-n), {"Swim": (3, ["mon"]), "Ring": (1, [])})
        behaviour(ana, f"More {n}")
    for n in range(count):
        urge(ana, wine, -(n % 7), 5)
        check_ins.save(ana, wine, days(-n), {"plan": "yes", "note": "Swam"}, NOW)

    for url in (CHECK_IN, f"{CHECK_IN}?week=1&about={wine.pk}", f"{CHECK_IN}?week=0", ALL, RHYTHM):
        with django_assert_max_num_queries(8):
            assert as_ana.get(url).status_code == 200


def test_it_arrives_in_25_kilobytes(as_ana, ana, wine):
    week(ana, wine, days(-6), {"Swim": (3, ["mon", "wed"])})
    files = [settings.BASE_DIR / "static" / name for name in ("site.css", "icons.svg", "js/app.js")]

    page = as_ana.get(f"{CHECK_IN}?week=1").content
    whole = [page, *(file.read_bytes() for file in files)]

    assert sum(len(gzip.compress(part)) for part in whole) <= 25_000


# What comes back


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["yes"], "You did your plan, or part of it."),
        (["no"], "It is written down. That much of it is out of your head."),
        (["skip"], "It is written down. That much of it is out of your head."),
        (["no", "yes"], "You did your plan, or part of it, on one of the last two days you wrote about."),
        (["yes", "no", "partly", "changed", "yes", "no", "yes", "no", "yes"],
         "You did your plan, or part of it, on four of the last seven days you wrote about."),
    ],
)  # fmt: skip
def test_one_true_sentence_about_what_they_wrote(ana, wine, said, sentence):
    for n, word in enumerate(said):
        row = check_ins.save(ana, wine, days(-2 * n), {"plan": word}, NOW)

    assert check_in_back.sentence(row) == sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"days": 5}, "You were on your own plan on five of these seven days."),
        ({"days": 0}, "Seven days looked back at. What you saw in them is yours to use."),
        ({"mood": 5}, "Seven days looked back at. What you saw in them is yours to use."),
    ],
)
def test_one_true_sentence_about_a_week(ana, wine, said, sentence):
    row = check_ins.save(ana, wine, SUNDAY, said, NOW, weekly=True)

    assert check_in_back.sentence(row) == sentence


def back(browser, **said) -> str:
    return text(browser.get(send(browser, **said)["Location"]))


def test_encouragement_is_their_own_words(as_ana, ana, wine):
    urge_plan(ana, wine, sentences=rows("I can do dull"), reasons=rows("Leo", "Mornings", "Money"))

    page = back(as_ana, would_like="encouragement")

    assert "From you, on a calmer day I can do dull Leo Mornings From here" in page


def test_where_they_kept_none_it_is_a_true_one_and_a_place_to_write_their_own(as_ana, wine):
    page = back(as_ana, would_like="encouragement")

    assert "You stopped for a minute and looked." in page
    assert "Write a line for another day" in page


@pytest.mark.parametrize(
    ("stage", "ideas"),
    [
        (Stage.DET, ["change-plan", "triggers"]),
        (Stage.MAI, ["staying-on-track", "balance"]),
        (Stage.PRE, ["week-plan", "urge-plan"]),
    ],
)
def test_ideas_are_two_tools_that_suit(ana, wine, stage, ideas):
    StageMove.objects.create(
        member=ana, behaviour=wine, number=1, since=SUNDAY, from_stage="unset", to_stage=stage
    )
    row = check_ins.save(ana, wine, SUNDAY, {"would_like": "ideas"}, NOW)

    assert [line.tool.slug for line in check_in_back.liked(row).ideas] == ideas


def test_a_call_is_their_people_and_the_lines_of_their_country(as_ana, ana, wine):
    ana.region = "GB"
    ana.save()
    people = [{"id": "p0000000", "who": "June", "contact": "07700 900123"}]
    urge_plan(ana, wine, people=people, safe_message="Bad hour")

    answer = as_ana.get(send(as_ana, would_like="call")["Location"])

    page = answer.content.decode()
    assert 'href="tel:07700900123"' in page
    assert 'href="sms:07700900123?body=Bad%20hour"' in page
    assert 'href="tel:116123"' in page
    assert reverse("help") in page


@pytest.mark.parametrize("like", ["none", ""])
def test_nothing_leads_to_nothing(as_ana, wine, like):
    page = back(as_ana, would_like=like, mood="5")

    assert page.count("Somebody to ring") + page.count("may help") + page.count("From you") == 0


def test_feeling_done_changes_nothing_and_leads_to_a_look_at_moving_on(as_ana, ana, wine):
    page = as_ana.get(send(as_ana, f"{CHECK_IN}?week=1", feels_done="on")["Location"])

    assert reverse("moving_on", args=[wine.pk]) in page.content.decode()
    assert list(wine.moves.all()) == []


def test_nobody_else_sees_it(as_ana, ben):
    theirs = check_ins.save(ben, None, SUNDAY, {"note": "Mine"}, NOW)

    assert as_ana.get(reverse("check_in_kept", args=[theirs.pk])).status_code == 404
    assert "Mine" not in text(as_ana.get(ALL))


# All of them


def test_everything_is_listed_latest_first_and_can_be_changed_for_seven_days(as_ana, ana, wine):
    for n, said in [
        (-7, {"plan": "no", "note": "Late train"}),
        (-6, {"plan": "partly", "mood": 6}),
    ]:
        check_ins.save(ana, wine, days(n), said, NOW)
    week_of = {"days": 5, "urge": 8, "importance": 9, "confidence": 6, "would_like": "ideas",
               "feels_done": True}  # fmt: skip
    check_ins.save(ana, wine, days(-6), week_of, NOW, weekly=True)

    page = as_ana.get(ALL)

    told = text(page)
    assert (
        "Monday, 16 Nov 2026 Change it About seven days · Wine 5 of 7 days on plan · "
        "Strongest urge 8 · Importance 9 · How sure 6 · I’d like: Ideas · I feel done with this "
        "Monday, 16 Nov 2026 Change it Wine Plan: Partly · Mood 6 "
        "Sunday, 15 Nov 2026 Wine Plan: Not this time Late train"
    ) in told
    links = re.findall(r'href="(/check-in/\?about[^"]*)"', page.content.decode())
    assert [html.unescape(link) for link in links] == [
        f"{CHECK_IN}?about={wine.pk}&week=1&day=2026-11-16",
        f"{CHECK_IN}?about={wine.pk}&week=0&day=2026-11-16",
    ]
    assert fields(as_ana.get(html.unescape(links[1])))["mood"] == "6"


@pytest.mark.parametrize(("count", "pages"), [(30, 1), (31, 2)])
def test_thirty_stand_on_a_page(as_ana, ana, count, pages):
    for n in range(count):
        check_ins.save(ana, None, days(-n), {"mood": 5}, NOW)

    shown = [
        as_ana.get(ALL, {"page": n + 1}).content.decode().count("Mood 5") for n in range(pages)
    ]

    assert (sum(shown), shown[0]) == (count, 30)


def test_an_empty_list_says_what_it_is_for(as_ana):
    assert "A day you leave out stays blank, and nothing is made of it." in text(as_ana.get(ALL))


# The rhythm


def test_a_rhythm_is_kept(as_ana, ana):
    said = {
        "rhythm": "days", "days": ["0", "2"], "at": "21:30", "prompts": ["1", "6"],
        "paused_until": "2026-11-30",
    }  # fmt: skip

    answer = as_ana.post(RHYTHM, said)

    chosen = CheckInPlan.objects.get(member=ana)
    assert answer.status_code == 302
    assert [chosen.rhythm, chosen.days, chosen.at, chosen.prompts, chosen.paused_until] == [
        "days", 0b101, time(21, 30), mask("MOOD", "NOTE"), date(2026, 11, 30),
    ]  # fmt: skip
    assert chosen.changed_at == NOW


def test_untouched_it_is_off_asks_everything_and_is_meant_for_the_evening(as_ana, ana):
    page = as_ana.get(RHYTHM)
    said = fields(page)
    as_ana.post(RHYTHM, said | {"prompts": [str(n) for n in range(8)], "at": ""})

    chosen = CheckInPlan.objects.get(member=ana)
    assert [said["rhythm"], said["at"]] == ["off", "20:00"]
    assert [chosen.rhythm, chosen.at, chosen.prompts] == ["off", time(20), CheckInPlan.EVERY_PROMPT]


def test_once_a_week_without_a_day_is_sunday(as_ana, ana):
    as_ana.post(RHYTHM, {"rhythm": "weekly", "prompts": ["1"]})

    assert CheckInPlan.objects.get(member=ana).days == 64


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"rhythm": ""}, "Choose how often."),
        ({"rhythm": "hourly"}, "Choose one of these."),
        ({"rhythm": "days"}, "Choose the days, or another rhythm."),
        ({"rhythm": "weekly", "days": ["1", "2"]}, "Choose one day for once a week."),
        ({"days": ["7"]}, "Choose any of these, or none."),
        ({"prompts": []}, "Choose at least one thing to be asked."),
        ({"prompts": ["8"]}, "Choose any of these, or none."),
        ({"at": "late"}, "Give a time, such as 20:00."),
        ({"paused_until": "2026-11-22"}, "Choose a day after today"),
        ({"paused_until": "2028-01-01"}, "Choose a day after today"),
        ({"paused_until": "soon"}, "Give a day, such as"),
    ],
)
def test_what_cannot_be_says_so(as_ana, said, words):
    answer = as_ana.post(RHYTHM, {"rhythm": "daily", "prompts": ["1"]} | said)

    assert words in text(answer)
    assert not CheckInPlan.objects.exists()


def test_a_pause_that_is_over_is_not_shown(as_ana, ana):
    rhythm(ana, rhythm="daily", paused_until=SUNDAY)

    assert fields(as_ana.get(RHYTHM)).get("paused_until", "") == ""


# Today


def test_today_offers_it_quietly_until_it_is_done(as_ana, ana, wine):
    rhythm(ana, rhythm="daily")

    before = text(as_ana.get(reverse("today")))
    send(as_ana, mood="5")
    after = text(as_ana.get(reverse("today")))

    assert ["Your check-in: a minute" in page for page in (before, after)] == [True, False]


def test_today_says_nothing_to_who_did_not_ask(ana, wine):
    assert today_for(ana, NOW).check_in is None


def test_late_at_night_today_still_offers_the_evening(ana, wine):
    rhythm(ana, rhythm="daily")

    assert today_for(ana, TEN_PAST_TWO).check_in == check_ins.Due(SUNDAY, weekly=False)


@pytest.mark.parametrize(
    ("chosen", "says"),
    [(None, "Checking in takes a minute"), ("off", ""), ("daily", "Your check-in: a minute")],
)
def test_today_leads_to_it_once_and_not_where_nothing_is_wanted(as_ana, ana, wine, chosen, says):
    if chosen:
        rhythm(ana, rhythm=chosen)

    page = as_ana.get(reverse("today")).content.decode()

    words = ("Checking in takes a minute", "Your check-in: a minute")
    assert [each for each in words if each in page] == ([says] if says else [])
