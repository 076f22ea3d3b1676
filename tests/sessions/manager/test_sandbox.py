"""A sandbox: made-up people, a session that runs, outside every figure, no mail, and nothing left of it afterwards."""

import io
import re

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.domain.invitations import InvitationRefused, invite
from accounts.domain.review import begin_review
from accounts.enums import RegionKind, Role
from accounts.models import Region, RoleAssignment, SandboxRefused, User
from accounts.registration_forms import RegisterForm
from federation.provider_forms import ProviderForm
from jobs.domain.run import JobRefused
from lrs.back_office.targets import count_statements
from lrs.domain.exporting import write_export
from lrs.domain.forwarding import waiting_for
from lrs.models import ForwardTarget, Statement, StatementExport
from messaging.api import send
from messaging.domain.digests import deliver_digest, make_due_digests
from messaging.models import Digest, Notice, NoticeChoice
from pathways.models import PathwayPage
from privacy.models import AuditEntry
from reporting.domain.matrix import matrix_of
from reporting.domain.scope import Scope
from reporting.domain.tables import tables_for
from sessions.domain.certificates import issue
from sessions.domain.enrolment import enrol
from sessions.domain.public_figures import results_of
from sessions.domain.refusals import Refused
from sessions.domain.sandbox import LEARNERS, empty, fill
from sessions.domain.usage import announced, soonest
from sessions.models import Enrolment, SandboxWork, TrainingSession
from sessions.pdf.certificate import certificate_pdf
from tests.factories import make_region, make_session, make_user
from tests.visits.conftest import FIREFOX
from visits.domain import buffer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CMA-3.9")]


@pytest.fixture
def sandbox(cast) -> Region:
    region = make_region("Bac à sable", code="bac", is_sandbox=True)
    RoleAssignment.objects.create(user=cast.manager, role_id=Role.REGIONAL_MANAGER, region=region)
    cast.manager.forget_roles()
    return region


@pytest.fixture
def full(sandbox, cast, commits) -> TrainingSession:
    with commits():
        return fill(region=sandbox, by=cast.manager)


def rows() -> dict[str, int]:
    """How many rows each table holds; those that only grow apart."""
    grown = {
        "privacy.AuditEntry",
        "privacy.AuditLink",
        "accounts.IssuedIdentifier",
        "training_sessions.SandboxWork",
        "django_tasks_db.DBTaskResult",
    }
    known = {"lrs.Activity"}
    return {m._meta.label: m._base_manager.count() for m in apps.get_models() if m._meta.managed and m._meta.label not in [*grown, *known]}


# --- What it holds ---


def test_it_is_filled_with_a_group_that_has_done_different_things(full, sandbox):
    done = sorted(full.enrolments.values_list("percent", flat=True))
    assert full.enrolments.count() == len(LEARNERS)
    assert (done[0], done[-1] > 0) == (0, True)
    assert full.is_running()
    assert set(full.tutors.values_list("role", flat=True)) == {"content", "motivation"}
    assert not User.objects.filter(assignments__region=sandbox, is_made_up=False).exclude(assignments__role=Role.REGIONAL_MANAGER).exists()


def test_filling_it_twice_changes_nothing(full, sandbox, cast, commits):
    before = rows()
    with commits():
        assert fill(region=sandbox, by=cast.manager) is None
    assert rows() == before


def test_emptying_it_leaves_nothing_and_twice_is_as_once(sandbox, cast, commits):
    before = rows()
    with commits():
        session = fill(region=sandbox, by=cast.manager)
        enrolment = session.enrolments.order_by("-percent").first()
        TrainingSession.objects.filter(pk=session.pk).update(closes_at=timezone.now())
        issue(enrolment=Enrolment.objects.get(pk=enrolment.pk), by=cast.manager)
        enrolment.user.assignments.all().delete()
    assert rows() != before
    with commits():
        assert empty(region=sandbox) > 50
        assert empty(region=sandbox) == 0
    assert rows() == before
    connection.check_constraints()


def test_it_can_be_filled_again_after_it_was_emptied(full, sandbox, cast, commits):
    with commits():
        empty(region=sandbox)
        assert fill(region=sandbox, by=cast.manager) is not None


@pytest.mark.parametrize(
    "work", [lambda region, by: fill(region=region, by=by), lambda region, by: empty(region=region)], ids=["fill", "empty"]
)
def test_a_real_region_is_neither_filled_nor_emptied(cast, work):
    before = rows()
    with pytest.raises(JobRefused):
        work(cast.region, cast.manager)
    assert rows() == before


def test_without_a_pathway_it_says_what_is_missing(sandbox, cast):
    PathwayPage.objects.update(live=False)
    with pytest.raises(JobRefused, match="parcours"):
        fill(region=sandbox, by=cast.manager)


def test_a_national_manager_fills_and_empties_it_from_its_page(sandbox, cast, as_user, commits):
    browser, address = as_user(cast.national), reverse("training_sessions:sandbox_work", args=["bac"])
    with commits():
        browser.post(address, {"deed": "fill"})
    assert TrainingSession.objects.filter(region=sandbox).count() == 1
    browser.post(address, {"deed": "empty"})
    assert TrainingSession.objects.filter(region=sandbox).count() == 1
    with commits():
        browser.post(address, {"deed": "empty", "sure": "on"})
    assert not TrainingSession.objects.filter(region=sandbox).exists()
    assert list(SandboxWork.objects.values_list("state", flat=True)) == ["done", "done"]
    assert AuditEntry.objects.filter(model="training_sessions.SandboxWork", person=cast.national.pk).count() == 2


def test_only_who_runs_it_has_its_page(sandbox, cast, as_user):
    address = reverse("training_sessions:sandbox", args=["bac"])
    assert {
        who: as_user(getattr(cast, who)).get(address).status_code for who in ("manager", "national", "other_manager", "tutor", "owner")
    } == {
        "manager": 200,
        "national": 200,
        "other_manager": 404,
        "tutor": 403,
        "owner": 403,
    }
    assert as_user(cast.national).get(reverse("training_sessions:sandbox", args=[cast.region.code])).status_code == 404


# --- Nobody goes in or out ---


def test_its_people_have_no_role_elsewhere(full, cast):
    person = full.enrolments.first().user
    for role, region in ((Role.LEARNER, cast.region), (Role.EDITOR, None), (Role.REGIONAL_MANAGER, full.region)):
        with pytest.raises(SandboxRefused):
            RoleAssignment.objects.create(user=person, role_id=role, region=region)
    with pytest.raises(Refused, match="inventée"):
        enrol(session=cast.session, email=person.email, by=cast.manager)


def test_a_real_person_is_no_learner_nor_tutor_of_it(full, cast):
    with pytest.raises(Refused, match="vraie personne"):
        enrol(session=full, email=cast.stranger.email if cast.stranger.last_login else cast.member.email, by=cast.manager)
    with pytest.raises(InvitationRefused, match="vraie personne"):
        invite(email=cast.coach.email, role=Role.TUTOR, region=full.region, by=cast.manager)
    assert not User.objects.get(pk=cast.member.pk).is_made_up


def test_somebody_new_in_it_is_made_up_whatever_their_address(full, cast, commits):
    with commits():
        enrolment = enrol(session=full, email="vraie.adresse@example.org", by=cast.manager)
    assert enrolment.user.is_made_up
    assert mail.outbox == []


def test_nobody_registers_into_it(full):
    assert full.region not in RegisterForm.base_fields["region"].queryset
    assert full.region not in ProviderForm.base_fields["region"].queryset


def test_sessions_stay_where_they_are(full, cast):
    for session, region in ((full, cast.region), (cast.session, full.region)):
        moved = TrainingSession.objects.get(pk=session.pk)
        moved.region = region
        with pytest.raises(ValidationError):
            moved.save()


def test_a_region_that_is_used_becomes_no_sandbox_and_a_used_sandbox_no_region(full, cast):
    for region in (cast.region, full.region):
        other = Region.objects.get(pk=region.pk)
        other.is_sandbox = not region.is_sandbox
        with pytest.raises(ValidationError, match="appartiennent"):
            other.full_clean()
    Region(name="Autre", code="autre", kind=RegionKind.REGION, is_sandbox=True).full_clean()
    with pytest.raises(ValidationError, match="dépend"):
        Region(name="Sous", code="sous", kind=RegionKind.SITE, parent=full.region).full_clean()


# --- Outside every figure ---


def words_of(response) -> str:
    """A page without what changes at each request."""
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", response.content.decode())
    return re.sub(r"<header.*?</header>", "", text, flags=re.DOTALL)


def national_figures(cast, as_user) -> dict[str, object]:
    """Every figure of the nation: dashboards, tables, matrix, journal, public results."""
    browser, scope = as_user(cast.national), Scope(User.objects.get(pk=cast.national.pk))
    found: dict[str, object] = {
        name: words_of(browser.get(reverse(f"reporting:{name}"))) for name in ("national", "region", "matrix", "visits")
    }
    for table in tables_for(cast.national):
        found[table.name] = words_of(browser.get(reverse("reporting:table", args=[table.name])))
        found[f"{table.name}, file"] = list(table.chunks(scope, table.columns(scope)))
    found["matrix, values"] = [(line.name, [cell.words for cell in line.cells.values()]) for line in matrix_of(scope)]
    found["today"] = words_of(browser.get(reverse("training_sessions:region"))).partition("bac-a-sable")[0]
    found["public"] = [results_of(cast.pathway.pk), announced([cast.pathway.pk]), soonest(10)]
    found["journal"] = count_statements()
    return found


def test_every_national_figure_is_the_same_with_a_full_sandbox_and_without(sandbox, cast, as_user, commits):
    before = national_figures(cast, as_user)
    with commits():
        session = fill(region=sandbox, by=cast.manager)
        make_session(session.pathway, sandbox, starts_on=session.ends_on, name="À venir")
    after = national_figures(cast, as_user)
    assert [name for name in before if before[name] != after[name]] == []
    assert Statement.objects.filter(user__is_made_up=True).exists()


def test_the_figures_of_a_manager_do_not_mix_their_region_and_the_sandbox(full, cast):
    manager = User.objects.get(pk=cast.manager.pk)
    assert set(Scope(manager).enrolments().values_list("session", flat=True)) == {cast.session.pk}
    assert set(Scope(manager, region_id=full.region_id).enrolments().values_list("session", flat=True)) == {full.pk}


def test_who_runs_nothing_but_the_sandbox_has_figures_of_it(full, cast, as_user):
    trainee = make_user("Nina", "Nouvelle", role=Role.REGIONAL_MANAGER, region=full.region)
    assert Scope(trainee).enrolments().count() == len(LEARNERS)
    page = as_user(trainee).get(reverse("training_sessions:region")).content.decode()
    assert full.name in page
    assert "Bac à sable\xa0: rien n’est réel ici" in page


def test_its_records_go_to_no_other_store_and_into_no_export(full, cast):
    target = ForwardTarget.objects.create(name="Ailleurs", url="https://lrs.example.org/", key="k", sealed_secret="s")
    Statement.objects.update(stored="2026-01-01T00:00:00Z")
    assert not waiting_for(target).filter(user__is_made_up=True).exists()
    export = StatementExport.objects.create(asked_by=cast.national, format="jsonl")
    write_export(export)
    export.refresh_from_db()
    written = export.file.read().decode()
    assert not [str(person.uid) for person in User.objects.filter(is_made_up=True) if str(person.uid) in written]


def test_reviews_of_roles_leave_its_people_out(full, cast):
    assert not begin_review(by=cast.national).lines.filter(user__is_made_up=True).exists()


def test_its_people_are_no_visitors(full, as_user):
    person = full.enrolments.first().user
    buffer._waiting.clear()
    as_user(person).get(reverse("training_sessions:home"), headers={"User-Agent": FIREFOX})
    assert not buffer._waiting


# --- Nothing leaves it ---


def test_no_mail_leaves_and_what_was_kept_in_is_read_by_who_runs_it(full, sandbox, cast, as_user):
    assert mail.outbox == []
    letters = Notice.objects.filter(user__is_made_up=True)
    assert letters.filter(kept_in=True, state="done", sent_at=None).count() == letters.count() >= len(LEARNERS) + 2
    browser = as_user(cast.manager)
    page = browser.get(reverse("training_sessions:sandbox", args=["bac"])).content.decode()
    letter = letters.filter(kind="invitation").first()
    assert letter.subject in page
    read = browser.get(reverse("training_sessions:sandbox_letter", args=["bac", letter.pk])).content.decode()
    assert "/compte/invitation/" in read
    assert as_user(cast.other_manager).get(reverse("training_sessions:sandbox_letter", args=["bac", letter.pk])).status_code == 404


def test_a_letter_of_a_real_person_is_not_among_them(full, cast, as_user, commits):
    with commits():
        NoticeChoice.objects.create(user=cast.manager, kind="export_ready", channel="mail")
        real = send(to=cast.manager, kind="export_ready", key="real", context={"title": "x", "link": "/"})
    assert len(mail.outbox) == 1
    assert as_user(cast.manager).get(reverse("training_sessions:sandbox_letter", args=["bac", real.pk])).status_code == 404


def test_a_summary_of_the_day_and_a_password_mail_stay_too(full, client, commits, settings):
    settings.DIGEST_HOUR = 0
    person = full.enrolments.first().user
    NoticeChoice.objects.create(user=person, kind="forum_reply", channel="digest")
    Notice.objects.create(user=person, kind="forum_reply", channel="digest", subject="x", text="x", state="done")
    with commits():
        make_due_digests()
    assert not Digest.objects.exists()
    deliver_digest(Digest.objects.create(user=person, day=timezone.localdate()))
    person.set_password("Levain-et-patience-26")
    person.save()
    client.post("/compte/password/reset/", {"email": person.email})
    assert mail.outbox == []


# --- It is marked ---


def shown_as_sandbox(browser, address: str) -> bool:
    page = browser.get(address)
    assert page.status_code == 200, address
    return "Bac à sable\xa0: rien n’est réel ici" in page.content.decode()


def test_each_of_its_pages_says_so_and_no_other_does(full, cast, as_user):
    enrolment = full.enrolments.first()
    learner, tutor, manager = as_user(enrolment.user), as_user(full.tutors.first().user), as_user(cast.manager)
    own = [
        (learner, reverse("training_sessions:home")),
        (learner, reverse("training_sessions:pathway", args=[enrolment.pk])),
        (tutor, reverse("tutoring:home")),
        (tutor, reverse("tutoring:session", args=[full.pk])),
        (manager, reverse("training_sessions:session", args=[full.pk])),
        (manager, reverse("training_sessions:enrolment", args=[enrolment.pk])),
        (manager, reverse("training_sessions:person", args=[enrolment.user.uid])),
        (manager, reverse("training_sessions:sessions") + "?region=bac"),
        (manager, reverse("training_sessions:sandbox", args=["bac"])),
        (manager, reverse("reporting:session", args=[full.pk])),
        (as_user(cast.national), reverse("training_sessions:session", args=[full.pk])),
    ]
    assert [address for browser, address in own if not shown_as_sandbox(browser, address)] == []
    others = [
        (manager, reverse("training_sessions:region")),
        (manager, reverse("training_sessions:session", args=[cast.session.pk])),
        (as_user(cast.owner), reverse("training_sessions:home")),
        (as_user(None), "/"),
    ]
    assert [address for browser, address in others if shown_as_sandbox(browser, address)] == []


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def certificate_of(session, by):
    TrainingSession.objects.filter(pk=session.pk).update(closes_at=timezone.now())
    return issue(enrolment=Enrolment.objects.filter(session=session).order_by("-percent").first(), by=by, notify=False)


def test_its_certificates_are_worth_nothing_on_paper_and_when_checked(full, cast, client):
    certificate = certificate_of(full, cast.manager)
    assert "Exemple – sans valeur" in text_of(certificate_pdf(certificate))
    page = client.get(reverse("training_sessions:verify", args=[certificate.code])).content.decode()
    assert "Exemple, sans valeur" in page
    assert "authentique" not in page


def test_its_other_documents_say_so_and_those_of_real_sessions_do_not(full, cast, as_user):
    manager = as_user(cast.manager)
    for session, marked in ((full, True), (cast.session, False)):
        enrolment = session.enrolments.first()
        convocation = manager.get(reverse("training_sessions:convocation", args=[enrolment.pk]))
        assert ("Exemple – sans valeur" in text_of(convocation.content)) is marked
