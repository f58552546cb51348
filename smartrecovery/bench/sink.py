"""A mail server that keeps nothing but who was told what and when, and has every trouble on demand.

A process of its own, `python sink.py PORT CONTROL_PORT`, with the standard library alone. `Sink` starts
one and speaks to it: what came by Message-ID, and how it is to behave from now on.
"""

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

HELLO = b"220 sink ESMTP\r\n"
OFFERS = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 1000000\r\n"
YES, GO_ON, BYE = b"250 2.0.0 yes\r\n", b"354 go on\r\n", b"221 2.0.0 bye\r\n"
LATER, NEVER = b"451 4.7.1 later\r\n", b"550 5.1.1 nobody here\r\n"
NOT_THIS = b"554 5.7.1 not this\r\n"
END = b"\r\n.\r\n"


class Taken(NamedTuple):
    """One message the other side says it has: it may have said so to nobody, as in `drop`."""

    id: str
    to: str
    at: float
    subject: str
    size: int


@dataclass
class Behaviour:
    """How the server is: all of it can be said at any moment.

    `slow` seconds before the answer to a message, or to everything where `hangs`; `refuses` addresses for
    good, and everyone at `refuses_host`; `later` puts every address off the first time it is named; `drop`
    hangs up so many times after a message, taken (`drop_keeps`) or not; `no_more` refuses every message.
    """

    down: bool = False
    slow: float = 0
    hangs: bool = False
    refuses: list[str] = field(default_factory=list)
    later: bool = False
    drop: int = 0
    drop_keeps: bool = True
    no_more: bool = False


class Server:
    def __init__(self, port: int) -> None:
        self.port = port
        self.behaviour = Behaviour()
        self.taken: list[Taken] = []
        self.asked: Counter[str] = Counter()
        self.connections: set[Session] = set()
        self.opened = 0
        self.listening: asyncio.Server | None = None

    async def behave(self, said: dict[str, Any]) -> None:
        self.behaviour = Behaviour(**said)
        if self.behaviour.down and self.listening:
            self.listening.close()
            for session in list(self.connections):
                session.hang_up()
            self.listening = None
        elif not self.behaviour.down and not self.listening:
            await self.listen()

    async def listen(self) -> None:
        loop = asyncio.get_running_loop()
        self.listening = await loop.create_server(
            lambda: Session(self), "127.0.0.1", self.port, reuse_address=True
        )

    async def control(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A line of JSON in, a line of JSON out."""
        while line := await reader.readline():
            said = json.loads(line)
            answer: Any = True
            if said["do"] == "behave":
                await self.behave(said["how"])
            elif said["do"] == "forget":
                self.taken, self.asked, self.opened = [], Counter(), 0
            elif said["do"] == "count":
                answer = [len(self.taken), self.opened]
            else:
                answer = self.taken[said["since"] :]
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()


class Session(asyncio.Protocol):
    """One connection. Commands that came together are answered together."""

    transport: asyncio.Transport

    def __init__(self, server: Server) -> None:
        self.server = server
        self.waiting = b""
        self.in_data = False
        self.to: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self.server.connections.add(self)
        self.server.opened += 1
        self.say(HELLO)

    def connection_lost(self, error: Exception | None) -> None:
        self.server.connections.discard(self)

    def hang_up(self) -> None:
        self.transport.abort()

    def say(self, words: bytes, waits: bool = False) -> None:
        """Now, or as late as this server answers."""
        how = self.server.behaviour
        if how.slow and (how.hangs or waits):
            asyncio.get_running_loop().call_later(how.slow, self.say_late, words)
        else:
            self.transport.write(words)

    def say_late(self, words: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(words)

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while self.take_message() if self.in_data else self.take_commands():
            pass

    def take_commands(self) -> bool:
        """True once a message follows."""
        answers = b""
        while not self.in_data:
            line, found, rest = self.waiting.partition(b"\r\n")
            if not found:
                break
            self.waiting = rest
            answers += self.answer(line)
            if answers.endswith(BYE):
                self.transport.write(answers)
                self.transport.close()
                return False
        if answers:
            self.say(answers)
        return self.in_data

    def answer(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"MAIL" or verb == b"RSET":
            self.to = []
            return YES
        if verb == b"RCPT":
            return self.recipient(line.partition(b"<")[2].partition(b">")[0].decode())
        if verb == b"DATA":
            self.in_data = bool(self.to)
            return GO_ON if self.to else NOT_THIS
        return OFFERS if verb == b"EHLO" else BYE if verb == b"QUIT" else YES

    def recipient(self, address: str) -> bytes:
        how = self.server.behaviour
        if address in how.refuses:
            return NEVER
        self.server.asked[address] += 1
        if how.later and self.server.asked[address] == 1:
            return LATER
        self.to.append(address)
        return YES

    def take_message(self) -> bool:
        """True once commands may follow."""
        end = self.waiting.find(END)
        if end < 0:
            return False
        message, self.waiting = self.waiting[:end], self.waiting[end + len(END) :]
        self.in_data, how = False, self.server.behaviour
        if how.no_more:
            self.say(NOT_THIS, waits=True)
        elif how.drop:
            how.drop -= 1
            if how.drop_keeps:
                self.keep(message)
            self.hang_up()
            return False
        else:
            self.keep(message)
            self.say(YES, waits=True)
        return bool(self.waiting)

    def keep(self, message: bytes) -> None:
        head = b"\r\n" + message.partition(b"\r\n\r\n")[0]
        told = (_header(head, b"message-id"), ",".join(self.to), time.time())
        self.server.taken.append(Taken(*told, _header(head, b"subject"), len(message)))


def _header(head: bytes, name: bytes) -> str:
    at = head.lower().find(b"\r\n" + name + b":")
    return head[at + len(name) + 3 :].partition(b"\r\n")[0].strip().decode() if at >= 0 else ""


class Sink:
    """The same from outside: started with `with`, ended with it."""

    def __init__(self) -> None:
        self.port, self.control_port = _free_ports(2)
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """As `EMAIL_URL` takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    def behave(self, **how: Any) -> None:
        """Like this from now on; nothing said is all well."""
        self._ask(do="behave", how=how)

    def forget(self) -> None:
        self._ask(do="forget")

    def count(self) -> int:
        return self._ask(do="count")[0]

    def connections(self) -> int:
        """How many were opened since it was last told to forget."""
        return self._ask(do="count")[1]

    def taken(self, since: int = 0) -> list[Taken]:
        return [Taken(*one) for one in self._ask(do="tell", since=since)]

    def _ask(self, **said: Any) -> Any:
        self.control.write(json.dumps(said) + "\n")
        self.control.flush()
        return json.loads(self.control.readline())

    def __enter__(self) -> "Sink":
        command = [
            sys.executable,
            "-S",
            str(Path(__file__)),
            str(self.port),
            str(self.control_port),
        ]
        self.process = subprocess.Popen(command)  # noqa: S603
        for _ in range(500):
            try:
                self.line = socket.create_connection(("127.0.0.1", self.control_port))
                break
            except OSError:
                time.sleep(0.01)
        self.control = self.line.makefile("rw")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.control.close()
        self.line.close()
        if self.process:
            self.process.kill()
            self.process.wait()


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


async def serve(port: int, control_port: int) -> None:
    server = Server(port)
    await server.listen()
    control = await asyncio.start_server(
        server.control, "127.0.0.1", control_port, limit=1_000_000, reuse_address=True
    )
    async with control:
        await control.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:3])))
