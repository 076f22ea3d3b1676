"""Who follows what, where and how: what the app above hands to a player."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from uuid import UUID

from courses.enums import AttemptMode

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import LibraryObject


@dataclass(frozen=True)
class EventInfo:
    """A virtual class or half-day as the learner sees it; status is "" until presence was validated.

    sign_url: where its sheet is signed, "" while it cannot be.
    zone: the region's time zone, shown besides the learner's own when their hours differ.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    trainer: str = ""
    calendar_url: str = ""
    status: str = ""
    zone: tzinfo | None = None
    sign_url: str = ""


@dataclass(frozen=True)
class LearningContext:
    """One step in front of one person. Made only by code that checked they may see it.

    activity: the specific library object. base_url: the step's own URL, ending in "/"; a player's further
    pages are base_url + action. can_write: False once access is closed (read only). closes_at: when access ends.
    minimum_score: percent that the step asks for, over the object's pass mark. forum_url, faq_url: where to ask, and
    where questions about this object are answered already; "" where there is none.
    """

    user: "User"
    registration: UUID
    activity: "LibraryObject"
    base_url: str
    back_url: str
    mode: str = AttemptMode.NORMAL
    can_write: bool = True
    closes_at: datetime | None = None
    next_url: str = ""
    next_label: str = ""
    pathway_title: str = ""
    place: str = ""
    zone: tzinfo | None = None
    minimum_score: int | None = None
    forum_url: str = ""
    faq_url: str = ""
    events: tuple[EventInfo, ...] = field(default=())

    @property
    def is_preview(self) -> bool:
        return self.mode == AttemptMode.PREVIEW

    @property
    def pass_share(self) -> float | None:
        """The share of the maximum that passes, 0 to 1: the step's minimum score, else the object's pass mark."""
        mark = self.minimum_score if self.minimum_score is not None else self.activity.pass_mark
        return None if mark is None else mark / 100
