"""What people ask about their data: asked, taken back, decided, carried out."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.domain.erasing import ask_erasure
from privacy.domain.refusals import Refused
from privacy.enums import Ground, RequestKind, RequestState
from privacy.models import Request
from privacy.models.request import a_month_after
from privacy.registry import hindrances
from privacy.signals import request_decided, request_made


def make_request(*, user, kind: str, words: str = "") -> Request:
    """Ask for it; those in charge are told. Raises Refused where the same is already asked for or granted."""
    due = a_month_after(timezone.localdate())
    try:
        with transaction.atomic():
            made = Request.objects.create(user=user, kind=RequestKind(kind), words=words, due_on=due)
    except IntegrityError as twice:
        raise Refused(_("You have already asked for it: the answer will appear here.")) from twice
    transaction.on_commit(lambda: request_made.send(Request, request=made))
    return made


def take_back(request: Request) -> None:
    """The person does not want it any more. Raises Refused once it is decided."""
    if not Request.objects.open().filter(pk=request.pk).update(state=RequestState.WITHDRAWN):
        raise Refused(_("This request has already been answered."))


@transaction.atomic
def decide(request: Request, *, accepted: bool, answer: str, by) -> Request:
    """Answer a request, and carry it out where it is accepted. Raises Refused where it cannot be."""
    request = Request.objects.select_for_update(of=("self",)).select_related("user").get(pk=request.pk)
    if not request.is_open:
        raise Refused(_("This request has already been answered."))
    if request.user_id == by.pk:
        raise Refused(_("Somebody else answers your own request."))
    if accepted and request.kind == RequestKind.ERASURE and (reasons := hindrances(request.user)):
        raise Refused(" ".join(reasons))
    request.state = RequestState.ACCEPTED if accepted else RequestState.REFUSED
    request.answer, request.decided_by, request.decided_at = answer, by, timezone.now()
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    if accepted and request.kind == RequestKind.RESTRICTION:
        _set_active(request.user, False)
    transaction.on_commit(lambda: _tell_and_carry_out(request, by))
    return request


def _tell_and_carry_out(request: Request, by) -> None:
    """The answer is written before the account it is written to goes."""
    request_decided.send(Request, request=request)
    if request.state == RequestState.ACCEPTED and request.kind == RequestKind.ERASURE:
        ask_erasure(person=request.user, ground=Ground.REQUEST, by=by)


def carry_out_accepted() -> int:
    """Erase those whose request was accepted while the call was lost; returns how many. Harmless to call at any time."""
    waiting = Request.objects.filter(kind=RequestKind.ERASURE, state=RequestState.ACCEPTED, user__erasures__isnull=True)
    for request in waiting.select_related("user", "decided_by"):
        ask_erasure(person=request.user, ground=Ground.REQUEST, by=request.decided_by)
    return len(waiting)


@transaction.atomic
def lift(request: Request) -> None:
    """A restriction ends: the account opens again."""
    done = Request.objects.filter(pk=request.pk, kind=RequestKind.RESTRICTION, state=RequestState.ACCEPTED).update(
        state=RequestState.LIFTED
    )
    if not done:
        raise Refused(_("These data are not frozen."))
    _set_active(request.user, True)


def _set_active(user, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])


def restricted_people():
    """Ids of the people whose data are frozen: nothing is changed or deleted meanwhile."""
    return Request.objects.filter(kind=RequestKind.RESTRICTION, state=RequestState.ACCEPTED).values("user")
