"""The other side, for tests: a mail server and a push service of our own, on this machine."""

import smtplib
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AUTH = b"sixteen bytes ok"


class Line:
    """What `smtplib.SMTP` is to the one who hands over: answers are said in advance, what was said is kept."""

    def __init__(self, *answers: str, pipelining: bool = True) -> None:
        self.answers, self.said, self.pipelining = list(answers), [], pipelining
        self.rested = 0

    def has_extn(self, name: str) -> bool:
        return self.pipelining and name == "pipelining"

    def send(self, said: str | bytes) -> None:
        self.said.append(said if isinstance(said, str) else said.decode())

    def getreply(self) -> tuple[int, bytes]:
        if not self.answers:
            raise smtplib.SMTPServerDisconnected("gone")
        code, _space, words = self.answers.pop(0).partition(" ")
        return int(code), words.encode()

    def rset(self) -> None:
        self.rested += 1


class Browser:
    """Listens at a push service, and is the only one who can read what comes."""

    def __init__(self, endpoint: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.told = {"endpoint": endpoint, "p256dh": _text(point), "auth": _text(AUTH)}

    def read(self, body: bytes) -> bytes:
        return http_ece.decrypt(body, private_key=self.key, auth_secret=AUTH, version="aes128gcm")


class PushService:
    def __init__(self) -> None:
        self.answers, self.came = {}, []

    def at(self, path: str) -> list[tuple[dict, bytes]]:
        return [(headers, body) for where, headers, body in self.came if where == path]


@contextmanager
def push_service() -> Iterator[tuple[PushService, int]]:
    """Answers each path as it was told to, else 201."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.came.append((self.path, dict(self.headers), body))
            code, headers = service.answers.get(self.path, (201, {}))
            self.send_response(code)
            for name, value in ({"Content-Length": "0"} | headers).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *said) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield service, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def called_at(port: int):
    """In place of the call by its public address: the same words to the service on this machine."""
    return lambda where: HTTPConnection("127.0.0.1", port, timeout=2)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
