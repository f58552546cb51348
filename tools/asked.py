"""What the library may be asked for: what is happening, a point, the time there is, a few words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Words = str | Promise

POINTS: dict[int, Words] = {
    1: _("Reasons to change"),
    2: _("Getting through urges"),
    3: _("Thoughts and feelings"),
    4: _("The rest of life"),
}
MINUTES = (5, 10, 20)
MOST_TYPED = 100


@dataclass(frozen=True)
class Happening:
    """What may be going on: the words of its link, and of the page it leads to; `first` helps most."""

    link: Words
    heading: Words
    first: tuple[str, ...] = ()


HAPPENINGS = {
    "urge": Happening(
        _("An urge now"),
        _("While an urge is there"),
        ("urge-plan", "disarm", "meditation", "calm-place", "muscle-relaxation", "enjoyable"),
    ),
    "decide": Happening(
        _("Can’t decide"), _("When you can’t decide"), ("cost-benefit", "future-questions")
    ),
    "upset": Happening(_("Upset"), _("When you are upset"), ("abc-upset", "beliefs")),
    "slip": Happening(_("After a slip"), _("After a slip"), ("slip-review", "acceptance")),
    "flat": Happening(_("Life feels flat"), _("When life feels flat"), ("vaci",)),
    "plan": Happening(_("Planning"), _("When you are planning"), ("week-plan", "change-plan")),
}


@dataclass(frozen=True)
class Chip:
    """A link that asks for one thing more, or, where it is asked for already, no longer."""

    words: Words
    url: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything in it that means nothing here is left unread."""

    now: str = ""
    point: int = 0
    minutes: int = 0
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Asked":
        now, point, minutes = (given.get(name, "") for name in ("now", "point", "minutes"))
        return cls(
            now if now in HAPPENINGS else "",
            next((number for number in POINTS if str(number) == point), 0),
            next((number for number in MINUTES if str(number) == minutes), 0),
            given.get("q", "").replace("\0", "").strip()[:MOST_TYPED],
        )

    @property
    def url(self) -> str:
        said = {name: value for name, value in vars(self).items() if value}
        return reverse("tools") + (f"?{urlencode(said)}" if said else "")

    def chip(self, words: Words, name: str, value: str | int) -> Chip:
        chosen = getattr(self, name) == value
        other = replace(self, **{name: getattr(Asked, name) if chosen else value})
        return Chip(words, other.url, chosen)

    @property
    def narrows(self) -> bool:
        return self != Asked()

    @property
    def heading(self) -> Words:
        if self.now:
            return HAPPENINGS[self.now].heading
        if self.q:
            return _("Found")
        return POINTS.get(self.point) or up_to(self.minutes)

    @property
    def besides(self) -> list[Words]:
        """What was asked for that the heading does not say."""
        said = [
            say("“%(q)s”") % {"q": self.q} if self.q else "",
            POINTS.get(self.point, ""),
            up_to(self.minutes) if self.minutes else "",
        ]
        return [words for words in said if words and words != self.heading]


def up_to(minutes: int) -> str:
    return say("Up to %(minutes)s minutes") % {"minutes": minutes}


def about_minutes(minutes: int) -> str:
    return ngettext("About %(n)s minute.", "About %(n)s minutes.", minutes) % {"n": minutes}
