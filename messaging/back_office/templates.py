"""The templates of notices: the list, one to edit with its preview, back to the shipped words."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.rules import needs
from messaging.domain.letters import Letter, preview
from messaging.domain.templates import kind_lines, reset_template, sample_person, save_template, wording_of
from messaging.forms import TemplateForm
from messaging.kinds import NoticeKind, registered_kinds
from messaging.permissions import EDIT_NOTICES
from messaging.views.mailbox import framed


@needs(EDIT_NOTICES)
@require_safe
def index(request):
    return render(request, "messaging/back_office/index.html", {"lines": kind_lines(), "languages": dict(settings.LANGUAGES)})


@needs(EDIT_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, kind, language):
    """The words of one kind in one language; what is refused stays in the form."""
    found = _kind(kind, language)
    with translation.override(language):
        wording, edited = wording_of(found, language, sample_person(language))
    initial = {"subject": wording.subject, "text": wording.text, "html": wording.html}
    form = TemplateForm(request.POST or None, initial=initial, kind=found)
    if request.method == "POST" and form.is_valid():
        save_template(kind=found, language=language, wording=form.wording(), by=request.user)
        messages.success(request, _("The message “%(name)s” is saved.") % {"name": found.label})
        return redirect("notice_template", found.name, language)
    context = {"kind": found, "language": language, "language_name": dict(settings.LANGUAGES)[language], "form": form, "edited": edited}
    return render(request, "messaging/back_office/edit.html", context)


@xframe_options_sameorigin
@needs(EDIT_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, kind, language):
    """The message with sample data: what the form holds when it is sent here, else what is saved. Nothing is written."""
    found = _kind(kind, language)
    form = TemplateForm(request.POST, kind=found) if request.method == "POST" else None
    if form is not None and not form.is_valid():
        return render(request, "messaging/back_office/preview_refused.html", {"form": form}, status=422)
    person = sample_person(language)
    with translation.override(language):
        wording = form.wording() if form else wording_of(found, language, person)[0]
        letter = preview(found, wording, person)
    return _framed(request, letter)


def _framed(request, letter: Letter) -> HttpResponse:
    """The HTML part, or with ?text the text part, in a page that can run nothing."""
    html = letter.html
    if "text" in request.GET:
        html = render(request, "messaging/back_office/preview_text.html", {"letter": letter}).content.decode()
    return framed(html)


@needs(EDIT_NOTICES)
@require_POST
def reset(request, kind, language):
    found = _kind(kind, language)
    reset_template(kind=found, language=language)
    messages.success(request, _("“%(name)s” has its original words again.") % {"name": found.label})
    return redirect("notice_template", found.name, language)


def _kind(name: str, language: str) -> NoticeKind:
    found = next((kind for kind in registered_kinds() if kind.name == name), None)
    if found is None or language not in dict(settings.LANGUAGES):
        raise Http404
    return found
