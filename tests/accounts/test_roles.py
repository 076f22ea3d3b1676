"""Roles on the tree of regions, the auditor, the yearly review, and seeing as somebody else."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.domain.review import ReviewRefused, begin_review, close_review, decide
from accounts.enums import RegionKind, Role
from accounts.models import AccountEvent, Region, RoleAssignment, RoleReview, User
from accounts.models.event import EventKind
from courses.models import Attempt
from sessions.models import Enrolment, TrainingSession
from sessions.permissions import SEE_SESSIONS
from tests.factories import make_region, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("CMA-R2")
class TestTree:
    @pytest.fixture
    def site(self, cast):
        """A site below Bretagne, with a session and a learner of its own."""
        site = make_region("Bruz", kind=RegionKind.SITE, parent=cast.region)
        make_session(cast.pathway, site)
        make_user("Lena", "Riou", role=Role.LEARNER, region=site)
        return site

    def test_a_manager_sees_what_lies_below(self, cast, site):
        assert site in Region.objects.with_permission(cast.manager, SEE_SESSIONS)
        assert TrainingSession.objects.managed_by(cast.manager).filter(region=site).exists()
        assert User.objects.visible_to(cast.manager).filter(first_name="Lena").exists()

    def test_another_region_does_not(self, cast, site):
        assert site not in Region.objects.with_permission(cast.other_manager, SEE_SESSIONS)
        assert not TrainingSession.objects.managed_by(cast.other_manager).filter(region=site).exists()

    def test_a_manager_of_a_site_does_not_see_above(self, cast, site):
        manager = make_user("Site", "Seul", role=Role.REGIONAL_MANAGER, region=site)
        assert list(Region.objects.with_permission(manager, SEE_SESSIONS)) == [site]
        assert not TrainingSession.objects.managed_by(manager).filter(region=cast.region).exists()

    def test_a_manager_of_the_national_body_sees_all_below_it(self, cast, site):
        body = make_region("Réseau", kind=RegionKind.NATIONAL)
        cast.region.parent = body
        cast.region.save()
        manager = make_user("Tête", "De réseau", role=Role.REGIONAL_MANAGER, region=body)
        assert {cast.region, site, body} == set(Region.objects.with_permission(manager, SEE_SESSIONS))


@pytest.mark.requirement("CMA-1.8")
class TestAuditor:
    @pytest.fixture
    def auditor(self):
        return make_user("Odile", "Contrôle", role=Role.AUDITOR)

    def test_it_reads_what_a_national_manager_reads(self, cast, auditor, as_user):
        browser = as_user(auditor)
        for name, args in (
            ("reporting:national", []),
            ("training_sessions:session", [cast.session.pk]),
            ("training_sessions:person", [cast.owner.uid]),
            ("accounts:role_reviews", []),
        ):
            assert browser.get(reverse(name, args=args)).status_code == 200, name

    def test_it_exports(self, cast, auditor, as_user):
        answer = as_user(auditor).post(reverse("reporting:export_new"), {"table": "session", "format": "csv", "session": cast.session.pk})
        assert answer.status_code == 302

    def test_it_enters_no_back_office(self, auditor, as_user):
        assert as_user(auditor).get("/admin/").status_code == 403

    def test_a_manager_who_is_an_auditor_too_changes_nothing(self, cast, as_user):
        RoleAssignment.objects.create(user=cast.manager, role_id=Role.AUDITOR)
        before = cast.session.state
        assert as_user(cast.manager).post(reverse("training_sessions:session_cancel", args=[cast.session.pk])).status_code == 403
        cast.session.refresh_from_db()
        assert cast.session.state == before

    def test_its_own_account_is_its_own(self, auditor, as_user):
        browser = as_user(auditor)
        fields = {
            "first_name": "Odette",
            "last_name": "C",
            "phone": "",
            "language": "fr",
            "time_zone": "",
            "text_size": "100",
            "contrast": "normal",
        }
        assert browser.post(reverse("accounts:profile"), fields).status_code == 302
        assert browser.post(reverse("account_logout")).status_code == 302


@pytest.mark.requirement("CMA-T1")
class TestReview:
    def test_it_lists_who_holds_what_and_is_begun_once(self, cast):
        review = begin_review(by=cast.national)
        assert begin_review(by=cast.national) == review
        roles = {(line.user, line.role) for line in review.lines.all()}
        assert (cast.manager, Role.REGIONAL_MANAGER) in roles
        assert (cast.owner, Role.LEARNER) not in roles
        line = review.lines.get(user=cast.manager)
        assert line.since == cast.manager.assignments.get().granted_at

    def test_a_role_is_confirmed_or_withdrawn_and_the_report_kept(self, cast, as_user):
        browser = as_user(cast.national)
        browser.post(reverse("accounts:role_review_begin"))
        review = RoleReview.objects.get()
        for person, decision in ((cast.manager, "confirmed"), (cast.other_manager, "withdrawn")):
            browser.post(reverse("accounts:role_review_decide", args=[review.lines.get(user=person).pk]), {"decision": decision})
        assert cast.manager.assignments.exists()
        assert not cast.other_manager.assignments.exists()
        page = browser.get(reverse("accounts:role_review", args=[review.pk])).text
        assert "Retiré" in page
        assert "Aude Payet" in page

    def test_nobody_judges_their_own_and_nothing_is_closed_undecided(self, cast):
        review = begin_review(by=cast.national)
        with pytest.raises(ReviewRefused):
            decide(line=review.lines.get(user=cast.national), decision="confirmed", by=cast.national)
        with pytest.raises(ReviewRefused):
            close_review(review=review, by=cast.national)
        for line in review.lines.exclude(user=cast.national):
            decide(line=line, decision="confirmed", by=cast.national)
        other = make_user("Autre", "Nationale", role=Role.NATIONAL_MANAGER)
        with pytest.raises(ReviewRefused):
            close_review(review=review, by=cast.national)
        decide(line=review.lines.get(user=cast.national), decision="confirmed", by=other)
        close_review(review=review, by=cast.national)
        with pytest.raises(ReviewRefused):
            decide(line=review.lines.first(), decision="withdrawn", by=other)

    def test_the_only_national_manager_closes_it_all_the_same(self, cast):
        review = begin_review(by=cast.national)
        for line in review.lines.exclude(user=cast.national):
            decide(line=line, decision="confirmed", by=cast.national)
        close_review(review=review, by=cast.national)
        assert RoleReview.objects.get().closed_at

    def test_it_goes_nowhere_else(self, cast, as_user):
        review = begin_review(by=cast.national)
        line = review.lines.get(user=cast.manager)
        answer = as_user(cast.national).post(
            reverse("accounts:role_review_decide", args=[line.pk]), {"decision": "confirmed", "back": "https://ailleurs.example/"}
        )
        assert answer["Location"] == reverse("accounts:role_review", args=[review.pk])

    def test_the_same_number_of_queries_for_one_and_for_many(self, cast, as_user, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        review = begin_review(by=cast.national)
        browser, address = as_user(cast.national), reverse("accounts:role_review", args=[review.pk])
        browser.get(address)
        with CaptureQueriesContext(connection) as few:
            browser.get(address)
        template = review.lines.filter(region__isnull=False).first()
        for number in range(30):
            template.pk, template.user = None, make_user(f"P{number}")
            template.save()
        with django_assert_num_queries(len(few)):
            browser.get(address)


@pytest.mark.requirement("CMA-1.8")
class TestSeenAs:
    @pytest.fixture
    def browser(self, cast, as_user):
        browser = as_user(cast.manager)
        assert browser.post(reverse("accounts:see_as", args=[cast.owner.uid])).status_code == 302
        return browser

    def test_the_page_is_the_learners_with_a_banner(self, cast, browser):
        page = browser.get("/espace/apprendre/")
        assert page.status_code == 200
        assert "Vous voyez cette page comme" in page.text.replace("\u00a0", " ")
        assert "Monique" in page.text

    def test_it_is_written_down(self, cast, browser):
        event = AccountEvent.objects.get(kind=EventKind.SEEN_AS)
        assert (event.user, event.by) == (cast.owner, cast.manager)

    def test_nothing_changes_not_even_by_looking(self, cast, browser):
        step = cast.pathway.sequences.first().steps.first()
        before = Enrolment.objects.filter(pk=cast.enrolment.pk).values().get()
        with transaction.atomic():
            browser.get(reverse("training_sessions:step", args=[cast.enrolment.pk, step.pk]))
        assert Enrolment.objects.filter(pk=cast.enrolment.pk).values().get() == before
        assert not Attempt.objects.filter(user=cast.owner).exists()
        refused = browser.post(reverse("training_sessions:step_action", args=[cast.enrolment.pk, step.pk, "termine"]))
        assert refused.status_code == 403

    @pytest.mark.parametrize("name", ["accounts:profile", "accounts:security", "messaging:conversations", "account_change_password"])
    def test_what_is_private_stays_closed(self, browser, name):
        assert browser.get(reverse(name)).status_code == 403

    def test_it_ends(self, cast, browser):
        browser.post(reverse("accounts:see_as_end"))
        assert browser.get(reverse("training_sessions:region")).status_code == 200

    def test_it_ends_when_the_right_ends(self, cast, browser):
        cast.manager.assignments.all().delete()
        assert "Vous voyez cette page comme" not in browser.get("/").text.replace("\u00a0", " ")

    @pytest.mark.parametrize(("who", "status"), [("tutor", 302), ("other_manager", 404), ("national", 404), ("manager", 403)])
    def test_only_learners_and_tutors_of_ones_region(self, cast, as_user, who, status):
        assert as_user(cast.manager).post(reverse("accounts:see_as", args=[getattr(cast, who).uid])).status_code == status
