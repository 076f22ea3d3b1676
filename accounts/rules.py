"""Who may do what with accounts: a stranger gets 404, a member without the right 403."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.enums import Role
from accounts.models import User

# Whose way in a regional manager may mend: people of the region who manage nothing.
HELPED_BY_REGION = frozenset({Role.LEARNER, Role.TUTOR})


def refuse_all_but_national(user) -> None:
    """PermissionDenied for whoever is not a national manager."""
    if not (user.is_authenticated and user.is_national_manager):
        raise PermissionDenied


def for_national_managers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that national managers alone enter; who is not signed in is led there by what stands around it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        refuse_all_but_national(request.user)
        return view(request, *args, **kwargs)

    return guarded


def may_help(user, person: User) -> bool:
    """May `user` mend the way in of `person`: unlock, take the second step away, have a new password chosen?"""
    if user.is_superuser or (user.is_national_manager and not person.is_superuser):
        return person.pk != user.pk
    held = {role for role, _region in person._held}
    return bool(user.managed_region_ids) and bool(held) and held <= HELPED_BY_REGION and not person.is_superuser


def may_see_as(user, person: User) -> bool:
    """May `user` look at pages as `person` sees them? A learner or tutor, and nothing else, of the regions managed."""
    held = {role for role, _region in person._held}
    if person.pk == user.pk or person.is_superuser or not held or not held <= HELPED_BY_REGION:
        return False
    return user.is_national_manager or (bool(user.managed_region_ids) and User.objects.visible_to(user).filter(pk=person.pk).exists())


def helped_person(user, uid) -> User:
    """The person whose way in `user` may mend."""
    person = User.objects.visible_to(user).filter(uid=uid).first()
    if person is None:
        raise Http404
    if not may_help(user, person):
        raise PermissionDenied
    return person
