"""The audit log: what it tells, that it cannot be changed, and that a change made all the same is found."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.domain.roles import set_roles
from accounts.enums import Role
from accounts.models import User
from cms.models import Brand
from messaging.models import NoticeTemplate
from privacy.domain.audit import record
from privacy.domain.audit_chain import problems, purge, seal
from privacy.domain.audit_words import lines_of
from privacy.domain.erasing import ask_erasure
from privacy.enums import Action, Ground
from privacy.models import AuditEntry, AuditLink, AuditPurge
from sessions.models import Enrolment

pytestmark = [pytest.mark.requirement("DCL-12"), pytest.mark.requirement("CMA-T1")]
PASSWORD = "Levain-et-patience-26"


def lines(**found):
    return AuditEntry.objects.filter(**found).order_by("pk")


def test_a_role_given_and_withdrawn_is_told_with_who_and_whom(cast):
    before = lines().count()
    set_roles(user=cast.stranger, national={Role.EDITOR}, regional={}, by=cast.national)
    set_roles(user=cast.stranger, national=set(), regional={}, by=cast.national)
    given, withdrawn = lines(model="accounts.RoleAssignment", person=cast.stranger.pk)
    assert lines().count() == before + 2
    assert (given.action, given.after["role"]) == (Action.CREATED, Role.EDITOR)
    assert (withdrawn.action, withdrawn.before["role"]) == (Action.DELETED, Role.EDITOR)


def test_of_an_identity_the_log_tells_that_it_changed_and_not_to_what(cast):
    cast.stranger.email = "nouvelle@example.org"
    cast.stranger.is_active = False
    cast.stranger.save()
    line = lines(model="accounts.User", action=Action.CHANGED).last()
    assert line.before == {"is_active": True, "email": "…"}
    assert line.after == {"is_active": False, "email": "…"}


def test_looking_as_somebody_is_told(cast, as_user):
    as_user(cast.manager).post(reverse("accounts:see_as", args=[cast.owner.uid]))
    line = lines(action=Action.READ, model="accounts.User", person=cast.owner.pk).get()
    assert (line.actor, line.view) == (cast.manager.pk, "accounts:see_as")


def test_the_brand_and_the_words_of_notices_are_told_with_what_they_were(cast):
    brand = Brand.objects.get_or_create(site=Site.objects.get())[0]
    before = brand.colour
    brand.colour = "#123456"
    brand.save()
    line = lines(model="cms.Brand", action=Action.CHANGED).get()
    assert (line.before, line.after) == ({"colour": before}, {"colour": "#123456"})
    NoticeTemplate.objects.create(kind="invitation", language="fr", subject="Bienvenue", text="…")
    assert lines(model="messaging.NoticeTemplate", action=Action.CREATED).get().after["subject"] == "Bienvenue"


def test_what_is_not_watched_is_not_told(cast):
    count = lines().count()
    Enrolment.objects.get(pk=cast.enrolment.pk).save(update_fields=["percent"])
    cast.stranger.text_size = 120
    cast.stranger.save()
    assert lines().count() == count


@pytest.mark.parametrize("way", ["email", "identifier"])
def test_sign_ins_and_their_failures_are_told_without_what_was_typed(client, cast, way):
    cast.owner.set_password(PASSWORD)
    cast.owner.save()
    client.post("/compte/login/", {"login": getattr(cast.owner, way), "password": "faux"})
    client.post("/compte/login/", {"login": getattr(cast.owner, way), "password": PASSWORD})
    told = [(one.action, one.person, one.address) for one in lines(action__in=[Action.REFUSED, Action.SIGNED_IN])]
    assert told == [(Action.REFUSED, cast.owner.pk, "127.0.0.1"), (Action.SIGNED_IN, cast.owner.pk, "127.0.0.1")]
    assert "faux" not in str(list(AuditEntry.objects.values()))


def test_reading_somebody_elses_file_is_told_and_other_pages_cost_nothing(cast, as_user, django_assert_num_queries):
    manager = as_user(cast.manager)
    count = lines().count()
    manager.get("/region/")
    manager.get("/donnees-personnelles/")
    assert lines().count() == count
    manager.get(f"/region/personnes/{cast.owner.uid}/")
    read = lines(action=Action.READ).get()
    assert (read.actor, read.person, read.view) == (cast.manager.pk, cast.owner.pk, "training_sessions:person")
    assert read.roles == f"regional_manager:{cast.region.pk}"


def test_no_line_can_be_changed_or_removed(cast):
    record(Action.READ, model="x")
    seal()
    for change in (
        lambda: AuditEntry.objects.update(model="y"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditLink.objects.update(digest="0" * 64),
        lambda: AuditLink.objects.all().delete(),
        lambda: AuditPurge.objects.create(before=timezone.now() - timedelta(days=30), digest="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_chain_holds_and_tells_what_was_done_behind_the_triggers(cast, capsys):
    for number in range(5):
        record(Action.READ, model="x", object_id=str(number))
    assert seal() >= 5
    assert seal() == 0
    call_command("verify_audit")
    assert "whole" in capsys.readouterr().out
    changed, gone = AuditEntry.objects.filter(model="x").order_by("pk")[1:3]
    _without_triggers(f"UPDATE privacy_auditentry SET object_id = '99' WHERE id = {changed.pk}")
    _without_triggers(f"DELETE FROM privacy_auditentry WHERE id = {gone.pk}")
    assert problems() == [f"line {changed.pk}: it was changed", f"line {gone.pk}: it is gone"]
    with pytest.raises(CommandError, match="changed"):
        call_command("verify_audit")


def _without_triggers(statement: str) -> None:
    """As whoever owns the tables can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("audit_auditentry_fixed", "audit_auditentry_kept"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute("ALTER TABLE privacy_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement)


def test_lines_go_after_their_year_from_the_old_end_and_the_chain_still_holds(db):
    assert not AuditEntry.objects.exists()
    old = timezone.now() - timedelta(days=400)
    for number in range(3):
        AuditEntry.objects.create(action=Action.READ, model="old", object_id=str(number), at=old)
    record(Action.READ, model="new")
    seal()
    assert purge() == 3
    assert list(AuditEntry.objects.values_list("model", flat=True)) == ["new"]
    assert problems() == []
    assert purge() == 0


def test_the_page_speaks_in_words(cast, as_user):
    set_roles(user=cast.stranger, national=set(), regional={Role.TUTOR: [cast.region]}, by=cast.national)
    under = f"regional_manager:{cast.region.pk}"
    AuditEntry.objects.create(action=Action.SIGNED_IN, actor=cast.manager.pk, roles=under, view="account_login")
    text = as_user(cast.national).get("/donnees-personnelles/audit/").content.decode()
    assert f"{Role.REGIONAL_MANAGER.label} · {cast.region}" in text
    assert "Tuteur ou formateur" in text
    assert not {code for code in ("regional_manager", "accounts.RoleAssignment", "region_id", "account_login") if code in text}


def test_an_erased_person_is_a_number_in_the_log_and_the_chain_holds(cast, commits):
    record(Action.READ, model="accounts.User", person=cast.stranger.pk)
    seal()
    with commits():
        ask_erasure(person=User.objects.get(pk=cast.stranger.pk), ground=Ground.REQUEST)
    seal()
    assert problems() == []


def test_the_page_finds_by_name(cast, as_user, django_assert_max_num_queries):
    record(Action.READ, model="accounts.User", person=cast.owner.pk)
    record(Action.READ, model="accounts.User", person=cast.member.pk)
    browser = as_user(cast.national)
    found = browser.get("/donnees-personnelles/audit/", {"who": "Monique", "action": "read"}).content.decode()
    assert cast.owner.get_full_name() in found
    assert cast.member.get_full_name() not in found
    bad = browser.get("/donnees-personnelles/audit/", {"first": "hier"})
    assert bad.status_code == 200
    for number in range(60):
        record(Action.READ, model="x", object_id=str(number), person=cast.owner.pk)
    with django_assert_max_num_queries(25):
        browser.get("/donnees-personnelles/audit/")


def test_who_reads_the_log_is_told_names_and_days_and_no_numbers(cast, as_user):
    """Of what is still there, its name; of what it points at as well; a constant number of questions."""
    session = cast.session
    session.starts_on, session.ends_on, session.region = date(2027, 3, 1), date(2027, 3, 30), cast.other_region
    session.save()
    page = as_user(cast.national).get(reverse("privacy:audit")).content.decode()
    assert session.name in page
    assert "1er mars 2027" in page
    assert f"{cast.region} → {cast.other_region}" in page
    assert str(session.pk) not in page
    session_id = str(session.pk)
    record(Action.DELETED, model="training_sessions.TrainingSession", object_id="00000000-0000-0000-0000-000000000000")
    assert "00000000-0000-0000-0000-000000000000" in as_user(cast.national).get(reverse("privacy:audit")).content.decode()
    few, many = list(AuditEntry.objects.filter(object_id=session_id)[:1]), list(AuditEntry.objects.all()[:50])
    assert _asked(few) <= _asked(many) <= 2 + len({one.model for one in many}) * 2


def _asked(entries) -> int:
    with CaptureQueriesContext(connection) as queries:
        lines_of(entries)
    return len(queries)


def test_a_grade_is_told_as_people_write_it(cast):
    entry = AuditEntry(action=Action.CHANGED, model="courses.Submission", before={"grade": None}, after={"grade": "16.50"})
    assert lines_of([entry])[0].changes == ["note\xa0: – → 16,5"]
