"""The right answers of a quiz's form, as the page's fields would send them."""

from collections.abc import Callable


def solve(question: dict):
    """The right response to a question of an attempt's form (courses.domain.quiz_forms)."""
    return SOLVERS[question["kind"]](question)


def _choice(question: dict) -> str:
    return next(choice["id"] for choice in question["choices"] if choice["correct"])


def _choices(question: dict) -> list[str]:
    return [choice["id"] for choice in question["choices"] if choice["correct"]]


def _order(question: dict) -> dict[str, str]:
    return {item["id"]: str(item["place"]) for item in question["items"]}


def _pairs(question: dict) -> dict[str, str]:
    options = {option["text"]: option["id"] for option in question["options"]}
    return {item["id"]: options[item["answer"]] for item in question["items"]}


SOLVERS: dict[str, Callable] = {
    "single": _choice,
    "true_false": _choice,
    "multiple": _choices,
    "short_text": lambda question: question["accepted"][0],
    "numeric": lambda question: question["answer"],
    "ordering": _order,
    "matching": _pairs,
}
