"""Letters to everyone of a session are a job: it goes on where it stopped, and writes to nobody twice."""

from unittest import mock

import pytest
from django.core import mail
from django.urls import reverse

from jobs.domain.run import reap, run_job
from jobs.models import JobState
from messaging.models import Notice
from sessions.domain import notices
from sessions.domain.sessions import cancel, confirm
from sessions.enums import MailingKind, SessionState
from sessions.models import Enrolment, Mailing
from tests.factories import make_pathway, make_session, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-E1")]


@pytest.fixture
def draft(cast):
    session = make_session(make_pathway(), cast.region, state=SessionState.DRAFT)
    for number in range(3):
        Enrolment.objects.create(session=session, user=make_user("Anne", f"Arzur {number}"))
    return session


def run(mailing: Mailing) -> Mailing:
    run_job.call(model=mailing._meta.label, pk=str(mailing.pk))
    mailing.refresh_from_db()
    return mailing


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind="invitation").values_list("user__last_name", flat=True))


def test_confirming_writes_no_letter_within_the_request(cast, draft):
    session = confirm(draft, by=cast.manager)
    mailing = Mailing.objects.get()
    assert (mailing.session, mailing.kind, mailing.state) == (session, MailingKind.INVITATIONS, JobState.WAITING)
    assert told() == []
    assert not session.enrolments.filter(invited_at=None).exists()
    run(mailing)
    assert (mailing.state, mailing.steps_done, mailing.steps_total) == (JobState.DONE, 3, 3)
    assert told() == ["Arzur 0", "Arzur 1", "Arzur 2"]


def test_it_goes_on_after_a_killed_worker_and_writes_to_nobody_twice(cast, draft):
    confirm(draft, by=cast.manager)
    mailing, send = Mailing.objects.get(), notices.send_invitation

    def dies(enrolment, **values):
        if len(told()) == 2:
            raise KeyboardInterrupt
        send(enrolment, **values)

    with mock.patch.object(notices, "send_invitation", dies), pytest.raises(KeyboardInterrupt):
        run(mailing)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.steps_done, len(told())) == (JobState.RUNNING, 2, 2)
    Mailing.objects.update(heartbeat_at="2020-01-01T00:00Z")
    with mock.patch("sessions.domain.notices.pdf_for", wraps=notices.pdf_for) as made:
        assert reap() == 1
    mailing.refresh_from_db()
    assert made.call_count == 1
    assert mailing.state == JobState.DONE
    assert told() == ["Arzur 0", "Arzur 1", "Arzur 2"]
    Mailing.objects.update(state=JobState.WAITING)
    run(mailing)
    assert len(told()) == 3


def test_whoever_is_enrolled_later_is_not_written_to_by_it(cast, draft):
    confirm(draft, by=cast.manager)
    Enrolment.objects.create(session=draft, user=make_user("Anne", "Later"))
    run(Mailing.objects.get())
    assert "Later" not in told()


def test_nothing_leaves_once_the_session_is_cancelled(cast, draft):
    session = confirm(draft, by=cast.manager)
    cancel(session, by=cast.manager)
    mailing = run(Mailing.objects.get())
    assert mailing.state == JobState.FAILED
    assert mailing.error
    assert told() == []


def test_the_manager_sees_how_far_the_letters_are(cast, as_user, draft):
    session = confirm(draft, by=cast.manager)
    Mailing.objects.update(state=JobState.RUNNING, steps_total=4, steps_done=1)
    page = as_user(cast.manager).get(reverse("training_sessions:session", args=[session.pk])).content.decode()
    assert "Invitations avec la convocation" in page
    assert "25 %" in page.replace("\xa0", " ").replace("&nbsp;", " ").replace("\u202f", " ")
    Mailing.objects.update(state=JobState.DONE, finished_at="2020-01-01T00:00Z")
    assert "data-job=" not in as_user(cast.manager).get(reverse("training_sessions:session", args=[session.pk])).content.decode()


def test_convocations_sent_again_are_a_new_letter_each_time_they_are_asked(cast, as_user, commits, draft):
    confirm(draft, by=cast.manager)
    browser, address = as_user(cast.manager), reverse("training_sessions:convocations_send", args=[draft.pk])
    for _round in range(2):
        with commits():
            browser.post(address)
    assert Notice.objects.filter(kind="convocation").count() == 6
    assert len([message for message in mail.outbox if "convocation" in message.subject]) == 6
    browser.post(address)
    browser.post(address)
    assert Mailing.objects.filter(kind=MailingKind.CONVOCATIONS, state=JobState.WAITING).count() == 1
