"""What a person takes with them: their worksheets, every saved version, the numbers in them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartrecovery.portable import Answers, Refused, Table, is_id, lines_of
from smartrecovery.sheets import Around, Lines, Link, Long, Pick, Question, Sheet, Text, Tick
from smartrecovery.sheets.lines import MOST_KEPT
from smartrecovery.sheets.questions import ROW_ID

from . import copies, links, reminders, weeks
from .catalogue import sheet_of, title_of
from .models import Declined, Entry, PlanGone, PlanLine, Rating, Revision, Taken, Week

OWNER = {"member": _("it is you")}
TOLD_AGAIN = _("counted again from the plan itself, which is brought back")
LONGEST_ROW = 40
ODD = (AttributeError, KeyError, TypeError, ValueError)


def weeks_again(member, now: datetime) -> None:
    """What is counted of weeks, and then what it reminds of."""
    weeks.rebuild(member)
    reminders.moved(member, weeks.SLUG, now)


def called(entry: dict[str, Any]) -> str:
    return title_of(entry["tool"], entry["edition"])


def read(entry: dict[str, Any], entries: list[dict[str, Any]]) -> Answers:
    """In the words of its sheet; whatever the sheet cannot read, as it is kept."""
    sheet = sheet_of(entry["tool"], entry["edition"])
    try:
        if sheet:
            return sheet.read(entry["answers"], _around(sheet, entry["answers"], entries))
    except ODD:
        pass
    return [("", [(name, lines_of(value)) for name, value in entry["answers"].items()])]


def _around(sheet: Sheet, answers: dict[str, Any], entries: list[dict[str, Any]]) -> Around:
    """With the words of the lines its links point at, as far as they are among what is taken along."""
    tz = timezone.get_current_timezone()
    pointed = set(sheet.pointed_at(answers))
    if not pointed:
        return Around(tz)
    named = {link.partition("/")[0] for link in pointed}
    words = {
        f"{other['id']}/{row['id']}": row.get(links.first_cell(theirs, name), "")
        for other in entries
        if other["id"] in named and (theirs := sheet_of(other["tool"], other["edition"]))
        for name, row in theirs.rows(other["answers"])
    }
    offers = tuple((link, words[link]) for link in pointed if words.get(link))
    return Around(tz, dict.fromkeys(links.linkable(sheet), offers))


def entries_fit(entries: list[Entry]) -> None:
    """Every entry answers a sheet we have, in the shapes its questions keep."""
    for entry in entries:
        _must_fit(sheet_of(entry.tool, entry.edition), entry.answers)


def revisions_fit(revisions: list[Revision]) -> None:
    tools = dict(
        Entry.objects.filter(pk__in={revision.entry_id for revision in revisions}).values_list(
            "pk", "tool"
        )
        if revisions
        else ()
    )
    for revision in revisions:
        _must_fit(sheet_of(tools[revision.entry_id], revision.edition), revision.answers)


def _must_fit(sheet: Sheet | None, answers: dict[str, Any]) -> None:
    if sheet is None:
        raise Refused(_("one is for a worksheet nobody here knows"))
    try:
        fits = (
            _typed(answers.get("_raw", {}), sheet.questions.values())
            and _taken_alone(answers.get("_from", {}), sheet)
            and all(
                _fits(question, answers[question.name])
                for question in sheet.questions.values()
                if question.name in answers
            )
        )
    except (*ODD, ValidationError):
        fits = False
    if not fits:
        raise Refused(_("an answer does not fit its question"))


def _fits(question: Question, value: Any) -> bool:
    """Kept in the shape the question itself would keep it in."""
    if isinstance(question, Lines):
        ids = [row["id"] for row in value]
        is_kept = len(set(ids)) == len(ids) <= MOST_KEPT
        return is_kept and all(_row_fits(question, row) for row in value)
    if isinstance(question, Pick):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if isinstance(question, Link):
        return set(value) == {"entry", "row"} and is_id(value["entry"]) and _is_text(value["row"])
    if isinstance(question, Text | Long):
        return _is_text(value)
    if value in ("", question.empty()):
        return True
    packed = question.pack(question.field(NOBODY).clean(question.show(value, NOBODY)))
    return type(packed) is type(value) and packed == value


def _row_fits(lines: Lines, row: dict[str, Any]) -> bool:
    stamps = {"added", *(tick.stamps for tick in lines.of if isinstance(tick, Tick))}
    return (
        bool(ROW_ID.fullmatch(row["id"]))
        and _typed(row.get("_raw", {}), lines.of)
        and _origin_fits(row.get("from"))
        and all(date.fromisoformat(row[stamp]) for stamp in stamps if stamp in row)
        and all(_fits(cell, row[cell.name]) for cell in lines.of if cell.name in row)
    )


def _origin_fits(origin: Any) -> bool:
    if origin is None:
        return True
    return (
        {"entry", "row"} <= set(origin) <= {"entry", "row", "said"}
        and all(_is_text(one) for one in origin.values())
        and is_id(origin["entry"])
        and len(origin["row"]) <= LONGEST_ROW
    )


def _taken_alone(origins: dict[str, Any], sheet: Sheet) -> bool:
    """Single answers that were taken from elsewhere."""
    return all(
        isinstance(sheet.questions.get(name), Text | Long) and origin and _origin_fits(origin)
        for name, origin in origins.items()
    )


def _typed(raw: dict[str, Any], asked: Iterable[Question]) -> bool:
    """What was typed and refused: a text, or some where some may be chosen; rows keep theirs themselves."""
    rows = {question.name for question in asked if isinstance(question, Lines)}
    some = {question.name for question in asked if isinstance(question.empty(), list)}
    return not rows & set(raw) and all(
        all(map(_is_text, one)) if name in some and isinstance(one, list) else _is_text(one)
        for name, one in raw.items()
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


NOBODY = Around()

TABLES = (
    Table(
        "entries",
        Entry,
        _("My worksheets"),
        columns=(
            "id",
            "behaviour",
            "tool",
            "edition",
            "state",
            "title",
            "answers",
            "unsaved",
            "version",
            "occurred_at",
            "next_on",
            "created_at",
            "changed_at",
            "saved_at",
        ),
        left_out=OWNER | {"last_tab": _("a made-up name of the browser tab that wrote last")},
        check=entries_fit,
        called=called,
        by="created_at",
        read=read,
        machinery=("tool", "edition", "unsaved", "version"),
    ),
    Table(
        "revisions",
        Revision,
        _("Every version I saved"),
        columns=("id", "entry", "number", "edition", "answers", "at"),
        left_out=OWNER,
        check=revisions_fit,
        in_copy=False,
    ),
    Table(
        "ratings",
        Rating,
        _("Numbers I gave over time"),
        columns=("id", "revision", "question", "value"),
        left_out=OWNER,
        in_copy=False,
    ),
    Table(
        "weeks",
        Week,
        _("Weeks I planned"),
        stays=dict.fromkeys(
            (
                "entry",
                "starts_on",
                "state",
                "reviewed_at",
                "planned",
                "done",
                "changed",
                "confidence",
            ),
            TOLD_AGAIN,
        ),
        left_out=OWNER,
        in_copy=False,
        retold=weeks_again,
    ),
    Table(
        "plan_lines",
        PlanLine,
        _("Days of what I planned"),
        stays=dict.fromkeys(
            ("id", "week", "what", "row", "days", "at", "target", "did", "done_days"), TOLD_AGAIN
        ),
        left_out=OWNER,
        in_copy=False,
    ),
    Table(
        "taken",
        Taken,
        _("Lines I took from one worksheet into another"),
        stays=dict.fromkeys(
            ("id", "source", "source_row", "entry", "question", "row"),
            _("told again from the worksheets themselves, which are brought back"),
        ),
        left_out=OWNER,
        in_copy=False,
        retold=lambda member, now: copies.rebuild(member),
    ),
    Table(
        "declined",
        Declined,
        _("Lines I was offered and did not want"),
        columns=("id", "question", "words", "at"),
        left_out=OWNER,
        called=lambda row: row["words"],
        by="at",
        machinery=("question", "words"),
    ),
    Table(
        "plans_gone",
        PlanGone,
        _("Plans I made and deleted"),
        columns=("id", "at"),
        left_out=OWNER,
        by="at",
    ),
)
