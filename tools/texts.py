"""Every text in an entry's answers, whatever they are answers to."""

from collections.abc import Iterator
from typing import Any


def texts(answers: Any) -> Iterator[str]:
    """Also those in rows, and those that were typed and refused."""
    if isinstance(answers, str):
        yield answers
    elif isinstance(answers, dict | list | tuple):
        for each in answers.values() if isinstance(answers, dict) else answers:
            yield from texts(each)
