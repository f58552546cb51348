"""A page of one's own, with nothing asked."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Long, Section, Sheet
from stages.models import Stage

JOURNAL = Sheet(
    slug="journal",
    edition=1,
    title=_("A page of my own"),
    about=_("Write whatever is there. Nothing is asked."),
    lead=_("Nobody else sees it unless you choose to show it. Two lines are a page too."),
    aliases=("Journaling", "diary", "free writing"),
    points=(3,),
    suits=(Stage.PRE, Stage.CON, Stage.ACT, Stage.MAI),
    minutes=5,
    whole_life=True,
    companion=True,
    cadence=_("Whenever you like"),
    save=_("Save this page"),
    sections=(
        Section(
            _("Today"),
            (
                Long(
                    "words",
                    _("What is on my mind?"),
                    _("What happened, what it was like, what you would like to remember."),
                    required=True,
                ),
            ),
        ),
    ),
    mistakes=(
        _("Waiting for something to say. “Nothing much today” is a fair beginning."),
        _("Writing for a reader. It is only for you."),
        _("Going round and round. If it makes things heavier, stop and do something else."),
    ),
    helps=(
        ("upset", _("Puts what is going round in your head onto a page.")),
        ("flat", _("A few lines, so that the day is not just gone.")),
    ),
    example_note=_("An example of a short page."),
    example={
        "words": _(
            "Rain all day. I thought the evening would be long, and it was not. Leo read to me for"
            " once. I want to remember his voice doing the wolf."
        )
    },
)
