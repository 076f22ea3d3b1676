"""The points of each kind of question, and what no response can do to them."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.quiz_forms import clean_response
from courses.domain.quiz_grading import GRADERS, fold, is_unanswered, parse_number, points_of, share_of


def choices(*correct: bool) -> list[dict]:
    return [{"id": str(number), "text": f"c{number}", "correct": right, "feedback": ""} for number, right in enumerate(correct)]


SINGLE = {"kind": "single", "points": 2, "choices": choices(False, True, False)}
MULTIPLE = {"kind": "multiple", "points": 2, "choices": choices(True, True, False, False)}
TRUE = {"kind": "true_false", "points": 1, "choices": [{"id": "true", "correct": True}, {"id": "false", "correct": False}]}
SHORT = {"kind": "short_text", "points": 1, "accepted": ["L’épi d’Œuvre", "pâte"]}
NUMERIC = {"kind": "numeric", "points": 1, "answer": "1234.5", "tolerance": "0.5", "unit": "kg"}
ORDERING = {
    "kind": "ordering",
    "points": 3,
    "items": [{"id": "0", "text": "c", "place": 3}, {"id": "1", "text": "a", "place": 1}, {"id": "2", "text": "b", "place": 2}],
}
MATCHING = {
    "kind": "matching",
    "points": 2,
    "items": [{"id": "0", "text": "Pain", "answer": "Four"}, {"id": "1", "text": "Glace", "answer": "Froid"}],
    "options": [{"id": "0", "text": "Froid"}, {"id": "1", "text": "Four"}],
}
QUESTIONS = [SINGLE, MULTIPLE, TRUE, SHORT, NUMERIC, ORDERING, MATCHING]


@pytest.mark.parametrize(
    ("question", "response", "points"),
    [
        (SINGLE, "1", "2"),
        (SINGLE, "0", "0"),
        (SINGLE, "9", "0"),
        (MULTIPLE, ["0", "1"], "2"),
        (MULTIPLE, ["0"], "1"),
        (MULTIPLE, ["0", "2"], "0"),
        (MULTIPLE, ["0", "1", "2"], "1"),
        (MULTIPLE, ["0", "1", "2", "3"], "0"),
        (MULTIPLE, ["2", "3"], "0"),
        (MULTIPLE, ["0", "0", "0"], "1"),
        (TRUE, "true", "1"),
        (TRUE, "false", "0"),
        (SHORT, "l'EPI d'oeuvre", "1"),
        (SHORT, "  Pate. ", "1"),
        (SHORT, "pâté", "1"),
        (SHORT, "pates", "0"),
        (NUMERIC, "1 234,5", "1"),
        (NUMERIC, "1234.5 KG", "1"),
        (NUMERIC, "1.235,0", "1"),
        (NUMERIC, "1235,1", "0"),
        (NUMERIC, "1234", "1"),
        (NUMERIC, "1233,9", "0"),
        (NUMERIC, "beaucoup", "0"),
        (ORDERING, {"0": 3, "1": 1, "2": 2}, "3"),
        (ORDERING, {"0": 2, "1": 1, "2": 3}, "1"),
        (ORDERING, {"1": 1}, "1"),
        (ORDERING, {"0": 1, "1": 1, "2": 1}, "1"),
        (MATCHING, {"0": "1", "1": "0"}, "2"),
        (MATCHING, {"0": "1", "1": "1"}, "1"),
        (MATCHING, {"0": "1"}, "1"),
    ],
)
def test_points(question, response, points):
    assert points_of(question, response) == Decimal(points)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["kind"])
@pytest.mark.parametrize("nothing", [None, "", "  ", [], {}, {"0": ""}])
def test_no_answer_gives_no_point(question, nothing):
    assert points_of(question, nothing) == 0


def test_two_lines_with_the_same_text_are_worth_the_same():
    twins = {
        "kind": "ordering",
        "points": 3,
        "items": [
            {"id": "0", "text": "repos", "place": 1},
            {"id": "1", "text": "four", "place": 2},
            {"id": "2", "text": "repos", "place": 3},
        ],
    }
    assert points_of(twins, {"0": 3, "1": 2, "2": 1}) == 3


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (",5", "0.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("1 234,50", "1234.50"),
        ("1\u202f234", "1234"),
        ("1'234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("5 €", "5"),
        ("cinq", None),
        ("1e9", None),
        ("NaN", None),
        ("1,2,3", None),
        ("٣", None),
        ("", None),
    ],
)
def test_numbers_as_people_type_them(typed, value):
    assert parse_number(typed, "€") == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("one", "other"), [("L’Été", "l'ete"), ("œuf", "OEUF"), ("rendez‑vous", "rendez-vous"), ("a\u00a0 b", "A b"), ("Fin.", "fin")]
)
def test_folded_texts(one, other):
    assert fold(one) == fold(other)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.sampled_from(["0", "1", "2", "true"])),
    lambda inner: st.one_of(st.lists(inner, max_size=6), st.dictionaries(st.sampled_from(["0", "1", "2", "x"]), inner, max_size=4)),
    max_leaves=8,
)


@given(st.sampled_from(QUESTIONS), anything)
def test_whatever_is_sent_is_cleaned_and_earns_between_nothing_and_the_maximum(question, raw):
    response = clean_response(question, raw)
    assert response is None or not is_unanswered(response)
    assert 0 <= points_of(question, response) <= question["points"]


@given(st.lists(st.booleans(), min_size=2, max_size=8), st.integers())
def test_ticking_everything_never_beats_the_right_answers(correct, seed):
    question = {"kind": "multiple", "points": 4, "choices": choices(*correct)}
    everything = [one["id"] for one in question["choices"]]
    right = [one["id"] for one in question["choices"] if one["correct"]]
    random.Random(seed).shuffle(everything)
    assert share_of(question, everything) <= share_of(question, right)
    assert share_of(question, right) == (1 if any(correct) else 0)


@given(st.permutations(range(1, 5)))
def test_an_order_earns_its_share_of_right_places(places):
    question = {"kind": "ordering", "points": 4, "items": [{"id": str(n), "text": f"i{n}", "place": n + 1} for n in range(4)]}
    response = {str(n): place for n, place in enumerate(places)}
    assert points_of(question, response) == sum(place == n + 1 for n, place in enumerate(places))


def test_every_kind_that_editors_write_is_graded():
    from courses.models.content_blocks import QUESTION_BLOCKS

    assert {name for name, _block in QUESTION_BLOCKS} == set(GRADERS)
