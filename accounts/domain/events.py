"""The journal of what happens to the way into accounts."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import AccountEvent, User
from accounts.models.event import EventKind
from accounts.network import address_of


def note(*, user: User, kind: EventKind, request=None, by: User | None = None, detail: str = "") -> AccountEvent:
    """Write down what happened to the person's account; `by` is left out when they did it themselves."""
    author = by if by is not None and by.pk != user.pk else None
    address = address_of(request) if request is not None else None
    return AccountEvent.objects.create(user=user, kind=kind, by=author, address=address, detail=detail[:200])


def forget_old_events() -> int:
    """Delete what is older than the journal is kept."""
    limit = timezone.now() - timedelta(days=settings.ACCOUNT_EVENT_DAYS)
    return AccountEvent.objects.filter(at__lt=limit).delete()[0]
