"""A half-day that takes place now, with its two learners."""

import base64
import io
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw

from courses.models import HalfDayPage
from sessions.enums import EventKind
from sessions.models import Enrolment, SessionEvent
from tests.factories import Cast, make_object, make_pathway, make_session


def drawing(width: int = 600, height: int = 200, *, ink: bool = True, kind: str = "PNG") -> str:
    """A signature as a browser sends it."""
    picture = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    if ink:
        ImageDraw.Draw(picture).line([(40, 150), (120, 40), (200, 160), (300, 60), (420, 120)], fill=(20, 20, 60, 255), width=5)
    buffer = io.BytesIO()
    picture.convert("RGB" if kind == "JPEG" else "RGBA").save(buffer, kind)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


@dataclass
class HalfDay:
    event: SessionEvent
    monique: Enrolment
    yann: Enrolment


@pytest.fixture
def half_day(cast: Cast) -> HalfDay:
    activity = make_object(HalfDayPage, "Demi-journée", duration_minutes=180)
    session = make_session(make_pathway(activity), cast.region, name="Session de Bruz")
    session.tutors.create(user=cast.tutor, role="content")
    begins = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=30)
    event = SessionEvent.objects.create(
        session=session,
        kind=EventKind.HALF_DAY,
        title="Photographier ses produits",
        activity=activity,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        place="CMA Bretagne, Bruz",
        trainer=cast.tutor,
    )
    monique = Enrolment.objects.create(session=session, user=cast.owner)
    return HalfDay(event, monique, Enrolment.objects.create(session=session, user=cast.member))
