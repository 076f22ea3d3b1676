"""Which guided visit a page offers, and what a person has seen of them."""

from dataclasses import dataclass

from accounts.prepared import Prepared
from cms.models import SeenTour
from cms.tours import Tour, registered_tours


@dataclass(frozen=True)
class Offer:
    """A visit on its own page; asked: the person came to follow it again."""

    tour: Tour
    asked: bool


_seen = Prepared(lambda user, tour: SeenTour.objects.filter(user=user, tour=tour).values_list("pk"))


def offered_tour(request) -> Offer | None:
    """The visit that begins on this page: offered once, and whenever it is asked for (`?visite=name`)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    here = request.resolver_match.view_name if request.resolver_match else ""
    tour = next((one for one in registered_tours() if one.url_name == here and one.shown_to(user)), None)
    if tour is None:
        return None
    if request.GET.get("visite") == tour.name:
        return Offer(tour, asked=True)
    return None if _seen(user=user.pk, tour=tour.name) else Offer(tour, asked=False)


def mark_seen(*, user, tour: Tour) -> None:
    SeenTour.objects.get_or_create(user=user, tour=tour.name)
