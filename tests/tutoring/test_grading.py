"""Grading: drafts, publishing one or all, the pile, the bank of comments, two tutors at once."""

import json
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.models import Submission
from lrs.models import Statement
from sessions.enums import TutorRole
from sessions.models import SessionTutor
from tests.factories import make_user
from tests.tutoring.makers import add_file, make_hand_in
from tutoring.domain.comments import keep_comment
from tutoring.domain.grading import version_of
from tutoring.models import CommentBankEntry


@pytest.fixture
def work(cast) -> Submission:
    return make_hand_in(cast.enrolment, days_ago=3)


def address(submission, name: str = "grading") -> str:
    return reverse(f"tutoring:{name}", args=[submission.pk])


def typed(submission, **fields) -> dict:
    """A filled-in form as the page of `submission` sends it."""
    submission.refresh_from_db()
    return {"version": version_of(submission), "grade": "14,5", "feedback": "Bon calendrier.", "action": "draft", **fields}


class TestDraft:
    def test_it_is_kept_and_the_learner_hears_nothing(self, cast, as_user, work, commits):
        with commits():
            answer = as_user(cast.tutor).post(address(work), typed(work))
        assert answer["Location"] == address(work)
        work.refresh_from_db()
        assert (work.grade, work.feedback, work.graded_by, work.published_at) == (Decimal("14.5"), "Bon calendrier.", cast.tutor, None)
        assert mail.outbox == []
        cast.enrolment.refresh_from_db()
        assert not cast.enrolment.step_progress.filter(score__isnull=False).exists()

    def test_feedback_alone_is_a_draft_too(self, cast, as_user, work):
        as_user(cast.tutor).post(address(work), typed(work, grade=""))
        work.refresh_from_db()
        assert (work.grade, work.feedback) == (None, "Bon calendrier.")

    def test_it_comes_back_in_the_page(self, cast, as_user, work):
        as_user(cast.tutor).post(address(work), typed(work))
        page = as_user(cast.tutor).get(address(work))
        assert 'value="14,5"' in page.text
        assert "Bon calendrier." in page.text

    def test_saving_while_typing_answers_the_new_version(self, cast, as_user, work):
        browser = as_user(cast.tutor)
        answer = browser.post(address(work), typed(work), headers={"Accept": "application/json"})
        work.refresh_from_db()
        assert json.loads(answer.content)["version"] == version_of(work)
        again = browser.post(address(work), typed(work, feedback="Encore mieux."), headers={"Accept": "application/json"})
        assert again.status_code == 200

    def test_saving_while_typing_says_what_is_wrong(self, cast, as_user, work):
        answer = as_user(cast.tutor).post(address(work), typed(work, grade="25"), headers={"Accept": "application/json"})
        assert answer.status_code == 422
        assert "20" in json.loads(answer.content)["message"]

    def test_a_feedback_file_is_kept_and_given_back(self, cast, as_user, work):
        file = SimpleUploadedFile("corrigé.txt", b"Voici", "text/plain")
        browser = as_user(cast.tutor)
        assert browser.post(address(work), typed(work, feedback_file=file)).status_code == 302
        answer = browser.get(address(work, "feedback_file"))
        assert b"".join(answer.streaming_content) == b"Voici"
        assert "attachment" in answer["Content-Disposition"]

    def test_no_feedback_file_no_page(self, cast, as_user, work):
        assert as_user(cast.tutor).get(address(work, "feedback_file")).status_code == 404


class TestRefusal:
    @pytest.mark.parametrize("grade", ["20,5", "-1", "beaucoup", "1e5", "NaN"])
    def test_a_wrong_grade_is_refused_and_nothing_typed_is_lost(self, cast, as_user, work, grade):
        answer = as_user(cast.tutor).post(address(work), typed(work, grade=grade, action="publish"))
        assert answer.status_code == 422
        assert "Bon calendrier." in answer.text
        assert grade in answer.text
        work.refresh_from_db()
        assert (work.grade, work.published_at) == (None, None)

    def test_publishing_needs_a_grade(self, cast, as_user, work):
        answer = as_user(cast.tutor).post(address(work), typed(work, grade="", action="publish"))
        assert answer.status_code == 422
        assert "Bon calendrier." in answer.text
        work.refresh_from_db()
        assert work.published_at is None

    def test_a_feedback_file_of_an_unknown_kind_is_refused(self, cast, as_user, work):
        file = SimpleUploadedFile("virus.exe", b"MZ", "application/x-msdownload")
        answer = as_user(cast.tutor).post(address(work), typed(work, feedback_file=file))
        assert answer.status_code == 422
        assert "Bon calendrier." in answer.text


class TestPublishing:
    def test_the_learner_is_told_and_progress_counts_it(self, cast, as_user, work, commits):
        with commits():
            as_user(cast.tutor).post(address(work), typed(work, action="publish"))
        work.refresh_from_db()
        assert work.published_at
        [sent] = mail.outbox
        assert sent.to == [cast.owner.email]
        assert "Étude de cas" in sent.subject
        assert "14,5" not in sent.body
        progress = cast.enrolment.step_progress.get(step__activity_id=work.attempt.activity_id)
        assert (progress.state, progress.score) == ("done", Decimal("0.725"))
        assert Statement.objects.filter(user=cast.owner, verb__endswith="/scored").count() == 1

    def test_it_leads_to_the_next_of_the_pile_then_home(self, cast, as_user, work):
        following = make_hand_in(cast.member_enrolment, days_ago=1)
        browser = as_user(cast.tutor)
        assert browser.post(address(work), typed(work, action="publish"))["Location"] == address(following)
        assert browser.post(address(following), typed(following, action="publish"))["Location"] == reverse("tutoring:home")

    def test_published_is_read_only_until_taken_back(self, cast, as_user, work, commits):
        browser = as_user(cast.tutor)
        browser.post(address(work), typed(work, action="publish"))
        refused = browser.post(address(work), typed(work, grade="3"))
        assert refused.status_code == 422
        browser.post(address(work, "reopen"))
        mail.outbox.clear()
        with commits():
            browser.post(address(work), typed(work, grade="16", action="publish"))
        work.refresh_from_db()
        assert work.grade == 16
        assert len(mail.outbox) == 1

    def test_drafts_are_published_together(self, cast, as_user, work, commits):
        other = make_hand_in(cast.member_enrolment)
        browser = as_user(cast.tutor)
        browser.post(address(work), typed(work))
        browser.post(address(other), typed(other, grade="9"))
        page = browser.get(reverse("tutoring:publish_all"))
        assert len(page.context["drafts"]) == 2
        with commits():
            browser.post(reverse("tutoring:publish_all"), {"hand_in": [str(work.pk), str(other.pk)]})
        assert Submission.objects.filter(published_at__isnull=False).count() == 2
        assert {one.to[0] for one in mail.outbox} == {cast.owner.email, cast.member.email}

    def test_only_what_is_ticked_is_published(self, cast, as_user, work):
        other = make_hand_in(cast.member_enrolment, grade=9)
        browser = as_user(cast.tutor)
        browser.post(address(work), typed(work))
        browser.post(reverse("tutoring:publish_all"), {"hand_in": [str(other.pk)]})
        work.refresh_from_db()
        assert work.published_at is None

    def test_nobody_publishes_the_drafts_of_a_session_they_do_not_grade(self, cast, as_user):
        work = make_hand_in(cast.enrolment, grade=9)
        outsider = make_user("Ines", "Fontaine")
        SessionTutor.objects.create(session=cast.other_session, user=outsider, role=TutorRole.CONTENT)
        for person in (outsider, cast.coach):
            as_user(person).post(reverse("tutoring:publish_all"), {"hand_in": [str(work.pk)]})
        work.refresh_from_db()
        assert work.published_at is None


class TestTwoTutors:
    def test_who_comes_second_is_told_and_keeps_what_was_typed(self, cast, as_user, work):
        trainer = make_user("Paul", "Guivarch")
        SessionTutor.objects.create(session=cast.session, user=trainer, role=TutorRole.TRAINER)
        before = typed(work, feedback="Mon commentaire", action="publish")
        as_user(trainer).post(address(work), typed(work, grade="8"))
        answer = as_user(cast.tutor).post(address(work), before)
        assert answer.status_code == 409
        assert "Paul Guivarch" in answer.text
        assert "Mon commentaire" in answer.text
        work.refresh_from_db()
        assert (work.grade, work.published_at) == (8, None)

    def test_saving_again_after_being_told_replaces(self, cast, as_user, work):
        trainer = make_user("Paul", "Guivarch")
        SessionTutor.objects.create(session=cast.session, user=trainer, role=TutorRole.TRAINER)
        before = typed(work)
        as_user(trainer).post(address(work), typed(work, grade="8"))
        told = as_user(cast.tutor).post(address(work), before)
        version = told.context["form"]["version"].value()
        assert as_user(cast.tutor).post(address(work), {**before, "version": version}).status_code == 302
        work.refresh_from_db()
        assert work.grade == Decimal("14.5")

    def test_a_grade_published_meanwhile_is_not_replaced(self, cast, as_user, work):
        trainer = make_user("Paul", "Guivarch")
        SessionTutor.objects.create(session=cast.session, user=trainer, role=TutorRole.TRAINER)
        before = typed(work, action="publish")
        as_user(trainer).post(address(work), typed(work, grade="8", action="publish"))
        assert as_user(cast.tutor).post(address(work), before).status_code == 409
        work.refresh_from_db()
        assert work.grade == 8

    def test_ones_own_draft_that_arrives_late_crosses_nothing(self, cast, as_user, work):
        before = typed(work)
        as_user(cast.tutor).post(address(work), typed(work, grade="8"))
        assert as_user(cast.tutor).post(address(work), before).status_code == 302
        work.refresh_from_db()
        assert work.grade == Decimal("14.5")

    def test_a_hand_in_newer_than_what_was_seen_crosses_even_ones_own_draft(self, cast, as_user, work):
        before = typed(work)
        as_user(cast.tutor).post(address(work), typed(work, grade="8"))
        work.refresh_from_db()
        work.handed_in_at = timezone.now()
        work.save()
        assert as_user(cast.tutor).post(address(work), before).status_code == 409

    def test_work_taken_back_meanwhile_is_not_graded(self, cast, as_user, work):
        before = typed(work, action="publish")
        work.handed_in_at = None
        work.save()
        answer = as_user(cast.tutor).post(address(work), before, follow=True)
        assert answer.redirect_chain[0][0] == reverse("tutoring:learner", args=[cast.enrolment.pk])
        assert "Monique Le Goff" in str(next(iter(answer.context["messages"])))
        told = as_user(cast.tutor).post(address(work), before, headers={"Accept": "application/json"})
        assert told.status_code == 409
        work.refresh_from_db()
        assert work.grade is None

    def test_a_draft_of_a_learner_is_nobody_elses(self, cast, as_user, work):
        work.handed_in_at = None
        work.save()
        assert work.text not in as_user(cast.tutor).get(address(work), follow=True).text
        assert as_user(cast.stranger).get(address(work)).status_code == 404


class TestPile:
    @pytest.fixture
    def pile(self, cast):
        from tests.tutoring.makers import make_learners

        return [make_hand_in(one, days_ago=9 - number) for number, one in enumerate(make_learners(cast.session, 3))]

    def test_previous_next_and_the_count(self, cast, as_user, pile):
        page = as_user(cast.tutor).get(address(pile[1]))
        place = page.context["place"]
        assert (place.number, place.total, place.previous, place.next) == (2, 3, pile[0].pk, pile[2].pk)

    def test_the_ends_of_the_pile(self, cast, as_user, pile):
        browser = as_user(cast.tutor)
        assert browser.get(address(pile[0])).context["previous_url"] == ""
        assert browser.get(address(pile[2])).context["next_url"] == ""

    def test_one_session_at_a_time(self, cast, as_user, pile):
        SessionTutor.objects.create(session=cast.other_session, user=cast.tutor, role=TutorRole.CONTENT)
        from tests.tutoring.makers import make_learners

        make_hand_in(make_learners(cast.other_session, 1)[0])
        browser = as_user(cast.tutor)
        assert browser.get(address(pile[0])).context["place"].total == 4
        page = browser.get(address(pile[0]), {"session": str(cast.session.pk)})
        assert page.context["place"].total == 3
        assert page.context["next_url"].endswith(f"?session={cast.session.pk}")


class TestComments:
    def test_a_comment_goes_into_the_feedback_and_nothing_typed_is_lost(self, cast, as_user, work):
        entry = keep_comment(user=cast.tutor, text="Bon rythme.")
        page = as_user(cast.tutor).post(address(work), typed(work, insert=str(entry.pk)))
        assert page.context["form"]["feedback"].value() == "Bon calendrier.\nBon rythme."
        assert page.context["form"]["grade"].value() == "14,5"
        work.refresh_from_db()
        assert work.feedback == ""

    def test_a_feedback_is_kept_once(self, cast, as_user, work):
        for _time in range(2):
            as_user(cast.tutor).post(address(work), typed(work, keep="1"))
        assert CommentBankEntry.objects.get().text == "Bon calendrier."

    def test_the_bank_is_ones_own(self, cast, as_user, work):
        trainer = make_user("Paul", "Guivarch")
        SessionTutor.objects.create(session=cast.session, user=trainer, role=TutorRole.TRAINER)
        entry = keep_comment(user=trainer, text="À moi seul")
        browser = as_user(cast.tutor)
        assert "À moi seul" not in browser.get(reverse("tutoring:comments")).text
        page = browser.post(address(work), typed(work, insert=str(entry.pk)))
        assert page.context["form"]["feedback"].value() == "Bon calendrier."
        assert browser.post(reverse("tutoring:forget_comment", args=[entry.pk])).status_code == 404
        assert CommentBankEntry.objects.exists()

    def test_tidying(self, cast, as_user):
        browser = as_user(cast.tutor)
        browser.post(reverse("tutoring:comments"), {"text": "Bon rythme."})
        browser.post(reverse("tutoring:forget_comment", args=[CommentBankEntry.objects.get().pk]))
        assert not CommentBankEntry.objects.exists()


class TestFiles:
    def test_a_text_is_shown_in_a_sandbox_and_framed_by_the_site_only(self, cast, as_user, work):
        file = add_file(work)
        answer = as_user(cast.tutor).get(reverse("tutoring:file", args=[work.pk, file.pk]), {"inline": "1"})
        assert answer["Content-Disposition"].startswith("inline")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/javascript"])
    def test_what_could_run_is_only_downloaded(self, cast, as_user, work, media_type):
        file = add_file(work, "page.html", media_type, b"<script>alert(1)</script>")
        answer = as_user(cast.tutor).get(reverse("tutoring:file", args=[work.pk, file.pk]), {"inline": "1"})
        assert answer["Content-Disposition"].startswith("attachment")

    def test_a_file_is_found_under_its_own_work_only(self, cast, as_user, work):
        other = add_file(make_hand_in(cast.member_enrolment))
        assert as_user(cast.tutor).get(reverse("tutoring:file", args=[work.pk, other.pk])).status_code == 404
