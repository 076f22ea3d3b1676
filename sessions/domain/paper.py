# SPDX-License-Identifier: EUPL-1.2
"""The printed sheet, signed on paper, comes back: its scan or photographs, who signed on it, and how it is withdrawn."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from files.domain.checks import FileRefused, check_file
from files.domain.papers import pdf_pages, upright_jpeg
from files.domain.stored import delete_after_commit
from sessions.domain.presence import lock_sheet
from sessions.domain.refusals import Refused
from sessions.enums import EntryAction, SessionState, SheetState, SignatureMethod
from sessions.models import Enrolment, PaperPage, PaperSheet, PresenceEntry, SessionEvent, Signature

# Photographs, and what scanners make.
KINDS = ("pdf", "jpg", "jpeg", "png", "heic", "heif", "webp")
PDF, JPEG = "application/pdf", "image/jpeg"


@dataclass(frozen=True)
class Page:
    """A file that was checked and may be kept. pages: how many it shows."""

    content: bytes
    media_type: str
    pages: int


def takes_paper(event: SessionEvent) -> bool:
    """From the beginning of the event on, and for ever: paper may come back long after the sheet was validated."""
    return event.session.state == SessionState.OPEN and event.starts_at <= timezone.now()


# --- What came back ---


def add_paper(*, event: SessionEvent, uploads: Iterable[UploadedFile], by: User) -> PaperSheet:
    """Keep the files, in their order, as a signed sheet of the event. Raises Refused saying what to change."""
    pages = read_pages(list(uploads))
    with transaction.atomic():
        event = lock_sheet(event)
        _check(event)
        return _keep(event, pages, by)


def replace_paper(*, sheet: PaperSheet, uploads: Iterable[UploadedFile], by: User, reason: str) -> PaperSheet:
    """Keep other files instead of those of `sheet`, which is withdrawn for `reason`. Who signed is read anew."""
    _check_reason(reason)
    pages = read_pages(list(uploads))
    with transaction.atomic():
        event = lock_sheet(sheet.event)
        _check(event)
        former = _locked(sheet)
        if not former.is_standing:
            raise Refused(_("This paper sheet is withdrawn already."))
        _withdraw(event, former, by, reason, empty=False)
        return _keep(event, pages, by, replaces=former)


def read_pages(uploads: list[UploadedFile]) -> list[Page]:
    """The files as they may be kept: photographs upright and written anew, PDFs as they came. Raises Refused."""
    most = settings.PAPER_SHEET_MAX_PAGES
    if not uploads:
        raise Refused(_("Choose the scan or the photographs of the signed sheet."))
    # Before any is unpacked: one file shows a page at least.
    _check_count(len(uploads), most)
    pages = [_read(upload) for upload in uploads]
    _check_count(sum(page.pages for page in pages), most)
    return pages


def _check_count(count: int, most: int) -> None:
    if count > most:
        message = ngettext(
            "%(count)d page: %(most)d at most at once. Send the others after.",
            "%(count)d pages: %(most)d at most at once. Send the others after.",
            count,
        )
        raise Refused(message % {"count": count, "most": most})


def _read(upload: UploadedFile) -> Page:
    try:
        accepted = check_file(upload, max_bytes=settings.PAPER_SHEET_MAX_BYTES, only=KINDS)
        if accepted.media_type != PDF:
            return Page(upright_jpeg(upload, name=accepted.name), JPEG, 1)
        count = pdf_pages(upload, name=accepted.name)
        return Page(upload.read(), PDF, count)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from refusal


def _check(event: SessionEvent) -> None:
    if event.session.state != SessionState.OPEN:
        raise Refused(_("Confirm the session first."))
    if not takes_paper(event):
        raise Refused(_("A signed paper sheet comes back once the event has begun."))


def _keep(event: SessionEvent, pages: list[Page], by: User, replaces: PaperSheet | None = None) -> PaperSheet:
    sheet = PaperSheet.objects.create(event=event, added_by=by, added_at=timezone.now(), replaces=replaces)
    for number, page in enumerate(pages, start=1):
        mark = hashlib.sha256(page.content).hexdigest()
        row = PaperPage(sheet=sheet, number=number, media_type=page.media_type, size=len(page.content), pages=page.pages, sha256=mark)
        row.file.save("page", ContentFile(page.content), save=False)
        row.save(force_insert=True)
    _note(EntryAction.PAPER_ADDED, sheet, by)
    return sheet


def _note(action: EntryAction, sheet: PaperSheet, by: User, reason: str = "") -> None:
    """A line of the sheet's history, with the fingerprints of the files: they tell what was there even once it is erased."""
    rows = list(sheet.pages.all())
    after = {"pages": sum(row.pages for row in rows), "sha256": [row.sha256 for row in rows], "emptied": sheet.emptied}
    PresenceEntry.objects.create(event=sheet.event, action=action, after=after, reason=reason, by=by, at=timezone.now())


# --- Who signed on it ---


@transaction.atomic
def note_signatures(*, sheet: PaperSheet, enrolments: Iterable[Enrolment], by: User, trainer: bool = False) -> int:
    """Note who is read to have signed on the paper, the trainer of the event too if asked; returns how many were not noted yet."""
    event = lock_sheet(sheet.event)
    sheet = _locked(sheet)
    if not sheet.is_standing:
        raise Refused(_("This paper sheet is withdrawn already."))
    signed = set(event.signatures.standing().values_list("enrolment", "signer"))
    people: list[tuple[Enrolment | None, int]] = [(one, one.user_id) for one in enrolments if one.session_id == event.session_id]
    people += [(None, event.trainer_id)] if trainer and event.trainer_id else []
    now, values = timezone.now(), {"event": event, "paper": sheet, "method": SignatureMethod.PAPER, "collected_by": by}
    rows = [
        Signature(enrolment=enrolment, signer_id=signer, signed_at=now, **values)
        for enrolment, signer in people
        if (enrolment.pk if enrolment else None, signer) not in signed
    ]
    Signature.objects.bulk_create(rows)
    _tell(EntryAction.SIGNED, rows, by, str(SignatureMethod.PAPER.label))
    return len(rows)


def _tell(action: EntryAction, signatures: list[Signature], by: User, reason: str) -> None:
    now = timezone.now()
    lines = [PresenceEntry(event=one.event, enrolment=one.enrolment, action=action, reason=reason, by=by, at=now) for one in signatures]
    PresenceEntry.objects.bulk_create(lines)


# --- Withdrawn ---


@transaction.atomic
def withdraw_paper(*, sheet: PaperSheet, by: User, reason: str, empty: bool = False) -> None:
    """Set a paper sheet aside, with the signatures read on it; a validated sheet then has to be validated again.

    empty: its files are erased too, for they show something else; allowed of one already withdrawn. What was there, who did it, when
    and why stay in the history.
    """
    _check_reason(reason)
    event = lock_sheet(sheet.event)
    sheet = _locked(sheet)
    if not sheet.is_standing and (sheet.emptied or not empty):
        return
    _withdraw(event, sheet, by, reason, empty=empty)


def _withdraw(event: SessionEvent, sheet: PaperSheet, by: User, reason: str, *, empty: bool) -> None:
    reason, stood = reason.strip()[:500], sheet.is_standing
    if stood:
        sheet.withdrawn_at, sheet.withdrawn_by, sheet.reason = timezone.now(), by, reason
        _set_aside(sheet, by, reason)
    if empty:
        sheet.emptied = True
        _erase_files(sheet)
    sheet.save(update_fields=["withdrawn_at", "withdrawn_by", "reason", "emptied"])
    _note(EntryAction.PAPER_WITHDRAWN, sheet, by, reason)
    if stood and event.sheet_state == SheetState.CLOSED:
        event.sheet_state = SheetState.CORRECTED
        event.save(update_fields=["sheet_state"])


def _set_aside(sheet: PaperSheet, by: User, reason: str) -> None:
    rows = list(sheet.signatures.standing().select_related("event", "enrolment"))
    sheet.signatures.standing().update(cancelled_at=timezone.now(), cancelled_by=by)
    _tell(EntryAction.SIGNATURE_CANCELLED, rows, by, reason)


def _erase_files(sheet: PaperSheet) -> None:
    delete_after_commit([page.file for page in sheet.pages.all()])
    sheet.pages.update(file="")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why the paper sheet is withdrawn."))


def _locked(sheet: PaperSheet) -> PaperSheet:
    return PaperSheet.objects.select_for_update(of=("self",)).select_related("event").get(pk=sheet.pk)


# --- As it is read ---


def page_filename(page: PaperPage, place: int | None = None) -> str:
    """Under which name a page is saved; place: its number among all those of the event, where they are put together."""
    event = page.sheet.event
    day = event.starts_at.astimezone(event.session.zone).date().isoformat()
    return f"emargement-{day}-{slugify(event.title)[:60] or event.pk}-papier-{place or page.number}.{page.extension}"


def content_of(page: PaperPage) -> bytes:
    """The file; b"" where it is not there, as after a restore without files."""
    try:
        with page.file.open("rb") as stored:
            return stored.read()
    except (OSError, ValueError):
        return b""
