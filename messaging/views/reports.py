"""Reported messages: to report one, the list for managers, and the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from messaging.domain.conversations import conversation_url
from messaging.domain.refusals import Refused
from messaging.domain.reports import decide, report
from messaging.enums import Decision
from messaging.forms import DecisionForm, ReportForm
from messaging.models import Message, Report
from messaging.rules import decidable_report, decides_reports, readable_message
from messaging.views.frame import mailbox_tabs

PAGE = 30
AROUND = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_message(request, message_id):
    """Say why a message is out of place; the managers concerned are told."""
    found = readable_message(request.user, message_id)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report(message=found, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. The managers have been told; you will get their answer in your notices."))
            return redirect(conversation_url(found.conversation))
    return render(request, "messaging/report.html", {"message": found, "form": form})


@login_required
@require_safe
def reports(request):
    """Those that wait, or with ?tous=1 all of them, newest first."""
    if not decides_reports(request.user):
        raise PermissionDenied
    everything = request.GET.get("tous") == "1"
    rows = Report.objects.visible_to(request.user).select_related("message__author", "reporter", "decided_by")
    page = Paginator(rows if everything else rows.waiting(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "everything": everything, "tabs": mailbox_tabs(request.user, "reports")}
    return render(request, "messaging/reports.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request, report_id):
    """The message with what surrounds it, and the decision."""
    found = decidable_report(request.user, report_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(report=found, decision=Decision(form.cleaned_data["decision"]), note=form.cleaned_data["note"], by=request.user)
            messages.success(request, _("Your decision is kept, and the person who reported is told."))
            return redirect("messaging:reports")
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("messaging:report_page", found.pk)
    return render(request, "messaging/report_page.html", {"report": found, "form": form, "around": _around(found.message)})


def _around(message: Message) -> list[Message]:
    """The message between those before and after it."""
    rows = Message.objects.filter(conversation=message.conversation_id).select_related("author").prefetch_related("files")
    before = list(rows.filter(pk__lt=message.pk).order_by("-pk")[:AROUND])
    return [*before[::-1], message, *rows.filter(pk__gt=message.pk).order_by("pk")[:AROUND]]
