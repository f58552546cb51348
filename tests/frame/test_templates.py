"""Every template: built on base, translated, nothing inline, nobody else's host."""

import re

import brotli

from . import pages

PARTIAL = re.compile(r"(^|/)(_|layout_|head_|print_)[^/]*$")
# Not pages of a browser: mail, what a member takes away as one file, and pieces of forms.
NOT_ON_BASE = (
    "templates/account/email/",
    "templates/outbox/reminder.html",  # a mail
    "templates/mine/copy.html",
    "templates/allauth/",
    "templates/bootstrap5/",
)
OURS_TO_NAME = {"findahelpline.com", "smartrecovery.org", "www.w3.org"}
# Names that are the same in every language.
NAMES = {"findahelpline.com", "smartrecovery.org", "AGPL", "A4", "Letter"}
NAMES |= {"index.html", "data.json", "README.txt"}
# One file to keep, which brings its look along.
STANDS_ALONE = "templates/mine/copy.html"


def extends(path) -> str | None:
    found = re.search(r'{%\s*extends\s+"([^"]+)"', path.read_text())
    return found and found.group(1)


def foot_of(path):
    """The template a page stands on in the end."""
    while path.name != "base.html" and (parent := extends(path)):
        path = pages.ROOT / "templates" / parent
    return pages.named(path)


def test_every_page_stands_on_base():
    stray = [
        pages.named(path)
        for path in pages.pages()
        if not PARTIAL.search(pages.named(path))
        and not pages.named(path).startswith(NOT_ON_BASE)
        and foot_of(path) != "templates/base.html"
    ]

    assert stray == []


INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style\b|javascript:|<script\b(?![^>]* src=)[^>]*>")


def test_nothing_is_inline():
    found = [
        (pages.named(path), inline)
        for path in pages.pages()
        for inline in INLINE.findall(pages.source(path))
    ]

    assert found == [(STANDS_ALONE, "<style")]


def test_no_other_host_is_named():
    found = [
        (pages.named(path), host)
        for path in pages.templates() + pages.scripts()
        for host in re.findall(r"https?://([^/\s\"'<>{}]+)", path.read_text())
        if host not in OURS_TO_NAME
    ]

    assert found == []


def test_every_word_can_be_translated():
    found = [
        (pages.named(path), words)
        for path in pages.templates()
        for shown in shown_in(path)
        if (words := untranslated(shown))
    ]

    assert found == []


def shown_in(path) -> list[str]:
    """Text between tags, and in the attributes that are read out."""
    text = re.sub(r"{% block page_class %}.*?{% endblock %}", " ", pages.source(path))
    text = pages.SAID.sub(" ", text)
    text = re.sub(r"{%.*?%}|{{.*?}}|<style>.*?</style>", " ", text, flags=re.S)
    read_out = re.findall(r'\s(?:aria-(?:label|description)|placeholder|title|alt)="([^"]*)"', text)
    if "<" not in text:
        return read_out + ([] if '="' in text else [text])
    return read_out + re.findall(r">([^<]*)<", f">{text}<")


def untranslated(shown: str) -> list[str]:
    shown = re.sub(r"&\w+;", " ", shown)
    return [w for w in re.findall(r"[A-Za-z][\w.’'-]*[A-Za-z]", shown) if w not in NAMES]


def test_the_stylesheet_is_small_and_asks_for_nothing():
    css = (pages.ROOT / "static" / "site.css").read_bytes()

    assert len(brotli.compress(css)) <= 9_000
    assert re.findall(rb"url\(|@import|sourceMappingURL", css) == []


def test_what_people_call_their_things_may_run_either_way():
    own = re.compile(r"<(?!option|bdi)(\w+)([^>]*)>\s*{{ (?:behaviour|entry)\.title")
    stray = [
        f"{pages.named(path)}: {tag}"
        for path in pages.pages()
        for tag, attributes in own.findall(path.read_text())
        if 'dir="auto"' not in attributes
    ]

    assert stray == []
