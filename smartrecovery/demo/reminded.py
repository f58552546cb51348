"""How one person of the demo is reminded, and what came of it: the ledger as the sender would have left it."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

from smartrecovery.outbox import choices, kinds, news, reminders
from smartrecovery.outbox.models import Message, Reminder
from stages.models import CheckIn
from stages.reminders import CHECK_IN

if TYPE_CHECKING:
    from .cast import Teller

A_MOMENT, A_DAY, A_WEEK = timedelta(seconds=3), timedelta(days=1), timedelta(days=7)
TAKEN = {"email": "250", "inbox": ""}


class Reminded:
    def __init__(self, teller: "Teller") -> None:
        self.teller, self.member = teller, teller.member

    def reads_mail_at(self, address: str) -> None:
        self.member.email = address
        self.member.save(update_fields=["email"])
        EmailAddress.objects.create(user=self.member, email=address, verified=True, primary=True)

    def wants(self, days_ago: int, **ways: str) -> None:
        """Each kind by its way, since then."""
        for name, way in ways.items():
            kind = name.replace("_", "-")
            choices.choose(self.member, kind, way, self.teller.at(days_ago))
            reminders.reconcile(self.member, kind, self.teller.now)

    def of_check_ins(self, days_ago: int) -> None:
        """One each time the rhythm asked, answered where something was written that day."""
        row = self.member.reminders.filter(kind=CHECK_IN).first()
        if row is None:
            return
        written = list(self.member.check_ins.order_by("at"))
        told: list[Message] = []
        for n in range(days_ago, -1, -1):
            self._add(told, row, self.teller.today - timedelta(days=n), written)
        Message.objects.bulk_create(told)
        row.unanswered = told[-1].number if told and told[-1].answered_at is None else 0
        row.save(update_fields=["unanswered"])
        news.look_again(self.member)

    def _add(self, told: list[Message], row: Reminder, day: date, written: list[CheckIn]) -> None:
        rule = row.rule(self.member.day_starts)._replace(first_on=date.min)
        due_at = rule.instant(day) if rule.falls_on(day) else None
        if due_at is None or due_at >= self.teller.now:
            return
        answered_at = _answered_at(written, day, is_weekly=row.days.bit_count() == 1)
        if answered_at is not None and answered_at < due_at:
            return
        ignored = told[-1].number if told and told[-1].answered_at is None else 0
        told.append(
            Message(
                member=self.member,
                kind=CHECK_IN,
                occurrence=f":{day.isoformat()}",
                day=day,
                number=ignored + 1,
                channel=row.channel,
                template=kinds.named(CHECK_IN).template,
                state=Message.State.SENT,
                due_at=due_at,
                look_at=due_at,
                posted_at=due_at,
                expires_at=due_at + timedelta(minutes=row.window),
                attempts=1,
                sent_at=due_at + A_MOMENT,
                answer=TAKEN[row.channel],
                answered_at=answered_at,
            )
        )


def _answered_at(written: list[CheckIn], day: date, *, is_weekly: bool) -> datetime | None:
    """A day by what was written about it, a week by the next look back at one."""
    until = day + A_WEEK if is_weekly else day + A_DAY
    found = (each.at for each in written if day <= each.day < until and each.weekly >= is_weekly)
    return next(found, None)
