"""Regions are apart: nothing of one is seen, chosen, found, exported or mailed in another."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from courses.enums import AttemptState
from courses.models import Attempt
from forum.models import Post, Thread
from messaging.domain.addresses import address_of_person
from messaging.domain.conversations import write
from reporting.domain.exports import build_export
from reporting.domain.tables import tables_for
from reporting.models import Export
from sessions.domain.progress import refresh
from sessions.enums import EventKind, TutorRole
from sessions.models import Enrolment, SessionEvent, SessionTutor
from tests.factories import make_user
from tests.url_rules import RULES

pytestmark = [pytest.mark.requirement("CMA-R2"), pytest.mark.requirement("CMA-R3")]
# In every name of the other region, and nowhere else.
THERE = "Zzailleurs"
HERE = ("manager", "tutor", "coach", "owner", "member")


@pytest.fixture
def elsewhere(scene) -> SimpleNamespace:
    """The other region, with one of everything that people of a region meet."""
    cast = scene.cast
    cast.other_region.name = f"{THERE} Région"
    cast.other_region.save()
    cast.other_session.name = f"{THERE} Session"
    cast.other_session.save()
    manager = cast.other_manager
    manager.first_name, manager.last_name = THERE, "Gestion"
    manager.save()
    learner = make_user(THERE, "Apprend", role=Role.LEARNER, region=cast.other_region)
    tutor = make_user(THERE, "Forme", role=Role.TUTOR, region=cast.other_region)
    SessionTutor.objects.create(session=cast.other_session, user=tutor, role=TutorRole.CONTENT)
    enrolment = Enrolment.objects.create(session=cast.other_session, user=learner)
    thread = Thread.objects.create(session=cast.other_session, author=learner, title=f"{THERE} fil")
    Post.objects.create(thread=thread, author=learner, text=f"{THERE} message")
    write(to=address_of_person(learner, tutor), author=learner, text=f"{THERE} lettre")
    now = timezone.now()
    times = {"starts_at": now, "ends_at": now + timedelta(hours=3)}
    SessionEvent.objects.create(session=cast.other_session, kind=EventKind.HALF_DAY, title=f"{THERE} demi-journée", place=THERE, **times)
    step = cast.pathway.sequences.first().steps.first()
    Attempt.objects.create(
        user=learner,
        registration=enrolment.registration,
        activity=step.activity,
        state=AttemptState.FINISHED,
        completed=True,
        finished_at=now,
    )
    refresh(enrolment)
    return SimpleNamespace(people=(manager, learner, tutor), session=cast.other_session, enrolment=enrolment)


def visited(browsers: dict, scene, who: str, parameters: dict) -> list[str]:
    """The pages on which `who` met a name of the other region."""
    met = []
    for name, rule in RULES.items():
        # What visitors see is the same for everyone: the catalogue names the regions that hold sessions.
        if who not in rule.allowed or "anonymous" in rule.allowed:
            continue
        address = reverse(name, args=rule.args(scene))
        with transaction.atomic():
            answer = browsers[who].get(address, parameters)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        if THERE.encode() in content:
            met.append(name)
    return met


@pytest.mark.parametrize("parameters", [{}, {"q": "zzail", "mots": "zzail", "page": "1", "tous": "1"}])
def test_no_page_list_choice_or_search_shows_the_other_region(scene, elsewhere, as_user, parameters):
    browsers = {who: as_user(getattr(scene.cast, who)) for who in HERE}
    met = {who: found for who in HERE if (found := visited(browsers, scene, who, parameters))}
    assert met == {}


def test_the_walk_would_see_it(scene, elsewhere, as_user):
    """A national manager, who sees all regions, meets the names on many pages."""
    found = visited({"national": as_user(scene.cast.national)}, scene, "national", {})
    assert len(found) > 5


def test_no_export_holds_the_other_region(scene, elsewhere, commits):
    manager, other = scene.cast.manager, elsewhere.people[0]
    tables = tables_for(manager)
    assert len(tables) > 4
    held = {}
    for table in tables:
        for person in (manager, other):
            export = Export.objects.create(asked_by=person, table=table.name, format="csv", title=str(table.title))
            build_export(export)
            export.refresh_from_db()
            with export.file.open("rb") as file:
                held[table.name, person.pk] = THERE in file.read().decode("utf-8-sig")
    assert [key for key, found in held.items() if found and key[1] == manager.pk] == []
    assert [key for key, found in held.items() if found and key[1] == other.pk]


def test_no_mail_of_one_region_reaches_the_other(scene, elsewhere, as_user, commits):
    """Whatever is sent from a page by the people of a region, nobody of the other is written to."""
    addresses = {person.email for person in elsewhere.people}
    written = []
    for name, rule in RULES.items():
        who = next((one for one in HERE if one in rule.allowed), None)
        if rule.method != "post" or who is None:
            continue
        browser, address, data = as_user(getattr(scene.cast, who)), reverse(name, args=rule.args(scene)), rule.data(scene)
        mail.outbox.clear()
        with transaction.atomic():
            with commits():
                browser.post(address, data)
            transaction.set_rollback(True)
        written += [(name, message.to) for message in mail.outbox if addresses & {*message.to, *message.cc, *message.bcc}]
        written += [(name, message.subject) for message in mail.outbox if THERE in message.subject + str(message.body)]
    assert written == []
