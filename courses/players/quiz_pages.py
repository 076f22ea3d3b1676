"""A form as its pages show it: without the answers while the attempt runs, with them afterwards."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils import formats
from django.utils.translation import gettext as _

from courses.domain.quiz_grading import is_unanswered
from courses.models import Attempt, QuizAnswer

MAPPED = {"ordering", "matching"}


@dataclass(frozen=True)
class Result:
    """A finished attempt in numbers. missing: the points that were lacking to pass, 0 when it passed or none is asked."""

    attempt: Attempt
    points: Decimal
    maximum: Decimal
    mark: float | None
    missing: Decimal


def result_of(attempt: Attempt) -> Result:
    mark = attempt.details.get("pass_share")
    maximum, points = attempt.max_score or Decimal(0), attempt.raw_score or Decimal(0)
    missing = Decimal(0) if mark is None or attempt.success else maximum * Decimal(str(mark)) - points
    return Result(attempt, points, maximum, mark, max(Decimal(0), missing))


def field_name(question_id: str) -> str:
    return f"q-{question_id}"


def asked(attempt: Attempt, answers: dict[str, QuizAnswer]) -> list[dict]:
    """The questions with what was answered so far, and nothing that tells the right answers."""
    return [_asked(number, question, answers.get(question["id"])) for number, question in enumerate(attempt.details["form"], 1)]


def _asked(number: int, question: dict, answer: QuizAnswer | None) -> dict:
    response = answer.response if answer else None
    shown = {
        "number": number,
        "id": question["id"],
        "name": field_name(question["id"]),
        "kind": question["kind"],
        "text": question["text"],
        "points": question["points"],
        "unit": question.get("unit", ""),
        "response": response,
        "is_answered": not is_unanswered(response),
    }
    if "choices" in question:
        chosen = response if isinstance(response, list) else [response]
        shown["choices"] = [
            {"id": choice["id"], "text": choice_text(choice), "chosen": choice["id"] in chosen} for choice in question["choices"]
        ]
    if "items" in question:
        shown["items"] = [_asked_item(question, item, (response or {}).get(item["id"])) for item in question["items"]]
    return shown


def _asked_item(question: dict, item: dict, chosen) -> dict:
    """One row to place or to match, with its options as the page's select offers them."""
    if question["kind"] == "ordering":
        options = [{"id": str(place), "text": str(place)} for place in range(1, len(question["items"]) + 1)]
    else:
        options = question["options"]
    marked = [{"id": option["id"], "text": option["text"], "chosen": option["id"] == str(chosen)} for option in options]
    return {"id": item["id"], "text": item["text"], "name": f"{field_name(question['id'])}-{item['id']}", "options": marked}


def choice_text(choice: dict) -> str:
    return {"true": _("True"), "false": _("False")}.get(choice["id"], choice["text"]) if not choice["text"] else choice["text"]


def responses_from(post: QueryDict, form: list[dict]) -> dict[str, object]:
    """What the fields of a POST say, by question id: of the question named by `question`, else of all.

    A group of radios or boxes without a mark is not sent by browsers: such a question is unanswered.
    """
    only = post.get("question")
    return {question["id"]: _raw(post, question) for question in form if only in (None, question["id"])}


def _raw(post: QueryDict, question: dict):
    name = field_name(question["id"])
    if question["kind"] == "multiple":
        return post.getlist(name)
    if question["kind"] in MAPPED:
        return {item["id"]: post.get(f"{name}-{item['id']}", "") for item in question["items"]}
    return post.get(name)


def corrected(attempt: Attempt, answers: dict[str, QuizAnswer]) -> list[dict]:
    """The questions of a finished attempt with what was answered, what was right, the points and the comments."""
    return [_corrected(number, question, answers.get(question["id"])) for number, question in enumerate(attempt.details["form"], 1)]


def _corrected(number: int, question: dict, answer: QuizAnswer | None) -> dict:
    response = answer.response if answer else None
    points = (answer.points if answer else None) or Decimal(0)
    verdict = "right" if points == question["points"] else "partly" if points else "wrong"
    shown = _asked(number, question, answer)
    return shown | {"earned": points, "verdict": verdict, "feedback": question["feedback"]} | _correction(question, response)


def _correction(question: dict, response) -> dict:
    """given and expected, in words, for kinds answered with text; rows for the others."""
    if "choices" in question:
        chosen = response if isinstance(response, list) else [response]
        rows = [
            {"text": choice_text(one), "chosen": one["id"] in chosen, "correct": one["correct"], "feedback": one["feedback"]}
            for one in question["choices"]
        ]
        return {"rows": rows}
    if question["kind"] == "ordering":
        return {"pairs": [_ordered(item, response) for item in sorted(question["items"], key=lambda item: item["place"])]}
    if question["kind"] == "matching":
        texts = {option["id"]: option["text"] for option in question["options"]}
        return {"pairs": [_pair(item["text"], texts.get((response or {}).get(item["id"])), item["answer"]) for item in question["items"]]}
    expected = " / ".join(question["accepted"]) if "accepted" in question else plain_number(question["answer"])
    return {"given": response or "", "expected": f"{expected} {question.get('unit', '')}".strip()}


def _ordered(item: dict, response) -> dict:
    given = (response or {}).get(item["id"])
    return _pair(item["text"], given, item["place"])


def _pair(label: str, given, expected) -> dict:
    return {"label": label, "given": given, "expected": expected, "right": given == expected}


def plain_number(text: str) -> str:
    """A decimal without useless zeros: 12.50 → 12,5."""
    return formats.localize(Decimal(f"{Decimal(text).normalize():f}"))
