"""What is used is neither deleted nor unpublished: the editor gets the list instead."""

from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from courses.domain.previews import forget_previews
from courses.enums import AttemptMode
from courses.models import LibraryObject
from courses.registry import Use, UseGroup, library_usage

GUARDED = {LibraryObject: library_usage}


def guard(model: type[Page], registry) -> None:
    """Let an app above protect its own pages the same way."""
    GUARDED[model] = registry


def uses_of(page: Page) -> list[UseGroup]:
    for model, registry in GUARDED.items():
        if isinstance(page, model):
            return registry.of(page.pk)
    return []


def refuse_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page], "unpublish")


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page], "delete")


class GuardedDeletion(DeleteBulkAction):
    """Wagtail's own would refuse some of it too, without saying where it is used."""

    def prepare_action(self, objects, objects_without_access):
        pages = [one.specific for one in objects]
        return _refusal(self.request, pages, "delete") or super().prepare_action(objects, objects_without_access)


class GuardedUnpublishing(UnpublishBulkAction):
    def prepare_action(self, objects, objects_without_access):
        pages = [one.specific for one in objects]
        return _refusal(self.request, pages, "unpublish") or super().prepare_action(objects, objects_without_access)


def _refusal(request: HttpRequest, pages: list[Page], action: str) -> HttpResponse | None:
    """The page that says where they are used; None when nothing stands in the way."""
    used = [(page, uses_of(page)) for page in pages]
    used = [(page, groups) for page, groups in used if groups]
    if action == "delete" and not used:
        for page in pages:
            if request.method == "POST" and isinstance(page, LibraryObject):
                forget_previews(page)
        used = [(page, groups) for page, groups in ((page, _protectors(page)) for page in pages) if groups]
    if not used:
        return None
    return render(request, "courses/back_office/in_use.html", {"used": used, "action": action}, status=409)


def _protectors(page: Page) -> list[UseGroup]:
    """What the database itself would refuse to let go, below the page as well, when no provider told of it."""
    held: set = set()
    for one in page.get_descendants(inclusive=True).specific():
        collector = Collector(using="default")
        try:
            collector.collect([one])
        except ProtectedError as error:
            held |= {row for row in error.protected_objects if getattr(row, "mode", "") != AttemptMode.PREVIEW}
        except RestrictedError as error:
            held |= set(error.restricted_objects)
    kinds: dict[str, list[Use]] = {}
    for one in held:
        kinds.setdefault(str(one._meta.verbose_name_plural), []).append(Use(str(one)))
    return [UseGroup(name, name, tuple(uses[:20])) for name, uses in sorted(kinds.items())]
