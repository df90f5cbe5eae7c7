"""Any text as a literal of a language: what is copied from a page must arrive as it was."""

from __future__ import annotations

import json
import re
from typing import Final

_LINE_SPACE: Final = frozenset("\n\t")


def is_plain(text: str) -> bool:
    """
    Say whether a text holds only characters that one sees, spaces, tabs and line feeds.

    Others are lost on the way from a page to a file (CR, NUL), or make code look like what it is not (marks
    of direction); where they stand in a query, code has them escaped.
    """
    return all(character.isprintable() or character in _LINE_SPACE for character in text)


def shell(text: str) -> str:
    """Quote for any POSIX shell; the text must be plain."""
    return "'" + text.replace("'", "'\\''") + "'"


def python(text: str) -> str:
    """Quote for Python: a text of several lines stands as it is, if it can."""
    if "\n" in text:
        if is_plain(text):
            prefix = "r" if "\\" in text else ""
            for mark in ('"""', "'''"):
                if mark not in text and not text.endswith((mark[0], "\\")):
                    return prefix + mark + text + mark
        lines = text.splitlines(keepends=True)
        return "(\n" + "".join(f"    {line!r}\n" for line in lines) + ")"
    return json.dumps(text, ensure_ascii=False) if is_plain(text) and "\\" not in text else repr(text)


def javascript(text: str) -> str:
    """Quote for JavaScript: a template without places to fill."""
    escaped = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    return "`" + "".join(c if is_plain(c) else f"\\u{{{ord(c):X}}}" for c in escaped) + "`"


def r(text: str) -> str:
    """Quote for R 4.0 or later: a raw string, in which nothing has to be escaped; the text must be plain."""
    dashes = ""
    while f'){dashes}"' in text:
        dashes += "-"
    return f'r"{dashes}({text}){dashes}"'


def name(text: str) -> bool:
    """Say whether a text can be the name of an argument in all our languages as it is."""
    return re.fullmatch(r"[a-z][a-z_]*", text) is not None
