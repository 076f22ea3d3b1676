"""The one place that says what rules mean."""

from datetime import date

import pytest
from django.utils import translation

from pathways.api import Condition, Need
from pathways.domain import wording
from pathways.domain.outline import outline_of
from pathways.enums import ConditionKind, Progression
from tests.pathways.test_progression import pathway, step

N = "\u00a0"


def test_openings():
    assert wording.opens_after("Module 2") == f"S’ouvre après «{N}Module 2{N}»"
    assert wording.opens_after("Module 2", minimum_score=50) == f"S’ouvre après «{N}Module 2{N}» avec au moins 50{N}%"
    assert wording.opens_after("Module 2", completed=False, minimum_score=50) == f"S’ouvre avec au moins 50{N}% à «{N}Module 2{N}»"
    assert wording.opens_on(10, first_day=date(2026, 3, 3)) == "S’ouvre le jour 10 (le 12 mars)"


def test_it_speaks_other_languages():
    with translation.override("en"):
        assert wording.opens_after("Module 2", minimum_score=50) == "Opens after “Module 2” with at least 50 %"


@pytest.mark.parametrize(
    ("value", "near", "words"), [(82.4, None, "82"), (70, 70, "70"), (70.4, 70, "70,4"), (69.999, 70, "70"), (66, 70, "66")]
)
def test_percent_shows_decimals_only_where_they_decide(value, near, words):
    assert wording.percent(value, near=near) == f"{words}{N}%"


@pytest.mark.parametrize("kind", ConditionKind.values)
def test_every_condition_has_words(kind):
    assert "%(" not in wording.condition(kind, title="Étude de cas", threshold=70)


@pytest.mark.parametrize("kind", Progression.values)
def test_every_progression_has_words(kind):
    assert wording.progression(kind)
    assert wording.progression_name(kind)


def test_the_outline_of_a_pathway_says_every_rule():
    steps = (
        step(1, minutes=20),
        step(2, minimum_score=50, is_scored=True),
        step(3, needs=(Need(1, "Étape 1"),), opens_on_day=5, required=False),
    )
    outline = outline_of(pathway(*steps, progression="constrained", conditions=[Condition("score", 2, "Quiz", 70)]))
    assert outline.minutes == 40
    assert outline.conditions == (f"Quiz{N}: plus de 70{N}%",)
    first, second, third = outline.sequences[0].steps
    assert first.rules == ()
    assert second.rules == (f"S’ouvre après «{N}Étape 1{N}»", f"Terminée avec au moins 50{N}%")
    assert third.rules == ("Facultative", f"S’ouvre après «{N}Étape 1{N}»", "S’ouvre le jour 5")


def test_a_free_pathway_tells_no_opening_rule():
    outline = outline_of(pathway(step(1), step(2, needs=(Need(1, "Étape 1"),))))
    assert outline.sequences[0].steps[1].rules == ()
    assert outline.conditions == ("Toutes les étapes obligatoires sont terminées",)
