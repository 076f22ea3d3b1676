"""An erased person leaves no trace of their identifiers, in any table or file; evidence stays without the name."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from wagtail.models import ModelLogEntry

from accounts.domain.sealing import seal, unseal
from accounts.models import User
from forum.models import Post
from jobs.models import JobState
from messaging.models import Conversation, Notice
from privacy.domain.erasing import ask_erasure, erase, replay
from privacy.domain.journal import key_of, keys_of
from privacy.domain.refusals import Refused
from privacy.enums import Ground
from privacy.models import Erasure
from sessions.enums import EnrolmentState
from sessions.models import Certificate, Enrolment, Presence, Signature
from tests.privacy.traces import empty_stores, files_that_name, tables_that_name
from tests.scene import make_scene
from tutoring.models import Contact

pytestmark = [pytest.mark.requirement("CMA-1.9"), pytest.mark.requirement("CMA-1.11")]
PHONE = "06 12 34 56 78"


@pytest.fixture
def scene(db, as_user):
    """One of everything around Hélène d’Août-Penn, whose name has accents, with what others wrote of her; no file of former tests."""
    empty_stores()
    scene = make_scene()
    owner, cast = scene.cast.owner, scene.cast
    owner.first_name, owner.last_name, owner.phone = "Hélène", "d’Août-Penn", PHONE
    owner.save()
    as_user(owner).get("/espace/")
    EmailAddress.objects.create(user=owner, email=owner.email, primary=True)
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "x", "who": owner.email})
    name = owner.get_full_name()
    Post.objects.create(thread=scene.thread, author=cast.member, text=f"Merci {name}, dit {owner.email.upper()} ({PHONE}) !")
    Contact.objects.create(enrolment=cast.enrolment, author=cast.tutor, subject="Hélène ?", text="Bonjour Hélène, courage !")
    told = {"subject": f"Travail de {name}", "link": f"/dossier/{owner.uid}/", "attachments": [{"name": f"{name}.txt", "content": ""}]}
    Notice.objects.create(kind="work_graded", user=cast.tutor, text="À lire", **told)
    ModelLogEntry.objects.log_action(owner, "wagtail.edit", user=cast.national, title=name)
    content = scene.certificate.content
    Certificate.objects.filter(pk=scene.certificate.pk).update(content={**content, "learner": name, "email": owner.email})
    scene.file.file.save("cv.txt", ContentFile(f"CV de {name}".encode()))
    scene.archive.file.save("archive.zip", ContentFile(f"Certificat de {name}".encode()))
    return scene


def identifiers(person) -> list[str]:
    return [person.email, person.get_full_name(), "d’août-penn", "d’aout-penn", PHONE, str(person.uid), person.uid.hex]


def test_no_table_and_no_file_names_an_erased_person(scene, commits):
    person = User.objects.get(pk=scene.cast.owner.pk)
    words = identifiers(person)
    assert len(tables_that_name(*words)) >= 9
    assert files_that_name(person.get_full_name())

    with commits():
        erasure = ask_erasure(person=person, ground=Ground.REQUEST, by=scene.cast.national)

    assert tables_that_name(*words) == {}
    assert files_that_name(*words) == []
    erasure.refresh_from_db()
    assert erasure.state == JobState.DONE
    assert erasure.files == []


def test_evidence_stays_without_the_name(scene, commits):
    person, enrolment = scene.cast.owner, scene.cast.enrolment
    Presence.objects.create(event=scene.event, enrolment=enrolment, status="present")
    with commits():
        ask_erasure(person=person, ground=Ground.REQUEST)

    after = User.objects.get(pk=person.pk)
    assert not after.is_active
    assert not after.has_usable_password()
    assert str(after) == "Personne effacée"
    kept = Enrolment.objects.get(pk=enrolment.pk)
    assert (kept.state, kept.percent) == (EnrolmentState.WITHDRAWN, enrolment.percent)
    assert Presence.objects.filter(enrolment=kept).count() == 1
    signature = Signature.objects.get(pk=scene.signature.pk)
    assert signature.picture.storage.exists(signature.picture.name)
    assert Certificate.objects.get(enrolment=kept).content["learner"] == "—"
    assert Contact.objects.get(enrolment=kept).text == "Bonjour —, courage !"
    scene.submission.refresh_from_db()
    assert (scene.submission.grade, scene.submission.text) == (15, "")
    assert not scene.submission.files.exists()
    assert Post.objects.get(pk=scene.post).text == "—"
    assert Conversation.objects.filter(last_author=person).exclude(last_excerpt="").count() == 0
    assert not person.emailaddress_set.exists()


def test_the_journal_says_what_was_done_and_why_without_the_data(scene, commits):
    person = scene.cast.owner
    with commits():
        erasure = ask_erasure(person=person, ground=Ground.REQUEST, by=scene.cast.national)
    erasure.refresh_from_db()
    done = {(line["model"], line["fate"]): line for line in erasure.outcome}
    assert done["account.EmailAddress", "deleted"]["rows"] == 1
    assert done["training_sessions.Enrolment", "kept"]["why"] == "evidence"
    assert done["training_sessions.Enrolment", "kept"]["until"] > str(erasure.erased_at.date())
    assert done["forum.Post", "swept"]["rows"] == 1
    assert erasure.key == key_of(person.uid)


def test_others_keep_all_that_is_theirs(scene, commits):
    other = scene.cast.member
    before = tables_that_name(other.email, str(other.uid), other.get_full_name())
    with commits():
        ask_erasure(person=scene.cast.owner, ground=Ground.REQUEST)
    assert tables_that_name(other.email, str(other.uid), other.get_full_name()) == before


def test_asked_twice_it_is_done_once(scene, commits):
    person = scene.cast.stranger
    with commits():
        first = ask_erasure(person=person, ground=Ground.DECISION)
        assert ask_erasure(person=person, ground=Ground.REQUEST) == first
    first.refresh_from_db()
    moment = first.erased_at
    erase(first)
    first.refresh_from_db()
    assert first.erased_at == moment


def test_cut_before_its_files_are_gone_it_removes_them_the_second_time(scene, monkeypatch):
    erasure = ask_erasure(person=scene.cast.owner, ground=Ground.REQUEST)
    monkeypatch.setattr(type(storages["private"]), "delete", lambda *args: (_ for _ in ()).throw(OSError("cut")))
    with pytest.raises(OSError, match="cut"):
        erase(erasure)
    monkeypatch.undo()
    assert files_that_name("CV de Hélène")
    erase(Erasure.objects.get(pk=erasure.pk))
    assert not files_that_name("CV de Hélène")


def test_the_last_national_manager_stays(scene):
    with pytest.raises(Refused, match="national"):
        ask_erasure(person=scene.cast.national, ground=Ground.DECISION)
    assert not Erasure.objects.exists()


@pytest.mark.requirement("CMA-T3")
def test_a_restore_brings_nobody_back(scene, commits, capsys):
    """As a restore of the database alone does: the person's row is what it was, and the journal's line may be gone."""
    person = User.objects.get(pk=scene.cast.stranger.pk)
    row = User.objects.filter(pk=person.pk).values().get()
    with commits():
        ask_erasure(person=person, ground=Ground.REQUEST)
    User.objects.filter(pk=person.pk).update(**{name: value for name, value in row.items() if name != "id"})
    Erasure.objects.all().delete()

    call_command("replay_erasures")

    assert "1" in capsys.readouterr().out
    assert tables_that_name(person.email, person.get_full_name(), str(person.uid)) == {}
    again = Erasure.objects.get()
    assert (again.ground, again.state) == (Ground.REQUEST, JobState.DONE)
    assert again.replayed_at
    assert replay() == []


def test_a_new_secret_key_forgets_nobody_who_was_erased_and_no_sealed_secret(db, settings):
    uid = User.objects.create_user("x@example.org").uid
    key, sealed = key_of(uid), seal("jeton", purpose="test")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "new" * 20
    assert key_of(uid) != key
    assert key in keys_of(uid)
    assert unseal(sealed, purpose="test") == "jeton"
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(sealed, purpose="test") == ""
