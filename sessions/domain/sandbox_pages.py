# SPDX-License-Identifier: EUPL-1.2
"""Which pages belong to a sandbox: all those of its made-up people; for who runs it, those about it."""

from accounts.models import Region, User
from sessions.models import Enrolment, TrainingSession
from sessions.permissions import SEE_SESSIONS
from sessions.rules import sees_regions

# By the name of an argument of the page's address: the rows of sandboxes that it may name.
NAMED = {
    "session_id": TrainingSession.objects.filter(region__is_sandbox=True),
    "enrolment_id": Enrolment.objects.filter(session__region__is_sandbox=True),
    "uid": User.objects.filter(is_made_up=True),
}
KEYS = {"uid": "uid"}


def is_of_sandbox(request) -> bool:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    if user.is_made_up:
        return True
    return sees_regions(user) and (_names_sandbox(request) or Region.objects.only_sandboxes(user, SEE_SESSIONS))


def _names_sandbox(request) -> bool:
    arguments = request.resolver_match.kwargs if request.resolver_match else {}
    for name, rows in NAMED.items():
        if name in arguments:
            return rows.filter(**{KEYS.get(name, "pk"): arguments[name]}).exists()
    code = arguments.get("code") or request.GET.get("region", "")
    return bool(code) and Region.objects.filter(code=code, is_sandbox=True).exists()
