# SPDX-License-Identifier: EUPL-1.2
"""The people a learner turns to, as the values that a page shows of them."""

from dataclasses import dataclass
from uuid import UUID

from accounts.models import Region
from accounts.prepared import Prepared
from sessions.enums import TutorRole
from sessions.models import SessionTutor, TrainingSession


@dataclass(frozen=True)
class TutorContact:
    """A person of the team, as components/person.html takes one."""

    uid: UUID
    name: str
    initials: str
    role: str
    phone: str

    def __str__(self) -> str:
        return self.name

    @property
    def role_in_words(self) -> str:
        return str(TutorRole(self.role).label)


@dataclass(frozen=True)
class RegionContact:
    pk: int
    name: str
    phone: str

    def __str__(self) -> str:
        return self.name


_tutors = Prepared(lambda session: SessionTutor.objects.filter(session=session).select_related("user"))


def tutor_contacts(session: TrainingSession) -> tuple[TutorContact, ...]:
    rows = ((row.user, row.role) for row in _tutors(session=session.pk))
    return tuple(TutorContact(user.uid, str(user), user.initials, role, user.phone) for user, role in rows)


def region_contact(region: Region) -> RegionContact:
    return RegionContact(region.pk, region.name, region.phone)
