"""Signatures gathered by those who keep the sheet: the code they show, signing on their screen, their own."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.network import address_of
from courses.views.files import stored_file_response
from sessions.domain.attendance import sheet_of, signature_words
from sessions.domain.refusals import Refused
from sessions.domain.signing import Origin, cancel_signature, code_at, is_signable, seconds_left, sign_as_trainer, sign_drawn, signing_opens
from sessions.forms_attendance import ReasonForm
from sessions.models import SessionEvent, Signature
from sessions.rules import kept_event, signed_by
from sessions.views.attendance import frame, learner_of


def origin_of(request) -> Origin:
    return Origin(address_of(request), request.headers.get("User-Agent", ""))


@require_safe
@login_required
@never_cache
def code(request, session_id, event_id):
    """The code of this minute, large enough for a room, with the address where it is typed."""
    event = kept_event(request.user, session_id, event_id)
    now = timezone.now()
    sheet = sheet_of(event)
    digits = code_at(event, now)
    address = settings.SITE_ORIGIN + reverse("training_sessions:sign")
    context = frame(request, event) | {
        "signable": is_signable(event, now),
        "signing_opens": signing_opens(event),
        "code": f"{digits[:3]} {digits[3:]}",
        "seconds": seconds_left(now),
        "address": address,
        "square": mark_safe(segno.make(address, error="m").svg_inline(scale=5, dark="#000", light="#fff", omitsize=True)),
        "sheet": sheet,
        "waiting": [row.name for row in sheet.rows if row.signature is None and row.is_enrolled],
    }
    return render(request, "sessions/attendance/code.html", context)


@login_required
@never_cache
def learner(request, session_id, event_id, enrolment_id):
    """A learner signs on the screen of whoever keeps the sheet. `next`: the following one signs after."""
    event = kept_event(request.user, session_id, event_id)
    enrolment = learner_of(event, str(enrolment_id))
    context = frame(request, event) | {"enrolment": enrolment, "signable": is_signable(event), "signing_opens": signing_opens(event)}
    context["following"] = _unsigned_after(event, enrolment)
    if request.method == "POST":
        drawing = request.POST.get("drawing", "")
        try:
            sign_drawn(event=event, enrolment=enrolment, drawing=drawing, origin=origin_of(request), collected_by=request.user)
        except Refused as refusal:
            return render(request, "sessions/attendance/learner_signs.html", context | {"problem": str(refusal)}, status=422)
        messages.success(request, _("%(person)s has signed.") % {"person": enrolment.user})
        if "next" in request.POST and context["following"]:
            return redirect("training_sessions:learner_signs", event.session_id, event.pk, context["following"].pk)
        return redirect("training_sessions:event_presence", event.session_id, event.pk)
    return render(request, "sessions/attendance/learner_signs.html", context)


def _unsigned_after(event: SessionEvent, enrolment):
    """The next learner of the sheet who has not signed, after `enrolment`, else from the top; None when all have."""
    rows = [row.enrolment for row in sheet_of(event).rows if row.is_enrolled and (row.signature is None or row.enrolment == enrolment)]
    if enrolment not in rows:
        return None
    place = rows.index(enrolment)
    return next(iter([*rows[place + 1 :], *rows[:place]]), None)


@login_required
@never_cache
def trainer(request, session_id, event_id):
    """Whoever leads the event signs the sheet: drawn, or confirmed from their account."""
    event = kept_event(request.user, session_id, event_id)
    context = frame(request, event) | {"signable": is_signable(event), "signing_opens": signing_opens(event)}
    if request.method != "POST":
        return render(request, "sessions/attendance/trainer_signs.html", context)
    try:
        if "confirm" not in request.POST and not request.POST.get("drawing"):
            raise Refused(_("Draw your signature in the frame first."))
        drawing = "" if "confirm" in request.POST else request.POST["drawing"]
        sign_as_trainer(event=event, by=request.user, origin=origin_of(request), drawing=drawing)
    except Refused as refusal:
        return render(request, "sessions/attendance/trainer_signs.html", context | {"problem": str(refusal)}, status=422)
    messages.success(request, _("You have signed the sheet."))
    return redirect("training_sessions:event_presence", event.session_id, event.pk)


@require_safe
@login_required
@never_cache
def picture(request, session_id, event_id, signature_id):
    """A drawn signature, for its signer and those who keep the sheet."""
    found = signed_by(request.user, event_id, signature_id)
    if found is None:
        kept_event(request.user, session_id, event_id)
        found = Signature.objects.filter(event=event_id, event__session=session_id, pk=signature_id).first()
    if found is None or not found.picture:
        raise Http404
    return stored_file_response(found.picture, name="signature.png", media_type="image/png", inline=True)


@login_required
@never_cache
def set_aside(request, session_id, event_id, signature_id):
    """Set a signature aside, with the reason."""
    event = kept_event(request.user, session_id, event_id)
    found = event.signatures.select_related("signer", "collected_by").filter(pk=signature_id).first()
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_signature(signature=found, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The signature is set aside; it stays in the history."))
            return redirect("training_sessions:event_presence", event.session_id, event.pk)
    context = frame(request, event) | {"form": form, "signature": found, "words": signature_words(found, event.session.zone)}
    return render(request, "sessions/attendance/set_aside.html", context)
