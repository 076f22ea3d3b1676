"""The rules of retention remove what has outlived its time, say so beforehand, and spare what is kept for a reason."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from forum.models import Post
from messaging.models import Message, Notice
from privacy.domain.requests import decide, make_request
from privacy.domain.retention import apply_rules, due, people_due
from privacy.enums import RequestKind
from privacy.models import Erasure, RetentionRun
from tests.scene import make_scene

pytestmark = pytest.mark.requirement("CMA-1.10")
LONG_AGO = timedelta(days=400)


@pytest.fixture
def scene(db):
    scene = make_scene()
    Notice.objects.update(created_at=timezone.now() - LONG_AGO)
    return scene


def counts() -> dict[str, int]:
    return {one.holding.slug: one.count for one in due()}


def test_what_would_go_is_said_first_and_nothing_goes(scene, capsys):
    call_command("retention")
    assert f"messaging.Notice: {Notice.objects.count()} before" in capsys.readouterr().out
    assert Notice.objects.exists()
    assert not RetentionRun.objects.exists()


def test_what_has_outlived_its_time_goes_and_the_rest_stays(scene):
    fresh = Notice.objects.create(kind="x", user=scene.cast.owner, subject="s", text="t")
    run = apply_rules()
    assert list(Notice.objects.all()) == [fresh]
    assert {"model": "messaging.Notice", "fate": "deleted"}.items() <= run.outcome[0].items()
    assert apply_rules() is None


def test_words_of_old_exchanges_go_and_their_places_stay(scene):
    Message.objects.update(sent_at=timezone.now() - LONG_AGO)
    file = scene.message_file.file
    assert counts()["messaging.Message"] == 2
    apply_rules()
    assert set(Message.objects.values_list("text", flat=True)) == {"—"}
    assert not scene.message.files.exists()
    assert file.name
    assert "messaging.Message" not in counts()


def test_posts_live_until_a_year_after_their_session(scene):
    assert "forum.Post" not in counts()
    session = scene.cast.session
    session.starts_on, session.ends_on = (timezone.localdate() - timedelta(days=days) for days in (430, 400))
    session.save()
    apply_rules()
    assert set(Post.objects.filter(thread__session=session).values_list("text", flat=True)) == {"—"}


def test_accounts_without_evidence_go_after_a_year_the_others_with_their_evidence(scene, commits):
    old = timezone.now() - LONG_AGO
    User.objects.filter(pk__in=[scene.cast.stranger.pk, scene.cast.owner.pk]).update(date_joined=old, last_login=old)
    assert list(people_due()) == [scene.cast.stranger]
    with commits():
        apply_rules()
    assert Erasure.objects.get().ground == "retention"
    assert not people_due().exists()
    assert list(people_due(timezone.now() + timedelta(days=365 * 6)).filter(pk=scene.cast.owner.pk)) == [scene.cast.owner]


@pytest.mark.requirement("CMA-1.12")
def test_frozen_data_stay(scene, commits):
    asked = make_request(user=scene.cast.owner, kind=RequestKind.RESTRICTION)
    with commits():
        decide(asked, accepted=True, answer="D’accord.", by=scene.cast.national)
    mine = Notice.objects.filter(user=scene.cast.owner).count()
    Notice.objects.update(created_at=timezone.now() - LONG_AGO)
    apply_rules()
    assert Notice.objects.filter(user=scene.cast.owner).count() == mine
    User.objects.update(date_joined=timezone.now() - timedelta(days=4000), last_login=None)
    assert scene.cast.owner not in people_due()


def test_those_in_charge_see_what_would_go(scene, as_user):
    page = as_user(scene.cast.national).get("/donnees-personnelles/durees/").content.decode()
    assert f"data-number>{Notice.objects.count()}<" in page
