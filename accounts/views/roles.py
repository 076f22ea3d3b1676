# SPDX-License-Identifier: EUPL-1.2
"""Roles: those that come with the software, and one's own, made from permissions in plain words (DCL-11)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.role_making import change_role, delete_role, make_role
from accounts.domain.role_words import grouped
from accounts.domain.roles import RoleRefused
from accounts.enums import Role, Scope
from accounts.forms_roles import RoleForm
from accounts.models import DefinedRole, RoleAssignment
from accounts.permissions import permissions_named, registered_permissions
from accounts.rules import for_national_managers

HOLDERS = 30
ANSWERS = ["GET", "HEAD", "POST"]


@login_required
@for_national_managers
@require_safe
def roles(request) -> HttpResponse:
    """All roles, with how many people hold each."""
    found = list(DefinedRole.objects.annotate(holders=Count("assignments__user", distinct=True)).order_by("-is_shipped", "pk"))
    shipped, own = [one for one in found if one.is_shipped], [one for one in found if not one.is_shipped]
    return render(request, "accounts/roles.html", {"shipped": shipped, "own": own, "scopes": Scope})


@login_required
@for_national_managers
@require_safe
def role(request, code: str) -> HttpResponse:
    """What a role allows, in words, and who holds it."""
    found = get_object_or_404(DefinedRole, code=code)
    held = RoleAssignment.objects.filter(role=found).select_related("user", "region").order_by("user__last_name", "user__first_name", "pk")
    context = {
        "role": found,
        "rights": grouped(permissions_named(found.allows())),
        "page": Paginator(held, HOLDERS).get_page(request.GET.get("page")),
        "reads_only": found.code == Role.AUDITOR,
    }
    return render(request, "accounts/role.html", context)


@login_required
@for_national_managers
@require_http_methods(ANSWERS)
def role_new(request) -> HttpResponse:
    """First where it is held (`portee`), unless it begins as a copy (`depuis`); then what it allows."""
    source = next((one for one in DefinedRole.objects.all() if one.code == request.GET.get("depuis")), None)
    scope = source.scope if source else request.GET.get("portee", "")
    if scope not in Scope.values:
        return render(request, "accounts/role_scope.html", {"scopes": Scope})
    chosen = source.allows() if source else frozenset()
    form = RoleForm(request.POST or None, scope=scope, chosen=chosen)
    return _answer(request, form, lambda said: make_role(scope=scope, **said, by=request.user), scope=scope, source=source)


@login_required
@for_national_managers
@require_http_methods(ANSWERS)
def role_edit(request, code: str) -> HttpResponse:
    found = get_object_or_404(DefinedRole, code=code, is_shipped=False)
    initial = {"name": found.name, "description": found.description}
    form = RoleForm(request.POST or None, scope=found.scope, chosen=frozenset(found.permissions), initial=initial)
    return _answer(request, form, lambda said: change_role(found, **said, by=request.user), scope=found.scope, role=found)


def _answer(request, form: RoleForm, write, *, scope: str, **context) -> HttpResponse:
    """The form; with what the role will allow, when that is asked; or the role, once it is written."""
    preview = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("action") == "preview":
            preview = grouped({one for chosen in permissions_named(form.chosen) for one in chosen.whole()})
        else:
            try:
                role = write(form.said())
            except RoleRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The role “%(name)s” is saved.") % {"name": role})
                return redirect("accounts:role", role.code)
    context |= {"form": form, "preview": preview, "previewed": preview is not None, "scope": Scope(scope)}
    return render(request, "accounts/role_form.html", context)


@login_required
@for_national_managers
@require_POST
def role_delete(request, code: str) -> HttpResponse:
    found = get_object_or_404(DefinedRole, code=code)
    try:
        delete_role(found, by=request.user)
    except RoleRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:role", code)
    messages.success(request, _("The role “%(name)s” is deleted.") % {"name": found})
    return redirect("accounts:roles")


@login_required
@for_national_managers
@require_safe
def role_matrix(request) -> HttpResponse:
    """Which right belongs to which roles, in one table."""
    allowed = [(one, one.allows()) for one in DefinedRole.objects.all()]
    groups = [
        (label, [(one, [role for role, allows in allowed if one.codename in allows]) for one in permissions])
        for label, permissions in grouped(registered_permissions())
    ]
    return render(request, "accounts/role_matrix.html", {"groups": groups})
