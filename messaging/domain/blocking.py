"""Want no more messages from someone; whoever accompanies a learner, or runs their session, is always heard."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from messaging.domain.refusals import Refused
from messaging.models import Block
from messaging.registry import ties_between


def may_block(user: User, other: User) -> bool:
    return not any(tie.in_charge and tie.is_open for tie in ties_between(user, other))


def is_blocked(*, by: User, other: User) -> bool:
    """Does `by` refuse what `other` writes?"""
    return Block.objects.filter(user=by, blocked=other).exists()


@transaction.atomic
def block(*, user: User, other: User) -> None:
    """Raises Refused for someone in charge."""
    if not may_block(user, other):
        message = _(
            "%(person)s accompanies you, or you them: their messages are part of the training. You can report a message to the managers."
        )
        raise Refused(message % {"person": other})
    Block.objects.get_or_create(user=user, blocked=other)


def unblock(*, user: User, other: User) -> None:
    Block.objects.filter(user=user, blocked=other).delete()
