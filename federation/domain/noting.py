"""What is written down of sign-ins through a provider: on its own row, in the journal of the account, in the audit log."""

import re
from typing import Any

from django.utils import timezone

from accounts.domain.events import note
from accounts.domain.ways import PROVIDER, first_step
from accounts.models import User
from accounts.models.event import EventKind
from federation.models import IdentityProvider
from federation.refusals import SignInRefused
from privacy.domain.audit import record
from privacy.enums import Action

LABEL = "federation.IdentityProvider"


def note_refusal(provider: IdentityProvider, refusal: SignInRefused, *, request) -> None:
    """Addresses of people, which some providers put into their errors, are left out."""
    detail = re.sub(r"\S+@\S+", "…@…", refusal.detail)[:300]
    told = {"last_refused_at": timezone.now(), "last_refusal": str(refusal.reason), "last_detail": detail}
    IdentityProvider.objects.filter(pk=provider.pk).update(**told)
    record(Action.REFUSED, model=LABEL, object_id=str(provider.pk), person=refusal.person, after={"last_refusal": str(refusal.reason)})
    user = User.objects.filter(pk=refusal.person).first() if refusal.person else None
    if user is not None:
        note(user=user, kind=EventKind.PROVIDER_REFUSED, request=request, detail=provider.name)


def note_use(provider: IdentityProvider) -> None:
    IdentityProvider.objects.filter(pk=provider.pk).update(last_used_at=timezone.now())


def way_for_audit(request, user: User) -> dict[str, Any]:
    """What the audit log tells of how the person came in: the provider; nothing for other ways."""
    step = first_step(request, user)
    if step.get("method") != PROVIDER:
        return {}
    return {"model": LABEL, "object_id": str(step["provider"]), "after": {"name": step["name"]}}
