"""Ana day by day: urges as they came, evenings she looked back, two slips, what she tried."""

from typing import TYPE_CHECKING

from smartrecovery.demo.diary import A_BIT, ELSE, PASSED, Diary
from smartrecovery.demo.reminded import Reminded
from stages.models import Behaviour, Experiment, Slip

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller

GUITAR, BLOCK = "Play the guitar, one song", "Out the back, round the block"
WAITED, BEER = "Twenty minutes, then decide", "Ginger beer, feet up"
RADIO = "Wash up with the radio on"
FRIDAY = 4


def tell(teller: "Teller", wine: Behaviour) -> None:
    diary = Diary(teller, wine)
    _first_weeks(diary)
    _back_and_after(diary)
    _the_crown(diary)
    _evenings(diary)
    for days_ago, importance, confidence in (
        (40, 6, 3), (33, 7, 4), (26, 7, 4), (19, 7, 3), (12, 8, 5), (5, 9, 7),
    ):  # fmt: skip
        diary.measures("rulers", days_ago, importance=importance, confidence=confidence)
    diary.tries(
        24, "Supper before six", Experiment.LooksAt.STRENGTH, 10,
        "On the evenings it worked I was not hungry at seven. On two of them I came home too late.",
    )  # fmt: skip
    diary.tries(6, "The guitar on its stand, not in its case", Experiment.LooksAt.STRENGTH)
    _reminded(teller)


def _first_weeks(diary: Diary) -> None:
    """Many, and strong, before she had a plan; then one song, one walk at a time."""
    for days_ago, hour, strength in (
        (41, 18, 8), (40, 19, 9), (39, 21, 7), (37, 18, 8), (36, 19, 8), (35, 17, 6), (34, 20, 9),
    ):  # fmt: skip
        diary.urge(days_ago, hour, strength, minutes=30, outcome=A_BIT, place="home")
    alone = {"place": "home", "company": "alone", "triggers": "time feeling"}
    diary.urge(33, 18, 8, outcome=PASSED, minutes=25, feelings="tired stressed", **alone)
    diary.urge(32, 20, 7, outcome=A_BIT, minutes=20, feelings="bored", **alone)
    diary.urge(31, 18, 8)
    diary.urge(29, 19, 7, outcome=PASSED, minutes=20, feelings="tired", **alone)
    diary.urge(28, 18, 7, coped=(WAITED,), helped=5, outcome=PASSED, minutes=20, **alone)
    diary.urge(27, 17, 7, company="friends", triggers="people celebration", outcome=ELSE)
    diary.urge(26, 18, 6, coped=(GUITAR,), helped=7, outcome=ELSE, minutes=14, **alone)
    diary.urge(25, 19, 6, coped=(BLOCK,), helped=6, outcome=PASSED, minutes=11, **alone)
    diary.urge(23, 21, 7, coped=(WAITED, RADIO), helped=4, outcome=PASSED, minutes=18, **alone)
    diary.urge(21, 18, 5, coped=(GUITAR,), helped=8, outcome=PASSED, minutes=9, **alone)
    diary.urge(20, 22, 6, coped=(BLOCK,), helped=6, outcome=PASSED, minutes=12, **alone)
    diary.urge(19, 18, 8, feelings="stressed tired", triggers="event", place="work")


def _back_and_after(diary: Diary) -> None:
    """The leaving do, the days after it, and the weeks since."""
    diary.slip(18, 21, Slip.Extent.FEW, "Two glasses at Jo’s leaving do, and the rest at home.")
    diary.slip(16, 20, Slip.Extent.BACK)
    diary.urge(15, 19, 9, outcome=A_BIT, feelings="ashamed sad", place="home")
    alone = {"place": "home", "company": "alone", "triggers": "time"}
    diary.urge(12, 18, 7, coped=(WAITED,), helped=5, outcome=PASSED, minutes=20, **alone)
    diary.urge(
        11, 17, 8, 50, coped=(BLOCK,), helped=7, outcome=PASSED, minutes=12, feelings="anxious",
        triggers="event feeling", place="home", trigger="An e-mail from the landlord",
        thought="I can’t stand this one more minute",
    )  # fmt: skip
    diary.urge(10, 18, 6, coped=(GUITAR,), helped=7, outcome=PASSED, minutes=15, **alone)
    diary.urge(9, 20, 5, coped=(GUITAR, BEER), helped=8, outcome=ELSE, minutes=8, **alone)
    diary.urge(8, 18, 5, coped=(BLOCK,), helped=6, outcome=PASSED, minutes=10, **alone)
    diary.urge(7, 18, 5, coped=(WAITED,), helped=6, outcome=PASSED, minutes=12, **alone)
    diary.urge(5, 19, 4, coped=(GUITAR,), helped=8, outcome=PASSED, minutes=6, **alone)
    diary.urge(4, 21, 3, coped=(RADIO,), helped=6, outcome=PASSED, minutes=5, **alone)
    diary.urge(
        3, 18, 5, coped=(GUITAR, BLOCK), helped=7, outcome=PASSED, minutes=10, feelings="lonely",
        thought="An evening like this is wasted anyway", **alone,
    )  # fmt: skip
    diary.urge(2, 18, 4, coped=(WAITED,), helped=6, outcome=PASSED, minutes=9, **alone)
    diary.urge(1, 19, 4, coped=(BLOCK,), helped=7, outcome=PASSED, minutes=7, **alone)


def _the_crown(diary: Diary) -> None:
    """The last Friday that is over, twenty to seven."""
    days_ago = (diary.teller.today.weekday() - FRIDAY - 1) % 7 + 1
    diary.urge(
        days_ago, 18, 8, 40, minutes=12, triggers="place time", place="out", company="alone",
        trigger="Walking past the Crown", thought="I’ve earned it",
        coped=("Crossed the road", "Rang Priya"), helped=7, outcome=PASSED,
        next_time="Tram, not walk",
    )  # fmt: skip


def _evenings(diary: Diary) -> None:
    """Most evenings; nothing in the days she stopped writing."""
    diary.rhythm(30, "daily")
    for days_ago, plan, mood, urge in (
        (30, "partly", 4, 7), (29, "yes", 5, 7), (28, "yes", 5, 7), (27, "partly", 6, 7),
        (26, "yes", 6, 6), (25, "yes", 6, 6), (24, "yes", 5, 3), (23, "yes", 5, 7),
        (21, "yes", 6, 5), (20, "yes", 5, 6), (19, "no", 3, 8), (16, "no", 2, 9),
        (12, "yes", 4, 7), (11, "yes", 4, 8), (10, "yes", 6, 6), (9, "yes", 7, 5),
        (8, "yes", 6, 5), (7, "partly", 5, 5), (6, "changed", 6, 2), (5, "yes", 7, 4),
        (3, "yes", 6, 5), (2, "yes", 7, 4),
    ):  # fmt: skip
        diary.day(days_ago, plan, mood, urge)
    diary.day(4, "yes", 8, 3, "Leo asked for the song again.")
    diary.day(1, "yes", 7, 4, "An evening, and nothing happened. Nothing is good.")
    diary.week(13, days=2, importance=8, confidence=4, would_like="ideas")
    diary.week(6, days=6, importance=9, confidence=6)


def _reminded(teller: "Teller") -> None:
    """By mail in the evening; of her plans in here, and of nothing else."""
    reminded = Reminded(teller)
    reminded.reads_mail_at("ana@example.org")
    reminded.wants(29, check_in="email", step="email", review="inbox")
    reminded.of_check_ins(28)
