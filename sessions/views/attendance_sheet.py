"""The attendance sheet to take away: as a page, to sign on paper, and as it was kept."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.domain.attendance import closing_words, history_lines, presence_words, sheet_of, signature_words, told_papers
from sessions.models import SessionEvent
from sessions.pdf.attendance import attendance_pdf, fact_lines, sheet_filename
from sessions.rules import kept_event
from sessions.views.attendance import frame


@require_safe
@login_required
@never_cache
def page(request, session_id, event_id):
    """The same content as the PDF, for screen readers and phones."""
    event = kept_event(request.user, session_id, event_id)
    sheet, zone = sheet_of(event), event.session.zone
    rows = [(row, presence_words(row.presence, zone), signature_words(row.signature, zone) if row.signature else "") for row in sheet.rows]
    context = frame(request, event) | {
        "sheet": sheet,
        "facts": fact_lines(event),
        "rows": rows,
        "trainers": [(one, signature_words(one, zone)) for one in sheet.trainers],
        "closing": closing_words(event),
        "history": history_lines(sheet),
        **told_papers(sheet),
    }
    return render(request, "sessions/attendance/sheet.html", context)


@require_safe
@login_required
@never_cache
def kept(request, session_id, event_id):
    return _pdf(kept_event(request.user, session_id, event_id))


@require_safe
@login_required
@never_cache
def blank(request, session_id, event_id):
    return _pdf(kept_event(request.user, session_id, event_id), blank=True)


def _pdf(event: SessionEvent, *, blank: bool = False) -> HttpResponse:
    response = HttpResponse(attendance_pdf(sheet_of(event), blank=blank), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{sheet_filename(event, blank=blank)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
