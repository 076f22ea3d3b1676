"""Presence noted, undone, validated and corrected: what counts, and the trace it leaves."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from accounts.enums import Role
from lrs.models import Statement
from sessions.domain.events import change_event, plan_for
from sessions.domain.presence import (
    clear,
    close_sheet,
    last_gesture,
    press,
    set_times,
    undo,
    validate,
    validate_rest,
    validate_signed,
)
from sessions.domain.refusals import Refused
from sessions.domain.sessions import change_session
from sessions.domain.signing import Origin, sign_drawn
from sessions.enums import TutorRole
from sessions.models import Presence, PresenceEntry, SessionEvent, StepProgress
from tests.factories import make_user
from tests.sessions.attendance.conftest import drawing

pytestmark = pytest.mark.requirement("CMA-2.9")
HERE = Origin("192.0.2.7", "Mozilla/5.0 (Android)")


def said(half_day) -> dict:
    rows = Presence.objects.filter(event=half_day.event)
    return {row.enrolment_id: (row.status, row.arrived_at, row.left_at) for row in rows}


def test_late_and_gone_early_count_as_there_with_their_minutes(cast, half_day):
    event, begins = half_day.event, half_day.event.starts_at
    late = press(event=event, enrolment=half_day.monique, status="late", by=cast.tutor, now=begins + timedelta(minutes=20))
    assert (late.arrived_at, late.minutes) == (begins + timedelta(minutes=20), 160)
    gone = press(event=event, enrolment=half_day.monique, status="left_early", by=cast.tutor, now=begins + timedelta(minutes=120))
    assert (gone.status, gone.arrived_at, gone.left_at, gone.minutes) == (
        "late",
        begins + timedelta(minutes=20),
        begins + timedelta(minutes=120),
        100,
    )
    assert StepProgress.objects.get(enrolment=half_day.monique).completed
    statement = Statement.objects.get(registration=half_day.monique.registration, verb__endswith="attended")
    assert statement.body["result"]["duration"] == "PT9600.00S"


def test_times_are_said_afterwards_within_the_hours(cast, half_day):
    event, begins = half_day.event, half_day.event.starts_at
    validate(event=event, enrolment=half_day.yann, status="present", by=cast.tutor)
    changed = set_times(event=event, enrolment=half_day.yann, arrived_at=None, left_at=begins + timedelta(hours=2), by=cast.tutor)
    assert (changed.status, changed.minutes) == ("left_early", 120)
    for arrived, left in ((-5, None), (None, 200), (60, 50), (60, 60)):
        moments = [begins + timedelta(minutes=value) if value is not None else None for value in (arrived, left)]
        with pytest.raises(Refused):
            set_times(event=event, enrolment=half_day.yann, arrived_at=moments[0], left_at=moments[1], by=cast.tutor)
    with pytest.raises(Refused):
        set_times(event=event, enrolment=half_day.monique, arrived_at=begins + timedelta(minutes=5), left_at=None, by=cast.tutor)
    assert said(half_day) == {half_day.yann.pk: ("left_early", None, begins + timedelta(hours=2))}


def test_the_database_keeps_times_to_those_who_were_there(half_day):
    wrong = [
        {"status": "absent", "arrived_at": half_day.event.starts_at},
        {"status": "present", "left_at": half_day.event.ends_at},
        {"status": "late", "arrived_at": half_day.event.ends_at, "left_at": half_day.event.starts_at},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Presence.objects.create(event=half_day.event, enrolment=half_day.monique, **values)


def test_one_gesture_is_undone_whole_and_spares_what_was_said_since(cast, half_day):
    validate(event=half_day.event, enrolment=half_day.monique, status="absent", by=cast.tutor)
    press(event=half_day.event, enrolment=half_day.monique, status="present", by=cast.tutor)
    (line,) = last_gesture(half_day.event, cast.tutor)
    assert undo(event=half_day.event, batch=line.batch, by=cast.tutor) == 1
    assert said(half_day) == {half_day.monique.pk: ("absent", None, None)}
    assert last_gesture(half_day.event, cast.tutor) == []
    assert undo(event=half_day.event, batch=line.batch, by=cast.tutor) == 0

    clear(event=half_day.event, enrolment=half_day.monique, by=cast.tutor)
    assert validate_rest(event=half_day.event, by=cast.tutor) == 2
    batch = last_gesture(half_day.event, cast.tutor)[0].batch
    validate(event=half_day.event, enrolment=half_day.yann, status="excused", by=cast.manager)
    assert undo(event=half_day.event, batch=batch, by=cast.manager) == 0
    assert undo(event=half_day.event, batch=batch, by=cast.tutor) == 1
    assert said(half_day) == {half_day.yann.pk: ("excused", None, None)}
    assert not StepProgress.objects.filter(enrolment=half_day.monique, completed=True).exists()


def test_those_who_signed_are_present_in_one_gesture(cast, half_day):
    sign_drawn(event=half_day.event, enrolment=half_day.yann, drawing=drawing(), origin=HERE)
    assert validate_signed(event=half_day.event, by=cast.tutor) == 1
    assert said(half_day) == {half_day.yann.pk: ("present", None, None)}


def test_a_validated_sheet_is_corrected_with_a_reason_and_validated_again(cast, half_day):
    event = half_day.event
    validate(event=event, enrolment=half_day.monique, status="present", by=cast.tutor)
    with pytest.raises(Refused, match="1"):
        close_sheet(event=event, by=cast.tutor)
    validate(event=event, enrolment=half_day.yann, status="absent", by=cast.tutor)
    closed = close_sheet(event=event, by=cast.tutor)
    assert (closed.sheet_state, closed.sheet_closed_by) == ("closed", cast.tutor)
    assert close_sheet(event=event, by=cast.manager).sheet_closed_by == cast.tutor

    for reason in ("", "   "):
        with pytest.raises(Refused):
            validate(event=event, enrolment=half_day.yann, status="present", by=cast.manager, reason=reason)
    with pytest.raises(Refused):
        clear(event=event, enrolment=half_day.yann, by=cast.manager)
    validate(event=event, enrolment=half_day.yann, status="late", by=cast.manager, reason="Arrivé à pied, vu par la formatrice")
    event.refresh_from_db()
    assert (event.sheet_state, event.sheet_closed_by) == ("corrected", cast.tutor)
    entry = PresenceEntry.objects.get(event=event, action="corrected")
    assert (entry.before["status"], entry.after["status"], entry.by, entry.reason) == (
        "absent",
        "late",
        cast.manager,
        "Arrivé à pied, vu par la formatrice",
    )
    again = close_sheet(event=event, by=cast.manager)
    assert (again.sheet_state, again.sheet_closed_by) == ("closed", cast.manager)
    actions = list(event.history.values_list("action", flat=True))
    assert actions == ["noted", "noted", "closed", "corrected", "closed"]


def test_saying_the_same_again_leaves_no_line(cast, half_day):
    for _time in range(2):
        validate(event=half_day.event, enrolment=half_day.monique, status="present", by=cast.tutor)
    assert half_day.event.history.count() == 1


def test_the_history_only_grows(cast, half_day):
    validate(event=half_day.event, enrolment=half_day.monique, status="present", by=cast.tutor)
    entry = half_day.event.history.get()
    for change in (entry.save, entry.delete, PresenceEntry.objects.all().delete, lambda: PresenceEntry.objects.update(reason="x")):
        with pytest.raises(ImproperlyConfigured):
            change()
    assert PresenceEntry.objects.get().reason == ""


def test_who_leads_an_event_joins_the_team_and_keeps_its_sheet(cast, half_day, commits):
    session, trainer = half_day.event.session, make_user("Erwan", "Le Bris", role=Role.TUTOR, region=cast.region)
    plan = replace(plan_for(half_day.event), begins=time(9), ends=time(12), trainer=trainer)
    with commits():
        change_event(half_day.event, plan=plan)
    assert session.tutors.get(user=trainer).role == TutorRole.TRAINER
    assert [message.to for message in mail.outbox] == [[trainer.email]]
    tutors = [(cast.tutor, TutorRole.CONTENT)]
    dates = {"starts_on": session.starts_on, "ends_on": session.ends_on}
    change_session(session, **dates, name=session.name, places=12, welcome="", tutors=tutors, by=cast.manager)
    assert session.tutors.filter(user=trainer).exists()
    assert SessionEvent.objects.kept_by(trainer).get() == half_day.event
