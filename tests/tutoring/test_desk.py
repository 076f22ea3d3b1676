"""What waits for a tutor: to grade, to answer, to write to; and the sessions followed (INTERFACE, Tutor home)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.domain.posting import reply, start_thread
from forum.models import Report
from sessions.enums import SessionState, TutorRole
from sessions.models import Enrolment, SessionTutor
from tests.factories import make_session
from tests.tutoring.makers import make_hand_in, make_learners
from tutoring.domain.contacts import write_to_learner
from tutoring.domain.hand_ins import to_grade
from tutoring.domain.reminders import to_remind

HOME = "/tutorat/"


def seen(enrolment: Enrolment, days_ago: float) -> Enrolment:
    enrolment.first_visit_at = enrolment.last_visit_at = timezone.now() - timedelta(days=days_ago)
    enrolment.save()
    return enrolment


class TestToGrade:
    def test_oldest_first_and_only_what_is_handed_in_and_not_published(self, cast):
        new = make_hand_in(cast.enrolment, days_ago=1)
        old = make_hand_in(cast.member_enrolment, days_ago=3)
        assert list(to_grade(cast.tutor)) == [old, new]
        old.grade, old.published_at = 12, timezone.now()
        old.save()
        new.handed_in_at = None
        new.save()
        assert list(to_grade(cast.tutor)) == []

    def test_a_draft_grade_still_waits(self, cast):
        draft = make_hand_in(cast.enrolment, grade=14)
        assert list(to_grade(cast.tutor)) == [draft]

    def test_previews_are_no_work(self, cast):
        preview = make_hand_in(cast.enrolment)
        preview.attempt.mode = "preview"
        preview.attempt.save()
        assert not to_grade(cast.tutor).exists()

    def test_it_waits_for_those_who_grade_only(self, cast):
        make_hand_in(cast.enrolment)
        assert not to_grade(cast.coach).exists()
        assert not to_grade(cast.manager).exists()

    def test_work_of_a_cancelled_session_is_gone(self, cast):
        make_hand_in(cast.enrolment)
        cast.session.state = SessionState.CANCELLED
        cast.session.save()
        assert not to_grade(cast.tutor).exists()


class TestToRemind:
    """The cast's session opened five days ago; both learners were enrolled just now unless a test says otherwise."""

    @pytest.fixture(autouse=True)
    def enrolled_at_the_start(self, cast):
        Enrolment.objects.update(created_at=timezone.now() - timedelta(days=10))

    def people(self, user) -> list:
        return [one.user.first_name for one in to_remind(user)]

    def test_never_came_three_days_after_the_opening(self, cast):
        assert self.people(cast.tutor) == ["Yann", "Monique"]
        assert self.people(cast.coach) == ["Yann", "Monique"]

    def test_someone_enrolled_yesterday_has_time(self, cast):
        Enrolment.objects.filter(pk=cast.enrolment.pk).update(created_at=timezone.now() - timedelta(days=1))
        assert self.people(cast.tutor) == ["Yann"]

    @pytest.mark.parametrize(("days", "silent"), [(6, False), (8, True)])
    def test_silent_for_a_week(self, cast, days, silent):
        cast.session.starts_on = timezone.localdate() - timedelta(days=20)
        cast.session.save()
        seen(cast.member_enrolment, 0)
        seen(cast.enrolment, days)
        assert (self.people(cast.tutor) == ["Monique"]) is silent

    def test_the_delays_are_settings(self, cast, settings):
        settings.TUTORING_FIRST_VISIT_DAYS = 6
        assert self.people(cast.tutor) == []

    def test_a_word_of_the_team_puts_the_reminder_off(self, cast):
        write_to_learner(enrolment=cast.enrolment, subject="Bonjour", text="Tout va bien ?", by=cast.coach)
        assert self.people(cast.tutor) == ["Yann"]
        cast.enrolment.contacts.update(sent_at=timezone.now() - timedelta(days=4))
        assert "Monique" in self.people(cast.tutor)

    def test_who_has_finished_is_left_in_peace(self, cast):
        Enrolment.objects.filter(pk=cast.enrolment.pk).update(percent=100)
        assert self.people(cast.tutor) == ["Yann"]

    def test_not_in_a_session_that_is_over(self, cast):
        cast.session.starts_on, cast.session.ends_on = timezone.localdate() - timedelta(days=40), timezone.localdate() - timedelta(days=1)
        cast.session.save()
        assert self.people(cast.tutor) == []

    def test_longest_silence_first(self, cast):
        cast.session.starts_on = timezone.localdate() - timedelta(days=20)
        cast.session.save()
        seen(cast.enrolment, 8)
        seen(cast.member_enrolment, 12)
        assert self.people(cast.tutor) == ["Yann", "Monique"]


class TestToAnswer:
    def test_a_question_waits_until_someone_of_the_team_answers(self, cast, as_user):
        thread = start_thread(session=cast.session, author=cast.owner, title="Quelle taille de photo ?", text="Bonjour")
        assert "Quelle taille de photo ?" in as_user(cast.tutor).get(HOME).text
        reply(thread=thread, author=cast.tutor, text="1200 × 630")
        assert "Quelle taille de photo ?" not in as_user(cast.tutor).get(HOME).text

    def test_it_waits_for_the_tutors_of_the_session_only(self, cast, as_user):
        SessionTutor.objects.create(session=cast.other_session, user=cast.stranger, role=TutorRole.CONTENT)
        start_thread(session=cast.session, author=cast.owner, title="Quelle taille de photo ?", text="Bonjour")
        assert "Quelle taille de photo ?" not in as_user(cast.stranger).get(HOME).text

    def test_names_lead_to_the_page_of_the_learner(self, cast, as_user):
        """In every list; the name of who is no learner stays a name."""
        Enrolment.objects.update(created_at=timezone.now() - timedelta(days=10))
        make_hand_in(cast.enrolment)
        thread = start_thread(session=cast.session, author=cast.owner, title="Question", text="Bonjour")
        Report.objects.create(post=thread.posts.get(), user=cast.coach, reason="Hors sujet")
        browser = as_user(cast.tutor)
        link = f'<a href="{reverse("tutoring:learner", args=[cast.enrolment.pk])}">Monique Le Goff</a>'
        for name in ("to_grade", "to_remind", "to_answer"):
            assert link in browser.get(reverse(f"tutoring:{name}")).text, name
        assert f'<p class="strong">{cast.coach}</p>' in browser.get(reverse("tutoring:to_answer")).text


class TestHome:
    def test_each_row_says_who_what_since_when_and_has_one_action(self, cast, as_user):
        submission = make_hand_in(cast.enrolment, days_ago=2)
        page = as_user(cast.tutor).get(HOME)
        assert "Monique Le Goff" in page.text
        assert "Étude de cas" in page.text
        assert reverse("tutoring:grading", args=[submission.pk]) in page.text

    def test_sessions_are_sorted_by_time(self, cast, as_user):
        later = make_session(cast.pathway, cast.region, name="Session de mai", starts_on=timezone.localdate() + timedelta(days=9))
        SessionTutor.objects.create(session=later, user=cast.tutor, role=TutorRole.CONTENT)
        browser = as_user(cast.tutor)
        assert later.name not in browser.get(HOME).text
        assert later.name in browser.get(HOME, {"sessions": "upcoming"}).text
        over = browser.get(HOME, {"sessions": "over"})
        assert list(over.context["desk"].sessions) == []

    def test_the_motivational_tutor_is_shown_no_grading(self, cast, as_user):
        make_hand_in(cast.enrolment)
        page = as_user(cast.coach).get(HOME)
        assert page.context["desk"].to_grade_count == 0
        assert 'id="to-grade"' not in page.text

    @pytest.mark.parametrize("name", ["home", "to_grade", "to_remind", "to_answer", "learners"])
    def test_as_many_queries_for_thirty_as_for_one(self, cast, as_user, name):
        Enrolment.objects.update(created_at=timezone.now() - timedelta(days=10))
        make_hand_in(cast.enrolment)
        start_thread(session=cast.session, author=cast.owner, title="Question", text="Bonjour")
        browser, address = as_user(cast.tutor), reverse(f"tutoring:{name}")
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as few:
            browser.get(address)
        for enrolment in make_learners(cast.session, 30, created_at=timezone.now() - timedelta(days=10)):
            make_hand_in(enrolment)
            start_thread(session=cast.session, author=enrolment.user, title="Question", text="Bonjour")
        with CaptureQueriesContext(connection) as many:
            browser.get(address)
        assert len(many) == len(few)
