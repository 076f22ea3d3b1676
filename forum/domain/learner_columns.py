"""The traces that a learner left in the forum of the session, for reports."""

from django.db.models import Count, F, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from forum.models import Post
from sessions.models import Enrolment
from sessions.report_columns import ReportColumn, ValueKind

TRACES = _("Traces")


def _posts(rows: list[Enrolment]) -> QuerySet:
    """What the learners of the rows wrote in the forums of the rows' sessions, by session and author."""
    written = Post.objects.standing().filter(thread__session__in={row.session_id for row in rows}, author__in={row.user_id for row in rows})
    return written.values(session=F("thread__session")).order_by()


def posts(rows: list[Enrolment]) -> list[int]:
    found = {(session, author): n for session, author, n in _posts(rows).annotate(n=Count("pk")).values_list("session", "author", "n")}
    return [found.get((row.session_id, row.user_id), 0) for row in rows]


def last_posts(rows: list[Enrolment]) -> list:
    moments = _posts(rows).annotate(last=Max("created_at")).values_list("session", "author", "last")
    found = {(session, author): last for session, author, last in moments}
    written = [found.get((row.session_id, row.user_id)) for row in rows]
    return [moment.astimezone(row.session.zone) if moment else None for row, moment in zip(rows, written, strict=True)]


COLUMNS = (
    ReportColumn("forum_posts", _("Forum messages"), ValueKind.COUNT, posts, TRACES, order=200),
    ReportColumn("forum_last_post", _("Last forum message"), ValueKind.MOMENT, last_posts, TRACES, order=201),
)
