"""Quizzes for tests: one question of each kind, and the right response to any question of a form."""

from courses.models import QuizPage
from tests.factories import make_object


def choice(text: str, correct: bool = False, feedback: str = "") -> dict:
    return {"text": text, "correct": correct, "feedback": feedback}


def asks(text: str, points: int = 1, feedback: str = "") -> dict:
    return {"text": f"<p>{text}</p>", "points": points, "feedback": feedback}


ALL_KINDS = [
    (
        "single",
        asks("Deux et deux ?", feedback="<p>On compte sur ses doigts.</p>")
        | {"choices": [choice("Trois", feedback="Presque."), choice("Quatre", True)]},
    ),
    (
        "multiple",
        asks("Quels réseaux ?", 2) | {"choices": [choice("Facebook", True), choice("Instagram", True), choice("Minitel"), choice("Télex")]},
    ),
    ("true_false", asks("Une photo nette attire.") | {"answer": True}),
    ("short_text", asks("Le mot ?") | {"accepted": ["l'épi", "épi"]}),
    ("numeric", asks("Combien de grammes ?", 2) | {"answer": "12.5", "tolerance": "0.5", "unit": "g"}),
    ("ordering", asks("Dans l'ordre", 3) | {"items": ["Pétrir", "Façonner", "Cuire"]}),
    ("matching", asks("Relier", 2) | {"pairs": [{"left": "Pain", "right": "Four"}, {"left": "Glace", "right": "Froid"}]}),
]


def make_quiz(questions=None, **fields) -> QuizPage:
    page = make_object(QuizPage, "Quiz final", questions=questions or ALL_KINDS, **fields)
    return QuizPage.objects.get(pk=page.pk)


def right_fields(form: list[dict]) -> dict:
    """The POST that answers everything right."""
    fields: dict = {}
    for question in form:
        fields |= right_field(question)
    return fields


def right_field(question: dict) -> dict:
    name = f"q-{question['id']}"
    if question["kind"] in {"single", "true_false"}:
        return {name: next(one["id"] for one in question["choices"] if one["correct"])}
    if question["kind"] == "multiple":
        return {name: [one["id"] for one in question["choices"] if one["correct"]]}
    if question["kind"] == "short_text":
        return {name: question["accepted"][0]}
    if question["kind"] == "numeric":
        return {name: question["answer"]}
    if question["kind"] == "ordering":
        return {f"{name}-{item['id']}": str(item["place"]) for item in question["items"]}
    options = {option["text"]: option["id"] for option in question["options"]}
    return {f"{name}-{item['id']}": options[item["answer"]] for item in question["items"]}
