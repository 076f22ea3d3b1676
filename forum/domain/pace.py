"""A limit against floods: so many messages of one person in all forums, and never the same one twice in a row."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.models import Post, Report

IN_A_MINUTE = 6
IN_AN_HOUR = 60
REPORTS_IN_AN_HOUR = 20
AGAIN = timedelta(minutes=10)


class TooFast(Exception):
    """The person writes too fast, or twice the same; the message says what to do."""


def check_pace(author, text: str) -> None:
    """Raises TooFast."""
    now = timezone.now()
    lately = Post.objects.filter(author=author, created_at__gte=now - timedelta(hours=1)).aggregate(
        hour=Count("pk"), minute=Count("pk", filter=Q(created_at__gte=now - timedelta(minutes=1)))
    )
    if lately["minute"] >= IN_A_MINUTE or lately["hour"] >= IN_AN_HOUR:
        raise TooFast(_("You have written many messages in a short time. Your text is kept here: publish it in a few minutes."))
    if Post.objects.standing().filter(author=author, text=text, created_at__gte=now - AGAIN).exists():
        raise TooFast(_("You have just published this message."))


def check_report_pace(user) -> None:
    """Raises TooFast."""
    if Report.objects.filter(user=user, created_at__gte=timezone.now() - timedelta(hours=1)).count() >= REPORTS_IN_AN_HOUR:
        raise TooFast(_("You have reported many messages in a short time. Write to your tutor instead."))
