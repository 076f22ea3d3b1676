"""Signatures: drawn or by code, while the sheet is open, with their evidence."""

import base64
import hashlib
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from sessions.domain import signing
from sessions.domain.drawings import read_drawing
from sessions.domain.presence import close_sheet, validate_rest
from sessions.domain.refusals import Refused
from sessions.domain.signing import (
    Origin,
    cancel_signature,
    code_at,
    sign_as_trainer,
    sign_drawn,
    sign_with_code,
    signable_events,
)
from sessions.models import Enrolment, SessionEvent, Signature
from tests.sessions.attendance.conftest import drawing

pytestmark = pytest.mark.requirement("CMA-2.9")
HERE = Origin("2001:db8::7", "Mozilla/5.0 (Android)" + "x" * 400)


def test_a_drawn_signature_keeps_its_evidence(half_day):
    before = timezone.now()
    found = sign_drawn(event=half_day.event, enrolment=half_day.monique, drawing=drawing(), origin=HERE)
    found.refresh_from_db()
    assert (found.signer, found.method, found.address) == (half_day.monique.user, "drawn", "2001:db8::7")
    assert before <= found.signed_at <= timezone.now()
    assert len(found.device) == 300
    stored = found.picture.read()
    assert hashlib.sha256(stored).hexdigest() == found.sha256
    assert Image.open(io.BytesIO(stored)).mode == "L"
    assert found.picture.name.startswith("signatures/")
    with pytest.raises(Refused):
        sign_drawn(event=half_day.event, enrolment=half_day.monique, drawing=drawing(), origin=HERE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(event=half_day.event, enrolment=half_day.monique, signer=half_day.monique.user, method="code")


def test_what_is_no_signature_is_refused_with_words_for_the_signer():
    whole = drawing()
    refused = [
        "",
        "data:image/png;base64,",
        "data:image/png;base64,%%%",
        "data:image/jpeg;base64,AAAA",
        whole[: len(whole) // 2],
        "data:image/png;base64," + base64.b64encode(b"<svg onload=alert(1)>").decode(),
        drawing(ink=False),
        drawing(kind="JPEG"),
        drawing(3000, 200),
        whole + "A" * 500_000,
    ]
    for text in refused:
        with pytest.raises(Refused):
            read_drawing(text)


def test_whatever_else_the_file_carried_is_left_behind():
    whole = base64.b64decode(drawing().partition(",")[2])
    clean = read_drawing("data:image/png;base64," + base64.b64encode(whole + b"<script>secret</script>").decode())
    assert b"secret" not in clean


def test_a_signature_is_given_from_shortly_before_until_the_sheet_is_validated(cast, half_day):
    event = half_day.event
    with time_machine.travel(event.starts_at - timedelta(minutes=16), tick=False), pytest.raises(Refused, match="15"):
        sign_drawn(event=event, enrolment=half_day.monique, drawing=drawing(), origin=HERE)
    with time_machine.travel(event.starts_at - timedelta(minutes=14), tick=False):
        sign_drawn(event=event, enrolment=half_day.monique, drawing=drawing(), origin=HERE)
    validate_rest(event=event, by=cast.tutor)
    close_sheet(event=event, by=cast.tutor)
    with pytest.raises(Refused):
        sign_drawn(event=event, enrolment=half_day.yann, drawing=drawing(), origin=HERE)
    with pytest.raises(Refused):
        sign_as_trainer(event=event, by=cast.tutor, origin=HERE)
    stranger = Enrolment.objects.exclude(session=event.session).first()
    with pytest.raises(Refused):
        sign_drawn(event=event, enrolment=stranger, drawing=drawing(), origin=HERE)
    assert Signature.objects.count() == 1


def test_the_code_changes_each_minute_and_differs_by_event(half_day):
    event, moment = half_day.event, timezone.now().replace(second=0, microsecond=0)
    codes = {code_at(event, moment + timedelta(minutes=number)) for number in range(20)}
    assert len(codes) > 15
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    other = SessionEvent.objects.create(
        session=event.session, kind="half_day", title="B", starts_at=moment, ends_at=moment + timedelta(hours=1)
    )
    assert code_at(other, moment) != code_at(event, moment)


def test_a_code_signs_until_the_end_of_the_minute_after(half_day):
    event, moment = half_day.event, timezone.now().replace(second=5, microsecond=0)
    code = code_at(event, moment)
    with time_machine.travel(moment + timedelta(seconds=100), tick=False):
        found = sign_with_code(event=event, enrolment=half_day.monique, code=f" {code[:3]} {code[3:]} ", origin=HERE)
    assert (found.method, found.picture.name, found.address) == ("code", "", "2001:db8::7")
    with time_machine.travel(moment + timedelta(seconds=130), tick=False), pytest.raises(Refused):
        sign_with_code(event=event, enrolment=half_day.yann, code=code, origin=HERE)


def test_wrong_codes_are_written_down_and_soon_refused(half_day):
    event = half_day.event
    moment = timezone.now().replace(second=1, microsecond=0)
    with time_machine.travel(moment, tick=False):
        good = code_at(event, moment)
        wrong = next(f"{number:06}" for number in range(9) if not signing._is_code(event, f"{number:06}", moment))
        for _try in range(signing.TRIES):
            with pytest.raises(Refused):
                sign_with_code(event=event, enrolment=half_day.monique, code=wrong, origin=HERE)
        with pytest.raises(Refused):
            sign_with_code(event=event, enrolment=half_day.monique, code=good, origin=HERE)
        assert event.history.filter(action="refused").count() == signing.TRIES
        sign_with_code(event=event, enrolment=half_day.yann, code=good, origin=HERE)
    later = moment + timedelta(minutes=11)
    with time_machine.travel(later, tick=False):
        sign_with_code(event=event, enrolment=half_day.monique, code=code_at(event, later), origin=HERE)
    assert event.signatures.count() == 2


def test_the_trainer_signs_by_drawing_or_from_their_account(cast, half_day):
    assert sign_as_trainer(event=half_day.event, by=cast.tutor, origin=HERE, drawing=drawing()).method == "drawn"
    assert sign_as_trainer(event=half_day.event, by=cast.coach, origin=HERE).method == "account"
    with pytest.raises(Refused):
        sign_as_trainer(event=half_day.event, by=cast.tutor, origin=HERE)


def test_a_signature_set_aside_stays_as_evidence_and_can_be_given_anew(cast, half_day):
    first = sign_drawn(event=half_day.event, enrolment=half_day.monique, drawing=drawing(), origin=HERE, collected_by=cast.tutor)
    with pytest.raises(Refused):
        cancel_signature(signature=first, by=cast.tutor, reason=" ")
    cancel_signature(signature=first, by=cast.tutor, reason="Yann a signé à la place de Monique")
    sign_drawn(event=half_day.event, enrolment=half_day.monique, drawing=drawing(), origin=HERE)
    first.refresh_from_db()
    assert first.cancelled_by == cast.tutor
    assert first.picture.storage.exists(first.picture.name)
    assert list(half_day.event.history.values_list("action", flat=True)) == ["signed", "cancelled", "signed"]


def test_a_learner_is_offered_what_can_be_signed_now(cast, half_day):
    assert [event for event, _mine in signable_events(cast.owner)] == [half_day.event]
    assert signable_events(cast.stranger) == []
    sign_drawn(event=half_day.event, enrolment=half_day.monique, drawing=drawing(), origin=HERE)
    assert signable_events(cast.owner) == []
    assert [event for event, _mine in signable_events(cast.member)] == [half_day.event]
    later = half_day.event.starts_at - timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        assert signable_events(cast.member) == []
