"""R-INP-04: the same form, twenty times at once. A double tap, a retry and Back leave one of each."""

import json
import threading
from collections import Counter
from typing import Any

from .pages import Form
from .scene import Scene, manage, member
from .visitor import LOST, Visitor

TIMES = 20
WORDS = "plum lantern tides over"
COUNT = """
import json
from smartrecovery.accounts.models import Consent, User
from stages.models import Behaviour, CheckIn, Coped, CopingAction, Experiment, Score, Slip, StageMove, Taking, Urge
from tools.models import Entry, PlanLine, Rating, Revision, Taken, Week
models = [
    User, Consent, Behaviour, StageMove, Entry, Revision, Rating, Taken, Week, PlanLine,
    Urge, Coped, CopingAction, Slip, CheckIn, Taking, Score, Experiment,
]
print(json.dumps({model.__name__: model.objects.count() for model in models}))
"""
ONE_OF_EACH = {
    "User": 1,
    "Consent": 1,
    "Behaviour": 1,
    "StageMove": 2,  # where they put themselves at first, and the move
    "Entry": 2,  # a plan, and a week that takes its step
    "Revision": 2,
    "Rating": 2,
    "Taken": 1,
    "Week": 1,
    "PlanLine": 1,
    "Urge": 2,  # one that passed, and one with more said about it
    "Coped": 1,
    "CopingAction": 1,
    "Slip": 1,
    "CheckIn": 1,
    "Taking": 1,
    "Score": 2,
    "Experiment": 1,
}


def sent_twenty_times(scene: Scene) -> tuple[bool, dict[str, Any]]:
    """Signing up, naming a behaviour, moving stage, worksheets, whatever one notes in a day, on both databases."""
    figures: dict[str, Any] = {}
    held = True
    for name, url in (("PostgreSQL", ""), ("SQLite", scene.sqlite)):
        with scene.web(url) as web:
            before = _counts(scene, url)
            statuses = _sign_up(Visitor(web.port, timeout=60))
            statuses += _work(member(web, 3))
        made = {what: count - before[what] for what, count in _counts(scene, url).items()}
        # Many sign-ups in one second from one network may be asked to wait, and of the same line taken
        # twenty times most may be told that it stands there; none may break.
        held &= made == ONE_OF_EACH and 302 in statuses and set(statuses) <= {302, 409, 429}
        figures |= {f"made on {name}": made, f"answers of {name}": dict(statuses)}
    return held, figures


def _sign_up(visitor: Visitor) -> Counter:
    form = _form(visitor, "/accounts/signup/", "offered")
    said = {"username": "My own name", "zone": "UTC", "is_adult": "yes", "consent": "on"}
    said |= {"password1": WORDS, "password2": WORDS}
    return _all_at_once(visitor, "/accounts/signup/", form.filled(**said))


def _work(visitor: Visitor) -> Counter:
    form = _form(visitor, "/progress/new/", "once")
    said = form.filled(kind="gaming", label="Late at night", goal="cut", stage="con")
    statuses = _all_at_once(visitor, "/progress/new/", said)
    here = _address(visitor, "/progress/new/", said)
    form = _form(visitor, f"{here}move/", "was")
    statuses += _all_at_once(visitor, f"{here}move/", form.filled(("to", "det")))
    begin = "/tools/change-plan/begin/"
    form = _form(visitor, begin, "version")
    row = next(value for name, value in form.fields if name == "steps")
    said = form.filled(
        ("do", "save"), change="Off at eleven", importance="7", **{f"steps-{row}-text": "Swim"}
    )
    statuses += _all_at_once(visitor, begin, said)
    return statuses + _plan_a_week(visitor) + _it_passed(visitor) + _noted(visitor, here)


def _plan_a_week(visitor: Visitor) -> Counter:
    """Begun by taking a step of the plan, then saved."""
    begin = "/tools/week-plan/begin/"
    form = _form(visitor, begin, "version")
    take = next(value for _name, value in form.buttons if value.startswith("take:actions:"))
    said = form.filled(("do", take), intention="Evenings", confidence="7")
    statuses = _all_at_once(visitor, begin, said)
    here = f"/entries/{dict(form.fields)['id']}/"
    form = _form(visitor, here, "version")
    return statuses + _all_at_once(visitor, here, form.filled(("do", "save")))


def _it_passed(visitor: Visitor) -> Counter:
    form = _form(visitor, "/urge/card/", "began")
    return _all_at_once(visitor, form.action, form.filled())


def _noted(visitor: Visitor, about: str) -> Counter:
    """An urge, more about it, a slip, a check-in, a measure, something to try."""
    form = _form(visitor, "/urge/", "intensity")
    said = form.filled(intensity="6")
    statuses = _all_at_once(visitor, form.action, said)
    more = f"{_address(visitor, form.action, said)}more/"
    key = about.strip("/").rsplit("/", 1)[-1]
    for page, answers in (
        (more, {"own": "Rang Priya", "helped": "7"}),
        ("/progress/slip/", {"said": "Two", "about": key}),
        ("/check-in/", {"mood": "6", "note": "A long day"}),
        ("/measures/rulers/", {"item-importance": "8", "item-confidence": "5", "about": key}),
        (f"{about}tries/new/", {"change": "Supper before six"}),
    ):
        form = _form(visitor, page, next(iter(answers)))
        statuses += _all_at_once(visitor, form.action or page, form.filled(**answers))
    return statuses


def _form(visitor: Visitor, url: str, field: str) -> Form:
    return next(form for form in visitor.get(url).forms if field in form.names)


def _address(visitor: Visitor, url: str, said: list[tuple[str, str]]) -> str:
    """Where the same form leads once more."""
    return visitor.post(url, said).headers["location"]


def _all_at_once(visitor: Visitor, url: str, said: list[tuple[str, str]]) -> Counter:
    statuses: Counter = Counter()
    ready = threading.Barrier(TIMES)

    def send(tab: Visitor) -> None:
        ready.wait()
        try:
            statuses[tab.post(url, said).status] += 1
        except (*LOST, OSError):
            statuses["no answer"] += 1

    tabs = [threading.Thread(target=send, args=[visitor.twin()]) for _ in range(TIMES)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    return statuses


def _counts(scene: Scene, url: str) -> dict[str, int]:
    told = manage(scene.env(url), "shell", "--no-imports", "-c", COUNT)
    return json.loads(told.strip().splitlines()[-1])
