"""The drills, named after what they show. Each answers whether it held, with its figures."""

import base64
import os
import random
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smartrecovery.vault import keyring
from tools import catalogue

from . import reminder_drills
from .at_once import sent_twenty_times
from .scene import Scene, Writer, at_work, begin, is_whole, kept, manage, member
from .servers import ROOT, Web
from .telling import TYPED, tell
from .visitor import LOST, Visitor

Outcome = tuple[bool, dict[str, Any]]


def two_tabs(scene: Scene) -> Outcome:
    """Eight tabs save one worksheet in any order; nobody's words go without their being told."""
    saves = 30 * scene.times
    with scene.web() as web:
        first = member(web, 1)
        url = begin(first)
        writers = [Writer(first.twin(), url, f"tab{n}") for n in range(8)]
        for thread in at_work(writers, lambda number: number >= saves):
            thread.join()
        _, revisions = kept(url)
    bases = {words: base for writer in writers for words, base in writer.bases.items()}
    told = {
        answers["change"]: number for number, answers in revisions if answers["change"] in bases
    }
    silent = sum(number != bases[words] + 1 for words, number in told.items())
    lost = sum(words not in told for writer in writers for words in writer.acknowledged)
    statuses = sum((writer.statuses for writer in writers), Counter())
    figures = {
        "interleavings": sum(statuses.values()),
        "saved": statuses[302],
        "told of a conflict": statuses[409],
        "silent overwrites": silent,
        "acknowledged and lost": lost,
    }
    return not silent and not lost and statuses[409] > 0, figures


def killed_while_typing(scene: Scene) -> Outcome:
    """The server is killed between two autosaves; the text is there up to the last, or one more."""
    lost, kills = [], 5 * scene.times
    web = scene.web()
    web.start()
    try:
        visitor = member(web, 2)
        url = begin(visitor)
        for _ in range(kills):
            acknowledged = _type_until_killed(web, visitor, url)
            web.start()
            answers, _ = kept(url)
            lost.append(max(0, len(acknowledged) - len(answers["change"])))
    finally:
        web.stop()
    return max(lost) == 0, {"kills": kills, "characters lost after an acknowledged save": max(lost)}


def _type_until_killed(web: Web, visitor: Any, url: str) -> str:
    form = next(form for form in visitor.get(url).forms if "version" in form.names)
    text = acknowledged = "typed "
    version = dict(form.fields)["version"]
    killer = threading.Timer(0.5 + random.random(), web.kill)  # noqa: S311
    killer.start()
    for letter in "abcdefghij" * 15:
        text += letter
        said = form.filled(("do", "save"), change=text, version=version)
        try:
            answer = visitor.post(url, said, **{"X-Autosave": "1"})
        except (*LOST, OSError):
            break
        if answer.status == 200:
            acknowledged = text
        time.sleep(0.03)
    visitor.connection.close()
    killer.join()
    return acknowledged


def database_restarted(scene: Scene) -> Outcome:
    """PostgreSQL dies in mid-write; every worksheet is old or new, and saving works again at once."""
    away, half, lost = [], 0, 0
    stop = threading.Event()
    with scene.web() as web:
        writers = []
        for number in range(1, 5):
            visitor = member(web, number)
            writers.append(Writer(visitor, begin(visitor), f"writer{number}"))
        threads = at_work(writers, lambda number: stop.is_set())
        for _ in range(3 * scene.times):
            time.sleep(1.5)
            scene.cluster.stop_at_once()
            time.sleep(0.5)
            scene.cluster.start()
            started = time.monotonic()
            while min(writer.last_yes for writer in writers) < started:
                if time.monotonic() - started > 20:
                    break
                time.sleep(0.05)
            away.append(time.monotonic() - started)
        stop.set()
        for thread in threads:
            thread.join()
        for writer in writers:
            answers, revisions = kept(writer.url)
            whole = [answers for number, answers in revisions[1:]]
            half += sum(not is_whole(answers) for answers in [answers, *whole])
            texts = {answers["change"] for answers in whole}
            lost += sum(words not in texts for words in writer.acknowledged)
    statuses = sum((writer.statuses for writer in writers), Counter())
    figures = {
        "restarts": len(away),
        "half-saved": half,
        "acknowledged and lost": lost,
        "seconds until all save again": f"{max(away):.1f}",
        "answers": _told(statuses),
    }
    broken = {s for s in statuses if s not in (200, 302, 503, "no answer")}
    return not half and not lost and max(away) <= 10 and not broken, figures


def web_killed(scene: Scene) -> Outcome:
    """The web dies under load; whatever it said yes to is there."""
    stop, lost, kills = threading.Event(), 0, 5 * scene.times
    web = scene.web()
    web.start()
    try:
        writers = []
        for number in range(1, 5):
            visitor = member(web, number)
            writers.append(Writer(visitor, begin(visitor), f"load{number}"))
        threads = at_work(writers, lambda number: stop.is_set())
        for _ in range(kills):
            time.sleep(1 + random.random())  # noqa: S311
            web.kill()
            web.start()
        stop.set()
        for thread in threads:
            thread.join()
        for writer in writers:
            texts = {answers["change"] for _, answers in kept(writer.url)[1]}
            lost += sum(words not in texts for words in writer.acknowledged)
    finally:
        web.stop()
    saved = sum(len(writer.acknowledged) for writer in writers)
    return not lost and saved > 0, {"kills": kills, "acknowledged": saved, "lost": lost}


def nothing_in_plain_sight(scene: Scene) -> Outcome:
    """A day's use with marked words in every field; then every file is searched for them."""
    figures: dict[str, Any] = {"marks": 0, "found": 0}
    for url, places in ((None, [scene.folder / "pg"]), (scene.sqlite, [])):
        with scene.web(url or "") as web:
            marks = _use_everything(web)
        files = [file for place in places for file in place.rglob("*") if file.is_file()]
        files += scene.folder.glob("drill.sqlite3*") if url else []
        files += [scene.folder / "web.log"]
        figures["marks"] += len(marks)
        figures["found"] += _found(marks, files)
        figures[f"files of {'SQLite' if url else 'PostgreSQL'}"] = len(files)
    return not figures["found"] and figures["marks"] > 20, figures


def _use_everything(web: Web) -> list[str]:
    """Every step of every tool saved, kept half-written and refused, and what else there is to write, in marked words."""
    marks: list[str] = []

    def mark(_: str) -> str:
        marks.append(f"canary{secrets.token_hex(8)}")
        return marks[-1]

    visitor = member(web, 5)
    for sheet in catalogue.latest():
        url = _begun(visitor, sheet.slug, mark("begun"))
        for step in sheet.steps:
            for do, headers in (("save", {}), ("save", {"X-Autosave": "1"}), ("save", {})):
                page = visitor.get(f"{url}?step={step.number}")
                form = next(form for form in page.forms if "version" in form.names)
                wrong = {n: "99" for n, kind in form.kinds.items() if kind == "number"}
                texts = {n: mark(n) for n, kind in form.kinds.items() if kind in TYPED}
                refused = wrong if len(marks) % 2 else {}
                visitor.post(url, form.filled(("do", do), **texts | refused), **headers)
    passed = next(form for form in visitor.get("/urge/card/").forms if "began" in form.names)
    visitor.post(passed.action, passed.filled(about=mark("about"), began=mark("began")))
    for page in ("/progress/new/", "/me/settings/"):
        for form in visitor.get(page).forms:
            texts = {n: mark(n) for n, kind in form.kinds.items() if kind in ("text", "textarea")}
            chosen = {n: options[0] for n, options in form.options.items() if options}
            if texts:
                visitor.post(form.action or page, form.filled(*form.buttons[:1], **chosen, **texts))
    tell(visitor, mark)
    visitor.get(f"/tools/?q={mark('q')}&now={mark('now')}")
    visitor.get(f"/urge/card/?about={mark('card')}")
    visitor.get(f"/nowhere/{mark('path')}/")
    return marks


def _begun(visitor: Visitor, tool: str, words: str) -> str:
    """The address of a new entry that stays half-written, whatever is required in it."""
    begin_at = f"/tools/{tool}/begin/"
    form = next(form for form in visitor.get(begin_at).forms if "version" in form.names)
    first = next(name for name, kind in form.kinds.items() if kind in TYPED)
    return visitor.post(begin_at, form.filled(("do", "go:1"), **{first: words})).headers["location"]


def _found(marks: list[str], files: list[Path]) -> int:
    """How often a mark stands anywhere; most files are done with the first letters, which all marks share."""
    kinds = [list(kind) for kind in zip(*map(_spellings, marks), strict=True)]
    found = 0
    for content in (file.read_bytes() for file in files):
        for spelled in kinds:
            if os.path.commonprefix(spelled) in content:
                found += sum(form in content for form in spelled)
    return found


def _spellings(mark: str) -> list[bytes]:
    shifted = [base64.b64encode(b"x" * n + mark.encode())[4:-4] for n in range(3)]
    return [mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be"), *shifted]


def keys_rotated(scene: Scene) -> Outcome:
    """The keyring is rotated while people write; then the old key goes, and all is read."""
    stop = threading.Event()
    old, new = scene.env()["VAULT_KEYS"].strip(), keyring.new_key()
    with scene.web(VAULT_KEYS=f"{new},{old}") as web:
        writers = []
        for number in (6, 7):
            visitor = member(web, number)
            writers.append(Writer(visitor, begin(visitor), f"rotate{number}"))
        threads = at_work(writers, lambda number: stop.is_set())
        told = manage(scene.env(VAULT_KEYS=f"{new},{old}"), "vault", "rotate")
        time.sleep(1)
        stop.set()
        for thread in threads:
            thread.join()
    manage(scene.env(VAULT_KEYS=new), "vault", "check")
    with scene.web(VAULT_KEYS=new) as web:
        reads = [member(web, number).get("/tools/entries/").status for number in (1, 6, 7)]
    manage(scene.env(VAULT_KEYS=f"{old},{new}"), "vault", "rotate")
    statuses = sum((writer.statuses for writer in writers), Counter())
    held = set(statuses) == {302} and set(reads) == {200}
    return held, {
        "rotated": told.split(" data")[0],
        "answers": _told(statuses),
        "read after": reads,
    }


def help_without_a_database(scene: Scene) -> Outcome:
    """Help stays open with the database gone; health and readiness say different things."""
    pages = ("/help/", "/healthz", "/readyz", "/about/")
    with scene.web() as web:
        visitor = member(web, 8)
        scene.cluster.stop_at_once()
        try:
            answers = {page: visitor.get(page).status for page in pages}
        finally:
            scene.cluster.start()
    held = answers == {"/help/": 200, "/healthz": 200, "/readyz": 503, "/about/": 200}
    return held, answers


def sqlite_shared(scene: Scene) -> Outcome:
    """Two web workers and the timetable write one SQLite file; nobody hears that it is locked."""
    seconds = 15 * scene.times
    ends = time.monotonic() + seconds
    with scene.web(scene.sqlite) as web:
        writers = []
        for number in range(1, 5):
            visitor = member(web, number)
            writers.append(Writer(visitor, begin(visitor), f"sqlite{number}"))
        beat = _timetable(scene)
        for thread in at_work(writers, lambda number: time.monotonic() > ends):
            thread.join()
        beat.terminate()
        beat.wait(20)
    log = (scene.folder / "web.log").read_text() + (scene.folder / "beat.log").read_text()
    statuses = sum((writer.statuses for writer in writers), Counter())
    locked = log.count("database is locked")
    figures = {"seconds": seconds, "answers": _told(statuses), "locked": locked}
    return not locked and set(statuses) == {302}, figures


def _timetable(scene: Scene) -> subprocess.Popen:
    command = [sys.executable, "-m", "celery", "-A", "smartrecovery.celery", "beat"]
    command += ["--pidfile=", "--schedule", str(scene.folder / "timetable")]
    with (scene.folder / "beat.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            command, env=scene.env(scene.sqlite), cwd=ROOT, stdout=log, stderr=log
        )


def _told(statuses: Counter) -> str:
    return " ".join(f"{status}×{count}" for status, count in sorted(statuses.items(), key=str))


DRILLS: dict[str, Callable[[Scene], Outcome]] = {
    "R-INP-04": sent_twenty_times,
    "R-SAV-01": two_tabs,
    "R-SAV-02": killed_while_typing,
    "R-SAV-04": database_restarted,
    "R-SAV-06": web_killed,
    "R-PRV-01": nothing_in_plain_sight,
    "R-PRV-04": keys_rotated,
    "R-OPS-05": help_without_a_database,
    "S4": sqlite_shared,
    **reminder_drills.DRILLS,
}
