"""Certificates read by their owner and the manager, and checked by anyone who holds one."""

import re
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.network import address_of
from privacy.days import in_words
from sessions.domain.archives import file_name
from sessions.domain.certificates import find_certificate
from sessions.pdf.certificate import certificate_pdf, fact_lines, result_lines, verdict
from sessions.rules import readable_certificate

# Guessing 80 bits is hopeless anyway: this only keeps a machine from asking for ever.
CHECKS_PER_MINUTE = 30


@login_required
@never_cache
def certificate(request, enrolment_id):
    """The PDF, shown in the browser."""
    found = readable_certificate(request.user, enrolment_id)
    response = HttpResponse(certificate_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(found)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@never_cache
def certificate_page(request, enrolment_id):
    """The same content as an accessible page."""
    found = readable_certificate(request.user, enrolment_id)
    content = found.content
    context = {
        "certificate": found,
        "content": content,
        "facts": fact_lines(content),
        "verdict": verdict(content),
        "results": result_lines(content),
        "issued_on": in_words(date.fromisoformat(content["issued_on"])),
    }
    return render(request, "sessions/certificate.html", context)


def verify_form(request):
    """Where a code read on paper is typed."""
    code = re.sub(r"[^0-9A-Za-z-]", "", request.GET.get("code", ""))[:40]
    return redirect("training_sessions:verify", code) if code else render(request, "sessions/verify.html")


@never_cache
def verify(request, code):
    """What whoever holds a certificate needs to trust it, and nothing else: name, training, dates, region."""
    if _asks_too_often(request):
        return render(request, "sessions/verify.html", {"code": code, "slow_down": True}, status=429)
    found = find_certificate(code)
    if found is None:
        return render(request, "sessions/verify.html", {"code": code, "unknown": True}, status=404)
    content = found.content
    dates = {name: in_words(date.fromisoformat(content[name])) for name in ("starts_on", "ends_on", "issued_on")}
    return render(request, "sessions/verify.html", {"code": found.code, "content": content, **dates})


def _asks_too_often(request) -> bool:
    """Counts by network address and minute, in the shared cache; a count lost between two processes does no harm."""
    key = f"verify:{address_of(request) or ''}:{int(timezone.now().timestamp()) // 60}"
    asked = cache.get(key, 0) + 1
    cache.set(key, asked, 60)
    return asked > CHECKS_PER_MINUTE
