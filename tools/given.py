"""What an address or a form gives, read with care: anybody may have typed it."""

from uuid import UUID

from django.http import Http404


def number(text: str) -> int:
    """A whole number, or one that nothing has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def page(text: str, last: int) -> int:
    """The number of a page there may be; the first, where it says none."""
    return min(max(number(text), 1), last)


def key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404


def paper(text: str) -> str:
    """The size to print on."""
    return "letter" if text == "letter" else "a4"
