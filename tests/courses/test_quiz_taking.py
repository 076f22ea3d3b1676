"""A quiz from its rules to its result, without JavaScript."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from courses.domain import quiz
from courses.domain.facts import facts_of
from courses.enums import AttemptState
from courses.models import QuizAnswer, QuizPage
from lrs.models import Statement
from tests.courses.quizzes import ALL_KINDS, make_quiz, right_field, right_fields

FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def step(step_of):
    return step_of(make_quiz(pass_mark=70))


def begin(step):
    step.post("commencer")
    return step.attempt.details["form"]


def verbs(step) -> list[str]:
    rows = Statement.objects.filter(registration=step.enrolment.registration, activity__contains="/quiz/").order_by("timestamp", "stored")
    return [verb.rsplit("/", 1)[1] for verb in rows.values_list("verb", flat=True)]


@pytest.mark.requirement("CMA-E1")
def test_all_right_from_the_rules_to_the_result(step):
    assert "7 questions" in step.get().content.decode()
    form = begin(step)
    sent = step.post("repondre", right_fields(form) | {"then": "check"}, follow=True)
    assert sent.redirect_chain[-1][0].endswith("/verifier")
    result = step.post("terminer", follow=True)
    assert result.redirect_chain[-1][0].endswith("/resultat")
    attempt = step.attempt
    assert (attempt.state, attempt.completed, attempt.success, attempt.score) == (AttemptState.FINISHED, True, True, 1)
    assert (attempt.raw_score, attempt.max_score) == (12, 12)
    assert sorted(set(verbs(step))) == ["answered", "completed", "initialized", "passed", "scored"]
    assert verbs(step).count("answered") == 7


def test_opening_the_page_begins_nothing(step):
    step.get()
    assert step.attempt is None


def test_the_page_of_questions_tells_no_answer(step):
    begin(step)
    page = step.get().content.decode()
    for secret in ("correct", "accepted", "12.5", "épi", "On compte sur ses doigts", "Presque."):
        assert secret not in page


def test_a_wrong_paper_says_by_how_much_it_failed(step):
    form = begin(step)
    fields = right_field(form[0]) | right_field(form[1])
    step.post("repondre", fields | {"then": "check"})
    page = step.post("terminer", follow=True).content.decode()
    attempt = step.attempt
    assert (attempt.success, attempt.completed, attempt.raw_score) == (False, True, 3)
    missing = 12 * 0.7 - 3
    assert str(round(missing, 2)).replace(".", ",") in page or str(round(missing, 2)) in page
    assert verbs(step)[-1] in {"failed", "scored"}


def test_the_minimum_of_the_step_stands_above_the_mark_of_the_quiz(step_of):
    step = step_of(make_quiz(pass_mark=10), minimum_score=90)
    form = begin(step)
    step.post("repondre", {k: v for q in form[:5] for k, v in right_field(q).items()} | {"then": "check"})
    step.post("terminer")
    assert step.attempt.success is False


def test_an_interrupted_attempt_goes_on_with_its_answers_and_its_order(step_of):
    step = step_of(make_quiz(shuffle_questions=True, shuffle_answers=True))
    form = begin(step)
    away = step.post("repondre", right_fields(form[:2]) | {"then": "later"})
    assert away.url == step.get().context["learning"].back_url
    page = step.get()
    assert [question["id"] for question in page.context["questions"]] == [question["id"] for question in form]
    assert page.context["answered"] == 2
    step.post("commencer")
    assert step.attempts.count() == 1


def test_one_answer_saved_alone_leaves_the_others(step):
    form = begin(step)
    step.post("repondre", right_fields(form[:3]) | {"then": "later"})
    saved = step.post("repondre", right_field(form[3]) | {"question": form[3]["id"]}, **FETCH)
    assert saved.status_code == 204
    assert len([answer for answer in quiz.answers_of(step.attempt).values() if answer.response]) == 4


def test_an_answer_can_be_taken_back(step):
    form = begin(step)
    step.post("repondre", right_field(form[1]) | {"question": form[1]["id"]}, **FETCH)
    step.post("repondre", {"question": form[1]["id"]}, **FETCH)
    assert QuizAnswer.objects.get().response is None


def test_the_check_lists_what_is_unanswered(step):
    form = begin(step)
    step.post("repondre", right_fields(form[:4]) | {"then": "check"})
    assert step.get("verifier").context["missing"] == [5, 6, 7]


def test_finishing_twice_changes_nothing(step):
    form = begin(step)
    step.post("repondre", right_fields(form) | {"then": "check"})
    step.post("terminer")
    before, told = step.attempt, len(verbs(step))
    again = step.post("terminer")
    assert again.url.endswith("/resultat")
    assert (step.attempt.finished_at, step.attempts.count(), len(verbs(step))) == (before.finished_at, 1, told)


def test_answers_sent_after_the_end_change_nothing(step):
    form = begin(step)
    step.post("terminer")
    assert step.post("repondre", right_fields(form) | {"then": "check"}).url == step.base
    assert step.post("repondre", right_field(form[0]) | {"question": form[0]["id"]}, **FETCH).status_code == 409
    assert step.attempt.score == 0


@pytest.mark.parametrize("passed_first", [True, False])
def test_the_best_of_several_attempts_counts(step, passed_first):
    for right in (passed_first, not passed_first):
        form = begin(step)
        if right:
            step.post("repondre", right_fields(form) | {"then": "check"})
        step.post("terminer")
    fact = facts_of([step.enrolment.registration])[step.enrolment.registration][step.activity.pk]
    assert (step.attempts.count(), fact.score, fact.success) == (2, 1, True)
    assert step.get("resultat/1").status_code == step.get("resultat/2").status_code == 200
    assert step.get("resultat/3").status_code == 404


def test_no_more_attempts_than_allowed(step_of):
    step = step_of(make_quiz(attempts_allowed=2))
    for _try in range(3):
        step.post("commencer")
        step.post("terminer")
    assert step.attempts.count() == 2
    page = step.get()
    assert not page.context["taking"].may_begin
    assert "commencer" not in page.content.decode()


class TestTimeLimit:
    @pytest.fixture
    def step(self, step_of):
        return step_of(make_quiz(time_limit_minutes=10))

    def test_answers_in_time_count_and_late_ones_do_not(self, step):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            form = begin(step)
            step.post("repondre", right_fields(form[:1]) | {"then": "later"})
        with time_machine.travel(start + timedelta(minutes=10, seconds=10), tick=False):
            step.post("repondre", right_fields(form[:2]) | {"then": "later"})
        with time_machine.travel(start + timedelta(minutes=11), tick=False):
            refused = step.post("repondre", right_fields(form) | {"then": "check"}, follow=True)
            assert refused.context["is_late"]
            step.post("terminer")
        assert step.attempt.raw_score == 3

    def test_the_page_sends_by_itself_at_the_end(self, step):
        form = begin(step)
        sent = step.post("repondre", right_fields(form) | {"then": "time"})
        assert sent.url.endswith("/resultat")
        assert step.attempt.score == 1

    def test_nobody_came_back_and_the_clock_finishes_it(self, step):
        form = begin(step)
        step.post("repondre", right_fields(form) | {"then": "later"})
        assert quiz.finish_overdue() == 0
        assert quiz.finish_overdue(timezone.now() + timedelta(minutes=11)) == 1
        assert (step.attempt.state, step.attempt.score) == (AttemptState.FINISHED, 1)

    def test_closing_the_page_stops_no_clock(self, step):
        begin(step)
        ends = step.get().context["ends_at"]
        step.post("commencer")
        assert step.get().context["ends_at"] == ends


def test_editing_the_quiz_leaves_running_attempts_as_they_were_asked(step):
    form = begin(step)
    quiz_page = QuizPage.objects.get(pk=step.activity.pk)
    quiz_page.questions = ALL_KINDS[:1]
    quiz_page.save()
    step.post("repondre", right_fields(form) | {"then": "check"})
    step.post("terminer")
    assert step.attempt.max_score == 12


def test_the_answers_are_hidden_where_the_editor_says_so(step_of):
    step = step_of(make_quiz(show_feedback=False))
    begin(step)
    page = step.post("terminer", follow=True).content.decode()
    assert "On compte sur ses doigts" not in page


def test_the_answers_and_comments_are_shown_after_the_end(step):
    form = begin(step)
    wrong = next(one["id"] for one in form[0]["choices"] if not one["correct"])
    step.post("repondre", {f"q-{form[0]['id']}": wrong, "then": "check"})
    page = step.post("terminer", follow=True).content.decode()
    assert "On compte sur ses doigts" in page
    assert "Presque." in page


def test_another_learner_has_nothing_to_do_with_it(step, as_user):
    from tests.factories import make_user

    begin(step)
    assert as_user(make_user()).post(step.url("terminer")).status_code == 404
    assert as_user(None).get(step.url()).status_code == 302
    assert step.attempt.state == AttemptState.RUNNING


def test_unknown_pages_and_wrong_methods(step):
    assert step.get("inconnu").status_code == 404
    assert step.get("terminer").status_code == 405
    assert step.post("resultat").status_code == 405


def test_hostile_fields_are_passed_over(step):
    form = begin(step)
    names = {f"q-{question['id']}": ["\x00", "' OR 1=1", "../.."] for question in form}
    sent = step.post("repondre", names | {"q-inconnu": "1", "question": "", "then": "later"})
    assert sent.status_code == 302
    assert re.match(r"[0-9a-f-]{36}", str(step.attempt.pk))


def test_the_number_of_queries_does_not_depend_on_the_number_of_questions(step_of):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (1, 30):
        step = step_of(make_quiz(ALL_KINDS[:1] * many))
        begin(step)
        step.get()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            step.get()
        counts.append(len(queries))
    assert counts[0] == counts[1]
