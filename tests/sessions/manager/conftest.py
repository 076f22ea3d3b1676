from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from django.utils import timezone

from sessions.domain.events import EventPlan, add_event
from sessions.enums import EventKind
from sessions.models import Certificate, DocumentArchive, Interest, SessionEvent
from tests.factories import Cast


@dataclass
class Region:
    """A session with everything a manager's page may show: an event of yesterday, a certificate, an archive."""

    cast: Cast
    event: SessionEvent
    certificate: Certificate
    archive: DocumentArchive
    interest: Interest


@pytest.fixture
def furnished(cast) -> Region:
    yesterday = timezone.localdate() - timedelta(days=1)
    plan = EventPlan(EventKind.VIRTUAL_CLASS, "Classe virtuelle", yesterday, time(9), time(10, 30), link="https://visio.example.org/a")
    event = add_event(session=cast.session, plan=plan)
    certificate = Certificate.objects.create(enrolment=cast.enrolment, code="ABCD-EFGH-JKMN-PQRS", content=certificate_content())
    archive = DocumentArchive.objects.create(session=cast.session, asked_by=cast.manager)
    who = {"first_name": "Nolwenn", "last_name": "Le Bris", "email": "nolwenn@exemple.fr"}
    interest = Interest.objects.create(pathway=cast.pathway, region=cast.region, **who)
    return Region(cast, event, certificate, archive, interest)


def certificate_content(**changes) -> dict:
    return {
        "version": 1,
        "brand": "Compagnon",
        "provider": "Chambre des métiers",
        "provider_details": "1 rue du Port\n35000 Rennes",
        "colour": "#0f5f5c",
        "region": "Bretagne",
        "region_address": "",
        "learner": "Monique Le Goff",
        "pathway": "Réussir ma stratégie Facebook",
        "starts_on": "2026-11-01",
        "ends_on": "2026-11-30",
        "planned_minutes": 450,
        "followed_minutes": 450,
        "remote_minutes": 240,
        "on_site_minutes": 210,
        "seconds": 12345,
        "percent": 100,
        "succeeded": True,
        "conditions": [{"words": "Étude de cas : 82 % (il faut plus de 70 %)", "met": True}],
        "results": [{"title": "Quiz", "score": 80}],
        "issued_on": "2026-11-30",
        "place": "Bretagne",
        "signatory": "René Tanguy",
        **changes,
    }
