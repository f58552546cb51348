"""Every template and every word of ours, for tests that walk them all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CODE = ("smartrecovery", "stages", "tools", "peers")
NOT_PAGES = ("bench",)
SAYING = {"_", "say", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}

COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.S)
SAID = re.compile(
    r"""{%\s*(?:translate|trans)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)').*?%}"""
    r"""|{%\s*blocktranslate.*?%}(?P<block>.*?){%\s*endblocktranslate\s*%}""",
    re.S,
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)


def templates() -> list[Path]:
    found = (ROOT / "templates").rglob("*.*")
    return sorted(p for p in found if p.relative_to(ROOT / "templates").parts[0] not in NOT_PAGES)


def pages() -> list[Path]:
    return [p for p in templates() if p.suffix == ".html"]


def scripts() -> list[Path]:
    return sorted((ROOT / "static" / "js").rglob("*.js"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def words_in(path: Path) -> Iterator[str]:
    """What a reader could be shown from this file."""
    if path.suffix == ".py":
        yield from _said_in_python(path)
    elif path.suffix == ".js":
        yield from re.findall(r"""["'`]([\w ,.;:’%-]* [\w ,.;:’%-]*)["'`]""", path.read_text())
    else:
        for match in SAID.finditer(source(path)):
            said = next(part for part in match.groups() if part is not None)
            yield TAGS.sub(" ", said)
        yield re.sub(r"<[^>]*>", " ", TAGS.sub(" ", source(path)))


def _said_in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in SAYING:
                yield from (a.value for a in node.args if _is_text(a))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def python() -> list[Path]:
    return sorted(
        path
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
        if not {"migrations", "node_modules", "bench"} & set(path.parts)
    )


def everything() -> list[Path]:
    return templates() + scripts() + python()
