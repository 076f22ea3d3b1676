"""Conversations: the list, one with its messages, and the ways to begin one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Region, User
from files.serving import stored_file_response
from messaging.domain.addresses import Address, address_of_help, address_of_person, address_of_region, keeps, regions_to_write_to
from messaging.domain.blocking import block, is_blocked, may_block, unblock
from messaging.domain.conversations import conversation_url, mark_conversation_read, standing_of, write
from messaging.domain.refusals import Refused
from messaging.forms import WriteForm
from messaging.models import Conversation
from messaging.registry import contacts_of
from messaging.rules import person_of_region, readable_conversation, readable_file, written_for_region
from messaging.views.frame import mailbox_tabs

PAGE = 20
MESSAGES = 30
CONTACTS = 50


@login_required
@require_safe
def conversations(request):
    words = request.GET.get("q", "").strip()[:100]
    found = Conversation.objects.visible_to(request.user).search(words).with_marks(request.user)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(one, one.named_for(request.user), bool(one.desk and keeps(request.user, one))) for one in page]
    context = {"page": page, "rows": rows, "words": words, "tabs": mailbox_tabs(request.user, "conversations")}
    return render(request, "messaging/conversations.html", context)


@login_required
@require_safe
def contacts(request):
    """To whom one may write: the people of one's sessions, the regions, the help."""
    words = request.GET.get("q", "").strip()[:100]
    found = contacts_of(request.user, words, CONTACTS + 1)
    context = {
        "contacts": found[:CONTACTS],
        "more": len(found) > CONTACTS,
        "words": words,
        "regions": [] if words else regions_to_write_to(request.user),
        "help": not words and not request.user.is_national_manager,
    }
    return render(request, "messaging/contacts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request, conversation_id):
    """The messages, the newest page last; opening it marks it as read. A POST writes."""
    found = readable_conversation(request.user, conversation_id)
    form = WriteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (answer := _posted(request, found, form)):
        return answer
    mark_conversation_read(request.user, found)
    return render(request, "messaging/conversation.html", _page_of(request, found) | {"form": form})


def _page_of(request, found: Conversation) -> dict:
    rows = found.messages.select_related("author").prefetch_related("files").order_by("-pk")
    page = Paginator(rows, MESSAGES).get_page(request.GET.get("page"))
    other = found.other_than(request.user)
    return {
        "conversation": found,
        "name": found.named_for(request.user),
        "page": page,
        "shown": list(page)[::-1],
        "standing": standing_of(request.user, found),
        "other": other,
        "kept": bool(found.desk and keeps(request.user, found)),
        "read_by_other": _read_by_other(request.user, found),
        "blocked": other is not None and is_blocked(by=request.user, other=other),
        "may_block": other is not None and may_block(request.user, other),
    }


def _read_by_other(user, found: Conversation):
    """Until when the other side has read: moment, or None."""
    moments = [one.read_at for one in found.participations.all() if one.user_id != user.pk and one.read_at]
    return max(moments, default=None)


def _posted(request, to: Address | Conversation, form: WriteForm):
    """Write; None when the form must be shown again, with what was typed."""
    if not form.is_valid():
        return None
    try:
        message = write(to=to, author=request.user, text=form.cleaned_data["text"], uploads=request.FILES.getlist("attached"))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect(f"{conversation_url(message.conversation)}#message-{message.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_person(request, uid):
    """Towards a person one shares something with; a stranger does not exist here."""
    other = get_object_or_404(User.objects.active(), uid=uid)
    address = address_of_person(request.user, other, request.GET.get("sujet", ""))
    if address is None:
        raise Http404
    return _begin(request, address, str(other))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_region(request, region_id):
    """Towards those who run the region where one learns or tutors."""
    region = next((one for one in regions_to_write_to(request.user) if one.pk == region_id), None)
    if region is None:
        raise Http404
    return _begin(request, address_of_region(request.user, region), str(region))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_as_region(request, region_id, uid):
    """A manager writes to someone of the region, for the region: colleagues see the answer too."""
    region: Region = written_for_region(request.user, region_id)
    person = person_of_region(request.user, region, uid)
    return _begin(request, address_of_region(person, region), str(person))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_help(request):
    return _begin(request, address_of_help(request.user), _("Help desk"))


def _begin(request, address: Address, name: str):
    """The conversation if there is one; else a page to write its first message."""
    existing = address.find()
    if existing is not None and request.method != "POST":
        return redirect(conversation_url(existing) + "#reply")
    form = WriteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (answer := _posted(request, address, form)):
        return answer
    return render(request, "messaging/conversation.html", {"name": name, "address": address, "form": form, "standing": {"may_write": True}})


@login_required
@require_safe
def file(request, file_id):
    """A file of a message: shown in place with ?inline=1 when its type is harmless, else saved."""
    found = readable_file(request.user, file_id)
    inline = request.GET.get("inline") == "1"
    return stored_file_response(found.file, name=found.name, media_type=found.media_type, inline=inline, request=request)


@login_required
@require_POST
def block_person(request, conversation_id):
    """Refuse the messages of the person on the other side, or accept them again."""
    found = readable_conversation(request.user, conversation_id)
    other = found.other_than(request.user)
    if other is None:
        raise Http404
    if request.POST.get("action") == "unblock":
        unblock(user=request.user, other=other)
        messages.success(request, _("You receive messages from %(person)s again.") % {"person": other})
    else:
        try:
            block(user=request.user, other=other)
            messages.success(request, _("You no longer receive messages from %(person)s.") % {"person": other})
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(conversation_url(found))
