"""Who is in charge of whose data."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from privacy.enums import Charge
from privacy.models import Request


def is_in_charge(user) -> bool:
    """Reads the requests of the people they manage."""
    return bool(user.is_active and user.may(Charge.SEE_REQUESTS))


def decides(user) -> bool:
    """Answers requests: the data of a person may lie in several regions."""
    return bool(user.is_active and user.may(Charge.ANSWER_REQUESTS))


def reads_audit(user) -> bool:
    return bool(user.is_active and user.may(Charge.READ_AUDIT))


def request_in_charge(user, pk: int) -> Request:
    """A request of the people one manages: 403 for who manages nobody, 404 for a request one may not see."""
    if not is_in_charge(user):
        raise PermissionDenied
    found = Request.objects.visible_to(user).select_related("user", "decided_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
