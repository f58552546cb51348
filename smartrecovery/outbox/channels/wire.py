"""A mail as it goes over the wire, and the handing over.

Django's own takes a millisecond to make one; here every part that is the same is made once. What may stand
in a header is checked, never repaired.
"""

import re
import smtplib
from binascii import b2a_qp
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.message import punycode

from .protocol import Gone, Outgoing, Refused

ADDRESS = re.compile(
    r"""(?:[\w.!#$%&'*+/=?^`{|}~-]+|"[^\x00-\x1f\x7f"\\<>]+")@[A-Za-z0-9.-]+""", re.A
)
LONGEST_LINE = 990
PERMANENT = range(500, 600)
# Another fault than the mailbox: a sender not liked, a mailbox that is full, a policy.
CLOSED_BY_NAME = re.compile(rb"5\.(?:1\.(?!7|8)|2\.1\b)")
CLOSED = (550, 551, 553)
ABOUT_US = re.compile(rb"relay|spam|block|list|polic|reputation|authent|denied|sender", re.I)
NAMED = re.compile(rb"[245]\.\d+\.\d+\b")


class HungUp(Exception):
    """Before it had the message, so another connection may be tried."""


def was_silent(error: BaseException | None) -> bool:
    """Whether it was waited for as long as we wait: what comes next would only wait as long again."""
    while error is not None:
        if isinstance(error, TimeoutError):
            return True
        error = error.__cause__ or error.__context__
    return False


def bytes_of(outgoing: Outgoing) -> bytes:
    """The same bytes at every attempt within a second: its id, and the parts, depend on nothing else."""
    parts = [("plain", outgoing.text)] + ([("html", outgoing.html)] if outgoing.html else [])
    edge = f"part-{outgoing.id.hex}"
    head = "".join(f"{name}: {value}\r\n" for name, value in headers_of(outgoing).items())
    head = f"{head}MIME-Version: 1.0\r\n"
    if len(parts) == 1:
        return head.encode("ascii") + _part(*parts[0])
    body = b"".join(b"--%s\r\n%s\r\n" % (edge.encode(), _part(*part)) for part in parts)
    head = f'{head}Content-Type: multipart/alternative; boundary="{edge}"\r\n\r\n'
    return head.encode("ascii") + body + b"--%s--\r\n" % edge.encode()


def headers_of(outgoing: Outgoing) -> dict[str, str]:
    """The same id at every attempt, so that a mailbox can tell a repeat from a second message."""
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "From": sender(outgoing.sender, settings.DEFAULT_FROM_EMAIL),
        "To": address(outgoing.to),
        "Subject": one_line(outgoing.subject),
        "Date": format_datetime(outgoing.at),
        "Message-ID": f"<{outgoing.id}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if outgoing.stop:
        headers["List-Unsubscribe"] = f"<{outgoing.stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


@lru_cache(maxsize=64)
def sender(name: str, ours: str) -> str:
    own_name, _address = parseaddr(ours)
    return formataddr((one_line(name or own_name), our_address(ours)))


@lru_cache(maxsize=8)
def our_address(ours: str) -> str:
    """A fault in it is ours, and says nothing of anybody's mailbox."""
    try:
        return address(parseaddr(ours)[1])
    except Gone as error:
        raise ImproperlyConfigured(f"MAIL_FROM holds no address: {ours!r}.") from error


def address(said: str) -> str:
    """One mailbox and nothing else: no second one, no line of its own."""
    if not said.isascii():
        local, _at, domain = said.rpartition("@")
        said = f"{local}@{punycode(domain)}" if domain else said
    if not ADDRESS.fullmatch(said):
        raise Gone("no address")
    return said


@lru_cache(maxsize=256)
def one_line(said: str) -> str:
    if not said.isprintable():
        raise Refused("header")
    return said if said.isascii() else Header(said, "utf-8").encode(linesep="\r\n")


def _part(kind: str, text: str) -> bytes:
    """As it is where every reader can take it so, else quoted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    raw, how = lines.encode(), b"7bit"
    if not lines.isascii() or max(map(len, lines.split("\n"))) > LONGEST_LINE:
        raw, how = b2a_qp(raw), b"quoted-printable"
    told = b"Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n"
    return told % (kind.encode(), how) + raw.replace(b"\n", b"\r\n")


def hand_over(smtp: smtplib.SMTP, to: str, raw: bytes) -> str:
    """Two journeys where the other side lets us say it all at once, four where it does not."""
    to, ours = address(to), our_address(settings.DEFAULT_FROM_EMAIL)
    try:
        replies = _envelope(smtp, ours, to)
    except (smtplib.SMTPServerDisconnected, ConnectionError) as error:
        raise HungUp from error
    _look_at(smtp, replies, ours, to)
    smtp.send((raw.replace(b"\r\n.", b"\r\n..") if b"\r\n." in raw else raw) + b".\r\n")
    code, words = smtp.getreply()
    if code in PERMANENT:
        raise Refused(str(code))
    if code != 250:
        raise smtplib.SMTPDataError(code, words)
    return str(code)


def _envelope(smtp: smtplib.SMTP, ours: str, to: str) -> list[tuple[int, bytes]]:
    lines = [f"MAIL FROM:<{ours}>\r\n", f"RCPT TO:<{to}>\r\n", "DATA\r\n"]
    if smtp.has_extn("pipelining"):
        smtp.send("".join(lines))
        return [smtp.getreply() for _ in lines]
    replies: list[tuple[int, bytes]] = []
    for line in lines:
        smtp.send(line)
        replies.append(smtp.getreply())
        if replies[-1][0] >= 400:
            break
    return replies


def _look_at(smtp: smtplib.SMTP, replies: list[tuple[int, bytes]], ours: str, to: str) -> None:
    bad = next(((at, *reply) for at, reply in enumerate(replies) if reply[0] >= 400), None)
    if bad is None:
        return
    at, code, words = bad
    if any(reply[0] == 421 for reply in replies):
        raise HungUp from smtplib.SMTPResponseException(code, words)
    if len(replies) == 3 and replies[2][0] == 354:  # it waits for a message to nobody
        smtp.send(".\r\n")
        smtp.getreply()
    smtp.rset()
    if at == 0:
        raise smtplib.SMTPSenderRefused(code, words, ours)
    if at == 1 and code in PERMANENT:
        raise (Gone if _is_closed(code, words) else Refused)(str(code))
    if at == 1:
        raise smtplib.SMTPRecipientsRefused({to: (code, words)})
    raise smtplib.SMTPDataError(code, words)


def _is_closed(code: int, words: bytes) -> bool:
    """Whether it is this mailbox that is no more, and not our mail that is not liked."""
    named = NAMED.match(words)
    if named:
        return bool(CLOSED_BY_NAME.match(words))
    return code in CLOSED and not ABOUT_US.search(words)
