"""The form of an attempt: the questions as they were asked, kept with the attempt so that later edits change nothing.

A form never reaches a page while the attempt runs: players.quiz_pages shows what `asked` leaves of it. Ids of choices,
items and options tell nothing of the answer: they number them as they are shown.
"""

import random
from collections.abc import Callable

from courses.domain.quiz_grading import is_unanswered
from courses.models import QuizPage

LONGEST_TEXT = 2000


def make_form(quiz: QuizPage, rng: random.Random) -> list[dict]:
    """Questions in the order asked: {id, kind, text, points, feedback, …} with what grading needs of each kind."""
    questions = [_question(block, quiz.shuffle_answers, rng) for block in quiz.questions]
    if quiz.shuffle_questions:
        rng.shuffle(questions)
    return questions


def maximum_of(form: list[dict]) -> int:
    return sum(question["points"] for question in form)


def _question(block, shuffle: bool, rng: random.Random) -> dict:
    value = block.value
    common = {
        "id": str(block.id),
        "kind": block.block_type,
        "text": value["text"].source,
        "points": value["points"],
        "feedback": value["feedback"].source if value["feedback"] else "",
    }
    return common | MAKERS[block.block_type](value, shuffle, rng)


def _choices(value, shuffle: bool, rng: random.Random) -> dict:
    choices = [{"text": one["text"], "correct": bool(one["correct"]), "feedback": one["feedback"] or ""} for one in value["choices"]]
    if shuffle:
        rng.shuffle(choices)
    return {"choices": _numbered(choices)}


def _true_false(value, shuffle: bool, rng: random.Random) -> dict:
    return {
        "choices": [
            {"id": name, "text": "", "correct": bool(value["answer"]) is right, "feedback": ""}
            for name, right in (("true", True), ("false", False))
        ]
    }


def _short_text(value, shuffle: bool, rng: random.Random) -> dict:
    return {"accepted": list(value["accepted"])}


def _numeric(value, shuffle: bool, rng: random.Random) -> dict:
    return {"answer": str(value["answer"]), "tolerance": str(value["tolerance"] or 0), "unit": value["unit"] or ""}


def _ordering(value, shuffle: bool, rng: random.Random) -> dict:
    """Items are always shown out of order, unless they are all the same."""
    items = [{"text": text, "place": place} for place, text in enumerate(value["items"], start=1)]
    right = [item["text"] for item in items]
    for _try in range(20):
        rng.shuffle(items)
        if [item["text"] for item in items] != right:
            break
    return {"items": _numbered(items)}


def _matching(value, shuffle: bool, rng: random.Random) -> dict:
    items = [{"text": pair["left"], "answer": pair["right"]} for pair in value["pairs"]]
    options = [{"text": text} for text in dict.fromkeys(pair["right"] for pair in value["pairs"])]
    rng.shuffle(options)
    return {"items": _numbered(items), "options": _numbered(options)}


def _numbered(rows: list[dict]) -> list[dict]:
    return [{"id": str(number), **row} for number, row in enumerate(rows)]


MAKERS: dict[str, Callable] = {
    "single": _choices,
    "multiple": _choices,
    "true_false": _true_false,
    "short_text": _short_text,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
}


def clean_response(question: dict, raw):
    """What was sent for a question, reduced to what its kind can mean; None when nothing was answered.

    raw: a text, a list of texts, or a mapping from item id to text, as the page's fields give them.
    """
    cleaned = CLEANERS[question["kind"]](question, raw)
    return None if is_unanswered(cleaned) else cleaned


def _clean_choice(question: dict, raw):
    return raw if isinstance(raw, str) and raw in {choice["id"] for choice in question["choices"]} else None


def _clean_choices(question: dict, raw):
    return [choice["id"] for choice in question["choices"] if isinstance(raw, list) and choice["id"] in raw]


def _clean_text(question: dict, raw):
    return raw.strip()[:LONGEST_TEXT].replace("\x00", "") if isinstance(raw, str) else None


def _texts(raw) -> dict[str, str]:
    return {name: value for name, value in raw.items() if isinstance(value, str)} if isinstance(raw, dict) else {}


def _clean_places(question: dict, raw):
    raw = _texts(raw)
    places = {str(place): place for place in range(1, len(question["items"]) + 1)}
    return {item["id"]: places[raw[item["id"]]] for item in question["items"] if raw.get(item["id"]) in places}


def _clean_pairs(question: dict, raw):
    raw = _texts(raw)
    options = {option["id"] for option in question["options"]}
    return {item["id"]: raw[item["id"]] for item in question["items"] if raw.get(item["id"]) in options}


CLEANERS: dict[str, Callable] = {
    "single": _clean_choice,
    "multiple": _clean_choices,
    "true_false": _clean_choice,
    "short_text": _clean_text,
    "numeric": _clean_text,
    "ordering": _clean_places,
    "matching": _clean_pairs,
}
