"""The tokens of a query with a place among them, for the reader of patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from kg.errors import QuerySyntaxError
from kg.store.syntax import Kind, tokens

if TYPE_CHECKING:
    from kg.store.syntax import Token


class Stream:
    """The tokens of one query; names for blank nodes that its variables do not have."""

    def __init__(self, query: str) -> None:
        """Take all tokens at once: callers look ahead."""
        self.query = query
        self._tokens = tuple(tokens(query))
        self._at = 0
        self._taken = {_variable(token.text) for token in self._tokens if token.kind is Kind.VARIABLE}
        self._nodes: dict[str, str] = {}

    def peek(self, ahead: int = 0) -> Token | None:
        """Return a token without taking it; None behind the last."""
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def is_mark(self, *texts: str, ahead: int = 0) -> bool:
        """Say whether the token is one of these marks."""
        token = self.peek(ahead)
        return token is not None and token.kind is Kind.MARK and token.text in texts

    def is_word(self, *words: str, ahead: int = 0) -> bool:
        """Say whether the token is one of these keywords, given in capitals."""
        token = self.peek(ahead)
        return token is not None and token.kind is Kind.WORD and token.text.upper() in words

    def is_kind(self, *kinds: Kind) -> bool:
        """Say whether the token is of one of these kinds."""
        token = self.peek()
        return token is not None and token.kind in kinds

    def take(self) -> Token:
        """Take the token; raise `QuerySyntaxError` behind the last."""
        token = self.peek()
        if token is None:
            self.fail("it ends too early")
        self._at += 1
        return token

    def took_mark(self, *texts: str) -> bool:
        """Take the token if it is one of these marks, and say whether it was."""
        found = self.is_mark(*texts)
        self._at += found
        return found

    def took_word(self, *words: str) -> str:
        """Take the token if it is one of these keywords; return it in capitals, or nothing."""
        return self.take().text.upper() if self.is_word(*words) else ""

    def expect(self, text: str) -> Token:
        """Take a mark or keyword that must stand here."""
        if not (self.is_mark(text) or self.is_word(text)):
            self.fail(f"{text} was expected here")
        return self.take()

    @property
    def start(self) -> int:
        """Where the token begins; the length of the text behind the last."""
        token = self.peek()
        return len(self.query) if token is None else token.start

    @property
    def end(self) -> int:
        """Where the token before ends."""
        if not self._at:
            return 0
        token = self._tokens[self._at - 1]
        return token.start + len(token.text)

    def variable(self) -> str:
        """Take a variable; return it with `?`, also where it is written with `$`."""
        if not self.is_kind(Kind.VARIABLE):
            self.fail("a variable was expected here")
        return _variable(self.take().text)

    def blank(self, label: str = "") -> str:
        """Return the variable that stands for a blank node, the same for the same label."""
        if label and label in self._nodes:
            return self._nodes[label]
        number = len(self._nodes) + 1
        while (name := f"?node{number}") in self._taken:
            number += 1
        self._taken.add(name)
        self._nodes[label or name] = name
        return name

    def fail(self, reason: str) -> NoReturn:
        """Raise the error, with the place."""
        place = min(self.start, len(self.query))
        line = self.query.count("\n", 0, place) + 1
        raise QuerySyntaxError(f"{reason}.", line, place - self.query.rfind("\n", 0, place))


def _variable(text: str) -> str:
    return "?" + text[1:]
