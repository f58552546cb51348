"""A member's account with something in every table, in words of the test's choosing."""

from datetime import date, time

from smartrecovery import sheets
from smartrecovery.accounts.models import Consent, RecoveryCode
from smartrecovery.outbox.models import Choice, Contact, Message, PushDevice, Reminder
from tools.catalogue import CATALOGUE
from tools.models import Declined, Entry, PlanGone, Rating, Revision

from .content_stages import NOON, fill_behaviour, fill_once

HARD_WORDS = (
    "مرحبا بالعالم",
    "👩🏽‍🚀🏳️‍🌈 emoji",
    "\u202eright to left\u202c",
    "one\ntwo\n\nthree",
    'a;b;"c"\';--',
    "<script>alert(1)</script> {{ x }} {% y %} & <b>",
    "=1+1\t@cmd",
    "ก็ไม่เป็นไร e\u0301 ﷽",
    "x" * 4_000,
)


def answers_to(sheet: sheets.Sheet, words: str, entry_id: str) -> dict:
    """Every question of a sheet answered."""
    answers = {q.name: answer(q, words, entry_id) for q in sheet.questions.values()}
    return {name: value for name, value in answers.items() if value not in (None, [])}


def answer(question: sheets.Question, words: str, entry_id: str):
    match question:
        case sheets.Lines():
            row = {cell.name: answer(cell, words, entry_id) for cell in question.of}
            origin = {"entry": entry_id, "row": "row00000"}
            extra = {"id": "row00001", "added": "2026-09-14", "from": origin}
            return [extra | {name: value for name, value in row.items() if value is not None}]
        case sheets.Pick():
            return ["row00001"]
        case sheets.Link():
            return {"entry": entry_id, "row": "row00000"}
        case sheets.Text() | sheets.Long():
            return words
        case sheets.YesNo() | sheets.Tick():
            return True
        case sheets.Choices():
            return [question.choices[0][0]]
        case sheets.Choice():
            return question.choices[0][0]
        case sheets.Day():
            return "2026-09-20"
        case sheets.Clock():
            return "18:40"
        case sheets.Instant():
            return "2026-09-20T08:30:00Z"
    return 7


def fill(member, words=HARD_WORDS) -> None:
    """One behaviour with all there is about it, and an entry in each worksheet, for each of the words."""
    RecoveryCode.objects.create(member=member, hashed=f"{member.pk}".replace("-", ""))
    _reminders(member)
    Consent.objects.create(member=member, edition=2, given=False, at=NOON)
    fill_once(member, words[0])
    PlanGone.objects.create(member=member, at=NOON)
    for text in words:
        behaviour = fill_behaviour(member, text)
        Declined.objects.create(member=member, question="triggers.triggers", words=text, at=NOON)
        for sheet in CATALOGUE.values():
            _entry(member, behaviour, sheet, text)
    Entry.objects.create(
        member=member,
        tool="cost-benefit",
        title="nobody's",
        answers={"_raw": {"x": "typed"}},
        occurred_at=NOON,
    )


def _origin(sheet: sheets.Sheet, entry: Entry) -> dict:
    """One answer that was taken over, where the sheet asks for a single text."""
    single = [q.name for q in sheet.questions.values() if isinstance(q, sheets.Text)]
    origin = {"entry": str(entry.pk), "row": "row00000", "said": "as it was"}
    return {"_from": {single[0]: origin}} if single else {}


def _reminders(member) -> None:
    """Every column said, in what no schedule makes again by itself."""
    day = date(2026, 9, 14)
    Contact.objects.create(
        member=member, quiet_from=time(22), quiet_to=time(7, 30), morning_at=time(10),
        most_a_day=2, says_what=True, email_broken_at=NOON, changed_at=NOON,
    )  # fmt: skip
    Choice.objects.create(member=member, kind="check-in", channel="email", changed_at=NOON)
    Reminder.objects.create(
        member=member, kind="check-in", channel="email", days=0b10101, at=time(20), zone="Asia/Tokyo",
        first_on=day, last_on=day, next_on=day, next_at=NOON, unanswered=3, stopped_at=NOON,
    )  # fmt: skip
    mark = f"{member.pk}".replace("-", "")
    PushDevice.objects.create(
        member=member,
        mark=mark,
        told={"endpoint": "https://push"},
        made_for="a key",
        name="A phone",
    )
    Message.objects.create(
        member=member, kind="check-in", about=str(member.pk), occurrence="2026-09-14", day=day,
        number=2, state="sent", sent_at=NOON, answer="250", answered_at=NOON,
    )  # fmt: skip


def _entry(member, behaviour, sheet: sheets.Sheet, text: str) -> Entry:
    entry = Entry.objects.create(
        member=member,
        behaviour=behaviour,
        tool=sheet.slug,
        edition=sheet.edition,
        state="saved",
        title=text[:200],
        unsaved=False,
        version=3,
        occurred_at=NOON,
        next_on=date(2026, 9, 20),
        created_at=NOON,
        changed_at=NOON,
        saved_at=NOON,
    )
    entry.answers = answers_to(sheet, text, str(entry.pk)) | _origin(sheet, entry)
    entry.save()
    revision = Revision.objects.create(
        member=member,
        entry=entry,
        number=1,
        edition=sheet.edition,
        answers=entry.answers,
        at=NOON,
    )
    Rating.objects.create(member=member, revision=revision, question="importance", value=70)
    return entry
