# SPDX-License-Identifier: EUPL-1.2
"""A tutor's desk. Each part is asked of the database when its block is drawn: a block that the tutor hid costs nothing."""

from collections.abc import Sequence
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from sessions.domain.attendance import sheets_at_hand
from sessions.models import Enrolment, SessionEvent, TrainingSession
from sessions.registry import AwaitedReply, awaited_replies
from tutoring.domain.followed import columns_named, followed_learners, ordered, with_facts
from tutoring.domain.hand_ins import HandIn, to_grade, with_enrolments
from tutoring.domain.reminders import Silence, to_remind

IN_A_COLUMN = 6
LEARNERS = 10
SESSIONS = 12


class Desk:
    """when: running, upcoming or over, the sessions listed, `page` of them. facts: names of columns; sort: of the learners."""

    def __init__(
        self, user: User, *, when: str = "running", page: int | str | None = 1, facts: list[str] | None = None, sort: str = ""
    ) -> None:
        self.user, self.when, self.page, self.facts, self.sort = user, when, page, facts or [], sort

    @cached_property
    def _works(self) -> QuerySet:
        return to_grade(self.user)

    @cached_property
    def to_grade(self) -> list[HandIn]:
        return with_enrolments(self._works[:IN_A_COLUMN])

    @cached_property
    def to_grade_count(self) -> int:
        return self._works.count()

    @cached_property
    def drafts_count(self) -> int:
        return self._works.filter(grade__isnull=False).count()

    @cached_property
    def _awaited(self) -> list[AwaitedReply]:
        return awaited_replies(self.user)

    @cached_property
    def replies(self) -> list[tuple[AwaitedReply, str]]:
        return with_learners(self._awaited[:IN_A_COLUMN], self.user)

    @property
    def replies_count(self) -> int:
        return len(self._awaited)

    @cached_property
    def _silent(self) -> QuerySet:
        return to_remind(self.user)

    @cached_property
    def to_remind(self) -> list[Silence]:
        return [Silence(one) for one in self._silent[:IN_A_COLUMN]]

    @cached_property
    def to_remind_count(self) -> int:
        return self._silent.count()

    @cached_property
    def sheets(self) -> list[SessionEvent]:
        return sheets_at_hand(self.user)

    @cached_property
    def columns(self) -> list:
        return columns_named(self.facts)

    @cached_property
    def _learners(self) -> QuerySet:
        return followed_learners(self.user)

    @cached_property
    def learners(self) -> list:
        """The first learners with their key facts."""
        return with_facts(ordered(self._learners, self.sort)[:LEARNERS], self.columns)

    @cached_property
    def learners_count(self) -> int:
        return self._learners.count()

    @cached_property
    def sessions(self) -> Page:
        return Paginator(sessions_of(self.user, self.when), SESSIONS).get_page(self.page)


def with_learners(replies: Sequence[AwaitedReply], user: User) -> list[tuple[AwaitedReply, str]]:
    """Each with the page of the learner who wrote, "" for someone whom `user` does not follow; one query for all."""
    if not replies:
        return []
    found = Enrolment.objects.followed_by(user).filter(
        session__in={one.session.pk for one in replies}, user__in={one.person.pk for one in replies}
    )
    pages = {
        (session, person): reverse("tutoring:learner", args=[pk]) for pk, session, person in found.values_list("pk", "session", "user")
    }
    return [(one, pages.get((one.session.pk, one.person.pk), "")) for one in replies]


def sessions_of(user: User, when: str) -> QuerySet:
    """The sessions that the person follows, each with its learners."""
    found = TrainingSession.objects.followed_by(user)
    chosen = {"running": found.running, "upcoming": found.upcoming, "over": found.over}[when](timezone.now())
    learners = Enrolment.objects.active().select_related("user")
    return chosen.select_related("region", "pathway").prefetch_related(Prefetch("enrolments", learners, to_attr="learners"))
