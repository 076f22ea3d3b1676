# SPDX-License-Identifier: EUPL-1.2
"""Opening one's own account: the form, the link that confirms the address, the page of a parent."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.registration import (
    RegistrationOver,
    agree,
    ask_account,
    confirm,
    opens_with,
    refuse,
    registration_of,
    waiting_for_parent,
)
from accounts.models import RegistrationSettings
from accounts.registration_forms import ConfirmForm, RegisterForm
from accounts.views.invitation import BACKEND
from privacy.domain.consents import asked_at
from privacy.enums import TextPlace


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request) -> HttpResponse:
    """The form. What it answers depends on what was typed alone, never on who has an account."""
    if request.user.is_authenticated:
        return redirect("accounts:workspace")
    rules = RegistrationSettings.present()
    if not rules.is_open:
        return render(request, "accounts/register_closed.html", {"rules": rules})
    form = RegisterForm(request.POST or None, request=request, rules=rules, texts=asked_at(TextPlace.ACCOUNT))
    if request.method == "POST":
        valid = form.is_valid()
        if form.too_young:
            return render(request, "accounts/register_too_young.html", {"rules": rules})
        if valid and not form.is_too_often():
            ask_account(form.wanted())
            return redirect("accounts:registered")
    return render(request, "accounts/register.html", {"form": form, "rules": rules})


@require_safe
def registered(request) -> HttpResponse:
    return render(request, "accounts/registered.html", {"days": settings.REGISTRATION_DAYS})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request, token: str) -> HttpResponse:
    """Where the link of the mail leads: the password chosen opens the account, or has a parent asked."""
    row = registration_of(token)
    if row is None:
        return render(request, "accounts/confirm_over.html", status=410)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if opens_with(row, form.cleaned_data["password"]):
            return _confirmed(request, row)
        form.add_error("password", _("This is not the password you chose. After some wrong tries, wait an hour or open an account anew."))
    return render(request, "accounts/confirm.html", {"form": form, "row": row})


def _confirmed(request, row) -> HttpResponse:
    try:
        user = confirm(row)
    except RegistrationOver:
        return render(request, "accounts/confirm_over.html", status=410)
    if user is None:
        return render(request, "accounts/parent_asked.html", {"row": row, "days": settings.PARENT_ANSWER_DAYS})
    login(request, user, backend=BACKEND)
    messages.success(request, _("Welcome, %(name)s. Your account is open.") % {"name": user.get_short_name()})
    return redirect("accounts:workspace")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def parent(request, token: str) -> HttpResponse:
    """What a parent is asked, in plain words, and their answer. Looking answers nothing."""
    row = waiting_for_parent(token)
    answer = request.POST.get("answer", "")
    if row is None:
        return render(request, "accounts/parent_over.html", status=410)
    if answer not in {"yes", "no"}:
        texts = row.texts.select_related("text").order_by("text__order", "text__pk")
        context = {"row": row, "texts": texts, "days": settings.PARENT_ANSWER_DAYS, "unanswered": request.method == "POST"}
        return render(request, "accounts/parent.html", context)
    try:
        (agree if answer == "yes" else refuse)(row)
    except RegistrationOver:
        return render(request, "accounts/parent_over.html", status=410)
    return render(request, "accounts/parent_answered.html", {"row": row, "agreed": answer == "yes"})
