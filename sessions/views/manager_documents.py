"""The documents of a session, one by one or all of a kind in one file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jobs.models import JobState
from sessions.domain.archives import ask_archive
from sessions.domain.attendance import with_counts
from sessions.domain.certificates import issue, issue_again
from sessions.domain.refusals import Refused
from sessions.enums import ArchiveKind, EnrolmentState
from sessions.models import Certificate, DocumentArchive, TrainingSession
from sessions.permissions import ISSUE_CERTIFICATES, SEE_SESSIONS
from sessions.rules import DOCUMENTS, Powers, permitted_enrolment, permitted_session, reads_documents
from sessions.views.manager_access import for_those_who_may, page_of
from sessions.views.manager_session import LEARNERS_PER_PAGE, session_frame

FILE_NAMES = {ArchiveKind.CERTIFICATES: "certificats", ArchiveKind.CONVOCATIONS: "convocations", ArchiveKind.SHEETS: "emargements"}


@for_those_who_may(*DOCUMENTS.values())
def session_documents(request, session_id):
    session = permitted_session(request.user, session_id, SEE_SESSIONS)
    may = Powers(request.user, session)
    if not reads_documents(may):
        raise PermissionDenied
    kinds = [kind for kind, permission in DOCUMENTS.items() if may[permission.codename]]
    context = session_frame(request, session, "session_documents") | {
        "certificate_count": Certificate.objects.filter(enrolment__session=session).count(),
        "archives": session.archives.filter(kind__in=kinds).order_by("-created_at")[:5],
        "by_learner": kinds != [ArchiveKind.SHEETS],
        "events": with_counts(session.events.select_related("trainer")),
        "page": page_of(request, _with_documents(session), LEARNERS_PER_PAGE),
        "now": timezone.now(),
    }
    return render(request, "sessions/manager/documents.html", context)


def _with_documents(session: TrainingSession):
    """Learners, and those withdrawn who hold a certificate."""
    wanted = Q(state=EnrolmentState.ACTIVE) | Q(certificate__isnull=False)
    return session.enrolments.filter(wanted).select_related("user", "certificate")


@for_those_who_may(*DOCUMENTS.values())
@require_POST
def archive_new(request, session_id):
    kind = request.POST.get("kind", ArchiveKind.CERTIFICATES)
    if kind not in ArchiveKind.values:
        raise Http404
    session = permitted_session(request.user, session_id, DOCUMENTS[ArchiveKind(kind)])
    try:
        archive = ask_archive(session=session, by=request.user, kind=kind)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("training_sessions:session_documents", session.pk)
    return redirect("training_sessions:archive", session.pk, archive.pk)


@for_those_who_may(*DOCUMENTS.values())
def archive(request, session_id, archive_id):
    found = _archive(request, session_id, archive_id)
    return render(request, "sessions/manager/archive.html", {"archive": found, "session": found.session})


@for_those_who_may(*DOCUMENTS.values())
def archive_file(request, session_id, archive_id):
    found = _archive(request, session_id, archive_id)
    if found.state != JobState.DONE or not found.file:
        raise Http404
    name = f"{FILE_NAMES[found.kind]}-{slugify(found.session.name)[:80] or 'session'}.zip"
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


def _archive(request, session_id, archive_id) -> DocumentArchive:
    session = permitted_session(request.user, session_id, SEE_SESSIONS)
    found = session.archives.filter(pk=archive_id).first()
    if found is None:
        raise Http404
    if not Powers(request.user, session)[DOCUMENTS[ArchiveKind(found.kind)].codename]:
        raise PermissionDenied
    found.session = session
    return found


@for_those_who_may(ISSUE_CERTIFICATES)
@require_POST
def certificate_issue(request, enrolment_id):
    """Issue the certificate of one learner, anew where there is one."""
    enrolment = permitted_enrolment(request.user, enrolment_id, ISSUE_CERTIFICATES)
    former = Certificate.objects.filter(enrolment=enrolment).first()
    try:
        if former is not None:
            issue_again(former, by=request.user)
        else:
            issue(enrolment=enrolment, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The certificate is ready."))
    return redirect("training_sessions:enrolment", enrolment.pk)
