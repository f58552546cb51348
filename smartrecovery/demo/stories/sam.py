"""Sam and the phone in bed: rather not say where, and one plan half-written."""

from typing import TYPE_CHECKING

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
    teller.half_writes("change-plan", phone, 2, {"change": "A clock by the bed instead"})
