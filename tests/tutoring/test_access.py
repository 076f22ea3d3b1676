"""Who opens which page of the tutors' workspace (CMA-R3): owner, member, tutor, coach, managers, stranger, visitor."""

import pytest
from django.urls import reverse

from sessions.enums import TutorRole
from sessions.models import SessionTutor
from tests.factories import make_user
from tests.tutoring.makers import add_file, make_hand_in

pytestmark = pytest.mark.requirement("CMA-R3")


@pytest.fixture
def pages(cast):
    """The addresses about one session, one learner, one hand-in."""
    submission = make_hand_in(cast.enrolment)
    file = add_file(submission)
    return {
        "session": reverse("tutoring:session", args=[cast.session.pk]),
        "learner": reverse("tutoring:learner", args=[cast.enrolment.pk]),
        "write": reverse("tutoring:write", args=[cast.enrolment.pk]),
        "grading": reverse("tutoring:grading", args=[submission.pk]),
        "file": reverse("tutoring:file", args=[submission.pk, file.pk]),
    }


@pytest.fixture
def other_tutor(cast):
    """A tutor of another session."""
    tutor = make_user("Ines", "Fontaine")
    SessionTutor.objects.create(session=cast.other_session, user=tutor, role=TutorRole.CONTENT)
    return tutor


SEEN_BY_ANOTHER_RIGHT = [("manager", 403), ("national", 403), ("owner", 403)]
STRANGERS = [("other_manager", 404), ("stranger", 404), ("editor", 404)]
PAGES = ["session", "learner", "write", "grading", "file"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("who", "status"), [("tutor", 200), ("coach", 200), *SEEN_BY_ANOTHER_RIGHT, *STRANGERS])
def test_pages_about_a_session_open_to_its_tutors_only(cast, as_user, pages, page, who, status):
    assert as_user(getattr(cast, who)).get(pages[page]).status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_a_tutor_of_another_session_is_a_stranger_here(as_user, other_tutor, pages, page):
    assert as_user(other_tutor).get(pages[page]).status_code == 404


def test_a_fellow_learner_sees_the_session_but_not_the_work_of_others(cast, as_user, pages):
    browser = as_user(cast.member)
    assert browser.get(pages["session"]).status_code == 403
    for page in ["learner", "write", "grading", "file"]:
        assert browser.get(pages[page]).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(as_user, pages, page):
    answer = as_user(None).get(pages[page])
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


NOT_TUTORS = ["owner", "manager", "other_manager", "stranger", "editor"]
LISTS = ["home", "to_grade", "to_remind", "to_answer", "publish_all", "comments"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("who", "status"), [("tutor", 200), ("coach", 200), *((who, 403) for who in NOT_TUTORS)])
def test_the_desk_is_for_tutors(cast, as_user, name, who, status):
    assert as_user(getattr(cast, who)).get(reverse(f"tutoring:{name}")).status_code == status


@pytest.mark.parametrize("name", LISTS)
def test_the_desk_asks_a_visitor_to_sign_in(cast, as_user, name):
    assert as_user(None).get(reverse(f"tutoring:{name}")).status_code == 302


def test_a_motivational_tutor_reads_grades_and_gives_none(cast, as_user, pages):
    answer = as_user(cast.coach).post(pages["grading"], {"action": "publish", "grade": "12", "feedback": "", "version": "x"})
    assert answer.status_code == 403


def test_a_trainer_grades(cast, as_user, pages):
    trainer = make_user("Paul", "Guivarch")
    SessionTutor.objects.create(session=cast.session, user=trainer, role=TutorRole.TRAINER)
    assert b"data-grading" in as_user(trainer).get(pages["grading"]).content
    assert b"data-grading" not in as_user(cast.coach).get(pages["grading"]).content


@pytest.mark.parametrize(("who", "status"), [("coach", 403), ("manager", 403), ("owner", 403), ("member", 404), *STRANGERS])
def test_only_graders_take_a_grade_back(cast, as_user, who, status):
    submission = make_hand_in(cast.enrolment)
    assert as_user(getattr(cast, who)).post(reverse("tutoring:reopen", args=[submission.pk])).status_code == status


def test_the_workspace_is_in_the_menu_of_tutors_only(cast):
    from accounts.registry import workspaces_of

    assert "tutoring" in [one.name for one in workspaces_of(cast.tutor)]
    assert "tutoring" not in [one.name for one in workspaces_of(cast.owner)]


def test_the_menu_leads_tutors_to_the_reports_of_their_sessions_after_their_desk(cast, as_user):
    from accounts.registry import workspaces_of

    assert [one.name for one in workspaces_of(cast.tutor)] == ["tutoring", "reports"]
    assert "reports" not in [one.name for one in workspaces_of(cast.owner)]
    assert as_user(cast.tutor).get(reverse("reporting:home")).status_code == 200


def test_a_withdrawn_learner_is_followed_no_more(cast, as_user, pages):
    cast.enrolment.state = "withdrawn"
    cast.enrolment.save()
    assert as_user(cast.tutor).get(pages["learner"]).status_code == 404
    assert as_user(cast.tutor).get(pages["grading"]).status_code == 404
