"""A case study: draft, files, handing in, taking back, the grade, doing it again."""

from decimal import Decimal

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.domain import assignments, grading
from courses.domain.facts import facts_of
from courses.domain.refusals import Refused
from courses.enums import AttemptState
from courses.models import CaseStudyPage, Submission, SubmissionFile
from courses.signals import attempt_finished, grade_published, work_handed_in
from lrs.models import Statement
from tests.factories import make_object, make_user

FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}
PDF = b"%PDF-1.7 mon travail"


def pdf(name: str = "travail.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def tutor(db):
    return make_user("Fabienne", "Morvan")


@pytest.fixture
def step(step_of):
    page = make_object(CaseStudyPage, "Étude de cas", pass_mark=70, maximum_grade=Decimal(20))
    return step_of(CaseStudyPage.objects.get(pk=page.pk))


def submission(step) -> Submission:
    return Submission.objects.get(attempt=step.attempt)


def hand_in(step, text: str = "Ma page Facebook"):
    step.post("enregistrer", {"text": text, "then": "submit"})
    return step.post("rendre")


def grade(step, tutor, value, feedback: str = "Bien."):
    kept = grading.save_grade(submission=submission(step), grade=Decimal(value), feedback=feedback, user=tutor)
    return grading.publish(submission=kept, user=tutor)


def fact(step):
    return facts_of([step.enrolment.registration])[step.enrolment.registration][step.activity.pk]


def verbs(step) -> list[str]:
    rows = Statement.objects.filter(registration=step.enrolment.registration, activity__contains="/case_study/")
    return [verb.rsplit("/", 1)[1] for verb in rows.order_by("timestamp", "stored").values_list("verb", flat=True)]


class TestDraft:
    def test_text_and_files_in_one_go_without_javascript(self, step):
        answer = step.post("enregistrer", {"text": "Bonjour\r\nà tous", "files": [pdf(), pdf("deux.pdf")], "then": "add"})
        assert answer.status_code == 302
        kept = submission(step)
        assert (kept.text, [file.name for file in kept.files.all()]) == ("Bonjour\nà tous", ["travail.pdf", "deux.pdf"])
        assert step.attempt.state == AttemptState.RUNNING

    def test_a_refused_file_keeps_the_text_and_says_why(self, step):
        answer = step.post("enregistrer", {"text": "Mon texte", "files": [pdf("page.pdf", b"<script>")], "then": "submit"})
        assert answer.status_code == 422
        assert "page.pdf" in answer.context["refusals"][0]
        assert "Mon texte" in answer.content.decode()
        assert submission(step).text == "Mon texte"
        assert not submission(step).files.exists()

    def test_saving_for_later_leads_back_to_the_pathway(self, step):
        back = step.get().context["learning"].back_url
        assert step.post("enregistrer", {"text": "x", "then": "later"}).url == back

    def test_a_script_gets_the_list_or_the_reason(self, step):
        added = step.post("enregistrer", {"files": pdf()}, **FETCH)
        assert "travail.pdf" in added.content.decode()
        refused = step.post("enregistrer", {"files": pdf("x.svg", b"<svg/>")}, **FETCH)
        assert refused.status_code == 422
        assert "x.svg" in refused.json()["refusal"]

    def test_sending_a_file_alone_leaves_the_text(self, step):
        step.post("enregistrer", {"text": "Gardé"}, **FETCH)
        step.post("enregistrer", {"files": pdf()}, **FETCH)
        assert submission(step).text == "Gardé"

    def test_no_more_files_than_allowed(self, step_of):
        page = make_object(CaseStudyPage, "Étude", max_files=2)
        step = step_of(CaseStudyPage.objects.get(pk=page.pk))
        answer = step.post("enregistrer", {"files": [pdf(f"{n}.pdf") for n in range(3)], "then": "add"})
        assert answer.status_code == 422
        assert submission(step).files.count() == 2
        assert 'id="draft-file"' not in step.get().content.decode()

    def test_nor_larger_than_allowed(self, step_of):
        page = make_object(CaseStudyPage, "Étude", max_file_mb=1)
        step = step_of(CaseStudyPage.objects.get(pk=page.pk))
        answer = step.post("enregistrer", {"files": pdf(content=b"%PDF-" + b"x" * 1024 * 1024), "then": "add"})
        assert answer.status_code == 422
        assert "travail.pdf" in answer.context["refusals"][0]

    def test_a_removed_file_leaves_nothing_behind(self, step, commits):
        step.post("enregistrer", {"files": pdf(), "then": "add"})
        file = SubmissionFile.objects.get()
        assert storages["private"].exists(file.file.name)
        assert "travail" not in file.file.name
        with commits():
            step.post("enregistrer", {"text": "", "then": f"remove:{file.pk}"})
        assert not SubmissionFile.objects.exists()
        assert not storages["private"].exists(file.file.name)
        assert step.post("enregistrer", {"then": f"remove:{file.pk}"}).status_code == 302
        assert step.post("enregistrer", {"then": "remove:x"}).status_code == 404


class TestFiles:
    def test_the_owner_reads_it_with_harmless_headers(self, step):
        step.post("enregistrer", {"files": pdf("à « voir ».pdf"), "then": "add"})
        file = SubmissionFile.objects.get()
        answer = step.get(f"fichiers/{file.pk}")
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert step.get(f"fichiers/{file.pk}?telecharger")["Content-Disposition"].startswith("attachment")

    def test_nobody_else_does(self, step, step_of, as_user):
        step.post("enregistrer", {"files": pdf(), "then": "add"})
        file = SubmissionFile.objects.get()
        other = step_of(step.activity)
        assert other.get(f"fichiers/{file.pk}").status_code == 404
        assert as_user(make_user()).get(step.url(f"fichiers/{file.pk}")).status_code == 404
        assert as_user(None).get(step.url(f"fichiers/{file.pk}")).status_code == 302
        assert step.get("fichiers/x").status_code == 404


class TestHandingIn:
    @pytest.mark.requirement("CMA-E1")
    def test_handed_in_once_confirmed(self, step, commits):
        told = []

        def receiver(submission_id, **kwargs):
            told.append(submission_id)

        work_handed_in.connect(receiver)
        with commits():
            confirm = step.post("enregistrer", {"text": "Mon plan", "then": "submit"}, follow=True)
            assert "Mon plan" in confirm.content.decode()
            assert submission(step).handed_in_at is None
            step.post("rendre")
            step.post("rendre")
        work_handed_in.disconnect(receiver)
        assert (step.attempt.state, step.attempt.completed, fact(step).waiting) == (AttemptState.SUBMITTED, False, True)
        assert told == [submission(step).pk]
        assert verbs(step) == ["initialized", "submit"]

    def test_nothing_is_nothing_to_hand_in(self, step):
        assert hand_in(step, "  ").status_code == 422
        assert submission(step).handed_in_at is None

    def test_what_is_handed_in_cannot_be_changed_unless_taken_back(self, step):
        hand_in(step)
        refused = step.post("enregistrer", {"text": "Autre"})
        assert refused.status_code == 422
        step.post("reprendre")
        step.post("enregistrer", {"text": "Autre"})
        assert (submission(step).text, step.attempt.state) == ("Autre", AttemptState.RUNNING)
        step.post("rendre")
        assert step.attempt.state == AttemptState.SUBMITTED

    def test_not_once_a_tutor_has_begun(self, step, tutor):
        hand_in(step)
        grading.save_grade(submission=submission(step), grade=None, feedback="Je regarde", user=tutor)
        step.post("reprendre")
        assert step.attempt.state == AttemptState.SUBMITTED
        assert "Je regarde" not in step.get().content.decode()


class TestGrading:
    def test_a_draft_grade_is_not_seen_nor_counted(self, step, tutor):
        hand_in(step)
        grading.save_grade(submission=submission(step), grade=Decimal("16.5"), feedback="Très bien", user=tutor)
        assert "Très bien" not in step.get().content.decode()
        assert fact(step).score is None

    @pytest.mark.requirement("CMA-E1")
    def test_a_published_grade_counts_and_is_shown(self, step, tutor, commits):
        told = []

        def receiver(**kwargs):
            told.append(kwargs.get("attempt_id") or kwargs["submission_id"])

        attempt_finished.connect(receiver)
        grade_published.connect(receiver)
        hand_in(step)
        with commits():
            grade(step, tutor, "16.5", "Très bien")
        attempt_finished.disconnect(receiver)
        grade_published.disconnect(receiver)
        attempt = step.attempt
        assert (attempt.state, attempt.success, attempt.score, attempt.raw_score) == (
            AttemptState.FINISHED,
            True,
            Decimal("0.825"),
            Decimal("16.5"),
        )
        assert (fact(step).completed, fact(step).waiting) == (True, False)
        page = step.get().content.decode()
        assert "Très bien" in page
        assert "Fabienne Morvan" in page
        assert verbs(step)[2:] == ["scored", "completed", "passed"]
        assert set(told) == {attempt.pk, submission(step).pk}

    @pytest.mark.parametrize("value", ["-1", "20.01", "NaN", "Infinity"])
    def test_grades_out_of_range_are_refused(self, step, tutor, value):
        hand_in(step)
        with pytest.raises(Refused):
            grading.save_grade(submission=submission(step), grade=Decimal(value), feedback="", user=tutor)

    def test_what_is_not_handed_in_is_not_graded(self, step, tutor):
        step.post("enregistrer", {"text": "x"})
        with pytest.raises(Refused):
            grading.save_grade(submission=submission(step), grade=Decimal(10), feedback="", user=tutor)

    def test_no_publication_without_a_grade(self, step, tutor):
        hand_in(step)
        kept = grading.save_grade(submission=submission(step), grade=None, feedback="…", user=tutor)
        with pytest.raises(Refused):
            grading.publish(submission=kept, user=tutor)

    def test_publishing_twice_changes_nothing(self, step, tutor):
        hand_in(step)
        grade(step, tutor, 10)
        count = Statement.objects.count()
        grading.publish(submission=submission(step), user=tutor)
        assert Statement.objects.count() == count

    def test_many_at_once_are_those_that_carry_a_grade(self, step_of, tutor):
        page = make_object(CaseStudyPage, "Étude")
        steps = [step_of(CaseStudyPage.objects.get(pk=page.pk)) for _one in range(3)]
        for one in steps:
            hand_in(one)
        for one in steps[:2]:
            grading.save_grade(submission=submission(one), grade=Decimal(12), feedback="", user=tutor)
        published = grading.publish_many(submissions=Submission.objects.select_related("attempt"), user=tutor)
        assert {one.pk for one in published} == {submission(one).pk for one in steps[:2]}
        assert steps[2].attempt.state == AttemptState.SUBMITTED

    def test_a_failed_work_is_done_again_and_the_former_stays_to_be_seen(self, step, tutor):
        hand_in(step, "Premier jet")
        grade(step, tutor, 8, "Il manque le budget")
        assert (step.attempt.success, fact(step).success) == (False, False)
        step.post("recommencer")
        page = step.get().content.decode()
        assert step.attempts.count() == 2
        assert "Il manque le budget" in page
        assert "Premier jet" in page
        hand_in(step, "Avec le budget")
        grade(step, tutor, 15)
        assert (fact(step).score, fact(step).success) == (Decimal("0.75"), True)
        assert "Il manque le budget" in step.get().content.decode()

    def test_a_passed_work_is_not_done_again(self, step, tutor):
        hand_in(step)
        grade(step, tutor, 18)
        step.post("recommencer")
        assert step.attempts.count() == 1

    def test_the_minimum_of_the_step_stands_above_the_mark(self, step_of, tutor):
        page = make_object(CaseStudyPage, "Étude", pass_mark=50)
        step = step_of(CaseStudyPage.objects.get(pk=page.pk), minimum_score=80)
        hand_in(step)
        grade(step, tutor, 12)
        assert step.attempt.success is False

    def test_a_correction_after_publishing_leaves_a_trace(self, step, tutor):
        hand_in(step)
        grade(step, tutor, 8, "Erreur")
        grading.reopen(submission=submission(step), user=tutor, reason="Erreur de saisie")
        assert (step.attempt.state, step.attempt.score) == (AttemptState.SUBMITTED, None)
        grade(step, tutor, 18, "Corrigé")
        assert (step.attempt.success, step.attempt.score) == (True, Decimal("0.9"))
        trace = step.attempt.details["grades"][0]
        assert (trace["grade"], trace["reason"], trace["reopened_by"]) == ("8.00", "Erreur de saisie", tutor.pk)

    def test_a_feedback_file_is_seen_once_published(self, step, tutor):
        hand_in(step)
        kept = grading.save_grade(
            submission=submission(step), grade=Decimal(12), feedback="", feedback_file=pdf("retour.pdf", b"%PDF- retour"), user=tutor
        )
        address = f"retour/{kept.pk}"
        assert step.get(address).status_code == 404
        grading.publish(submission=kept, user=tutor)
        answer = step.get(address)
        assert b"".join(answer.streaming_content) == b"%PDF- retour"
        assert "retour.pdf" in answer["Content-Disposition"]

    def test_a_hostile_feedback_file_is_refused(self, step, tutor):
        hand_in(step)
        with pytest.raises(Refused):
            grading.save_grade(submission=submission(step), grade=None, feedback="", feedback_file=pdf("x.pdf", b"<script>"), user=tutor)


def test_queries_do_not_grow_with_files(step):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    hand_in(step)
    step.get()
    with CaptureQueriesContext(connection) as few:
        step.get()
    step.post("reprendre")
    step.post("enregistrer", {"files": [pdf(f"{n}.pdf") for n in range(5)], "then": "add"})
    step.post("rendre")
    with CaptureQueriesContext(connection) as many:
        step.get()
    assert len(many) <= len(few)
    assert assignments.max_files(step.activity) == 5
