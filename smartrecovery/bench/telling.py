"""What somebody writes day by day, by the forms as a browser sends them: an urge in full, a slip, a check-in …"""

from collections.abc import Callable

from .pages import Form
from .visitor import Visitor

TYPED = ("text", "textarea")
PAGES = ("/progress/slip/", "/check-in/", "/measures/rulers/")


def tell(visitor: Visitor, mark: Callable[[str], str]) -> None:
    """Everything with words in it, in words that `mark` makes."""
    quick = form_with(visitor, "/urge/", "intensity")
    urge = visitor.post(quick.action, quick.filled(intensity="7")).headers["location"]
    pages = [*PAGES, f"{urge}more/", f"{behaviour_of(visitor)}tries/new/"]
    for page in pages:
        for form in visitor.get(page).forms:
            send(visitor, form, page, mark)


def send(visitor: Visitor, form: Form, page: str, mark: Callable[[str], str]) -> None:
    """Typed into wherever one can type, the first of everything chosen; and what it leads to, too."""
    texts = {n: mark(n) for n, kind in form.kinds.items() if kind in TYPED}
    if not texts:
        return
    answer = visitor.post(form.action or page, filled(form, **texts))
    leads_to = answer.headers.get("location", "") if answer.status == 302 else ""
    for after in visitor.get(leads_to).forms if "/tries/" in leads_to else []:
        learned = {n: mark(n) for n, kind in after.kinds.items() if kind in TYPED}
        if learned:
            visitor.post(after.action or leads_to, filled(after, **learned))


def filled(form: Form, **said: str) -> list[tuple[str, str]]:
    chosen = {
        name: options[0]
        for name, options in form.options.items()
        if form.kinds[name] == "radio" and name not in dict(form.fields)
    }
    return form.filled(*form.buttons[:1], **chosen | said)


def form_with(visitor: Visitor, url: str, field: str) -> Form:
    return next(form for form in visitor.get(url).forms if field in form.names)


def behaviour_of(visitor: Visitor) -> str:
    """The address of something new they work on."""
    form = form_with(visitor, "/progress/new/", "once")
    return visitor.post("/progress/new/", form.filled(kind="gaming")).headers["location"]
