"""Who reads and writes which messages: a stranger gets 404, a member without the right 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Region, User
from messaging.models import Conversation, Message, MessageFile, Report
from messaging.permissions import DECIDE_REPORTS, WRITE_AS_REGION


def readable_conversation(user, conversation_id) -> Conversation:
    return get_object_or_404(Conversation.objects.visible_to(user).with_marks(user), pk=conversation_id)


def readable_message(user, message_id) -> Message:
    """A message in sight, of a conversation one reads."""
    seen = Message.objects.filter(conversation__in=Conversation.objects.visible_to(user), removed_at=None)
    return get_object_or_404(seen.select_related("conversation__region", "author"), pk=message_id)


def readable_file(user, file_id) -> MessageFile:
    """A file of a message in sight; or of a reported one, for whoever decides."""
    found = get_object_or_404(MessageFile.objects.select_related("message"), pk=file_id)
    message = found.message
    in_sight = message.removed_at is None and Conversation.objects.visible_to(user).filter(pk=message.conversation_id).exists()
    if in_sight or Report.objects.visible_to(user).filter(message=message).exists():
        return found
    raise Http404


def decides_reports(user) -> bool:
    return user.is_authenticated and user.is_active and user.may(DECIDE_REPORTS)


def decidable_report(user, report_id) -> Report:
    if not decides_reports(user):
        raise PermissionDenied
    rows = Report.objects.visible_to(user).select_related("message__author", "message__conversation__region", "reporter", "decided_by")
    return get_object_or_404(rows, pk=report_id)


def written_for_region(user, region_id) -> Region:
    """A region in the name of which the person writes."""
    return get_object_or_404(Region.objects.with_permission(user, WRITE_AS_REGION), pk=region_id)


def person_of_region(user, region: Region, uid) -> User:
    """Someone who holds a role in the region."""
    return get_object_or_404(User.objects.active().exclude(pk=user.pk).filter(assignments__region=region).distinct(), uid=uid)
