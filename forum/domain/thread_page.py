"""What the pages of a forum show: who stands in front of them, and each message with what may be done to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.addresses import addresses
from accounts.models import User
from accounts.prepared import Prepared
from forum.domain.rendering import render_message
from forum.models import Post, Report, Thread
from forum.rules import moderates
from privacy.days import in_words
from sessions.enums import SessionState, TutorRole
from sessions.models import Enrolment, SessionTutor, TrainingSession

_enrolments = Prepared(lambda user, session: Enrolment.objects.confirmed_of(user).filter(session=session).order_by("pk")[:1])
_team = Prepared(lambda session: SessionTutor.objects.filter(session=session).order_by("role", "pk").values_list("user", "role"))


@dataclass(frozen=True)
class Stance:
    """A person in front of the forum of a session; the same answers as forum.rules, in two queries for any number of messages."""

    user: User
    session: TrainingSession

    @cached_property
    def enrolment(self) -> Enrolment | None:
        user = self.user
        return _enrolments.first(user=user.pk, session=self.session.pk) if user.is_authenticated and user.is_active else None

    @cached_property
    def roles(self) -> dict[int, str]:
        """What the team does in the session, in words, by the id of the person."""
        found = defaultdict(list)
        for user_id, role in _team(session=self.session.pk):
            found[user_id].append(str(TutorRole(role).label))
        return {user_id: ", ".join(names) for user_id, names in found.items()}

    @cached_property
    def is_tutor(self) -> bool:
        return self.user.pk in self.roles

    @cached_property
    def is_team(self) -> bool:
        return self.is_tutor or moderates(self.user, self.session)

    @cached_property
    def may_write(self) -> bool:
        now = timezone.now()
        if self.session.state != SessionState.OPEN or self.session.is_over(now):
            return False
        return self.is_team or (self.session.is_running(now) and self.enrolment is not None)

    def may_answer(self, thread: Thread) -> bool:
        return self.may_write and not thread.is_hidden and (self.is_team or not thread.is_locked)


@dataclass(frozen=True)
class PostRow:
    """One message: its safe HTML ("" where the reader may not see it), the author's role, and what the reader may do.

    is_plain: nothing of it depends on more than these fields: its reader is not of the team and can only read, quote and report.
    number: its id as text. machine_moment, moment: when it was written, for machines and for people. reports: open ones, for the team.
    """

    post: Post
    is_plain: bool
    number: str
    author: str
    initials: str
    machine_moment: str
    moment: str
    address: str
    report_address: str
    html: SafeString | str
    role: str
    is_hidden: bool
    is_masked: bool
    is_new: bool
    is_opening: bool
    is_answer: bool
    may_edit: bool
    may_take_back: bool
    may_keep: bool
    may_report: bool
    edited_at: datetime | None
    reports: tuple[Report, ...]


def post_rows(stance: Stance, thread: Thread, posts: Iterable[Post], reports: dict[int, list[Report]]) -> list[PostRow]:
    """The rows of a page of the thread; its last message is the only one that can be taken back. reports: by the message's id."""
    address, report_address = addresses("forum:message"), addresses("forum:report")
    zone, language = timezone.get_current_timezone(), get_language()
    answers = stance.may_answer(thread)
    settles = stance.may_write and (stance.is_team or thread.author_id == stance.user.pk)
    found = []
    for post in posts:
        own = post.author_id == stance.user.pk
        readable = not post.is_hidden or own or stance.is_team
        is_opening, hidden = post.pk == thread.opening_id, post.is_hidden
        html = render_message(post.text) if readable else ""
        machine_moment, moment = _moment(post.created_at, zone, language)
        may_keep = settles and not is_opening and not hidden
        found.append(
            PostRow(
                post=post,
                is_plain=not (own or hidden or may_keep or stance.is_team),
                number=str(post.pk),
                author=str(post.author),
                initials=post.author.initials,
                machine_moment=machine_moment,
                moment=moment,
                address=address(post.pk),
                report_address=report_address(post.pk),
                html=html,
                role=stance.roles.get(post.author_id, ""),
                is_hidden=hidden,
                is_masked=hidden and not html,
                is_new=not own and post.created_at > thread.seen_at,
                is_opening=is_opening,
                is_answer=post.pk == thread.answer_id,
                may_edit=own and answers and not hidden,
                may_take_back=own and answers and not hidden and post.pk == thread.last_id,
                may_keep=may_keep,
                may_report=not own and not stance.is_team and not hidden,
                edited_at=post.edited_at,
                reports=tuple(reports.get(post.pk, [])),
            )
        )
    return found


@lru_cache(maxsize=4000)
def _moment(moment: datetime, zone: tzinfo, _language: str | None) -> tuple[str, str]:
    """In that zone and the language of the moment: as machines and as people read it."""
    local = moment.astimezone(zone)
    return date_format(local, "c"), in_words(local, "j F Y, H:i")
