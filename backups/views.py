"""The page of backups in the back office: the last ones, the last rehearsals, and both at a press."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.rules import needs
from backups.domain.schedule import is_late, start
from backups.models import Backup, Rehearsal
from backups.permissions import RUN_BACKUPS

SHOWN = 20


@require_safe
@needs(RUN_BACKUPS)
def overview(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "backups/overview.html",
        {
            "backups": Backup.objects.all()[:SHOWN],
            "rehearsals": Rehearsal.objects.all()[:SHOWN],
            "late": is_late(),
            "every_hours": settings.BACKUP_EVERY_HOURS,
            "rehearse_days": settings.BACKUP_REHEARSE_DAYS,
            "keep": settings.BACKUP_KEEP,
        },
    )


@require_POST
@needs(RUN_BACKUPS)
def back_up(request: HttpRequest) -> HttpResponse:
    start(Backup, by=request.user)
    messages.success(request, _("A backup is being made."))
    return redirect("backups")


@require_POST
@needs(RUN_BACKUPS)
def rehearse(request: HttpRequest) -> HttpResponse:
    start(Rehearsal, by=request.user)
    messages.success(request, _("The latest backup is being restored to a database made for that."))
    return redirect("backups")
