"""By e-mail: one connection for a batch, each message answered for by itself."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from . import lost, wire
from .protocol import Gone, Outgoing


class Email:
    @contextmanager
    def open(self) -> Iterator["Mailing"]:
        mailing = Mailing(get_connection())
        try:
            yield mailing
        finally:
            mailing.close()


class Mailing:
    """A server that cannot be reached is asked once in a batch: its silence is not waited for again."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self.is_open = False
        self.trouble: Exception | None = None

    def deliver(self, outgoing: Outgoing) -> str:
        try:
            if isinstance(self.backend, EmailBackend):
                return self._over_the_wire(outgoing)
            return self._by_django(outgoing)
        except Gone:
            lost.mailbox(outgoing)
            raise

    def close(self) -> None:
        self.is_open = False
        with suppress(Exception):
            self.backend.close()

    def _over_the_wire(self, outgoing: Outgoing) -> str:
        raw = wire.bytes_of(outgoing)
        try:
            return wire.hand_over(self._connection(), outgoing.to, raw)
        except wire.HungUp as error:
            self.close()
            if wire.was_silent(error):
                raise self._give_up(TimeoutError()) from error
        except OSError as error:  # and smtplib's own: in the middle of a message, so nobody knows
            if not getattr(self.backend.connection, "sock", None):
                self.close()
            if wire.was_silent(error):
                raise self._give_up(TimeoutError()) from error
            raise
        try:
            return wire.hand_over(self._connection(), outgoing.to, raw)
        except wire.HungUp as error:
            self.close()
            raise self._give_up(ConnectionAbortedError()) from error

    def _give_up(self, why: Exception) -> Exception:
        self.trouble = why
        return why

    def _connection(self) -> Any:
        if self.trouble is not None:
            raise self.trouble
        if not self.is_open:
            try:
                self.backend.open()
            except Exception as error:
                self.trouble = error
                raise
            self.is_open = True
        return self.backend.connection

    def _by_django(self, outgoing: Outgoing) -> str:
        """To a console, a file or a test: the very same headers and words."""
        headers = wire.headers_of(outgoing)
        email = EmailMultiAlternatives(
            outgoing.subject,
            outgoing.text,
            from_email=headers.pop("From"),
            to=[headers.pop("To")],
            headers={name: value for name, value in headers.items() if name != "Subject"},
            connection=self.backend,
        )
        if outgoing.html:
            email.attach_alternative(outgoing.html, "text/html")
        email.send()
        return "250"
