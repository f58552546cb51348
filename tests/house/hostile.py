"""What people, scanners and tired thumbs send."""

from urllib.parse import quote_plus

SCRIPT = '<script>alert("zq7")</script>'
TEMPLATE = "zq{{7*7}}zq"
EVALUATED = "zq49zq"

TEXTS = [
    "",
    " ",
    "\t",
    "0",
    "-1",
    "1",
    "11",
    "101",
    str(2**31 - 1),
    str(2**31),
    str(2**63),
    "9" * 400,
    "-" + "9" * 400,
    "1e309",
    "NaN",
    "Infinity",
    "1,5",
    "١٢",
    "on",
    "true",
    "null",
    "[]",
    "{}",
    "x" * 201,
    "x" * 4_001,
    "word " * 1_000,
    SCRIPT,
    "</textarea>" + SCRIPT,
    '"><img src=x onerror=alert("zq7")>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "&lt;b&gt;&amp;amp;",
    TEMPLATE,
    "{% raise %}",
    "{% load static %}",
    "${7*7}",
    "<%= 7*7 %>",
    "' OR 1=1 --",
    '"; DROP TABLE tools_entry; --',
    "%s %d %(name)s",
    "\\",
    "../../../../etc/passwd",
    "..%2f..%2f",
    "%0d%0aX-Injected: zq7",
    "two\r\nX-Injected: zq7",
    "//evil.example/",
    "https:evil.example",
    "/\\evil.example",
    "2026-02-31",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-13-01T25:61",
    "2026-03-29T01:30",
    "0001-01-01T00:00",
    "1850-06-01T12:00",
    "9999-12-31T23:59",
    "no-such-choice",
    "00000000-0000-0000-0000-000000000000",
    "é" + "e\u0301" * 40,
    "مرحبا بالعالم",
    "ไทย ภาษา",
    "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈",
    "\u202eright to left\u202c",
    "\ufeff\u200b\u2028\u2029",
    "\x00",
    "before\x00after",
    "".join(chr(n) for n in range(1, 32)),
    "=1+1",
    "@SUM(A1)",
]
LARGE = "a megabyte of this " * 55_000
# Sent as they are: bytes no encoder would make.
RAW = [b"%ED%A0%80", b"%FF%FE", b"%C0%80", b"%", b"%zz", b"%F4%90%80%80"]
CHARACTERS_A_PAGE_CANNOT_SHOW = {chr(n) for n in range(32) if n not in (9, 10)} | {"\ufeff"}


def encoded(values: list) -> list[bytes]:
    return [quote_plus(v).encode() if isinstance(v, str) else v for v in values]


def as_body(fields: list[tuple[str, str]], name: str, value: bytes) -> bytes:
    """A form as it would be sent, with one field holding exactly these bytes."""
    kept = [quote_plus(n) + "=" + quote_plus(v) for n, v in fields if n != name]
    return "&".join(kept).encode() + b"&" + quote_plus(name).encode() + b"=" + value
