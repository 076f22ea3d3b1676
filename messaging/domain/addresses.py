"""Where a message goes before there is a conversation: a person one shares something with, a region, the help."""

from dataclasses import dataclass

from accounts.models import Region, RoleAssignment, User
from accounts.models.user import fold
from messaging.enums import Desk
from messaging.models import Conversation, Participation
from messaging.permissions import ANSWER_HELP, ANSWER_REGION, WRITE_AS_REGION
from messaging.registry import ties_between


@dataclass(frozen=True)
class Address:
    """A conversation to be. people: those in it from the start; a desk's keepers join when something is written."""

    key: str
    people: tuple[User, ...]
    title: str = ""
    scope: str = ""
    desk: str = ""
    asker: User | None = None
    region: Region | None = None
    region_id: int | None = None

    def find(self) -> Conversation | None:
        return Conversation.objects.filter(key=self.key).first()

    def open(self) -> Conversation:
        """The conversation, begun if there was none; call within a transaction."""
        region_id = self.region.pk if self.region else self.region_id
        names = " ".join([*(str(one) for one in self.people), str(self.region or ""), self.title])
        values = {
            "title": self.title,
            "scope": self.scope,
            "desk": self.desk,
            "asker": self.asker,
            "region_id": region_id,
            "search_text": fold(names)[:700],
        }
        found, created = Conversation.objects.get_or_create(key=self.key, defaults=values)
        if created:
            Participation.objects.bulk_create([Participation(conversation=found, user=one) for one in self.people])
        return found


def address_of_person(user: User, other: User, scope: str = "") -> Address | None:
    """Towards someone one shares something with, about `scope` or what comes first; None for a stranger."""
    ties = [] if other.pk == user.pk else ties_between(user, other)
    tie = next((one for one in ties if not scope or one.scope == scope), None)
    if tie is None:
        return None
    pair = ":".join(sorted((str(user.uid), str(other.uid))))
    return Address(key=f"{tie.scope}:{pair}", people=(user, other), title=tie.title, scope=tie.scope, region_id=tie.region_id)


def address_of_region(asker: User, region: Region) -> Address:
    """Between a person and those who run a region."""
    return Address(key=f"region:{region.pk}:{asker.uid}", people=(asker,), desk=Desk.REGION, asker=asker, region=region)


def address_of_help(asker: User) -> Address:
    return Address(key=f"help:{asker.uid}", people=(asker,), desk=Desk.HELP, asker=asker)


def regions_to_write_to(user: User) -> list[Region]:
    """Where the person learns or tutors, and does not answer themselves."""
    held = RoleAssignment.objects.filter(user=user, region__isnull=False).exclude(region__in=user.reach(ANSWER_REGION).regions)
    return list(Region.objects.filter(pk__in=held.values("region")))


def keepers_of(conversation: Conversation) -> list[User]:
    """Who answers at its desk."""
    if conversation.desk == Desk.REGION:
        return list(User.objects.active().told_of(ANSWER_REGION, [conversation.region]))
    return list(User.objects.active().told_of(ANSWER_HELP)) if conversation.desk == Desk.HELP else []


def keeps(user: User, conversation: Conversation) -> bool:
    """Does the person read and answer at this desk?"""
    if conversation.desk == Desk.REGION:
        return any(user.reach(one).covers(conversation.region_id) for one in (ANSWER_REGION, WRITE_AS_REGION))
    return conversation.desk == Desk.HELP and user.may(ANSWER_HELP)
