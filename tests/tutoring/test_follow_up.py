"""The pages of a session and of a learner, and messages written to learners."""

from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.domain.attempts import record
from courses.enums import AttemptState
from courses.models import Attempt, QuizPage
from tests.tutoring.makers import make_hand_in, make_learners
from tutoring.models import Contact


def follow(enrolment, activity, *, score=None, seconds=600, number=1):
    attempt = Attempt(user=enrolment.user, registration=enrolment.registration, activity_id=activity.pk, number=number, seconds=seconds)
    return record(attempt, completed=True, state=AttemptState.FINISHED, score=score)


class TestSession:
    def test_a_row_for_each_learner_and_a_column_for_each_step(self, cast, as_user):
        follow(cast.enrolment, QuizPage.objects.get(), score=Decimal("0.8"))
        page = as_user(cast.tutor).get(reverse("tutoring:session", args=[cast.session.pk]))
        rows = {row.enrolment.user: row for row in page.context["rows"]}
        assert set(rows) == {cast.owner, cast.member}
        assert [cell.state for cell in rows[cast.owner].cells] == ["todo", "done", "todo"]
        assert rows[cast.owner].cells[1].score == Decimal("0.8")
        assert reverse("forum:session", args=[cast.session.pk]) in page.text

    def test_as_many_queries_for_thirty_learners_as_for_two(self, cast, as_user):
        browser, address = as_user(cast.tutor), reverse("tutoring:session", args=[cast.session.pk])
        browser.get(address)
        with CaptureQueriesContext(connection) as few:
            browser.get(address)
        quiz = QuizPage.objects.get()
        for enrolment in make_learners(cast.session, 28):
            follow(enrolment, quiz, score=Decimal("0.5"))
        with CaptureQueriesContext(connection) as many:
            browser.get(address)
        assert len(many) == len(few)


class TestLearner:
    def test_it_shows_tries_scores_time_and_hand_ins(self, cast, as_user):
        quiz = QuizPage.objects.get()
        follow(cast.enrolment, quiz, score=Decimal("0.4"), number=1)
        follow(cast.enrolment, quiz, score=Decimal("0.9"), number=2)
        work = make_hand_in(cast.enrolment)
        page = as_user(cast.tutor).get(reverse("tutoring:learner", args=[cast.enrolment.pk]))
        visits = [visit for _title, sequence in page.context["report"].sequences for visit in sequence]
        assert [len(visit.tries) for visit in visits] == [0, 2, 1]
        assert visits[1].standing.fact.score == Decimal("0.9")
        assert reverse("tutoring:grading", args=[work.pk]) in page.text

    def test_the_positioning_quiz_is_the_one_without_a_pass_mark_at_the_start(self, cast, as_user):
        address = reverse("tutoring:learner", args=[cast.enrolment.pk])
        assert as_user(cast.tutor).get(address).context["report"].positioning is None
        QuizPage.objects.update(pass_mark=None)
        follow(cast.enrolment, QuizPage.objects.get(), score=Decimal("0.15"))
        positioning = as_user(cast.tutor).get(address).context["report"].positioning
        assert positioning.standing.fact.score == Decimal("0.15")

    def test_nothing_of_another_learner_is_shown(self, cast, as_user):
        follow(cast.member_enrolment, QuizPage.objects.get(), score=Decimal("0.9"))
        report = as_user(cast.tutor).get(reverse("tutoring:learner", args=[cast.enrolment.pk])).context["report"]
        assert not any(visit.tries for _title, sequence in report.sequences for visit in sequence)


class TestWriting:
    @pytest.fixture
    def address(self, cast):
        return reverse("tutoring:write", args=[cast.enrolment.pk])

    def test_the_text_is_prepared_for_who_never_came(self, cast, as_user, address):
        initial = as_user(cast.coach).get(address).context["form"].initial
        assert "Monique" in initial["text"]
        assert cast.pathway.title in initial["text"]
        assert "Karim Haddad" in initial["text"]

    def test_it_goes_by_mail_answers_come_to_the_tutor_and_it_is_logged(self, cast, as_user, address, commits):
        with commits():
            answer = as_user(cast.coach).post(address, {"subject": "Un mot", "text": "Où en êtes-vous ?", "next": "/tutorat/"})
        assert answer["Location"] == "/tutorat/"
        [sent] = mail.outbox
        assert sent.to == [cast.owner.email]
        assert sent.reply_to == [cast.coach.email]
        assert "Où en êtes-vous ?" in sent.body
        contact = Contact.objects.get()
        assert (contact.author, contact.enrolment, contact.text) == (cast.coach, cast.enrolment, "Où en êtes-vous ?")

    def test_both_tutors_see_what_was_written(self, cast, as_user, address):
        as_user(cast.coach).post(address, {"subject": "Un mot", "text": "Où en êtes-vous ?"})
        assert "Un mot" in as_user(cast.tutor).get(reverse("tutoring:learner", args=[cast.enrolment.pk])).text

    def test_an_empty_message_comes_back_as_typed(self, cast, as_user, address):
        answer = as_user(cast.coach).post(address, {"subject": "Un mot gardé", "text": ""})
        assert answer.status_code == 200
        assert "Un mot gardé" in answer.text
        assert not Contact.objects.exists()

    def test_the_way_back_never_leaves_the_site(self, cast, as_user, address):
        answer = as_user(cast.coach).post(address, {"subject": "Un mot", "text": "Bonjour", "next": "https://evil.example/"})
        assert answer["Location"] == reverse("tutoring:learner", args=[cast.enrolment.pk])

    @pytest.mark.parametrize(
        ("who", "status"), [("manager", 403), ("owner", 403), ("member", 404), ("stranger", 404), ("other_manager", 404)]
    )
    def test_only_tutors_of_the_session_write(self, cast, as_user, address, who, status):
        assert as_user(getattr(cast, who)).post(address, {"subject": "Un mot", "text": "Bonjour"}).status_code == status
        assert not Contact.objects.exists()
