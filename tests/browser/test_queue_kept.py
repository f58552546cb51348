"""What waits on a device and is not taken: it stays, it is said, it hinders nothing else, and nobody presses for it for ever."""

import pytest

from stages.models import Behaviour, Urge

from . import conftest
from .hands import until, waiting

HERE = "Works with no signal"
NOTE = "**/urge/note/"
SPOIL = """(spoil) => new Promise((done) => {
    const asked = indexedDB.open("footing-waiting");
    asked.onsuccess = () => {
        const deal = asked.result.transaction("texts", "readwrite");
        const texts = deal.objectStore("texts");
        const person = document.body.dataset.person;
        for (const [key, row] of spoil) texts.put(row, `${person} ${key}`);
        deal.oncomplete = () => { asked.result.close(); done(); };
    };
})"""


@pytest.fixture
def wine(ana) -> Behaviour:
    return Behaviour.objects.create(member=ana, kind="alcohol", label="Wine on weeknights")


@pytest.fixture
def quick(phone, ana, wine, open_as):
    page = open_as(phone, ana, "/urge/")
    page.get_by_text(HERE).wait_for()
    return page


def note_without_a_network(page, strength: int = 7) -> None:
    page.context.set_offline(True)
    page.goto("/urge/")
    page.get_by_role("link", name="Try the connection again").wait_for()
    page.locator(f"#id_intensity_{strength}").click()
    page.get_by_role("button", name="Save this urge").click()
    page.get_by_role("heading", name="One urge waits on this device").wait_for()


def answering(page, status: int) -> list[str]:
    """The server says this to every urge; each asking is counted."""
    asked: list[str] = []

    def answer(route) -> None:
        asked.append(route.request.method)
        route.fulfill(status=status, body="no")

    page.context.route(NOTE, answer)
    return asked


@pytest.mark.parametrize("status", [400, 404, 409, 413, 500])
def test_whatever_is_answered_it_is_kept_until_it_is_written(quick, status, monkeypatch):
    answers = (*conftest.EXPECTED, "the server responded with a status of")
    monkeypatch.setattr(conftest, "EXPECTED", answers)
    note_without_a_network(quick)
    asked = answering(quick, status)
    quick.context.set_offline(False)
    quick.goto("/")

    assert until(quick, lambda: bool(asked))
    quick.wait_for_timeout(500)
    kept, tries = waiting(quick), len(asked)
    quick.context.unroute(NOTE)
    quick.goto("/tools/")

    assert (kept, tries <= 2) == (1, True)
    assert until(quick, lambda: Urge.objects.count() == 1 and waiting(quick) == 0)


def test_an_urge_about_what_was_deleted_meanwhile_is_written_about_nothing(quick, wine):
    note_without_a_network(quick)
    wine.delete()
    quick.context.set_offline(False)
    quick.goto("/")

    assert until(quick, lambda: waiting(quick) == 0)
    assert list(Urge.objects.values_list("intensity", "behaviour")) == [(7, None)]


@pytest.mark.parametrize(
    "forged",
    [
        None,
        {},
        {"person": "PERSON", "tab": "x", "path": "http://[", "iv": "x", "box": "x"},
    ],
)
def test_what_somebody_put_there_hinders_nothing_and_is_never_sent(quick, ana, forged):
    note_without_a_network(quick)
    row = forged and {name: str(ana.pk) if v == "PERSON" else v for name, v in forged.items()}
    quick.evaluate(SPOIL, [["00-forged", row]])
    quick.context.set_offline(False)
    quick.goto("/")

    assert until(quick, lambda: Urge.objects.count() == 1)


def test_an_address_that_was_changed_takes_nothing_anywhere(quick):
    note_without_a_network(quick)
    quick.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("footing-waiting");
            asked.onsuccess = () => {
                const deal = asked.result.transaction("texts", "readwrite");
                const texts = deal.objectStore("texts");
                const all = texts.openCursor();
                all.onsuccess = () => {
                    const at = all.result;
                    if (!at) return;
                    at.update({ ...at.value, path: "https://elsewhere.example/" });
                    at.continue();
                };
                deal.oncomplete = () => { asked.result.close(); done(); };
            };
        })"""
    )
    quick.context.set_offline(False)
    quick.goto("/")
    quick.wait_for_timeout(700)

    assert (waiting(quick), Urge.objects.count()) == (1, 0)
