# SPDX-License-Identifier: EUPL-1.2
"""What roles may allow about sessions and their people."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, Scope
from accounts.permissions import MANAGERS, SEE_PEOPLE, TEAM, Group, Permission, register_permissions

WITH_HOST = frozenset({Role.HOST})

SEE_SESSIONS = Permission(
    "see_sessions", _("See the sessions: dates, team, names of the learners"), Group.VIEWS, Scope.SESSION, held_by=MANAGERS
)
SEE_PROGRESS = Permission(
    "see_progress",
    _("See where learners stand: progress, scores, time spent, last visit"),
    Group.DATA,
    Scope.SESSION,
    (SEE_SESSIONS,),
    TEAM,
)
ENROL = Permission(
    "enrol", _("Enrol people in a session, invite them again, withdraw them"), Group.FEATURES, Scope.SESSION, (SEE_SESSIONS,), MANAGERS
)
EDIT_EVENTS = Permission(
    "edit_events",
    _("Add, move and cancel the virtual classes and half-days of a session"),
    Group.FEATURES,
    Scope.SESSION,
    (SEE_SESSIONS,),
    MANAGERS,
)
EDIT_SESSIONS = Permission(
    "edit_sessions",
    _("Open a session and change it: dates, tutors, learners; confirm it, cancel it"),
    Group.FEATURES,
    Scope.REGION,
    (ENROL, EDIT_EVENTS),
    MANAGERS,
)
KEEP_ATTENDANCE = Permission(
    "keep_attendance",
    _("Validate presence and keep the attendance sheets"),
    Group.FEATURES,
    Scope.SESSION,
    (SEE_SESSIONS,),
    TEAM,
)
RUN_CLASSES = Permission(
    "run_classes",
    _("Run the virtual classes: open the room, validate who was there"),
    Group.FEATURES,
    Scope.SESSION,
    (SEE_SESSIONS,),
    MANAGERS | WITH_HOST,
)
ISSUE_CERTIFICATES = Permission(
    "issue_certificates",
    _("Issue certificates and download them"),
    Group.FEATURES,
    Scope.SESSION,
    (SEE_SESSIONS,),
    MANAGERS,
)
SEND_CONVOCATIONS = Permission(
    "send_convocations",
    _("Read convocations, download them and send them again"),
    Group.FEATURES,
    Scope.SESSION,
    (SEE_SESSIONS,),
    MANAGERS,
)
WRITE_TO_LEARNERS = Permission(
    "write_to_learners",
    _("Write a mail to the learners of a session"),
    Group.FEATURES,
    Scope.SESSION,
    (SEE_SESSIONS,),
    TEAM,
)
FOLLOW_LEARNERS = Permission(
    "follow_learners",
    _("Accompany learners: see their path and their work, write to them"),
    Group.DATA,
    Scope.SESSION,
    (SEE_PROGRESS,),
    frozenset({Role.TUTOR}),
)
EDIT_PEOPLE = Permission(
    "edit_people",
    _("Correct the name of a person of the region, send the invitation again"),
    Group.FEATURES,
    Scope.REGION,
    (SEE_PEOPLE, SEE_SESSIONS),
    MANAGERS,
)
MANAGE_TUTORS = Permission(
    "manage_tutors", _("Add tutors and trainers to the region, take them away"), Group.FEATURES, Scope.REGION, (SEE_PEOPLE,), MANAGERS
)
ANSWER_INTEREST = Permission(
    "answer_interest",
    _("Read the requests of people interested in a training, answer them, export them"),
    Group.DATA,
    Scope.REGION,
    held_by=MANAGERS,
)

register_permissions(
    SEE_SESSIONS,
    SEE_PROGRESS,
    FOLLOW_LEARNERS,
    EDIT_SESSIONS,
    ENROL,
    EDIT_EVENTS,
    KEEP_ATTENDANCE,
    RUN_CLASSES,
    ISSUE_CERTIFICATES,
    SEND_CONVOCATIONS,
    WRITE_TO_LEARNERS,
    EDIT_PEOPLE,
    MANAGE_TUTORS,
    ANSWER_INTEREST,
)
