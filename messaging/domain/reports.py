"""Report a message to the managers concerned, and decide."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from messaging.domain.refusals import Refused
from messaging.domain.sending import send
from messaging.enums import Decision
from messaging.models import Conversation, Message, Report
from messaging.permissions import DECIDE_REPORTS


@transaction.atomic
def report(*, message: Message, by: User, reason: str) -> Report:
    """Tell the managers of the region, or national ones when a manager of the region wrote it, or no region answers for it.

    Reporting twice keeps the first. Raises Refused for one's own message.
    """
    if message.author_id == by.pk:
        raise Refused(_("This message is your own."))
    region = message.conversation.region
    managers = list(User.objects.active().told_of(DECIDE_REPORTS, [region])) if region else []
    national = not managers or message.author in managers
    found, created = Report.objects.get_or_create(message=message, reporter=by, defaults={"reason": reason, "national": national})
    if created:
        told = list(User.objects.active().told_of(DECIDE_REPORTS)) if national else managers
        for manager in told:
            _tell_manager(found, manager)
    return found


def _tell_manager(found: Report, manager: User) -> None:
    context = {
        "reporter": found.reporter,
        "author": found.message.author,
        "reason": found.reason,
        "link": settings.SITE_ORIGIN + reverse("messaging:report_page", args=[found.pk]),
    }
    send(to=manager, kind="message_reported", key=f"message-reported:{found.pk}:{manager.pk}", context=context)


@transaction.atomic
def decide(*, report: Report, decision: Decision, note: str, by: User) -> Report:
    """Keep the message or take it out of sight; the reporter is told. Decided once: raises Refused afterwards."""
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.decision:
        raise Refused(_("%(person)s has already decided.") % {"person": current.decided_by})
    current.decision, current.note, current.decided_by, current.decided_at = decision, note, by, timezone.now()
    current.save()
    if decision == Decision.REMOVED:
        _remove(current.message)
    link = settings.SITE_ORIGIN + reverse("messaging:conversation", args=[current.message.conversation_id])
    context = {"removed": decision == Decision.REMOVED, "note": note, "link": link}
    send(to=current.reporter, kind="report_decided", key=f"report-decided:{current.pk}", context=context)
    return current


def _remove(message: Message) -> None:
    if message.removed_at is None:
        message.removed_at = timezone.now()
        message.save(update_fields=["removed_at"])
    newest = Message.objects.filter(conversation=message.conversation_id).order_by("-pk").first()
    if newest == message:
        Conversation.objects.filter(pk=message.conversation_id).update(last_excerpt="")
