"""Ben day by day: the bus, the payday, and what he does about them."""

from typing import TYPE_CHECKING

from smartrecovery.demo.diary import A_BIT, ELSE, PASSED, Diary
from smartrecovery.demo.reminded import Reminded
from stages.models import Behaviour, Experiment, Slip

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller

STOP_EARLY, CROSSWORD = "Get off one stop early and walk", "The crossword"
PODCAST = "A podcast, loud"


def tell(teller: "Teller", apps: Behaviour) -> None:
    diary = Diary(teller, apps)
    _on_the_bus(diary)
    diary.slip(13, 22, Slip.Extent.ONCE, "Ten, on the second half. I took the app off again after.")
    diary.rhythm(22, "weekly", days=1 << 6)
    diary.week(21, days=2, importance=8, confidence=5)
    diary.week(14, days=4, importance=8, confidence=5, would_like="encouragement")
    diary.week(7, days=5, importance=9, confidence=7, note="Five evenings. I like the quiet.")
    for days_ago, plan, mood in ((5, "yes", 6), (3, "yes", 7), (2, "partly", 6)):
        diary.day(days_ago, plan, mood, 5)
    for days_ago, importance, confidence in ((36, 6, 3), (22, 8, 5), (8, 9, 7)):
        diary.measures("rulers", days_ago, importance=importance, confidence=confidence)
    diary.tries(9, "Upstairs on the bus, without my phone", Experiment.LooksAt.URGES)
    reminded = Reminded(teller)
    reminded.wants(20, check_in="inbox", action="inbox", risk="inbox")
    reminded.of_check_ins(20)


def _on_the_bus(diary: Diary) -> None:
    bus = {"place": "travelling", "company": "strangers", "triggers": "place feeling"}
    for days_ago, strength in ((38, 9), (36, 8), (33, 8), (31, 7), (29, 9), (26, 8)):
        diary.urge(days_ago, 17, strength, outcome=A_BIT, feelings="angry stressed", **bus)
    diary.urge(24, 20, 8, place="home", triggers="money", outcome=A_BIT)
    diary.urge(21, 17, 7, coped=(CROSSWORD,), helped=5, outcome=ELSE, minutes=30, **bus)
    diary.urge(19, 17, 7, coped=(STOP_EARLY,), helped=7, outcome=PASSED, minutes=22, **bus)
    diary.urge(17, 15, 6, coped=(PODCAST,), helped=4, outcome=PASSED, triggers="people event")
    diary.urge(14, 17, 8, coped=(CROSSWORD,), helped=5, outcome=PASSED, minutes=25, **bus)
    diary.urge(12, 18, 8, coped=(STOP_EARLY,), helped=6, outcome=PASSED, feelings="angry", **bus)
    diary.urge(11, 17, 6, coped=(PODCAST, CROSSWORD), helped=6, outcome=PASSED, minutes=18, **bus)
    diary.urge(8, 22, 6, coped=(CROSSWORD,), helped=6, outcome=PASSED, minutes=12, place="home")
    diary.urge(
        4, 17, 5, coped=(STOP_EARLY,), helped=7, outcome=PASSED, minutes=14,
        trigger="An advert on the seat in front", thought="Just to look at the odds", **bus,
    )  # fmt: skip
    diary.urge(2, 17, 4, coped=(STOP_EARLY,), helped=8, outcome=PASSED, minutes=9, **bus)
