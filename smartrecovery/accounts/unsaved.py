"""What somebody sent after their session had ended: sealed into the sign-in page, offered again after it.

Nothing is kept on the server, nothing is carried out without a button and a fresh token, and what
another site made the browser send is not carried at all.
"""

import base64
import json
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from smartrecovery.vault import keyring

HOURS = 12
MOST = 2_000_000
NEVER_CARRIED = ("/accounts/", "/me/", "/leave/")
BOUND_TO = "unsaved/post/"


@dataclass(frozen=True)
class Unsaved:
    path: str
    fields: list[tuple[str, str]]
    member: str
    at: float

    @property
    def words(self) -> list[str]:
        """What reads like something a person wrote; not the names and marks a form sends along."""
        return [value for _name, value in self.fields if " " in value.strip()]

    def is_for(self, member) -> bool:
        return self.member in ("", str(member.pk))


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The sign-in page, with what was sent inside it."""
    from .forms import SignInForm

    sealed = seal(request) if may_carry(request) else ""
    context = {
        "form": SignInForm(request=request),
        "unsaved": sealed,
        "too_long": may_carry(request) and not sealed,
        "ended": True,
        "next": "" if sealed else request.path,
    }
    answer = render(request, "account/login.html", context, status=401)
    answer["Cache-Control"] = "no-store, private"
    return answer


def offer_again(request: HttpRequest, found: Unsaved) -> HttpResponse:
    context = {"unsaved": found, "place": None}
    answer = render(request, "accounts/unsaved.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open over a sign-in: its words are offered again, never carried out unasked."""
    if "X-Autosave" in request.headers or not from_here(request):
        return render(request, "403.html", status=403)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if found := carried(request):
        return offer_again(request, found)
    if not may_carry(request):
        return render(request, "403.html", status=403)
    return offer_again(request, Unsaved(request.get_full_path(), fields_of(request), "", 0))


def carried(request: HttpRequest) -> Unsaved | None:
    """What the sign-in page brought along for whoever is signed in now."""
    found = unseal(request.POST.get("unsaved", ""))
    return found if found and found.is_for(request.user) else None


def may_carry(request: HttpRequest) -> bool:
    return (
        from_here(request)
        and not request.path.startswith(NEVER_CARRIED)
        and leads_somewhere(request)
    )


def leads_somewhere(request: HttpRequest) -> bool:
    try:
        return bool(resolve(request.path_info))
    except Resolver404:
        return False


def from_here(request: HttpRequest) -> bool:
    """No other site's form: the browser says so, or the address of the page that sent it does."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is None or urlsplit(sender).netloc == request.get_host()


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def seal(request: HttpRequest) -> str:
    """Blank where it is too long to come back in a form."""
    member = str(getattr(request, "ended_for", ""))
    content = [request.get_full_path(), fields_of(request), member, time.time()]
    packed = zlib.compress(json.dumps(content).encode())
    sealed = base64.b64encode(
        keyring.seal(_key(keyring.writing_key_id()), packed, BOUND_TO)
    ).decode()
    return sealed if len(sealed) <= MOST else ""


def unseal(sealed: str) -> Unsaved | None:
    """None for anything we did not seal, or sealed more than twelve hours ago."""
    if not sealed:
        return None
    try:
        raw = base64.b64decode(sealed, validate=True)
    except ValueError:
        return None
    for key_id in keyring.ring():
        try:
            packed = keyring.unseal(_key(key_id), raw, BOUND_TO)
        except keyring.CannotOpen:
            continue
        path, fields, member, at = json.loads(zlib.decompress(packed))
        found = Unsaved(path, [(name, value) for name, value in fields], member, at)
        return found if time.time() - at < HOURS * 3600 else None
    return None


def _key(key_id: str) -> bytes:
    derive = HKDF(SHA256(), 32, salt=settings.SECRET_KEY.encode(), info=b"unsaved posts")
    return derive.derive(keyring.ring()[key_id])
