# SPDX-License-Identifier: EUPL-1.2
"""Roles made in the back office: made, copied, changed, given, taken, deleted, reviewed, told of."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.domain.review import begin_review
from accounts.domain.role_making import change_role, delete_role, make_role
from accounts.domain.roles import RoleRefused, set_roles
from accounts.enums import Role, Scope
from accounts.models import DefinedRole, RoleAssignment, RoleReview, User
from accounts.permissions import shipped
from privacy.models import AuditEntry
from sessions.models import Enrolment, SessionEvent, SessionRole, TrainingSession
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-R5")]


@pytest.fixture
def observer(cast) -> DefinedRole:
    return make_role(name="Observateur", description="Regarde", scope=Scope.REGION, permissions=["see_sessions"], by=cast.national)


def held_by(person, role: str, region=None) -> User:
    RoleAssignment.objects.create(user=person, role_id=role, region=region)
    return User.objects.get(pk=person.pk)


class TestMaking:
    @pytest.mark.requirement("DCL-11")
    def test_it_is_made_from_sentences_seen_before_it_is_saved(self, cast, as_user):
        browser, address = as_user(cast.national), reverse("accounts:role_new") + "?portee=region"
        sent = {"name": "Jury", "description": "", "rights_0": ["see_progress"], "action": "preview"}
        page = browser.post(address, sent).text
        assert "Ce que pourra faire une personne" in page
        assert "Voir les sessions" in page
        assert not DefinedRole.objects.filter(name="Jury").exists()
        assert browser.post(address, {**sent, "action": "save"}).status_code == 302
        role = DefinedRole.objects.get(name="Jury")
        assert (role.scope, role.permissions, role.created_by) == (Scope.REGION, ["see_progress"], cast.national)
        assert role.allows() == {"see_progress", "see_sessions"}

    def test_what_only_makes_sense_nationally_is_not_offered_in_a_region(self, cast, as_user):
        browser = as_user(cast.national)
        assert "read_audit" not in browser.get(reverse("accounts:role_new") + "?portee=region").text
        assert "read_audit" in browser.get(reverse("accounts:role_new") + "?portee=national").text
        assert "edit_people" not in browser.get(reverse("accounts:role_new") + "?portee=session").text

    def test_nor_taken_where_it_is_sent_all_the_same(self, cast):
        with pytest.raises(RoleRefused):
            make_role(name="Audit", description="", scope=Scope.REGION, permissions=["read_audit"], by=cast.national)
        with pytest.raises(RoleRefused):
            make_role(name="Rien", description="", scope=Scope.REGION, permissions=[], by=cast.national)

    def test_a_name_is_taken_once_and_what_was_typed_stays(self, cast, observer, as_user):
        sent = {"name": "OBSERVATEUR", "description": "Autre", "rights_0": ["see_progress"], "action": "save"}
        page = as_user(cast.national).post(reverse("accounts:role_new") + "?portee=region", sent).text
        assert "Un autre rôle porte déjà ce nom" in page
        assert 'value="Autre"' in page
        with pytest.raises(IntegrityError), transaction.atomic():
            DefinedRole.objects.create(code="x", name="observateur", scope=Scope.REGION)

    def test_it_may_begin_as_a_copy_of_a_shipped_one(self, cast, as_user):
        page = as_user(cast.national).get(reverse("accounts:role_new") + "?depuis=regional_manager").text
        assert page.count(" checked") == len(shipped(Role.REGIONAL_MANAGER))

    def test_nobody_makes_or_gives_more_than_they_hold(self, cast, observer):
        weak = make_user("Faible", "Maillon")
        with pytest.raises(RoleRefused):
            make_role(name="Fort", description="", scope=Scope.NATIONAL, permissions=["see_people"], by=weak)
        with pytest.raises(RoleRefused):
            change_role(observer, name="Observateur", description="", permissions=["enrol"], by=weak)
        with pytest.raises(RoleRefused):
            set_roles(user=weak, national={Role.NATIONAL_MANAGER}, regional={}, by=weak)
        with pytest.raises(RoleRefused):
            set_roles(user=cast.national, national=set(), regional={}, by=cast.manager)
        assert cast.national.assignments.exists()

    def test_shipped_ones_stay_as_they_are(self, cast, as_user):
        tutor = DefinedRole.objects.get(code=Role.TUTOR)
        with pytest.raises(RoleRefused):
            change_role(tutor, name="Tuteur", description="", permissions=["enrol"], by=cast.national)
        with pytest.raises(RoleRefused):
            delete_role(tutor, by=cast.national)
        browser = as_user(cast.national)
        assert browser.get(reverse("accounts:role_edit", args=["tutor"])).status_code == 404
        assert "Accompagner les apprenants" in browser.get(reverse("accounts:role", args=["tutor"])).text


@pytest.mark.parametrize("name", ["accounts:roles", "accounts:role_reviews", "federation:providers"])
def test_its_pages_lead_back_to_the_back_office(cast, as_user, name):
    text = as_user(cast.national).get(reverse(name)).text
    assert f'<a href="{reverse("wagtailadmin_home")}">Contenus</a>' in text.split('class="breadcrumb"')[1]


def test_lists_ask_as_much_for_one_role_as_for_thirty(cast, observer, as_user, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    held_by(cast.stranger, observer.code, cast.region)
    browser = as_user(cast.national)
    addresses = [reverse("accounts:roles"), reverse("accounts:role_matrix"), reverse("accounts:role", args=[observer.code])]
    few = []
    for address in addresses:
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        few.append(len(asked))
    for number in range(30):
        DefinedRole.objects.create(code=f"own-{number}", name=f"Rôle {number}", scope=Scope.REGION, permissions=["see_sessions"])
        held_by(make_user(f"P{number}"), observer.code, cast.region)
    for address, count in zip(addresses, few, strict=True):
        with django_assert_num_queries(count):
            browser.get(address)


class TestHolding:
    @pytest.mark.requirement("CMA-1.8")
    def test_it_shows_its_region_and_no_other(self, cast, observer, as_user):
        person = held_by(cast.stranger, observer.code, cast.region)
        browser = as_user(person)
        assert browser.get(reverse("training_sessions:session", args=[cast.session.pk])).status_code == 200
        assert browser.get(reverse("training_sessions:session", args=[cast.other_session.pk])).status_code == 404
        assert list(TrainingSession.objects.visible_to(person)) == [cast.session]
        assert set(Enrolment.objects.visible_to(person)) == {cast.enrolment, cast.member_enrolment}
        assert list(User.objects.visible_to(person)) == [person]

    def test_its_page_offers_nothing_that_it_does_not_allow(self, cast, observer, as_user):
        page = (
            as_user(held_by(cast.stranger, observer.code, cast.region))
            .get(reverse("training_sessions:session", args=[cast.session.pk]))
            .text
        )
        assert "Monique Le Goff" in page
        for address in ("session_edit", "session_cancel", "session_enrol", "session_documents", "session_roles"):
            assert reverse(f"training_sessions:{address}", args=[cast.session.pk]) not in page, address
        assert reverse("training_sessions:enrolment", args=[cast.enrolment.pk]) not in page
        assert reverse("forum:session", args=[cast.session.pk]) not in page

    def test_a_change_counts_from_the_next_page_on(self, cast, observer, as_user):
        browser = as_user(held_by(cast.stranger, observer.code, cast.region))
        address = reverse("training_sessions:enrolment", args=[cast.enrolment.pk])
        assert browser.get(address).status_code == 403
        change_role(observer, name="Observateur", description="", permissions=["see_progress"], by=cast.national)
        assert browser.get(address).status_code == 200

    def test_several_roles_add_up_each_in_its_place(self, cast, observer):
        person = held_by(cast.stranger, observer.code, cast.region)
        person = held_by(person, Role.REGIONAL_MANAGER, cast.other_region)
        assert person.may("see_sessions", cast.region.pk)
        assert not person.may("enrol", cast.region.pk)
        assert person.may("enrol", cast.other_region.pk)

    @pytest.mark.requirement("CMA-1.8")
    def test_held_nationally_it_follows_every_session_and_a_session_named_beside_takes_none_away(self, cast):
        role = make_role(name="Suivi", description="", scope=Scope.NATIONAL, permissions=["follow_learners"], by=cast.national)
        person = held_by(cast.stranger, role.code)
        assert set(TrainingSession.objects.followed_by(person)) == {cast.session, cast.other_session}
        animator = make_role(name="Appui", description="", scope=Scope.SESSION, permissions=["follow_learners"], by=cast.national)
        person = held_by(person, animator.code, cast.region)
        SessionRole.objects.create(session=cast.session, assignment=person.assignments.get(role=animator))
        assert set(TrainingSession.objects.followed_by(person)) == {cast.session, cast.other_session}

    def test_each_role_brings_its_workspace(self, cast, as_user):
        reports = make_role(name="Chiffres", description="", scope=Scope.REGION, permissions=["see_reports"], by=cast.national)
        person = held_by(cast.tutor, reports.code, cast.region)
        page = as_user(person).get(reverse("tutoring:home")).text
        assert reverse("reporting:home") in page
        assert reverse("training_sessions:region") not in page
        assert as_user(held_by(cast.stranger, reports.code, cast.region)).get(reverse("accounts:workspace"))["Location"] == reverse(
            "reporting:home"
        )

    def test_it_opens_the_back_office_only_for_what_lies_there(self, cast, observer, as_user):
        mails = make_role(name="Textes", description="", scope=Scope.NATIONAL, permissions=["edit_notices"], by=cast.national)
        person = held_by(cast.stranger, mails.code)
        browser = as_user(person)
        assert browser.get("/admin/").status_code == 200
        assert browser.get(reverse("notice_templates")).status_code == 200
        assert browser.get(reverse("wagtailusers_users:index")).status_code == 302
        for address in ("packages:index", "choix-bibliotheque:choose", "wagtailadmin_explore_root", "wagtailadmin_choose_page"):
            assert browser.get(reverse(address)).status_code == 403, address
        assert browser.get(reverse("lrs_journal")).status_code in {302, 403}
        change_role(mails, name="Textes", description="", permissions=["read_audit"], by=cast.national)
        assert not User.objects.get(pk=person.pk).is_staff

    def test_it_is_given_on_the_page_of_the_person(self, cast, observer, as_user):
        sent = {"first_name": "Alix", "last_name": "Inconnu", "email": cast.stranger.email, "phone": "", "is_active": "on"}
        answer = as_user(cast.national).post(
            reverse("wagtailusers_users:edit", args=[cast.stranger.pk]), {**sent, f"own_{observer.code}": [cast.region.pk]}
        )
        assert answer.status_code == 302
        assert list(cast.stranger.assignments.values_list("role", "region", "granted_by")) == [
            (observer.code, cast.region.pk, cast.national.pk)
        ]

    def test_the_database_keeps_roles_in_their_place(self, cast, observer):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleAssignment.objects.create(user=cast.stranger, role=observer, region=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleAssignment.objects.create(user=cast.stranger, role_id=Role.AUDITOR, region=cast.region)


class TestLeaving:
    def test_one_in_use_is_not_deleted_and_its_holders_are_named(self, cast, observer, as_user):
        held_by(cast.stranger, observer.code, cast.region)
        page = as_user(cast.national).post(reverse("accounts:role_delete", args=[observer.code]), follow=True).text
        assert "Alix Inconnu" in page
        assert DefinedRole.objects.filter(pk=observer.pk).exists()

    def test_one_that_nobody_holds_goes(self, cast, observer, as_user):
        as_user(cast.national).post(reverse("accounts:role_delete", args=[observer.code]))
        assert not DefinedRole.objects.filter(pk=observer.pk).exists()

    @pytest.mark.requirement("CMA-T1")
    def test_the_yearly_review_has_it_and_remembers_its_name(self, cast, observer, as_user):
        held_by(cast.stranger, observer.code, cast.region)
        review = begin_review(by=cast.national)
        line = review.lines.get(user=cast.stranger)
        browser = as_user(cast.national)
        browser.post(reverse("accounts:role_review_decide", args=[line.pk]), {"decision": "withdrawn"})
        assert not cast.stranger.assignments.exists()
        delete_role(observer, by=cast.national)
        assert "Observateur" in browser.get(reverse("accounts:role_review", args=[RoleReview.objects.get().pk])).text

    @pytest.mark.requirement("DCL-12")
    def test_the_audit_log_tells_of_all_of_it_in_words(self, cast, as_user):
        browser = as_user(cast.national)
        address = reverse("accounts:role_new") + "?portee=region"
        browser.post(address, {"name": "Jury", "description": "", "rights_0": ["see_progress"], "action": "save"})
        role = DefinedRole.objects.get(name="Jury")
        browser.post(reverse("accounts:role_edit", args=[role.code]), {"name": "Jury", "rights_0": ["follow_learners"], "action": "save"})
        held_by(cast.stranger, role.code, cast.region)
        changed = AuditEntry.objects.filter(model="accounts.DefinedRole", action="changed").get()
        assert (changed.before, changed.after) == ({"permissions": "see_progress"}, {"permissions": "follow_learners"})
        assert changed.actor == cast.national.pk
        page = browser.get(reverse("privacy:audit")).text
        assert "Accompagner les apprenants" in page
        assert "Jury" in page
        assert role.code not in page


@pytest.mark.requirement("CMA-R6")
class TestHost:
    @pytest.fixture
    def host(self, cast) -> User:
        return held_by(cast.stranger, Role.HOST, cast.region)

    def named(self, cast, host) -> None:
        SessionRole.objects.create(session=cast.session, assignment=host.assignments.get(), added_by=cast.manager)

    def event(self, cast, kind: str) -> SessionEvent:
        return SessionEvent.objects.create(
            session=cast.session,
            kind=kind,
            title="Rendez-vous",
            starts_at=cast.session.opens_at,
            ends_at=cast.session.closes_at,
            link="https://visio.example.org/salle",
        )

    def test_a_role_alone_shows_nothing(self, cast, host, as_user):
        assert as_user(host).get(reverse("training_sessions:session", args=[cast.session.pk])).status_code == 404

    def test_a_manager_names_them_in_a_session_and_takes_them_away(self, cast, host, as_user):
        browser, address = as_user(cast.manager), reverse("training_sessions:session_roles", args=[cast.session.pk])
        assert "Alix Inconnu" in browser.get(address).text
        browser.post(address, {"add": "1", "held": host.assignments.get().pk})
        row = SessionRole.objects.get()
        assert (row.session, row.added_by) == (cast.session, cast.manager)
        assert as_user(host).get(reverse("training_sessions:session", args=[cast.session.pk])).status_code == 200
        browser.post(address, {"remove": row.pk})
        assert as_user(host).get(reverse("training_sessions:session", args=[cast.session.pk])).status_code == 404

    def test_nobody_of_another_region_is_named(self, cast, host, as_user):
        address = reverse("training_sessions:session_roles", args=[cast.other_session.pk])
        page = as_user(cast.other_manager).post(address, {"add": "1", "held": host.assignments.get().pk}, follow=True).text
        assert not SessionRole.objects.exists()
        assert "Alix Inconnu" not in page

    def test_they_open_the_virtual_class_and_validate_its_presence_alone(self, cast, host, as_user):
        self.named(cast, host)
        online, onsite = self.event(cast, "virtual_class"), self.event(cast, "half_day")
        browser = as_user(host)
        dates = browser.get(reverse("training_sessions:session_dates", args=[cast.session.pk])).text
        assert "https://visio.example.org/salle" in dates
        address = reverse("training_sessions:event_presence", args=[cast.session.pk, online.pk])
        assert browser.post(address, {"presence": f"{cast.enrolment.pk}:present"}).status_code == 302
        assert online.presences.get().validated_by == host
        assert browser.get(reverse("training_sessions:event_presence", args=[cast.session.pk, onsite.pk])).status_code == 403
        for name in ("event_new", "session_edit", "session_cancel", "session_documents"):
            assert browser.get(reverse(f"training_sessions:{name}", args=[cast.session.pk])).status_code == 403, name
        assert browser.get(reverse("forum:session", args=[cast.session.pk])).status_code == 404
        assert browser.get(reverse("training_sessions:enrolment", args=[cast.enrolment.pk])).status_code == 403
        assert browser.get(reverse("training_sessions:session", args=[cast.other_session.pk])).status_code == 404

    def test_taking_the_role_takes_the_sessions(self, cast, host, as_user):
        self.named(cast, host)
        set_roles(user=host, national=set(), regional={}, by=cast.national)
        assert not SessionRole.objects.exists()
        assert as_user(host).get(reverse("training_sessions:session", args=[cast.session.pk])).status_code == 403

    def test_their_workspace_lists_their_sessions(self, cast, host, as_user):
        self.named(cast, host)
        browser = as_user(host)
        home = browser.get(reverse("accounts:workspace"))["Location"]
        assert home == reverse("training_sessions:sessions")
        page = browser.get(home).text
        assert cast.session.name in page
        assert reverse("training_sessions:people") not in page
