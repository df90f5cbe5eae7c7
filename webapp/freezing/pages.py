"""The pages of a mirror: found links, and the same page with links that lead from file to file."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_LINKS: Final = {"a": "href", "link": "href", "img": "src", "script": "src", "use": "href", "iframe": "src"}
_OF_A_LINK: Final = frozenset({"href", "type", "rel", "hreflang", "download", "target"})
_LIVE: Final = "Only on the site itself"


class _Reader(HTMLParser):
    """Goes through a page tag by tag; what is no start tag is passed on as it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")


class _Finder(_Reader):
    """Collects where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = _LINKS.get(tag)
        self.found += [value for name, value in attrs if name == named and value]


class _Writer(_Reader):
    """Writes a page anew, with other links and without what needs a server."""

    def __init__(self, to: Callable[[str], str | None]) -> None:
        super().__init__()
        self._to = to
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and dict(attrs).get("type") == "module":
            # What scripts add asks the site; pages are complete without them.
            self._silent = tag
            return
        if tag == "form":
            self.out.append(self._form(attrs))
            return
        named = _LINKS.get(tag)
        value = dict(attrs).get(named) if named else None
        if named is None or not value or value.startswith("#"):
            self.out.append(self.get_starttag_text() or "")
            return
        leads = self._to(value)
        if leads is not None:
            kept = [(name, leads if name == named else text) for name, text in attrs]
            self.out.append(_tag(tag, kept))
        elif tag == "a":
            # A link without address is how HTML writes a place where a link might have been.
            kept = [(name, text) for name, text in attrs if name not in _OF_A_LINK]
            self.out.append(_tag(tag, [*kept, ("title", _LIVE)]))
        # What else leads nowhere (an icon, an alternate in the head) is left out.

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        before = len(self.out)
        self.handle_starttag(tag, attrs)
        if len(self.out) > before and not self.out[-1].endswith("/>"):
            self.out[-1] = f"{self.out[-1][:-1]}/>"

    def handle_endtag(self, tag: str) -> None:
        if self._silent == tag:
            self._silent = ""
            return
        super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            super().handle_data(data)

    def _form(self, attrs: list[tuple[str, str | None]]) -> str:
        given = dict(attrs)
        live = self._to(given.get("action") or "")
        if live is None or not live.startswith(("http://", "https://")):
            return _tag(
                "form", [*((n, t) for n, t in attrs if n not in {"action", "hidden"}), ("hidden", None)]
            )
        return _tag("form", [(name, live if name == "action" else text) for name, text in attrs])


def links_of(page: str) -> list[str]:
    """Return where a page leads, as it says it, in its order."""
    finder = _Finder()
    finder.feed(page)
    finder.close()
    return finder.found


def rewritten(page: str, to: Callable[[str], str | None]) -> str:
    """
    Return a page whose links lead where `to` says.

    Args:
        page: A page of this site.
        to: Gives for an address its own in the mirror or on the web; None for what a mirror lacks: its link
            loses its address, a form is hidden.
    """
    writer = _Writer(to)
    writer.feed(page)
    writer.close()
    return "".join(writer.out)


def _tag(name: str, attrs: list[tuple[str, str | None]]) -> str:
    written = [key if value is None else f'{key}="{escape(value)}"' for key, value in attrs]
    return f"<{' '.join((name, *written))}>"
