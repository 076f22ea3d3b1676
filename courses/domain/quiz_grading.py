"""Grading of one answer: a pure function from a question of a form and a response to a share from 0 to 1.

The form is the quiz as it was asked (courses.domain.quiz_forms); a response has the shape of its kind:

  single       id of the choice                       right 1, wrong 0
  multiple     list of ids of choices                 (right ones ticked − wrong ones ticked) / right ones, not below 0
  true_false   "true" or "false"                      right 1, wrong 0
  short_text   text                                   1 when one of the accepted answers, compared folded
  numeric      text                                   1 within the tolerance, bounds included
  ordering     {id of item: place, from 1}            share of items at their right place
  matching     {id of item: id of option}             share of items with what goes with them

No answer (None, "", [], {}) is 0. Two items or options with the same text are worth the same.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

ZERO, ONE, MILLI = Decimal(0), Decimal(1), Decimal("0.001")
APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ´`′"), "'")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
LIGATURES = {ord("œ"): "oe", ord("æ"): "ae", ord("ß"): "ss"}
NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})")


def points_of(question: dict, response) -> Decimal:
    """The points earned, to the thousandth."""
    return (share_of(question, response) * Decimal(question["points"])).quantize(MILLI, ROUND_HALF_UP)


def share_of(question: dict, response) -> Decimal:
    if is_unanswered(response):
        return ZERO
    return GRADERS[question["kind"]](question, response)


def is_unanswered(response) -> bool:
    """Nothing was answered: no choice, no text, no place given."""
    if isinstance(response, dict):
        return not any(value not in (None, "") for value in response.values())
    return response in (None, "", []) or (isinstance(response, str) and not response.strip())


def fold(text: str) -> str:
    """Text as short answers are compared: case, accents, spaces, apostrophes, dashes and a last full stop do not count."""
    plain = text.casefold().translate(APOSTROPHES).translate(DASHES).translate(LIGATURES)
    decomposed = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split()).rstrip(". ")


def parse_number(text: str, unit: str = "") -> Decimal | None:
    """A number as people type it: comma or point, spaces between thousands, the unit after it or not.

    With both signs the last one is the decimal sign: 1.234,5 and 1,234.5 are the same number.
    """
    plain = "".join(text.translate(DASHES).translate(APOSTROPHES).split()).replace("'", "")
    ending = "".join(unit.split())
    if ending and plain.casefold().endswith(ending.casefold()):
        plain = plain[: -len(ending)]
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    return Decimal(plain) if NUMBER.fullmatch(plain) and plain.isascii() else None


def _one_choice(question: dict, response) -> Decimal:
    return ONE if response in {choice["id"] for choice in question["choices"] if choice["correct"]} else ZERO


def _several_choices(question: dict, response) -> Decimal:
    right = {choice["id"] for choice in question["choices"] if choice["correct"]}
    wrong = {choice["id"] for choice in question["choices"]} - right
    ticked = set(response)
    if not right:
        return ZERO
    return max(ZERO, Decimal(len(ticked & right) - len(ticked & wrong)) / len(right))


def _short_text(question: dict, response) -> Decimal:
    return ONE if fold(response) in {fold(accepted) for accepted in question["accepted"]} else ZERO


def _numeric(question: dict, response) -> Decimal:
    value = parse_number(response, question.get("unit", ""))
    if value is None:
        return ZERO
    return ONE if abs(value - Decimal(question["answer"])) <= Decimal(question["tolerance"]) else ZERO


def _ordering(question: dict, response) -> Decimal:
    in_order = [item["text"] for item in sorted(question["items"], key=lambda item: item["place"])]
    right = sum(_at(in_order, response.get(item["id"])) == item["text"] for item in question["items"])
    return Decimal(right) / len(in_order)


def _at(texts: list[str], place) -> str | None:
    return texts[place - 1] if isinstance(place, int) and 1 <= place <= len(texts) else None


def _matching(question: dict, response) -> Decimal:
    texts = {option["id"]: option["text"] for option in question["options"]}
    right = sum(texts.get(response.get(item["id"])) == item["answer"] for item in question["items"])
    return Decimal(right) / len(question["items"])


GRADERS: dict[str, Callable[[dict, object], Decimal]] = {
    "single": _one_choice,
    "multiple": _several_choices,
    "true_false": _one_choice,
    "short_text": _short_text,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
}
