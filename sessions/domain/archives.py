"""All documents of one kind of a session in one zip, made in the background."""

import tempfile
import zipfile
from collections.abc import Callable
from functools import partial

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.domain.run import JobRefused, enqueue
from jobs.models import JobState
from sessions.domain.attendance import sheets_of_events
from sessions.domain.convocations import convocation_filename, shared_of
from sessions.domain.paper import content_of, page_filename
from sessions.domain.refusals import Refused
from sessions.enums import ArchiveKind
from sessions.models import Certificate, DocumentArchive, TrainingSession
from sessions.pdf.attendance import attendance_pdf, sheet_filename
from sessions.pdf.certificate import certificate_pdf
from sessions.pdf.convocation import pdf_for

# A document to come: its name in the zip, and what makes it (b"" for one whose file is gone).
Document = tuple[str, Callable[[], bytes]]


@transaction.atomic
def ask_archive(*, session: TrainingSession, by: User, kind: str = ArchiveKind.CERTIFICATES) -> DocumentArchive:
    """Queue a new archive; while one of the kind is being made for the same person, that one is given back."""
    kind = ArchiveKind(kind)
    if not documents_of(session, kind):
        raise Refused(nothing_there(kind))
    under_way = session.archives.filter(asked_by=by, kind=kind, state__in=[JobState.WAITING, JobState.RUNNING]).first()
    if under_way is not None:
        return under_way
    archive = DocumentArchive.objects.create(session=session, asked_by=by, kind=kind)
    enqueue(archive)
    return archive


def build_archive(archive: DocumentArchive) -> None:
    """Write the zip; done again, it replaces the former file."""
    kind = ArchiveKind(archive.kind)
    documents = documents_of(archive.session, kind)
    if not documents:
        raise JobRefused(nothing_there(kind))
    archive.advance(0, len(documents))
    with tempfile.TemporaryFile() as buffer:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
            for done, (name, make) in enumerate(documents, start=1):
                if content := make():
                    bundle.writestr(name, content)
                archive.advance(done)
        buffer.seek(0)
        if archive.file:
            archive.file.delete(save=False)
        archive.file.save(f"{archive.pk}.zip", File(buffer), save=False)
    archive.save(update_fields=["file"])


def documents_of(session: TrainingSession, kind: ArchiveKind) -> list[Document]:
    """What the zip of a kind holds, in order."""
    match kind:
        case ArchiveKind.CONVOCATIONS:
            return _convocations(session)
        case ArchiveKind.SHEETS:
            return _sheets(session)
    return _certificates(session)


def nothing_there(kind: ArchiveKind) -> str:
    match kind:
        case ArchiveKind.CONVOCATIONS:
            return _("Nobody is enrolled yet.")
        case ArchiveKind.SHEETS:
            return _("No half-day and no virtual class has begun in this session.")
    return _("There is no certificate in this session yet.")


def _certificates(session: TrainingSession) -> list[Document]:
    found = Certificate.objects.filter(enrolment__session=session).select_related("enrolment__user").order_by("pk")
    return [(file_name(one), partial(certificate_pdf, one)) for one in found]


def _convocations(session: TrainingSession) -> list[Document]:
    enrolments, shared = list(session.enrolments.active().with_people()), shared_of(session)
    return [(convocation_filename(one), partial(pdf_for, one, shared)) for one in enrolments]


def _sheets(session: TrainingSession) -> list[Document]:
    """The sheets of what has begun, each followed by the signed paper that came back."""
    events = list(session.events.with_people().filter(starts_at__lte=timezone.now()))
    found: list[Document] = []
    for number, sheet in enumerate(sheets_of_events(events), start=1):
        found.append((f"{number:02}-{sheet_filename(sheet.event)}", partial(attendance_pdf, sheet)))
        pages = [page for paper in sheet.standing_papers for page in paper.pages.all()]
        found += [(f"{number:02}-{page_filename(page, place)}", partial(content_of, page)) for place, page in enumerate(pages, start=1)]
    return found


def file_name(certificate: Certificate) -> str:
    """Readable and unique within a session, in letters every system takes."""
    person = slugify(str(certificate.content["learner"])) or "certificat"
    return f"certificat-{person}-{certificate.code[-4:].lower()}.pdf"
