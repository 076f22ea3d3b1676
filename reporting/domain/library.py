"""How much of the library serves."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from courses.models import LibraryObject
from pathways.models import Step


@dataclass(frozen=True)
class LibraryUse:
    """Published objects, and how many of them a published pathway uses."""

    objects: int
    used: int

    @property
    def unused(self) -> int:
        return self.objects - self.used


def library_use() -> LibraryUse:
    published = LibraryObject.objects.live()
    steps = Step.objects.filter(activity=OuterRef("pk"), sequence__pathway__live=True)
    return LibraryUse(published.count(), published.filter(Exists(steps)).count())
