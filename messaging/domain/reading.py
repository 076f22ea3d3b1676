"""The notices a person finds on the platform."""

from django.utils import timezone

from accounts.prepared import Prepared
from messaging.models import Notice, Participation


def mark_read(notice: Notice) -> None:
    """The "seen" mark, written when a notice is opened."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def mark_all_read(user) -> int:
    return Notice.objects.visible_to(user).unread().update(read_at=timezone.now())


def _unopened(user: int):
    messages = Participation.objects.filter(user=user, unread=True).order_by().values_list("pk")
    notices = Notice.objects.shown_to(user).unread().order_by().values_list("pk")
    return messages.union(notices, all=True)[:1]


_news = Prepared(_unopened)


def has_news(user) -> bool:
    """Is there a notice or a message that the person has not opened? One query, on two small indexes."""
    return user.is_active and bool(_news(user=user.pk))
