"""How each person wants to hear of each kind of notice (CMA-3.5)."""

from dataclasses import dataclass

from django.db import transaction

from accounts.enums import Role
from messaging.enums import Channel
from messaging.kinds import NoticeKind, registered_kinds
from messaging.models import NoticeChoice


@dataclass(frozen=True)
class Choice:
    kind: NoticeKind
    channel: Channel


def channel_for(user, kind: NoticeKind) -> Channel:
    """The way that counts: a notice that is required goes by mail whatever was chosen before it became so."""
    if kind.required:
        return Channel.MAIL
    chosen = NoticeChoice.objects.filter(user=user, kind=kind.name).values_list("channel", flat=True).first()
    return _allowed(kind, chosen)


def _allowed(kind: NoticeKind, chosen: str | None) -> Channel:
    channel = Channel(chosen) if chosen else kind.default
    return channel if channel in kind.channels else Channel.MAIL


def concerns(kind: NoticeKind, user) -> bool:
    """Does the person get such notices? By the roles held; a national manager acts as a regional one."""
    roles = kind.audience | ({Role.NATIONAL_MANAGER} if Role.REGIONAL_MANAGER in kind.audience else frozenset())
    return not kind.audience or not user.counts_as.isdisjoint(roles)


def choices_of(user) -> list[Choice]:
    """What the person may choose, with what holds now: required kinds are not among it."""
    chosen = dict(NoticeChoice.objects.filter(user=user).values_list("kind", "channel"))
    return [
        Choice(kind, _allowed(kind, chosen.get(kind.name))) for kind in registered_kinds() if not kind.required and concerns(kind, user)
    ]


def required_kinds(user) -> list[NoticeKind]:
    return [kind for kind in registered_kinds() if kind.required and concerns(kind, user)]


@transaction.atomic
def choose(*, user, channels: dict[str, str]) -> None:
    """Keep the person's choices; kinds that are not theirs to choose are passed over."""
    offered = {choice.kind.name: choice.kind for choice in choices_of(user)}
    for name, channel in channels.items():
        if name in offered and channel in offered[name].channels:
            NoticeChoice.objects.update_or_create(user=user, kind=name, defaults={"channel": channel})
