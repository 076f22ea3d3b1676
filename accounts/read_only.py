"""Requests that may look and not touch: those of auditors, and those of whoever sees pages as somebody else."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.seen_as import person_seen
from accounts.enums import Role

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# What an auditor sends all the same: about their own account and display, and to have a report written to a file.
AUDITORS_OWN = ("account_", "mfa_")
AUDITORS_NAMES = frozenset(
    {
        "accounts:profile",
        "accounts:consent_give",
        "accounts:consent_owed",
        "accounts:consent_withdraw",
        "accounts:forced_change",
        "accounts:two_step_later",
        "accounts:session_end",
        "accounts:sessions_end_others",
        "boards:arrange",
        "cms:text_size",
        "visits:choose",
        "cms:tour_seen",
        "messaging:choices",
        "messaging:notices_read",
        "reporting:export_new",
        "training_sessions:archive_new",
    }
)
# What belongs to a person alone: their letters, and the way into their account.
PRIVATE = ("accounts:", "account_", "federation:", "mfa_", "messaging:")
ALWAYS = frozenset({"accounts:workspace", "accounts:see_as_end"})


class AuditorMiddleware:
    """An auditor reads and exports, and changes nothing, whatever page asks (CMA-1.8)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method in SAFE or not request.user.is_authenticated or not request.user.has_role(Role.AUDITOR):
            return
        name = request.resolver_match.view_name or ""
        if name not in AUDITORS_NAMES and not name.startswith(AUDITORS_OWN):
            raise PermissionDenied(_("As an auditor you read and export; you change nothing."))


class SeenAsMiddleware:
    """Pages as another person sees them: `request.user` is that person, `request.seen_by` whoever really asks.

    Whatever a page would write on being looked at (a first visit, a mark of what was seen) is undone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = person_seen(request)
        if person is None:
            return self.get_response(request)
        request.seen_by, request.user = request.user, person
        with transaction.atomic():
            response = self.get_response(request)
            transaction.set_rollback(True)
        return response

    def process_view(self, request, view, args, kwargs):
        if not hasattr(request, "seen_by"):
            return
        name = request.resolver_match.view_name or ""
        if name in ALWAYS:
            return
        if request.method not in SAFE:
            raise PermissionDenied(_("You are looking at this page as somebody else: nothing can be changed."))
        if name.startswith(PRIVATE):
            raise PermissionDenied(_("This page belongs to the person alone."))
