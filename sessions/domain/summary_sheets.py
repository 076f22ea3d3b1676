"""Summary sheets: one per sequence, the learner's to keep once the sequence is finished, also after the session."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.rich_text import expand_db_html

from pathways.models import Sequence
from sessions.domain.learning import Journey
from sessions.models import Enrolment
from sessions.pdf.summary_sheet import summary_sheet_pdf

_DOCUMENT_LINK = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>')
_ID = re.compile(r'\bid="(\d+)"')


@dataclass(frozen=True)
class Sheet:
    """A sequence's sheet in a journey. url: of the PDF, "" until the sequence is finished."""

    number: int
    title: str
    url: str
    page_url: str

    @property
    def is_available(self) -> bool:
        return bool(self.url)


def sheets_of(journey: Journey) -> list[Sheet]:
    found = []
    for number, sequence in enumerate(journey.plan.sequences, start=1):
        if sequence.has_sheet:
            finished = sequence.sequence_id in journey.standing.finished_sequences
            found.append(
                Sheet(
                    number=number,
                    title=sequence.title,
                    url=sheet_url(journey.enrolment, sequence.sequence_id) if finished else "",
                    page_url=sheet_url(journey.enrolment, sequence.sequence_id, page=True) if finished else "",
                )
            )
    return found


def sheet_url(enrolment: Enrolment, sequence_id: int, *, page: bool = False) -> str:
    name = "summary_sheet_page" if page else "summary_sheet"
    return reverse(f"training_sessions:{name}", args=[enrolment.pk, sequence_id])


def sequence_with_sheet(journey: Journey, sequence_id: int) -> tuple[Sequence, bool]:
    """The sequence of the learner's pathway, and whether its sheet may be read. Raises Http404 where there is no sheet."""
    plan = next((one for one in journey.plan.sequences if one.sequence_id == sequence_id), None)
    if plan is None or not plan.has_sheet:
        raise Http404
    sequence = Sequence.objects.select_related("summary_document", "pathway").get(pk=sequence_id)
    return sequence, sequence_id in journey.standing.finished_sequences


def sheet_html(enrolment: Enrolment, sequence: Sequence) -> str:
    """The sheet as HTML; documents it links to leave through the learner's own address."""
    base = reverse("training_sessions:sheet_document", args=[enrolment.pk, sequence.pk, 0]).removesuffix("0/")
    return expand_db_html(_own_links(sequence.summary_sheet, base))


def sheet_pdf(enrolment: Enrolment, sequence: Sequence) -> bytes:
    """The generated sheet. Only its links are the learner's own: addresses that ask who reads them."""
    return summary_sheet_pdf(
        title=sequence.title,
        pathway=sequence.pathway.title,
        text=sheet_html(enrolment, sequence),
        link=lambda href: urljoin(settings.SITE_ORIGIN + "/", href) if href else "",
        example=enrolment.session.region.is_sandbox,
    )


def sheet_filename(sequence: Sequence) -> str:
    return f"fiche-{slugify(sequence.title) or sequence.pk}.pdf"


def linked_document(sequence: Sequence, document_id: int):
    """A document that the sheet links to; Http404 for any other."""
    field = Sequence._meta.get_field("summary_sheet")
    model = get_document_model()
    linked = {int(pk) for target, pk, *_path in field.extract_references(sequence.summary_sheet) if target is model}
    document = model.objects.filter(pk=document_id).first() if document_id in linked else None
    if document is None:
        raise Http404
    return document


def _own_links(text: str, base: str) -> str:
    """Links to documents as plain links below `base`."""

    def link(match: re.Match) -> str:
        pk = _ID.search(match[0])
        return f'<a href="{base}{pk[1]}/">' if pk else "<a>"

    return _DOCUMENT_LINK.sub(link, text)
