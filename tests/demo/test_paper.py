"""The demonstration shows a sheet signed on screens, and one signed on paper that was photographed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from demo.paper import bring_back_paper, sign_on_screens
from sessions.domain.presence import validate_rest
from sessions.enums import SheetState
from sessions.models import PaperSheet, SessionEvent
from tests.sessions.attendance.conftest import half_day

__all__ = ["half_day"]


@pytest.mark.django_db
def test_sheets_are_signed_on_screens_and_on_paper(cast, half_day):
    event, learners = half_day.event, [half_day.monique, half_day.yann]
    sign_on_screens(event, learners[:1], cast.tutor, timezone.now())
    assert sorted(event.signatures.values_list("method", flat=True)) == ["drawn", "drawn"]
    validate_rest(event=event, by=cast.tutor)
    bring_back_paper(event, learners, learners[1:], by=cast.tutor, manager=cast.manager, moment=timezone.now() + timedelta(minutes=1))
    sheet = PaperSheet.objects.get()
    assert [one.media_type for one in sheet.pages.all()] == ["image/jpeg"]
    assert sheet.pages.get().size < 200_000
    assert sheet.signatures.filter(enrolment=half_day.yann).exists()
    assert SessionEvent.objects.get(pk=event.pk).sheet_state == SheetState.CLOSED
