"""A backup taken, things destroyed, and what comes back; on the database of the run, with rows really committed."""

import random

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from wagtail.models import Page

from accounts.models import User
from backups.domain.copies import administration, counts, tables
from backups.models import Backup, Rehearsal
from backups.store import SNAPSHOTS, listed, read_manifest
from privacy.domain.erasing import ask_erasure
from privacy.enums import Ground
from sessions.models import Enrolment, TrainingSession
from tests.factories import make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("CMA-T3", "DCL-13")]


@pytest.fixture
def everyone(store, transactional_db, django_db_blocker, monkeypatch):
    # Copies of the database are reached through connections of their own, which tests are not allowed by themselves.
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)
    storages["private"].save("remis/calendrier.txt", ContentFile(b"Lundi : le feuilletage"))
    yield make_cast.build()
    if connection.vendor == "postgresql":
        with administration() as admin:
            former = f"{connection.settings_dict['NAME']}_before_%"
            for (name,) in admin.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [former]).fetchall():
                admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def backup() -> str:
    call_command("backup")
    return listed(SNAPSHOTS)[-1]


def only(name: str, wanted: str) -> None:
    call_command("restore", name, only=wanted, yes=True)


def remove(row) -> None:
    """Delete a row and all that hangs on it, protected or not, as an accident in the database would."""
    from backups.domain.dependents import gather

    with transaction.atomic(), connection.constraint_checks_disabled():
        for model, rows in gather(row, "default").items():
            model._base_manager.filter(pk__in=list(rows))._raw_delete("default")


def test_a_session_comes_back_with_its_people_and_nothing_else_moves(everyone):
    name = backup()
    before = counts("default", tables())
    session = everyone.session
    everyone.owner.first_name = "Changée"
    everyone.owner.save()
    for enrolment in Enrolment.objects.filter(session=session):
        remove(enrolment)
    remove(TrainingSession.objects.get(pk=session.pk))
    assert not TrainingSession.objects.filter(pk=session.pk).exists()
    only(name, f"session:{session.pk}")
    assert Enrolment.objects.filter(session=session, user=everyone.owner).exists()
    assert User.objects.get(pk=everyone.owner.pk).first_name == "Changée"
    after = counts("default", tables())
    moved = {table for table, number in before.items() if number != after[table]}
    # The audit log says that somebody's name was changed, and who restored.
    assert moved <= {"backups_backup", "privacy_auditentry"}


def test_a_page_comes_back_beside_the_one_that_took_its_place(everyone):
    name, page = backup(), Page.objects.get(pk=everyone.pathway.pk)
    parent, slug = page.get_parent(), page.slug
    everyone.session.enrolments.all().delete()
    Enrolment.objects.all().delete()
    TrainingSession.objects.all().delete()
    Page.objects.get(pk=page.pk).delete()
    other = parent.add_child(instance=Page(title="Autre", slug=slug))
    only(name, f"page:{page.pk}")
    back = Page.objects.get(pk=page.pk)
    assert (back.slug, back.get_parent().pk) == (f"{slug}-2", parent.pk)
    assert back.path != other.path
    assert back.specific.sequences.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_person_comes_back_with_what_was_theirs(everyone):
    name, person = backup(), everyone.stranger
    key = person.pk
    remove(person)
    only(name, f"person:{person.email}")
    assert User.objects.get(pk=key).uid == person.uid


def test_nothing_is_changed_without_a_yes_and_refusals_say_why(everyone, capsys):
    name = backup()
    key = everyone.stranger.pk
    remove(everyone.stranger)
    call_command("restore", name, only=f"person:{everyone.stranger.uid}")
    assert "Add --yes" in capsys.readouterr().out
    assert not User.objects.filter(pk=key).exists()
    call_command("restore", name)
    for wanted in ("person:nobody@example.org", "person:zzz", "session:999", "chose:1", "person", f"session:{everyone.session.pk}"):
        with pytest.raises(CommandError):
            only(name, wanted)
    with pytest.raises(CommandError):
        call_command("restore", "20200101T000000000000Z", yes=True)


def test_whoever_was_erased_does_not_come_back(everyone):
    name, person = backup(), everyone.stranger
    ask_erasure(person=person, ground=Ground.REQUEST)
    assert not User.objects.filter(email=person.email).exists()
    with pytest.raises(CommandError, match="a été effacée"):
        only(name, f"person:{person.uid}")
    call_command("restore", name, yes=True)
    assert not User.objects.filter(email=person.email).exists()
    assert User.objects.filter(email=everyone.owner.email).exists()


def test_one_who_takes_the_place_stops_the_return_and_loses_nothing(everyone):
    name, person = backup(), everyone.stranger
    remove(person)
    other = User.objects.create_user(person.email)
    with pytest.raises(CommandError, match="rien n’a été changé"):
        only(name, f"person:{person.uid}")
    assert User.objects.get(email=person.email).pk == other.pk


def test_after_random_destruction_everything_is_as_it_was(everyone, settings):
    name = backup()
    manifest = read_manifest(name)
    chance = random.Random(4)
    # The audit log cannot be emptied by an accident: the database refuses.
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy and "audit" not in model._meta.db_table]
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for model in chance.sample(models, len(models) // 3):
            word, ending = ("DELETE FROM", "") if connection.vendor == "sqlite" else ("TRUNCATE", " CASCADE")
            cursor.execute(f'{word} "{model._meta.db_table}"{ending}')
    storages["private"].delete("remis/calendrier.txt")
    call_command("restore", name, yes=True)
    found = counts("default", list(manifest.counts))
    assert {table: number for table, number in manifest.counts.items() if found[table] != number} == {}
    assert User.objects.get(pk=everyone.owner.pk).email == everyone.owner.email
    assert storages["private"].open("remis/calendrier.txt").read() == b"Lundi : le feuilletage"


def test_a_rehearsal_says_that_all_is_well_and_what_is_not(everyone, store, capsys):
    name = backup()
    call_command("rehearse-restore")
    assert name in capsys.readouterr().out
    file = next(file for file in read_manifest(name).files if file.path == "remis/calendrier.txt")
    store.delete(f"objects/{file.content.name[:2]}/{file.content.name}.age")
    with pytest.raises(CommandError, match="calendrier"):
        call_command("rehearse-restore", name)
    assert Rehearsal.objects.order_by("pk").last().faults


def test_a_second_backup_costs_its_changes_only(everyone, store):
    first = read_manifest(backup())
    storages["private"].save("remis/autre.txt", ContentFile(b"Mardi"))
    second = read_manifest(backup())
    assert set(first.files) < set(second.files)
    assert {file.path for file in set(second.files) - set(first.files)} == {"remis/autre.txt"}
    assert Backup.objects.there().count() == 2
