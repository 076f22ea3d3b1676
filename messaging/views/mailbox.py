"""Development only: the mails kept as files, as their readers see them."""

from functools import wraps

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from messaging.domain.mailbox import KeptMail, find_mail, kept_mails

MAIL_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups"],
}


def in_development(view):
    """These pages show everyone's mail: they exist in the development settings alone, where mails are kept as files."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO_PAGES:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@in_development
def mails(request):
    page = Paginator(kept_mails(), 30).get_page(request.GET.get("page"))
    return render(request, "messaging/mails.html", {"page": page})


@in_development
def mail(request, name):
    return render(request, "messaging/mail.html", {"mail": _found(name)})


@in_development
def mail_html(request, name):
    """The HTML alone, for a sandboxed frame: it can run nothing; its links open in the whole window."""
    return framed(_found(name).html)


def framed(html: str):
    """A mail's page for a frame: it can run nothing and fetch nothing; its links open in the whole window."""
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    response.__dict__["_csp_replace"] = MAIL_POLICY
    return response


@in_development
def mail_attachment(request, name, number):
    files = _found(name).attachments
    if number >= len(files):
        raise Http404
    filename, _media_type, content = files[number]
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _found(name: str) -> KeptMail:
    found = find_mail(name)
    if found is None:
        raise Http404
    return found
