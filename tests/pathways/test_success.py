"""Conditions of success: met strictly above the threshold, each explained."""

import pytest

from courses.domain.facts import ActivityFact
from pathways.api import Condition, evaluate
from tests.pathways.test_progression import fact, pathway, step

N = "\u00a0"


def judged(condition: Condition, *steps, **facts) -> tuple[bool, str]:
    """Verdict and words; facts by keyword: s1=… is about activity 1."""
    found = {int(name[1:]): one for name, one in facts.items()}
    one = evaluate(pathway(*steps, conditions=[condition]), found, day=1).conditions[0]
    return one.met, one.words


@pytest.mark.requirement("CMA-S3")
def test_a_score_is_exceeded_not_reached():
    condition = Condition("score", 1, "Étude de cas", 70)
    case = step(1, is_scored=True)
    assert judged(condition, case, s1=fact(score=0.82)) == (True, f"Étude de cas{N}: 82{N}% (il faut plus de 70{N}%)")
    assert judged(condition, case, s1=fact(score=0.7)) == (False, f"Étude de cas{N}: 70{N}% (il faut plus de 70{N}%)")
    assert judged(condition, case, s1=fact(score=0.704)) == (True, f"Étude de cas{N}: 70,4{N}% (il faut plus de 70{N}%)")
    assert judged(condition, case) == (False, f"Étude de cas{N}: pas encore de note (il faut plus de 70{N}%)")
    assert judged(condition, case, s1=fact(waiting=True)) == (False, f"Étude de cas{N}: en attente de la note (il faut plus de 70{N}%)")


@pytest.mark.requirement("CMA-S3")
def test_presence():
    condition = Condition("attended", 1, "Classe virtuelle")
    event = step(1, kind="virtual_class")
    assert judged(condition, event) == (False, f"Présence, Classe virtuelle{N}: pas encore validée")
    assert judged(condition, event, s1=ActivityFact(attended=False)) == (False, f"Présence, Classe virtuelle{N}: absence notée")
    assert judged(condition, event, s1=ActivityFact(attended=True)) == (True, f"Présence, Classe virtuelle{N}: validée")


def test_every_required_step():
    condition = Condition("required_completed")
    steps = (step(1), step(2), step(3, required=False))
    assert judged(condition, *steps, s1=fact(completed=True)) == (False, f"Étapes obligatoires{N}: 1 terminée sur 2")
    assert judged(condition, *steps, s1=fact(completed=True), s2=fact(completed=True)) == (
        True,
        f"Étapes obligatoires{N}: 2 terminées sur 2",
    )


def test_one_step_done_with_its_own_minimum():
    condition = Condition("completed", 1, "Quiz")
    quiz = step(1, minimum_score=50, is_scored=True)
    assert judged(condition, quiz, s1=fact(completed=True, score=0.4)) == (False, f"Quiz{N}: pas encore terminé")
    assert judged(condition, quiz, s1=fact(completed=True, score=0.5)) == (True, f"Quiz{N}: terminé")
    hidden = Condition("completed", 9, "Ailleurs")
    assert judged(hidden, step(1), s9=fact(completed=True))[0] is True


def test_the_mean_is_weighted_and_counts_what_is_missing_as_nothing():
    condition = Condition("mean_score", threshold=60)
    steps = (step(1, is_scored=True, weight=3), step(2, is_scored=True, weight=1), step(3, is_scored=True, weight=0), step(4))
    met, words = judged(condition, *steps, s1=fact(score=0.8), s2=fact(score=0.2))
    assert (met, words) == (True, f"Moyenne des notes{N}: 65{N}% (il faut plus de 60{N}%)")
    met, words = judged(condition, *steps, s1=fact(score=0.8))
    assert (met, words) == (False, f"Moyenne des notes{N}: 60{N}% avec 1 note(s) sur 2 (il faut plus de 60{N}%)")
    assert judged(condition, step(1))[0] is False, "nothing scored: no mean"


@pytest.mark.requirement("CMA-S3")
def test_every_scored_module():
    condition = Condition("every_score", threshold=0)
    steps = (
        step(1, kind="scorm", is_scored=True),
        step(2, kind="quiz", is_scored=True),
        step(3, kind="quiz", is_scored=True, required=False),
    )
    assert judged(condition, *steps, s1=fact(score=0.1), s2=fact(score=0)) == (
        False,
        f"Étapes notées avec un score au-dessus de zéro{N}: 1 sur 2 (toutes sont nécessaires)",
    )
    assert judged(condition, *steps, s1=fact(score=0.1), s2=fact(score=0.1))[0] is True
    assert judged(condition, *steps, s1=fact(completed=True), s2=fact(score=0.1))[0] is True, "a module without a score is none of them"


@pytest.mark.requirement("CMA-S3")
def test_success_is_all_conditions_and_without_any_all_required_steps():
    plan = pathway(step(1), conditions=[Condition("score", 1, "Quiz", 50), Condition("required_completed")])
    assert evaluate(plan, {1: fact(completed=True, score=0.5)}, day=1).succeeded is False
    assert evaluate(plan, {1: fact(completed=True, score=0.6)}, day=1).succeeded is True
    assert evaluate(pathway(step(1)), {1: fact(completed=True)}, day=1).succeeded is True
    assert evaluate(pathway(step(1)), {}, day=1).succeeded is False
