"""My data: seen, taken away, asked to be erased or frozen; answered within a month by those in charge."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from jobs.models import JobState
from messaging.models import Notice
from privacy.domain.archives import ask_archive, forget_expired_archives
from privacy.domain.requests import decide, lift, make_request
from privacy.enums import RequestKind, RequestState
from privacy.models import Archive, Erasure, Request
from privacy.models.request import a_month_after
from tests.scene import make_scene

pytestmark = pytest.mark.requirement("CMA-1.12")
MINE = "/compte/mes-donnees/"
CHARGE = "/donnees-personnelles/demandes/"


@pytest.fixture
def scene(db):
    return make_scene()


def test_the_page_says_what_is_held_on_me_and_nothing_of_others(scene, as_user):
    page = as_user(scene.cast.owner).get(MINE).content.decode()
    assert "training_sessions.Enrolment" in page
    assert "courses.Submission/" in page
    assert "lrs.Related" not in page
    rows = as_user(scene.cast.owner).get(f"{MINE}detail/accounts.User/").content.decode()
    assert scene.cast.owner.email in rows
    assert scene.cast.member.email not in rows
    assert scene.cast.owner.password not in rows
    assert as_user(scene.cast.owner).get(f"{MINE}detail/wagtailcore.Page/").status_code == 404


def test_the_pages_ask_as_much_for_one_row_as_for_thirty(scene, as_user, django_assert_max_num_queries):
    browser, owner = as_user(scene.cast.owner), scene.cast.owner
    url = f"{MINE}detail/messaging.Notice/"
    browser.get(url)
    with django_assert_max_num_queries(40) as one:
        browser.get(url)
    Notice.objects.bulk_create(Notice(kind="x", user=owner, subject="s", text="t", key=f"k{n}") for n in range(30))
    with django_assert_max_num_queries(len(one)):
        browser.get(url)


def test_the_copy_holds_everything_in_three_forms_with_my_files(scene, as_user, commits):
    owner = scene.cast.owner
    browser = as_user(owner)
    with commits():
        answer = browser.post(f"{MINE}copies/nouvelle/")
    archive = Archive.objects.get(user=owner)
    assert archive.state == JobState.DONE
    assert browser.get(answer.url).status_code == 200
    got = browser.get(f"{answer.url}fichier/")
    target = zipfile.ZipFile(io.BytesIO(b"".join(got.streaming_content)))
    names = target.namelist()
    enrolment = json.loads(target.read("json/training_sessions.Enrolment.json"))
    assert enrolment["rows"][0]["Session"] == scene.cast.session.name
    assert "Ma stratégie" in target.read("csv/courses.Submission.csv").decode("utf-8-sig")
    assert owner.email in target.read("index.html").decode()
    assert any(name.startswith("fichiers/courses.SubmissionFile/") and name.endswith("plan.txt") for name in names)
    everything = b"".join(target.read(name) for name in names).decode("utf-8", "replace")
    assert owner.password not in everything
    assert scene.cast.stranger.email not in everything


def test_the_copy_is_made_once_at_a_time_and_forgotten_after_its_days(scene):
    first = ask_archive(scene.cast.owner)
    assert ask_archive(scene.cast.owner) == first
    first.perform()
    name, storage = first.file.name, first.file.storage
    assert forget_expired_archives(timezone.now() + timedelta(days=60)) == 1
    assert not storage.exists(name)


def test_a_formula_in_my_words_stays_words(scene, commits):
    scene.submission.text = "=1+1"
    scene.submission.save()
    with commits():
        ask_archive(scene.cast.owner)
    with Archive.objects.get().file.open("rb") as stored:
        assert "'=1+1" in zipfile.ZipFile(stored).read("csv/courses.Submission.csv").decode()


@pytest.mark.parametrize(
    ("asked", "due"),
    [(date(2026, 3, 5), date(2026, 4, 5)), (date(2027, 1, 31), date(2027, 2, 28)), (date(2026, 12, 31), date(2027, 1, 31))],
)
def test_the_answer_is_due_within_a_month(asked, due):
    assert a_month_after(asked) == due


def test_a_request_is_asked_told_accepted_and_carried_out(scene, as_user, commits):
    owner, cast = scene.cast.owner, scene.cast
    address = owner.email
    with commits():
        as_user(owner).post(f"{MINE}demande/erasure/", {"words": "Merci d’effacer"})
    asked = Request.objects.get()
    assert set(Notice.objects.filter(kind="privacy_request").values_list("user", flat=True)) == {cast.manager.pk, cast.national.pk}
    page = as_user(cast.national).get(f"{CHARGE}{asked.pk}/").content.decode()
    assert "Merci d’effacer" in page
    mail.outbox.clear()
    with commits():
        as_user(cast.national).post(f"{CHARGE}{asked.pk}/", {"accepted": "yes", "answer": "C’est fait."})
    asked.refresh_from_db()
    assert asked.state == RequestState.ACCEPTED
    assert Erasure.objects.get().state == JobState.DONE
    assert not User.objects.filter(email=address).exists()
    told = [message for message in mail.outbox if message.to == [address]]
    assert len(told) == 1
    assert "C’est fait." in told[0].body
    assert not Notice.objects.filter(user=owner).exists()


def test_the_region_sees_its_own_requests_and_decides_none(scene, as_user):
    asked = make_request(user=scene.cast.owner, kind=RequestKind.ERASURE)
    manager = as_user(scene.cast.manager)
    assert str(scene.cast.owner) in manager.get(CHARGE).content.decode()
    assert manager.post(f"{CHARGE}{asked.pk}/", {"accepted": "yes", "answer": "x"}).status_code == 403
    assert str(scene.cast.owner) not in as_user(scene.cast.other_manager).get(CHARGE).content.decode()
    asked.refresh_from_db()
    assert asked.is_open


def test_a_refusal_says_why_and_erases_nothing(scene, commits):
    asked = make_request(user=scene.cast.owner, kind=RequestKind.ERASURE)
    with commits():
        decide(asked, accepted=False, answer="La formation est en cours.", by=scene.cast.national)
    assert not Erasure.objects.exists()
    assert "La formation est en cours." in Notice.objects.get(kind="privacy_decided").text


def test_what_was_typed_stays_when_an_answer_is_missing(scene, as_user):
    asked = make_request(user=scene.cast.owner, kind=RequestKind.ERASURE)
    page = as_user(scene.cast.national).post(f"{CHARGE}{asked.pk}/", {"accepted": "", "answer": "Voici pourquoi"})
    assert "Voici pourquoi" in page.content.decode()
    asked.refresh_from_db()
    assert asked.is_open


def test_frozen_data_close_the_account_until_it_is_lifted(scene, commits):
    asked = make_request(user=scene.cast.stranger, kind=RequestKind.RESTRICTION)
    with commits():
        decide(asked, accepted=True, answer="D’accord.", by=scene.cast.national)
    assert not User.objects.get(pk=scene.cast.stranger.pk).is_active
    asked.refresh_from_db()
    lift(asked)
    assert User.objects.get(pk=scene.cast.stranger.pk).is_active


def test_a_request_taken_back_can_be_made_again(scene, as_user):
    browser = as_user(scene.cast.owner)
    browser.post(f"{MINE}demande/erasure/", {"words": ""})
    browser.post(f"{MINE}demande/erasure/", {"words": ""})
    asked = Request.objects.get()
    browser.post(f"{MINE}demandes/{asked.pk}/retirer/")
    browser.post(f"{MINE}demande/erasure/", {"words": ""})
    assert sorted(Request.objects.values_list("state", flat=True)) == [RequestState.OPEN, RequestState.WITHDRAWN]


@pytest.mark.requirement("CMA-1.9")
def test_a_manager_erases_by_hand(scene, as_user, commits):
    url = f"/donnees-personnelles/effacer/{scene.cast.stranger.uid}/"
    browser = as_user(scene.cast.national)
    assert browser.post(url, {}).status_code == 200
    assert not Erasure.objects.exists()
    with commits():
        assert browser.post(url, {"sure": "on"}).status_code == 302
    assert Erasure.objects.get().asked_by == scene.cast.national
    assert "Décidé par les responsables" in browser.get("/donnees-personnelles/effacements/").content.decode()


def test_the_public_register_tells_every_purpose_and_time(client, db):
    page = client.get("/donnees-personnelles/").content.decode()
    assert "6\xa0ans" in page
    assert "Inscription" in page
    assert page.count("<tr>") > 40
