"""One mail a day in place of many: what waits is gathered at the hour of the person's own time zone."""

import zoneinfo
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from jobs.domain.run import enqueue
from messaging.domain.letters import frame_values, with_foot
from messaging.domain.mail import Mail
from messaging.models import Digest, Notice

MOST = 100


def make_due_digests(now: datetime | None = None) -> int:
    """Queue the summary of everyone for whom something waits and whose evening has come; returns how many. Once a day each."""
    now = now or timezone.now()
    waiting = Notice.objects.awaiting_digest().filter(created_at__lte=now).values("user")
    people = User.objects.active().real().filter(pk__in=waiting).prefetch_related("assignments__region")
    return sum(_make(user, now) for user in people.iterator(chunk_size=500))


def zone_of(user) -> zoneinfo.ZoneInfo:
    """The person's own time zone, else that of their region, else the platform's."""
    regions = (one.region.time_zone for one in user.assignments.all() if one.region)
    return zoneinfo.ZoneInfo(user.time_zone or next(regions, settings.TIME_ZONE))


@transaction.atomic
def _make(user, now: datetime) -> bool:
    local = now.astimezone(zone_of(user))
    if local.hour < settings.DIGEST_HOUR:
        return False
    digest, created = Digest.objects.get_or_create(user=user, day=local.date())
    if created:
        Notice.objects.awaiting_digest().filter(user=user, created_at__lte=now).update(digest=digest)
        enqueue(digest)
    return created


def deliver_digest(digest: Digest) -> None:
    """Send the summary of what the person has not read meanwhile; one already sent is left alone."""
    if digest.sent_at or digest.user.is_made_up:
        return
    unread = digest.notices.unread().order_by("created_at")
    notices = list(unread[:MOST])
    if notices:
        _mail(digest, notices, unread.count()).send()
    digest.sent_at = timezone.now()
    digest.save(update_fields=["sent_at"])
    digest.notices.update(sent_at=digest.sent_at)


def _mail(digest: Digest, notices: list[Notice], count: int) -> Mail:
    user = digest.user
    with translation.override(user.language), timezone.override(zone_of(user)):
        values = frame_values(user, {"notices": notices, "count": count, "day": digest.day, "more": count - len(notices)})
        subject = " ".join(render_to_string("mail/digest.subject.txt", values).split())
        mail = Mail(
            subject=subject,
            body=with_foot(render_to_string("mail/digest.txt", values).strip()),
            to=[user.email],
            headers={"X-Notice": f"digest:{digest.pk}", "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("mail/digest.html", values), "text/html")
    return mail
