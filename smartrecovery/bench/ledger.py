"""What was written down, read past the app, against what came to the mail server."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2

from .sink import Sink, Taken

KIND = "check-in"
MOVED = {
    "outbox_message": "due_at look_at leased_until expires_at posted_at sent_at",
    "outbox_reminder": "next_at",
    "outbox_heartbeat": "at until",
}


POSTED = """
INSERT INTO outbox_message (id, member_id, kind, about, occurrence, day, number, channel, template,
    state, held_for, due_at, look_at, expires_at, attempts, posted_at, answer)
SELECT gen_random_uuid(), member_id, kind, about, {}, current_date, 1, 'email', 'check-in',
    'queued', '', now(), now(), now() + interval '4 hours', 0, now(), ''
FROM outbox_reminder {}
"""


class Ledger:
    """One connection a question, so that a database that went away costs nothing but the waiting."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        connection = psycopg2.connect(self.url)
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    @contextmanager
    def outside(self) -> Iterator[Any]:
        """Outside any transaction, as databases are made and dropped."""
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def ask(self, sql: str, *said: Any) -> list[tuple]:
        with self.cursor() as cursor:
            cursor.execute(sql, said)
            return cursor.fetchall() if cursor.description else []

    def begin_again(self) -> None:
        """As if nobody had been told anything yet, and nothing were to come before a month from now."""
        self.ask("DELETE FROM outbox_message")
        self.ask("UPDATE outbox_contact SET email_broken_at = NULL")
        self.ask("UPDATE outbox_choice SET channel = 'email'")
        self.ask(
            "UPDATE outbox_reminder SET channel = 'email', unanswered = 0, stopped_at = NULL,"
            " next_at = now() + interval '30 days', next_on = (now() + interval '30 days')::date"
        )

    def fall_due(self, count: int, minutes_ago: float = 0.02) -> None:
        """So many reminders of those who have not been told anything yet."""
        self.ask(
            "UPDATE outbox_reminder SET next_at = it.at, next_on = (it.at AT TIME ZONE 'UTC')::date,"
            " at = (it.at AT TIME ZONE 'UTC')::time(0)"
            " FROM (SELECT date_trunc('second', now() - %s * interval '1 minute') AS at) AS it"
            " WHERE id IN (SELECT r.id FROM outbox_reminder r WHERE next_at > now() AND NOT EXISTS"
            " (SELECT 1 FROM outbox_message m WHERE m.member_id = r.member_id)"
            " ORDER BY member_id LIMIT %s)",
            minutes_ago,
            count,
        )

    def post_by_hand(self, count: int) -> None:
        """So many rows to be sent now, as a planner would have left them."""
        self.ask(
            POSTED.format("about || ':' || current_date", "ORDER BY member_id DESC LIMIT %s"), count
        )

    def pile_up(self, each: int) -> None:
        """So many rows for everybody, all due, in the order a planner writes them."""
        rows = ", generate_series(1, %s) AS n ORDER BY n, member_id"
        self.ask("DELETE FROM outbox_message")
        self.ask(POSTED.format("about || ':' || n", rows), each)
        with self.outside() as cursor:
            cursor.execute("VACUUM ANALYZE outbox_message")

    def let_pass(self, minutes: float) -> None:
        """The clock of everything kept moves on, as if so much time had gone by."""
        for table, columns in MOVED.items():
            moved = ", ".join(
                f"{column} = {column} - interval '{minutes} minutes'" for column in columns.split()
            )
            self.ask(f"UPDATE {table} SET {moved}")  # noqa: S608

    def states(self) -> Counter[str]:
        return Counter(dict(self.ask("SELECT state, count(*) FROM outbox_message GROUP BY state")))

    def open(self) -> int:
        states = self.states()
        return sum(states[state] for state in ("queued", "held", "sending"))

    def number(self, sql: str, *said: Any) -> int:
        return int(self.ask(sql, *said)[0][0])

    def told_twice(self) -> int:
        """Occurrences that were sent more than once, by whatever channels."""
        return self.number(
            "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM outbox_message"
            " WHERE state = 'sent' AND kind = %s GROUP BY member_id, occurrence) AS each",
            KIND,
        )

    def waits(self) -> bool:
        """Something is there, and nothing of it is to be looked at in this moment."""
        due = "state = 'sending' OR (state IN ('queued', 'held') AND look_at <= now())"
        return self.states().total() > 0 and not self.number(
            f"SELECT count(*) FROM outbox_message WHERE {due}"  # noqa: S608
        )

    def told_in_here(self) -> int:
        """People who found it in their inbox here instead."""
        return self.number(
            "SELECT count(DISTINCT member_id) FROM outbox_message"
            " WHERE channel = 'inbox' AND state = 'sent'"
        )

    def behind(self) -> int:
        """Reminders whose next moment is past, so that the next tick would find them again."""
        return self.number("SELECT count(*) FROM outbox_reminder WHERE next_at <= now()")

    def addresses(self, count: int) -> list[str]:
        """Of the first so many who are to be told."""
        rows = self.ask("SELECT email FROM accounts_user ORDER BY id LIMIT %s", count)
        return [address for (address,) in rows]

    def sent_ids(self) -> set[str]:
        """Mails of their own: what went along with another came under that one's id."""
        rows = self.ask(
            "SELECT id::text FROM outbox_message"
            " WHERE state = 'sent' AND channel = 'email' AND went_with IS NULL"
        )
        return {pk for (pk,) in rows}


def wire(taken: list[Taken]) -> Counter[str]:
    """How often each message reached the other side, by the id of its row."""
    return Counter(one.id.strip("<>").partition("@")[0] for one in taken)


def account(ledger: Ledger, sink: Sink) -> dict[str, int]:
    """What was written down against what came: in a right world all zero but the first two."""
    ids, came = ledger.sent_ids(), wire(sink.taken())
    return {
        "sent": len(ids),
        "came": len(came),
        "in the ledger twice": ledger.told_twice(),
        "extra on the wire": sum(came.values()) - len(came),
        "sent and never came": len(ids - set(came)),
        "came and not sent": len(set(came) - ids),
        "still open": ledger.open(),
    }
