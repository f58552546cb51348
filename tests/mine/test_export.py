import io
import json
import zipfile
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartrecovery import export, restore
from smartrecovery.accounts.models import User
from stages.models import Behaviour
from tools.catalogue import CATALOGUE
from tools.models import Entry

from .content import HARD_WORDS, NOON, fill

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)


class Reader(HTMLParser):
    """What a page says, and every address in it."""

    def __init__(self, page: str):
        super().__init__()
        self.said, self.tags, self.addresses = "", set(), []
        self.feed(page)

    def handle_data(self, data):
        self.said += data

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action")]


def taken(member) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(export.zip_of(member, NOON))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_what_was_taken_comes_back_equal_to_an_empty_account(ana, sam):
    fill(ana)
    before = export.gather(ana, NOON)

    restore.bring(sam, restore.opened(export.zip_of(ana, NOON)))

    after = export.gather(User.objects.get(pk=sam.pk), NOON)
    assert export.content_of(after) == export.content_of(before)
    assert len(after["tables"]["entries"]) == len(CATALOGUE) * len(HARD_WORDS) + 1


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.lists(WORDS, min_size=1, max_size=3))
def test_any_words_come_back_equal(db, words):
    ana, sam = (User.objects.create_user(f"{n}-{User.objects.count()}") for n in ("ana", "sam"))
    fill_one(ana, words)
    before = export.gather(ana, NOON)

    restore.bring(sam, restore.opened(export.zip_of(ana, NOON)))

    after = export.gather(User.objects.get(pk=sam.pk), NOON)
    assert export.content_of(after) == export.content_of(before)


def fill_one(member, words: list[str]) -> None:
    member.name = words[0]
    member.save()
    for text in words:
        behaviour = Behaviour.objects.create(member=member, kind="other", label=text)
        entry = Entry.objects.create(
            member=member, behaviour=behaviour, tool="cost-benefit", title=text
        )
        link = {"entry": str(entry.pk), "row": "row00000"}
        row = {"id": "row00001", "text": text, "from": link}
        entry.answers = {"_raw": {"any": text}, "doing_benefit": [row]}
        entry.save()


def test_new_rows_have_new_ids_and_links_follow_them(ana, sam):
    fill(ana, ["one"])
    old = export.gather(ana, NOON)

    restore.bring(sam, restore.opened(export.zip_of(ana, NOON)))

    new = export.gather(sam, NOON)
    ids = {row["id"] for row in old["tables"]["entries"]}
    assert not any(one in json.dumps(new["tables"]) for one in ids)
    entries = {row["id"] for row in new["tables"]["entries"]}
    assert {
        link for row in new["tables"]["entries"] for link in links_in(row["answers"])
    } <= entries


def links_in(value) -> list[str]:
    if isinstance(value, list):
        return [link for one in value for link in links_in(one)]
    if isinstance(value, dict):
        here = [value["entry"]] if "entry" in value else []
        return here + links_in(list(value.values()))
    return []


def test_the_file_has_a_data_a_readable_and_an_explaining_part(ana):
    fill(ana, ["one"])

    files = taken(ana)

    data = json.loads(files["data.json"])
    assert set(files) == {"README.txt", "index.html", "data.json"}
    assert (data["format"], data["version"]) == ("footing", 1)
    assert data["made_at"] == "2026-09-14T12:00:00Z"
    assert set(data["tables"]) == {table.name for table in export.TABLES}
    assert all(table.name in files["README.txt"] for table in export.TABLES)


def test_the_data_is_the_same_as_what_was_gathered(ana):
    fill(ana)

    assert json.loads(taken(ana)["data.json"]) == json.loads(json.dumps(export.gather(ana, NOON)))


def test_the_readable_copy_says_everything_and_asks_nobody(ana):
    fill(ana)

    page = Reader(taken(ana)["index.html"])

    assert page.addresses == []
    assert not page.tags & {"script", "img", "link", "iframe", "form"}
    for words in HARD_WORDS:
        assert all(line in page.said for line in words.split("\n"))


def test_an_answer_nobody_can_read_is_shown_as_it_is_kept(ana):
    Entry.objects.create(member=ana, tool="forgotten", answers={"why": [{"text": "my own words"}]})
    Entry.objects.create(
        member=ana, tool="cost-benefit", answers={"doing_benefit": {"odd": "shape"}}
    )

    page = Reader(taken(ana)["index.html"])

    assert "my own words" in page.said
    assert "shape" in page.said


def test_a_secret_is_not_in_the_file(as_ana, ana):
    fill(ana, ["one"])
    session, code = ana.devices.get(), ana.recovery_codes.get()

    data = taken(ana)["data.json"]

    assert len(json.loads(data)["tables"]["devices"]) == 1
    assert session.session_key not in data
    assert code.hashed not in data
    assert ana.password not in data


def test_nobody_elses_words_are_in_the_file(ana, ben):
    fill(ana, ["mine"])
    fill(ben, ["theirs"])

    data = taken(ana)["data.json"]

    assert "mine" in data
    assert "theirs" not in data
    assert str(ben.pk) not in data


def test_taking_costs_one_query_a_table(ana, django_assert_num_queries):
    fill(ana, ["one"])
    with django_assert_num_queries(len(export.TABLES) + 1):
        export.zip_of(ana, NOON)
    fill_one(ana, ["two", "three", "four"])

    with django_assert_num_queries(len(export.TABLES) + 1):
        export.zip_of(ana, NOON)


def test_the_copy_to_read_says_what_a_link_points_at(ana):
    values = Entry.objects.create(
        member=ana, tool="values", answers={"top": [{"id": "aaaaaaaa", "text": "Leo"}]}
    )
    pointing = {"goal": "Swim", "value": {"entry": str(values.pk), "row": "aaaaaaaa"}}
    Entry.objects.create(member=ana, tool="goals", answers=pointing)

    page = Reader(taken(ana)["index.html"])

    assert (page.said.count("Leo"), "not there any more" in page.said) == (2, False)
