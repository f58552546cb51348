"""Reads the forms on a page the way a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return list(self.kinds)

    def filled(self, *buttons: tuple[str, str], **said: str) -> list[tuple[str, str]]:
        """What a browser would send, with some of it said otherwise."""
        kept = [(name, value) for name, value in self.fields if name not in said]
        return [*kept, *said.items(), *buttons]


class FormReader(HTMLParser):
    """Collects every form; what stands in a `<template>` is not part of any."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.templates = 0
        self.long: str | None = None
        self.select: str | None = None
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "template":
            self.templates += 1
        if self.templates:
            return
        if tag == "form":
            self.open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.open)
            self.by_id[given.get("id", "")] = self.open
        form = self.by_id.get(given["form"]) if "form" in given else self.open
        if form is not None and "disabled" not in given:
            self.take(form, tag, given)

    def take(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "option" and self.select:
            form.options.setdefault(self.select, []).append(given.get("value", ""))
            if "selected" in given:
                form.fields.append((self.select, given.get("value", "")))
        elif not name:
            return
        elif tag == "button" or (tag == "input" and kind in {"submit", "image"}):
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input":
            form.kinds[name] = kind
            if kind in {"checkbox", "radio"}:
                form.options.setdefault(name, []).append(given.get("value", "on"))
            if kind not in {"checkbox", "radio", "file"} or "checked" in given:
                form.fields.append((name, given.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "select":
            self.select = name
            form.kinds[name] = "select"
        elif tag == "textarea":
            form.kinds[name] = "textarea"
            self.long, self.text = name, []

    def handle_data(self, data: str) -> None:
        if self.long:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.templates -= 1
        elif tag == "textarea" and self.long and self.open is not None:
            self.open.fields.append((self.long, "".join(self.text).removeprefix("\n")))
            self.long = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.open = None


def forms(html: str) -> list[Form]:
    reader = FormReader()
    reader.feed(html)
    return reader.forms
