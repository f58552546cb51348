"""Sam and the phone in bed: rather not say where, and one plan half-written."""

from typing import TYPE_CHECKING

from smartrecovery.demo.diary import Diary
from stages.models import Behaviour

if TYPE_CHECKING:
    from smartrecovery.demo.cast import Teller


def story(teller: "Teller") -> None:
    phone = teller.works_on(21, Behaviour.Kind.INTERNET, "Phone in bed", Behaviour.Goal.PAUSE, "")
    teller.writes(
        "lifestyle-audit",
        None,
        (
            19,
            {
                "more": [
                    {"text": "Mornings outside", "how": "Get off the bus two stops early"},
                    {"text": "Music", "how": "Guitar on its stand, not its case"},
                ],
                "less": [{"text": "Phone in bed", "how": "Charge it in the kitchen"}],
                "first_move": "Put the charger in the kitchen tonight",
            },
        ),
    )
    teller.writes(
        "calm-place",
        None,
        (
            12,
            {
                "tension_before": 7,
                "place": "The bench by the canal",
                "see": "Green water, a heron, light under the bridge",
                "hear": "A train far away",
                "word": "Bench",
                "tension_after": 4,
            },
        ),
    )
    diary = Diary(teller, phone)
    for days_ago, hour, strength in ((16, 23, 5), (14, 23, 6), (9, 0, 7), (5, 23, 4), (2, 23, 4)):
        diary.urge(days_ago, hour, strength)
    diary.rhythm(18, "off")
    diary.day(9, "no", 4, 7, "One more video, until one.")
    teller.half_writes("change-plan", phone, 2, {"change": "A clock by the bed instead"})
