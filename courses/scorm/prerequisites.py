"""Prerequisites of SCORM 1.2 items: AICC script (CAM 2.3.2.5.1; AICC CMI001 4.3).

`A1 & (A2 | ~A3)`, `A1="passed"`, `A1<>"failed"`, `2*{A1,A2,A3}`, `{A1,A2}`; tools also write AND, OR, NOT. An item by
itself asks to be completed or passed.
"""

import re
from collections.abc import Callable

TOKEN = re.compile(r"\s*(?:(&|\band\b)|(\||\bor\b)|(~|\bnot\b)|([(){},*])|(<>|=)|\"([^\"]*)\"|([^\s&|~(){},*=<>\"]+))", re.IGNORECASE)
AND, OR, NOT, SIGN, COMPARISON, TEXT, NAME = range(7)
DONE = frozenset({"passed", "completed"})
SHORT = {"p": "passed", "c": "completed", "f": "failed", "i": "incomplete", "b": "browsed", "n": "not attempted"}
DEEPEST = 50

# Identifier to passed, completed, failed, incomplete, browsed or not attempted; None for no such item.
StatusOf = Callable[[str], str | None]


class Unreadable(ValueError):
    """A script that is none: it asks for nothing."""


def are_met(script: str, status_of: StatusOf) -> bool:
    """Are the prerequisites met? True for none, and for a script that cannot be read."""
    if not script.strip():
        return True
    try:
        return _Script(script, status_of).read()
    except Unreadable:
        return True


class _Script:
    """One reading of a script, from its first token to its last."""

    def __init__(self, text: str, status_of: StatusOf) -> None:
        self.status_of = status_of
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def read(self) -> bool:
        value = self._any()
        if self.at < len(self.tokens):
            raise Unreadable
        return value

    def _next(self) -> tuple[int, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else (-1, "")

    def _take(self, kind: int, text: str = "") -> str | None:
        found, value = self._next()
        if found != kind or (text and value != text):
            return None
        self.at += 1
        return value

    def _expect(self, sign: str) -> None:
        if self._take(SIGN, sign) is None:
            raise Unreadable

    def _any(self) -> bool:
        value = self._all()
        while self._take(OR):
            value = self._all() or value
        return value

    def _all(self) -> bool:
        value = self._one()
        while self._take(AND):
            value = self._one() and value
        return value

    def _one(self) -> bool:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable
        try:
            if self._take(NOT):
                return not self._one()
            if self._take(SIGN, "("):
                value = self._any()
                self._expect(")")
                return value
            return self._set(None) if self._next() == (SIGN, "{") else self._item()
        finally:
            self.depth -= 1

    def _item(self) -> bool:
        name = self._take(NAME)
        if name is None:
            raise Unreadable
        if name.isdigit() and self._take(SIGN, "*"):
            return self._set(int(name))
        comparison = self._take(COMPARISON)
        status = self.status_of(name) or "not attempted"
        if comparison is None:
            return status in DONE
        wanted = self._take(TEXT) or self._take(NAME) or ""
        return (status == SHORT.get(wanted.lower(), wanted.lower())) == (comparison == "=")

    def _set(self, least: int | None) -> bool:
        """All of a set, or at least so many of it."""
        self._expect("{")
        values = [self._any()]
        while self._take(SIGN, ","):
            values.append(self._any())
        self._expect("}")
        return sum(values) >= (len(values) if least is None else least)


def _tokens(text: str):
    at, text = 0, text.strip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise Unreadable
        at = found.end()
        kind = next(number for number, value in enumerate(found.groups()) if value is not None)
        yield kind, found.groups()[kind]
