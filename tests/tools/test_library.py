"""Finding a tool: half-written work first, then what may suit, what is happening, and all of them. Nothing is locked."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartrecovery.bench.pages import forms
from stages import machine
from stages.models import Behaviour, Stage, StageMove
from tests.house.walk import everything_kept
from tools import catalogue, library, listing, search
from tools.asked import HAPPENINGS, MINUTES, POINTS, Asked
from tools.models import Entry
from tools.shelf import Tool, noting_an_urge, of_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.page]
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
LINE = re.compile(r'<a class="go" href="/tools/([\w-]+)/">')


def behaviour(member, stage: Stage, label: str = "Wine", **fields) -> Behaviour:
    made = Behaviour.objects.create(member=member, kind="alcohol", label=label, **fields)
    StageMove.objects.create(
        member=member, behaviour=made, number=1, since=date(2026, 11, 1),
        from_stage=Stage.PRE if stage == Stage.UNSET else Stage.UNSET, to_stage=stage,
    )  # fmt: skip
    return made


def entry(member, tool: str = "change-plan", **fields) -> Entry:
    said = {"title": "Evenings", "unsaved": False, "state": Entry.State.SAVED, "changed_at": NOW}
    return Entry.objects.create(member=member, tool=tool, **said | fields)


def page(client, asked: str = "") -> str:
    answer = client.get(f"/tools/{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


def suggested(html: str) -> list[str]:
    """The tools under "You might reach for"."""
    _before, found, after = html.partition("You might reach for")
    return LINE.findall(after.partition("</section>")[0]) if found else []


def found(html: str) -> list[str]:
    return LINE.findall(html.partition('id="found"')[2].partition("</section>")[0])


@pytest.fixture
def named() -> list[Tool]:
    return [noting_an_urge(), *of_sheets(catalogue.latest())]


@pytest.mark.parametrize(
    "asked, first",
    [
        ("CBA", "cost-benefit"),
        ("cost benefit", "cost-benefit"),
        ("hierarchy of values", "values"),
        ("Hierarchies of value", "values"),
        ("hov", "values"),
        ("VALUÉS", "values"),
        ("define your values", "values"),
        ("three questions", "future-questions"),
        ("Five Question", "future-questions"),
        ("CPW", "change-plan"),
        ("change-plan", "change-plan"),
        ("changeplan", "change-plan"),
        ("DEADS", "urge-plan"),
        ("dents", "urge-plan"),
        ("coping card", "urge-plan"),
        ("DISARM", "disarm"),
        ("personify", "disarm"),
        ("ABC for urges", "abc-urge"),
        ("abc for emotional upsets", "abc-upset"),
        ("DIBs", "beliefs"),
        ("disputing irrational beliefs", "beliefs"),
        ("belifs", "beliefs"),
        ("USA", "acceptance"),
        ("ula", "acceptance"),
        ("balance wheel", "balance"),
        ("lifestyle balance pie", "balance"),
        ("the balance pies", "balance"),
        ("VACI", "vaci"),
        ("smart goals", "goals"),
        ("7 day plan", "week-plan"),
        ("plan your week", "week-plan"),
        ("role play", "rehearsal"),
        ("problem solving", "problem"),
        ("brainstorming", "brainstorm"),
        ("PIG", "pig"),
        ("relapse prevention", "staying-on-track"),
        ("PIVA", "conversation"),
        ("urge log", "urge-log"),
        ("log your urges", "urge-log"),
        ("triger", "triggers"),
    ],
)
def test_a_tool_is_found_by_any_name_people_use(named, asked, first):
    assert search.find(named, asked)[0].slug == first


def test_abc_finds_both_before_anything_else(named):
    assert [tool.slug for tool in search.find(named, "abc")][:2] == ["abc-urge", "abc-upset"]


@pytest.mark.parametrize("asked", ["", " ", "zzzz", "the", "…", "\0", "x" * 100, "%_'\""])
def test_what_names_no_tool_finds_none(named, asked):
    assert search.find(named, asked) == []


def test_every_name_of_every_tool_finds_it(named):
    missed = [
        (tool.slug, str(name))
        for tool in named
        for name in (tool.title, *tool.aliases, tool.slug)
        if tool not in search.find(named, str(name))[:4]
    ]

    assert missed == []


@pytest.mark.parametrize("stage", Stage)
def test_every_tool_is_open_at_every_stage(as_ana, ana, stage):
    behaviour(ana, stage)

    shown = set(LINE.findall(page(as_ana)))

    assert shown == {sheet.slug for sheet in catalogue.latest()}


@pytest.mark.parametrize(
    "stage, first",
    [
        (Stage.UNSET, []),
        (Stage.PRE, []),
        (Stage.CON, ["cost-benefit", "values", "future-questions"]),
        (Stage.DET, ["change-plan", "triggers", "urge-plan", "week-plan"]),
        (Stage.ACT, ["abc-urge", "week-plan", "urge-plan"]),
        (Stage.MAI, ["staying-on-track", "balance", "vaci"]),
        (Stage.GRA, ["staying-on-track", "balance"]),
        (Stage.REL, ["slip-review", "acceptance", "change-plan"]),
    ],
)
def test_what_is_offered_follows_where_they_put_themselves(as_ana, ana, stage, first):
    behaviour(ana, stage)

    assert suggested(page(as_ana)) == first


def test_doing_it_the_urge_notes_come_first(as_ana, ana):
    behaviour(ana, Stage.ACT)

    after = page(as_ana).partition("You might reach for")[2]

    assert after.index('href="/urge/"') < after.index("/tools/abc-urge/")


def test_it_says_why_in_their_own_words(as_ana, ana):
    behaviour(ana, Stage.DET, "Wine & <b>gin</b>")

    told = page(as_ana)

    assert "You put yourself at getting ready with <bdi>Wine &amp; &lt;b&gt;gin&lt;/b&gt;</bdi>." in told  # fmt: skip


def test_somebody_undecided_is_not_sent_to_weigh_it_up_again(as_ana, ana):
    wine, bets = behaviour(ana, Stage.CON), behaviour(ana, Stage.CON, "Bets")
    entry(ana, "cost-benefit", behaviour=wine)

    one_left = suggested(page(as_ana))
    entry(ana, "cost-benefit", behaviour=bets)
    none_left = suggested(page(as_ana))

    assert one_left == ["values", "future-questions", "cost-benefit"]
    assert none_left == ["values", "future-questions"]


def test_of_several_things_at_most_five_tools_come_first_and_each_once(as_ana, ana):
    for stage in (Stage.DET, Stage.ACT, Stage.MAI, Stage.REL):
        behaviour(ana, stage, str(stage.label))

    offered = suggested(page(as_ana))

    assert offered == ["change-plan", "triggers", "urge-plan", "week-plan"]
    assert page(as_ana).partition("You might reach for")[2].partition("</section>")[0].count("<li>") == 5  # fmt: skip


def test_what_is_paused_or_put_away_offers_nothing(as_ana, ana):
    behaviour(ana, Stage.DET, state=Behaviour.State.PAUSED)
    behaviour(ana, Stage.ACT, state=Behaviour.State.ARCHIVED)

    assert suggested(page(as_ana)) == []


def test_coming_back_to_it_staying_safe_is_said_first(as_ana, ana):
    behaviour(ana, Stage.REL)

    after = page(as_ana).partition("You might reach for")[2]

    assert after.index("Staying safe comes first") < after.index("/tools/slip-review/")


@pytest.mark.parametrize("now", HAPPENINGS)
def test_each_happening_has_tools_and_each_says_why(as_ana, now):
    told = page(as_ana, f"?now={now}")
    fitting = {sheet.slug: dict(sheet.helps)[now] for sheet in catalogue.latest() if now in dict(sheet.helps)}  # fmt: skip

    assert set(found(told)) == set(fitting)
    assert len(fitting) >= 2
    assert [why for why in fitting.values() if str(why) not in told.replace("&#x27;", "'")] == []


def test_in_an_urge_the_coping_card_comes_before_everything(as_ana):
    told = page(as_ana, "?now=urge")

    section = told.partition('id="found"')[2]
    assert section.index('btn-primary full" href="/urge/card/"') < LINE.search(section).start()
    assert found(told)[0] == "urge-plan"
    assert told.count("btn-primary") == 1


def test_after_a_slip_come_safety_the_review_and_acceptance(as_ana):
    told = page(as_ana, "?now=slip")

    assert told.index("Are you safe just now?") < told.index("/tools/slip-review/")
    assert found(told)[:2] == ["slip-review", "acceptance"]


def test_after_a_slip_a_body_that_may_take_less_is_spoken_of_where_it_may(as_ana, ana):
    less = "After a break your body can take much less than before."
    without = less in page(as_ana, "?now=slip")
    Behaviour.objects.create(member=ana, kind="opioids")

    assert (without, less in page(as_ana, "?now=slip")) == (False, True)


@pytest.mark.parametrize("point", POINTS)
def test_a_point_shows_every_tool_that_serves_it(as_ana, point):
    serving = {sheet.slug for sheet in catalogue.latest() if point in sheet.points}

    assert set(found(page(as_ana, f"?point={point}"))) == serving


@pytest.mark.parametrize("minutes", MINUTES)
def test_the_time_there_is_shows_what_fits_in_it_and_says_so(as_ana, minutes):
    fitting = {sheet.slug for sheet in catalogue.latest() if sheet.minutes <= minutes}

    told = page(as_ana, f"?minutes={minutes}")

    assert set(found(told)) == fitting
    assert told.count("About ") >= len(fitting)


def test_all_that_is_asked_holds_at_once(as_ana):
    shown = found(page(as_ana, "?now=upset&point=3&minutes=10&q=belief"))

    assert shown == ["beliefs"]


def test_a_link_adds_to_what_is_asked_and_takes_it_away_again():
    asked = Asked(now="upset", minutes=10)
    shelf = library.shelf([], [], {}, asked)

    urls = {chip.words: (chip.url, chip.chosen) for chip in [*shelf.happenings, *shelf.minutes]}

    assert urls["Upset"] == ("/tools/?minutes=10", True)
    assert urls["Planning"] == ("/tools/?now=plan&minutes=10", False)
    assert urls["Up to 10 minutes"] == ("/tools/?now=upset", True)
    assert urls["Up to 5 minutes"] == ("/tools/?now=upset&minutes=5", False)


def test_searching_keeps_what_else_was_asked(as_ana):
    told = page(as_ana, "?now=upset&point=3&minutes=10&q=belief")
    form = next(form for form in forms(told) if "q" in form.names)

    assert dict(form.fields) == {"q": "belief", "now": "upset", "point": "3", "minutes": "10"}


@pytest.mark.parametrize(
    "asked",
    ["?now=lottery&point=9&minutes=7&q=", "?point=two&minutes=-5", "?now=%00&q=%00%20", "?point=%D9%A1"],
)  # fmt: skip
def test_what_means_nothing_is_left_unread(as_ana, asked):
    assert 'id="found"' not in page(as_ana, asked)


def test_nothing_that_is_asked_is_kept(as_ana, ana):
    page(as_ana)
    before, cookies = everything_kept(), as_ana.cookies.output()

    page(as_ana, "?now=urge&point=2&minutes=10&q=DEADS")

    assert (everything_kept(), as_ana.cookies.output()) == (before, cookies)


def test_half_written_work_comes_first(as_ana, ana):
    behaviour(ana, Stage.ACT)
    half = entry(ana, title="Half a plan", unsaved=True)

    told = page(as_ana)

    places = [told.index(f"/entries/{half.pk}/"), told.index("What is happening?"), told.index("You might reach for")]  # fmt: skip
    assert places == sorted(places)


def test_of_much_half_written_work_five_are_shown_and_two_stand_open(as_ana, ana):
    for number in range(9):
        entry(ana, title=f"Half {number}", unsaved=True, changed_at=NOW - timedelta(hours=number))

    told = page(as_ana)

    assert re.findall(r"Half \d", told) == [f"Half {number}" for number in range(5)]
    assert told.index("Half 1") < told.index("3 more") < told.index("Half 2")


def test_no_more_than_five_titles_are_opened_and_no_answers(as_ana, ana):
    """What does not open says so loudly: a page that is shown has not tried."""
    for number in range(12):
        when = NOW - timedelta(hours=number)
        entry(ana, title=f"Half {number}", answers={"x": "y"}, unsaved=True, changed_at=when)
        entry(ana, "goals", title=f"Whole {number}", answers={"x": "y"}, changed_at=when)
    table, five = Entry._meta.db_table, [f"Half {number}" for number in range(5)]
    keep = [str(one.pk.hex if connection.vendor == "sqlite" else one.pk) for one in Entry.objects.all() if one.title in five]  # fmt: skip
    with connection.cursor() as cursor:
        swapped = "CASE WHEN id IN (%s, %s, %s, %s, %s) THEN title ELSE answers END"
        cursor.execute(f"UPDATE {table} SET answers = title, title = {swapped}", keep)

    told = page(as_ana)

    assert re.findall(r"(?:Half|Whole) \d+", told) == five


def test_a_tool_says_when_it_was_last_written_with(as_ana, ana, time_machine):
    time_machine.move_to(NOW, tick=False)
    entry(ana, "values", changed_at=NOW - timedelta(days=4))
    entry(ana, "values", changed_at=NOW - timedelta(days=9))
    entry(ana, "journal", changed_at=NOW)
    entry(ana, "goals", changed_at=NOW - timedelta(days=400))
    entry(ana, "vaci", changed_at=NOW, state=Entry.State.ARCHIVED)

    latest = listing.last_days(ana.entries.at_a_glance(5), ana.today())

    assert latest == {"journal": "today", "values": "19 Nov", "goals": "Oct 2025"}


def test_companions_stand_in_a_quieter_group_at_the_end(as_ana):
    told = page(as_ana)

    companions = LINE.findall(told.partition("Small companions")[2])
    assert set(companions) == {
        "journal", "enjoyable", "lifestyle-audit", "self-compassion", "boundaries", "conversation",
        "meditation", "muscle-relaxation", "calm-place",
    }  # fmt: skip


def test_somebody_new_is_shown_the_way_in_and_pushed_nowhere(as_ana):
    told = page(as_ana)

    assert "Name something you work on" in told
    assert ("You might reach for" in told, "Go on where you were" in told) == (False, False)


@pytest.mark.parametrize("asked", ["", "?now=urge", "?now=slip&point=2", "?q=zzz", "?minutes=5"])
def test_a_page_has_one_filled_button(as_ana, ana, asked):
    behaviour(ana, Stage.ACT)
    entry(ana, unsaved=True)

    assert page(as_ana, asked).count("btn-primary") == 1


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


PATHS = [
    "/tools/", "/tools/?now=urge", "/tools/?q=plan&minutes=10", "/tools/entries/", "/tools/entries/?tool=change-plan",
    "/tools/entries/?behaviour=none&page=2", "/tools/change-plan/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_pages_cost_four_statements_with_1_3_and_300_entries(as_ana, ana, path):
    wine, slugs = behaviour(ana, Stage.ACT), [sheet.slug for sheet in catalogue.latest()]
    counts = []
    for more in (1, 2, 297):
        Entry.objects.bulk_create(
            Entry(member=ana, tool=slugs[n % len(slugs)], title=f"Page {n}", unsaved=n % 2 == 0, behaviour=wine if n % 3 else None)
            for n in range(more)
        )  # fmt: skip
        counts.append(queries(as_ana, path))

    assert counts == [4, 4, 4]


def test_what_i_wrote_is_narrowed_by_tool_and_by_what_it_is_about(as_ana, ana):
    wine, bets = behaviour(ana, Stage.ACT), behaviour(ana, Stage.CON, "Bets")
    entry(ana, "values", title="All of life", behaviour=None)
    entry(ana, "goals", title="A dry week", behaviour=wine)
    entry(ana, "goals", title="No slips of paper", behaviour=bets)

    def shown(asked: str) -> set[str]:
        told = as_ana.get(f"/tools/entries/?{asked}").content.decode()
        return {title for title in ("All of life", "A dry week", "No slips of paper") if title in told}  # fmt: skip

    assert shown("tool=goals") == {"A dry week", "No slips of paper"}
    assert shown(f"behaviour={wine.pk}") == {"A dry week"}
    assert shown("behaviour=none") == {"All of life"}
    assert shown(f"tool=goals&behaviour={bets.pk}") == {"No slips of paper"}
    assert shown(f"tool=values&behaviour={bets.pk}") == set()


def test_what_is_about_nothing_of_theirs_is_not_asked_for(as_ana, ana, sam):
    theirs = behaviour(sam, Stage.ACT)
    entry(ana, title="Mine")

    answers = [as_ana.get(f"/tools/entries/?{asked}") for asked in (f"behaviour={theirs.pk}", "behaviour=x%00", "tool=nothing")]  # fmt: skip

    assert ["Mine" in answer.content.decode() for answer in answers] == [True] * 3


def test_the_next_page_keeps_what_was_asked(as_ana, ana):
    for number in range(31):
        entry(ana, "goals", title=f"Goal {number}", changed_at=NOW - timedelta(hours=number))

    first = as_ana.get("/tools/entries/?tool=goals").content.decode()
    second = as_ana.get("/tools/entries/?tool=goals&page=2").content.decode()

    assert 'href="?tool=goals&amp;page=2"' in first
    assert ("Goal 30" in first, "Goal 30" in second, "Goal 29" in second) == (False, True, False)
    assert 'href="?tool=goals&amp;page=1"' in second


def test_the_page_of_a_tool_goes_on_with_the_one_that_is_unfinished(client, ana, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(ana)
    half = entry(ana, title="Half", unsaved=True, changed_at=datetime(2026, 5, 3, 9, tzinfo=UTC))
    for number in range(7):
        entry(ana, title=f"Done {number}")

    told = client.get("/tools/change-plan/").content.decode()

    assert f'btn-primary full" href="/entries/{half.pk}/">Go on with the one from 3 May</a>' in told
    assert told.count("btn-primary") == 1
    assert told.index("Go on with") < told.index("Begin a new one")
    assert "/tools/entries/?tool=change-plan" in told


def test_without_one_it_begins_one(as_ana, ana):
    entry(ana, title="Away", unsaved=True, state=Entry.State.ARCHIVED)
    entry(ana, title="Of a newer version", unsaved=True, edition=99)

    told = as_ana.get("/tools/change-plan/").content.decode()

    assert 'btn-primary full" href="/tools/change-plan/begin/"' in told
    assert "Go on with" not in told


def test_one_line_of_a_list_is_read_once_for_all_kinds_of_entries(ana):
    wine = behaviour(ana, Stage.ACT)
    one = entry(ana, "goals", pk=uuid4(), title="A dry week", behaviour=wine, unsaved=True)

    lines = listing.lines([one], [wine]), listing.lines([one], [wine], named=False)

    assert [line.about for [line] in lines] == ["A goal that fits · Wine · half-written", "Wine · half-written"]  # fmt: skip


def test_a_stage_calls_its_tools_as_the_tools_call_themselves():
    titled = {sheet.slug: str(sheet.title) for sheet in catalogue.latest()}

    told = {o.slug: str(o.title) for about in machine.ABOUT.values() for o in about.offers}

    assert told == {slug: titled.get(slug, "Noting an urge") for slug in told}
