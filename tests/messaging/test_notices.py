"""One place decides what is told to whom and how: kinds, choices, notices on the platform, the summary of the day."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import JobState
from messaging.domain.choices import choose
from messaging.domain.digests import deliver_digest, make_due_digests
from messaging.domain.sending import send
from messaging.enums import Channel
from messaging.kinds import registered_kinds
from messaging.models import Digest, Notice, NoticeChoice

EVENING = datetime(2027, 3, 2, 18, 30, tzinfo=ZoneInfo("Europe/Paris"))


def tell(person, key: str = "k", kind: str = "work_graded", link: str = "/espace/apprendre/") -> Notice:
    context = {"title": f"Travail {key}", "tutor": "Fabienne", "link": settings.SITE_ORIGIN + link}
    return send(to=person, kind=kind, key=key, context=context)


def want(person, channel: str, kind: str = "work_graded") -> None:
    choose(user=person, channels={kind: channel})


def at(moment: datetime, **notices) -> None:
    Notice.objects.filter(**notices).update(created_at=moment)


def test_every_shipped_mail_belongs_to_a_registered_kind():
    """A kind without an app that registered it could neither be chosen nor edited."""
    names = {path.name.removesuffix(".subject.txt") for path in Path(settings.BASE_DIR / "templates/mail").glob("*.subject.txt")}
    assert names - {"digest"} == {kind.name for kind in registered_kinds()}


@pytest.mark.requirement("CMA-3.5")
class TestChoices:
    def test_by_mail_at_once_unless_chosen_otherwise(self, cast, commits):
        with commits():
            tell(cast.owner)
        assert [message.to for message in mail.outbox] == [[cast.owner.email]]

    @pytest.mark.parametrize("channel", [Channel.DIGEST, Channel.PLATFORM])
    def test_chosen_otherwise_no_mail_leaves_and_the_notice_is_there(self, cast, as_user, commits, channel):
        want(cast.owner, channel)
        with commits():
            notice = tell(cast.owner)
        assert mail.outbox == []
        assert notice.state == JobState.DONE
        assert "Travail k" in as_user(cast.owner).get(reverse("messaging:notices")).text

    def test_what_is_required_is_sent_whatever_was_stored(self, cast, commits):
        NoticeChoice.objects.create(user=cast.owner, kind="access_link", channel=Channel.PLATFORM)
        with commits():
            send(to=cast.owner, kind="access_link", key="a", context={"url": "https://x.example/", "first": True})
        assert len(mail.outbox) == 1

    def test_the_page_offers_what_concerns_the_person_and_saves_it(self, cast, as_user):
        browser, page = as_user(cast.owner), reverse("messaging:choices")
        shown = browser.get(page).text
        assert 'name="work_graded"' in shown
        assert 'name="invitation"' not in shown
        browser.post(page, {"work_graded": "digest", "invitation": "platform", "unknown": "mail", "certificate": "nonsense"})
        assert list(NoticeChoice.objects.values_list("user", "kind", "channel")) == [(cast.owner.pk, "work_graded", "digest")]

    def test_a_tutor_is_not_offered_what_learners_get(self, cast, as_user):
        assert 'name="work_graded"' not in as_user(cast.tutor).get(reverse("messaging:choices")).text

    def test_every_mail_leads_to_the_choices_in_both_parts(self, cast, commits):
        with commits():
            tell(cast.owner)
        address = settings.SITE_ORIGIN + reverse("messaging:choices")
        assert address in mail.outbox[0].body
        assert address in mail.outbox[0].alternatives[0][0]


@pytest.mark.requirement("CMA-2.11")
class TestOnThePlatform:
    def test_opening_marks_as_read_and_the_dot_goes(self, cast, as_user):
        notice, browser = tell(cast.owner), as_user(cast.owner)
        listed = browser.get(reverse("messaging:notices")).text
        assert "tool-link__dot" in listed
        page = browser.get(reverse("messaging:notice", args=[notice.pk]))
        assert 'href="/espace/apprendre/"' in page.text
        notice.refresh_from_db()
        assert notice.read_at
        assert "tool-link__dot" not in browser.get(reverse("messaging:notices")).text

    def test_all_are_marked_as_read_at_once(self, cast, as_user):
        for number in range(3):
            tell(cast.owner, key=str(number))
        mine = tell(cast.member, key="other")
        as_user(cast.owner).post(reverse("messaging:notices_read"))
        assert Notice.objects.unread().get() == mine

    @pytest.mark.parametrize("who", ["member", "manager", "stranger", "national"])
    def test_nobody_reads_those_of_another(self, cast, as_user, who):
        notice = tell(cast.owner)
        assert as_user(getattr(cast, who)).get(reverse("messaging:notice", args=[notice.pk])).status_code == 404

    def test_a_link_that_opens_an_account_stays_in_the_mail(self, cast, as_user):
        send(to=cast.owner, kind="access_link", key="a", context={"url": f"{settings.SITE_ORIGIN}/secret", "first": True})
        assert "secret" not in as_user(cast.owner).get(reverse("messaging:notices")).text

    def test_an_address_elsewhere_is_no_link_of_the_platform(self, cast):
        notice = send(to=cast.owner, kind="work_graded", key="x", context={"link": "https://evil.example/", "title": "T", "tutor": "F"})
        assert notice.link == ""

    def test_the_list_costs_the_same_for_one_and_thirty(self, cast, as_user):
        browser, page = as_user(cast.owner), reverse("messaging:notices")
        tell(cast.owner)
        browser.get(page)
        with CaptureQueriesContext(connection) as few:
            browser.get(page)
        for number in range(31):
            tell(cast.owner, key=f"n{number}")
        with CaptureQueriesContext(connection) as many:
            shown = browser.get(page)
        assert len(many) == len(few)
        assert shown.context["page"].paginator.num_pages == 2


@pytest.mark.requirement("CMA-2.11")
class TestDigest:
    @pytest.fixture
    def waiting(self, cast):
        want(cast.owner, Channel.DIGEST)
        for number in range(3):
            tell(cast.owner, key=f"n{number}")
        at(EVENING - timedelta(hours=5))
        return cast.owner

    def test_one_mail_in_place_of_many_in_the_evening(self, waiting, commits):
        assert make_due_digests(EVENING - timedelta(hours=2)) == 0
        with commits():
            assert make_due_digests(EVENING) == 1
        [sent] = mail.outbox
        assert sent.to == [waiting.email]
        assert sent.body.count("Travail n") == 3
        assert settings.SITE_ORIGIN + "/espace/apprendre/" in sent.alternatives[0][0]

    def test_it_is_never_sent_twice(self, waiting, commits):
        with commits():
            make_due_digests(EVENING)
            make_due_digests(EVENING + timedelta(minutes=10))
        deliver_digest(Digest.objects.get())
        assert len(mail.outbox) == 1

    def test_what_comes_after_it_waits_for_the_next_evening(self, waiting, commits):
        with commits():
            make_due_digests(EVENING)
        tell(waiting, key="late")
        at(EVENING + timedelta(minutes=20), key="late")
        with commits():
            assert make_due_digests(EVENING + timedelta(hours=1)) == 0
            assert make_due_digests(EVENING + timedelta(days=1)) == 1
        assert "Travail late" in mail.outbox[1].body
        assert "Travail n0" not in mail.outbox[1].body

    def test_the_evening_is_that_of_the_person(self, waiting, commits):
        waiting.time_zone = "Indian/Reunion"
        waiting.save()
        with commits():
            assert make_due_digests(EVENING - timedelta(hours=2)) == 1

    def test_what_was_read_meanwhile_is_left_out(self, waiting, commits):
        Notice.objects.exclude(key="n1").update(read_at=EVENING)
        with commits():
            make_due_digests(EVENING)
        assert mail.outbox[0].body.count("Travail n") == 1

    def test_with_all_read_nothing_leaves(self, waiting, commits):
        Notice.objects.update(read_at=EVENING)
        with commits():
            make_due_digests(EVENING)
        assert mail.outbox == []
        assert Digest.objects.get().state == JobState.DONE
