# SPDX-License-Identifier: EUPL-1.2
"""The paper sheet that comes back signed: sent, read, replaced, withdrawn by those who keep the sheet."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from files.serving import stored_file_response
from sessions.domain.attendance import Row, paper_words, sheet_of, withdrawal_words
from sessions.domain.paper import JPEG, add_paper, note_signatures, page_filename, replace_paper, takes_paper, withdraw_paper
from sessions.domain.refusals import Refused
from sessions.forms_attendance import NewPaperForm, PaperForm, ReasonForm, WithdrawalForm
from sessions.models import PaperSheet, SessionEvent, Signature
from sessions.rules import kept_event, kept_paper
from sessions.views.attendance import frame

# A phone offers its camera for it, and does not insist on it.
ACCEPT = "image/*,application/pdf"


def _sent(request) -> tuple:
    """What a form is made of: nothing but for a POST, be it empty."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@login_required
@never_cache
def new(request, session_id, event_id):
    """Send the scan or the photographs of the signed sheet."""
    event = kept_event(request.user, session_id, event_id)
    said = _("The signed sheet is kept. Say now who signed on it.")
    return _send(request, event, PaperForm(*_sent(request)), partial(add_paper, event=event), said=said, takes=takes_paper(event))


@login_required
@never_cache
def replace(request, session_id, event_id, paper_id):
    """Send better files instead, with the reason."""
    former = kept_paper(request.user, session_id, event_id, paper_id)
    said = _("The new files are kept; the former ones are marked as withdrawn. Say who signed on them.")
    keep, takes = partial(replace_paper, sheet=former), former.is_standing
    return _send(request, former.event, NewPaperForm(*_sent(request)), keep, said=said, takes=takes, paper=former)


def _send(request, event: SessionEvent, form, keep: Callable[..., PaperSheet], *, said: str, **shown):
    """The page on which files are chosen. keep: what keeps them; said: to the person once they are; shown: more for the page."""
    if request.method == "POST" and form.is_valid():
        reason = {"reason": form.cleaned_data["reason"]} if "reason" in form.cleaned_data else {}
        try:
            found = keep(uploads=request.FILES.getlist("pages"), by=request.user, **reason)
        except Refused as refusal:
            form.add_error("pages", str(refusal))
        else:
            messages.success(request, said)
            return _to(found)
    context = frame(request, event) | {"form": form, "accept": ACCEPT, **shown}
    return render(request, "sessions/attendance/paper_new.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def paper(request, session_id, event_id, paper_id):
    """The pages, and who signed on them.

    `everyone`: all those left but who is noted as away; else `signed` names enrolments, `trainer` the trainer.
    """
    found = kept_paper(request.user, session_id, event_id, paper_id)
    sheet = sheet_of(found.event)
    left, trainer_left = _left(found.event, sheet)
    if request.method == "POST":
        try:
            count = _note(request, found, left, trainer_left)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            message = ngettext("%(count)d signature more is noted.", "%(count)d signatures more are noted.", count)
            messages.success(request, message % {"count": count})
            return redirect("training_sessions:event_presence", found.event.session_id, found.event.pk)
    guess = _signed_before(found)
    on_it = [row for row in sheet.rows if row.signature and row.signature.paper_id == found.pk]
    context = frame(request, found.event) | {
        "paper": found,
        "told": paper_words(found),
        "withdrawn": withdrawal_words(found),
        "left": [(row, _is_likely(row, guess)) for row in left],
        "trainer_left": trainer_left,
        "signed": on_it,
        "trainers": [one for one in sheet.trainers if one.paper_id == found.pk],
    }
    return render(request, "sessions/attendance/paper.html", context)


def _left(event: SessionEvent, sheet) -> tuple[list[Row], bool]:
    """Who has no signature on the sheet yet, and whether its trainer has none."""
    trainer_left = event.trainer_id is not None and all(one.signer_id != event.trainer_id for one in sheet.trainers)
    return [row for row in sheet.rows if row.signature is None], trainer_left


def _note(request, found: PaperSheet, left: list[Row], trainer_left: bool) -> int:
    everyone = "everyone" in request.POST
    named = set(request.POST.getlist("signed"))
    chosen = [row.enrolment for row in left if (everyone and not _is_away(row)) or str(row.enrolment.pk) in named]
    trainer = trainer_left and (everyone or "trainer" in request.POST)
    if not chosen and not trainer:
        raise Refused(_("Tick those who signed on the paper."))
    return note_signatures(sheet=found, enrolments=chosen, by=request.user, trainer=trainer)


def _signed_before(found: PaperSheet) -> set:
    """Who was read on the paper that this one replaces."""
    if found.replaces_id is None:
        return set()
    return set(Signature.objects.filter(paper=found.replaces_id, enrolment__isnull=False).values_list("enrolment", flat=True))


def _is_away(row: Row) -> bool:
    """Noted as not there: such a person is ticked one by one, not with everybody."""
    return row.presence is not None and not row.presence.was_there


def _is_likely(row: Row, before: set) -> bool:
    """Ticked beforehand, for the person to look over: who signed the former paper, or is noted as there."""
    return row.enrolment.pk in before or (row.presence is not None and row.presence.was_there)


@login_required
@never_cache
def withdraw(request, session_id, event_id, paper_id):
    """Withdraw the sheet with the reason; of one withdrawn already, erase the pictures."""
    found = kept_paper(request.user, session_id, event_id, paper_id)
    if found.emptied:
        return _to(found)
    form = (WithdrawalForm if found.is_standing else ReasonForm)(*_sent(request)[:1])
    if request.method == "POST" and form.is_valid():
        empty = form.cleaned_data.get("empty", True)
        withdraw_paper(sheet=found, by=request.user, reason=form.cleaned_data["reason"], empty=empty)
        messages.success(request, _("Done: the history of the sheet says so."))
        return redirect("training_sessions:event_presence", found.event.session_id, found.event.pk)
    context = frame(request, found.event) | {"form": form, "paper": found, "told": paper_words(found)}
    return render(request, "sessions/attendance/paper_withdraw.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def page_file(request, session_id, event_id, paper_id, number):
    """One file of the sheet, shown in place; with `?enregistrer` saved under its name."""
    found = kept_paper(request.user, session_id, event_id, paper_id)
    page = next((one for one in found.pages.all() if one.number == number and one.file), None)
    if page is None:
        raise Http404
    media_type = JPEG if page.is_picture else page.media_type
    inline = "enregistrer" not in request.GET
    return stored_file_response(page.file, name=page_filename(page), media_type=media_type, inline=inline, request=request)


def _to(found: PaperSheet):
    return redirect("training_sessions:paper", found.event.session_id, found.event_id, found.pk)
