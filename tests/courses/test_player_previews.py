"""Editors try every activity as a learner will; it counts nowhere."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.enums import AttemptMode
from courses.models import Attempt, CaseStudyPage, QuizPage, RichContentPage, SubmissionFile
from lrs.models import Statement
from tests.courses.quizzes import ALL_KINDS, right_fields
from tests.factories import make_object


@pytest.fixture
def editor(cast, as_user):
    return as_user(cast.editor)


def address(activity, action: str = "") -> str:
    return reverse("courses:preview", args=[activity.pk]) + action


def test_a_quiz_is_tried_to_its_result(editor):
    activity = make_object(QuizPage, "Quiz", questions=ALL_KINDS, attempts_allowed=1, pass_mark=50)
    for _try in range(2):
        editor.post(address(activity, "commencer"))
        attempt = Attempt.objects.order_by("number").last()
        editor.post(address(activity, "repondre"), right_fields(attempt.details["form"]) | {"then": "check"})
        editor.post(address(activity, "terminer"))
    attempts = Attempt.objects.filter(activity_id=activity.pk)
    assert [(one.mode, one.score) for one in attempts] == [(AttemptMode.PREVIEW, 1)] * 2
    assert not Attempt.objects.counting().exists()
    assert not Statement.objects.filter(activity__contains="/quiz/").exists()


def test_a_page_is_finished_and_begun_again(editor):
    activity = make_object(RichContentPage)
    editor.get(address(activity))
    editor.post(address(activity, "termine"))
    assert Attempt.objects.get(activity_id=activity.pk).completed
    editor.post(address(activity, "recommencer-apercu"))
    assert not Attempt.objects.filter(activity_id=activity.pk).exists()


def test_beginning_again_removes_the_files_handed_in(editor, commits):
    activity = make_object(CaseStudyPage, "Étude")
    editor.post(address(activity, "enregistrer"), {"files": SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"), "then": "add"})
    stored = SubmissionFile.objects.get().file.name
    editor.post(address(activity, "rendre"))
    with commits():
        editor.post(address(activity, "recommencer-apercu"))
    assert not SubmissionFile.objects.exists()
    assert not storages["private"].exists(stored)


def test_a_learner_forgets_nothing(step_of):
    step = step_of(make_object(RichContentPage))
    step.post("termine")
    assert step.post("recommencer-apercu").status_code == 404
    assert step.attempt.completed
