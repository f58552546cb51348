"""One visitor over one kept-open connection, as a browser behind a TLS proxy would arrive."""

import gzip
import http.client
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from .pages import Form, forms

HEADERS = {
    "X-Forwarded-Proto": "https",
    "Accept-Encoding": "gzip",
    "Accept": "text/html",
    "Connection": "keep-alive",
}
LOST = (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        plain = (
            gzip.decompress(self.body)
            if self.headers.get("content-encoding") == "gzip"
            else self.body
        )
        return plain.decode(errors="replace")

    @property
    def forms(self) -> list[Form]:
        return forms(self.text)


class Visitor:
    def __init__(self, port: int, timeout: float = 30) -> None:
        self.port, self.timeout = port, timeout
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, url: str, **headers: str) -> Answer:
        """A GET is asked again once where the server had closed the idle connection."""
        try:
            return self.ask("GET", url, headers=headers)
        except LOST:
            self.connection.close()
            return self.ask("GET", url, headers=headers)

    def post(self, url: str, said: list[tuple[str, str]] | dict, **headers: str) -> Answer:
        typed = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.ask("POST", url, urlencode(said), typed)

    def ask(
        self, method: str, url: str, body: str | None = None, headers: dict | None = None
    ) -> Answer:
        site = f"https://127.0.0.1:{self.port}"
        sent = (
            HEADERS
            | {"Origin": site, "Referer": site + "/", "Cookie": self.cookie}
            | (headers or {})
        )
        began = time.perf_counter()
        self.connection.request(method, url, body, sent)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return Answer(
            response.status, {k.lower(): v for k, v in response.getheaders()}, content, seconds
        )

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={one.value}" for name, one in self.cookies.items() if one.value)

    def sign_in(self, username: str, passphrase: str) -> "Visitor":
        page = self.get("/accounts/login/")
        form = next(form for form in page.forms if "login" in form.names)
        answer = self.post("/accounts/login/", form.filled(login=username, password=passphrase))
        if answer.status != 302 or "login" in urlsplit(answer.headers["location"]).path:
            raise RuntimeError(f"Signing in as {username} answered {answer.status}.")
        return self

    def twin(self) -> "Visitor":
        """The same session on a connection of its own: another tab."""
        other = Visitor(self.port, self.timeout)
        other.cookies = SimpleCookie(self.cookies.output(header="", sep=";"))
        return other
