"""What a person agrees to, in editions. An edition once agreed to is never changed; the next stands beside it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Consent, User


@dataclass(frozen=True)
class Part:
    heading: str | Promise
    paragraphs: tuple[str | Promise, ...]


EDITIONS: dict[int, tuple[Part, ...]] = {
    1: (
        Part(
            _("What is kept"),
            (
                _("What you write here can say a lot about your health: what you want to change, "
                  "how it is going, what helps and what is hard."),
                _("We keep it only because you say yes, and only so that you can read it again, "
                  "see what is changing, and carry on another day."),
            ),
        ),
        Part(
            _("How it is kept"),
            (
                _("Your words are sealed with a key that is yours alone. Somebody who takes a copy "
                  "of the store without that key cannot read them."),
                _("The people who run this server could open them, because the server holds the "
                  "keys. We would rather tell you than promise more than is so."),
            ),
        ),
        Part(
            _("Who sees it"),
            (
                _("Nobody but you, unless you choose to show something to a facilitator. You choose "
                  "each thing, and you can take it back."),
                _("Nothing is sold, used for advertising, or sent to another company. Nobody reads "
                  "along, so this is not a place to ask for help in an emergency."),
            ),
        ),
        Part(
            _("What you can do"),
            (
                _("You can take all of it with you as a file, change it, or erase it. If you erase "
                  "it, your key is destroyed and your words can never be read again."),
                _("You can take this yes back whenever you like, on the page “What I agreed to”. "
                  "From then on nothing new is kept."),
            ),
        ),
    ),
}  # fmt: skip
EDITION = max(EDITIONS)


def give(member: User) -> Consent:
    return _answer(member, given=True)


def withdraw(member: User) -> Consent:
    return _answer(member, given=False)


def _answer(member: User, *, given: bool) -> Consent:
    """Said twice is kept once: only a change of mind is a new row."""
    last = member.consents.first()
    if last is not None and (last.edition, last.given) == (EDITION, given):
        return last
    made = Consent.objects.create(member=member, edition=EDITION, given=given)
    member.agreed_to = EDITION if given else 0
    return made
