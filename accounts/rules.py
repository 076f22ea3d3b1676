"""Who may do what with accounts: a stranger gets 404, a member without the right 403."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import HELP_SIGN_IN, SEE_AS, Permission

# Whose way in a regional manager may mend: people of the region who manage nothing.
HELPED_BY_REGION = frozenset({Role.LEARNER, Role.TUTOR, Role.HOST})


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


def needs(permission: Permission) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view that only those enter whose roles allow it somewhere; what stands around it leads visitors to sign in."""

    def wrapped(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            refuse_without(request.user, permission)
            return view(request, *args, **kwargs)

        return guarded

    return wrapped


def refuse_without(user, permission: Permission) -> None:
    """PermissionDenied for whoever may do this nowhere."""
    if not (user.is_authenticated and user.may(permission)):
        raise PermissionDenied


def may_help(user, person: User) -> bool:
    """May `user` mend the way in of `person`: unlock, take the second step away, have a new password chosen?"""
    if user.is_superuser or (user.is_national_manager and not person.is_superuser):
        return person.pk != user.pk
    if person.is_superuser or not person.held_roles or not person.held_roles <= HELPED_BY_REGION:
        return False
    return any(user.may(HELP_SIGN_IN, region) for _role, region in person.held_places)


def may_see_as(user, person: User) -> bool:
    """May `user` look at pages as `person` sees them? A learner or tutor, and nothing else, of no region but theirs."""
    held = person.held_places
    if person.pk == user.pk or person.is_superuser or not held or not person.held_roles <= HELPED_BY_REGION:
        return False
    return all(user.may(SEE_AS, region) for _role, region in held)


def helped_person(user, uid) -> User:
    """The person whose way in `user` may mend."""
    person = User.objects.visible_to(user).filter(uid=uid).first()
    if person is None:
        raise Http404
    if not may_help(user, person):
        raise PermissionDenied
    return person
