"""The learner's documents: summary sheets and certificates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from courses.players.library_files import library_file_response
from sessions.domain.learning import journey_of, journeys_of
from sessions.domain.summary_sheets import linked_document, sequence_with_sheet, sheet_filename, sheet_html, sheet_pdf, sheets_of
from sessions.models import Enrolment
from sessions.views.learner_frame import in_learners_time, learner_page


@require_safe
@login_required
@in_learners_time
def documents(request):
    """Every summary sheet and certificate of the person, the newest training first."""
    enrolments = Enrolment.objects.of_learner(request.user).with_people().select_related("certificate").order_by("-session__closes_at")
    shelves = [(journey, sheets_of(journey)) for journey in journeys_of(enrolments)]
    return render(request, "sessions/learner/documents.html", {"shelves": shelves})


@require_safe
@learner_page
def sheet(request, enrolment, sequence_id: int):
    journey = journey_of(enrolment)
    sequence, finished = sequence_with_sheet(journey, sequence_id)
    if not finished:
        return _not_yet(request, journey, sequence)
    if sequence.summary_document:
        return library_file_response(request, sequence.summary_document)
    response = HttpResponse(sheet_pdf(enrolment, sequence), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{sheet_filename(sequence)}"'
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@learner_page
def sheet_page(request, enrolment, sequence_id: int):
    """The sheet as a page, which screen readers and phones read better than a PDF; an uploaded PDF has none."""
    journey = journey_of(enrolment)
    sequence, finished = sequence_with_sheet(journey, sequence_id)
    if not finished:
        return _not_yet(request, journey, sequence)
    if not sequence.summary_sheet:
        return redirect("training_sessions:summary_sheet", enrolment.pk, sequence_id)
    return render(
        request,
        "sessions/learner/sheet.html",
        {"journey": journey, "sequence": sequence, "text": sheet_html(enrolment, sequence)},
    )


@require_safe
@learner_page
def document(request, enrolment, sequence_id: int, document_id: int):
    """A document that a sheet links to."""
    sequence, finished = sequence_with_sheet(journey_of(enrolment), sequence_id)
    if not finished:
        return HttpResponse(status=403)
    return library_file_response(request, linked_document(sequence, document_id))


def _not_yet(request, journey, sequence):
    return render(request, "sessions/learner/sheet_not_yet.html", {"journey": journey, "sequence": sequence}, status=403)
