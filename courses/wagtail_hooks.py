"""The library in Wagtail's admin. The screens of module packages are in wagtail_hooks_packages."""

from importlib import import_module

from wagtail import hooks

from courses.back_office.chooser import library_chooser
from courses.back_office.guards import GuardedDeletion, GuardedUnpublishing, refuse_deletion, refuse_unpublishing
from courses.back_office.listing import LibraryViewSet
from courses.documents import guard_document

hooks.register("before_delete_page", refuse_deletion)
hooks.register("before_unpublish_page", refuse_unpublishing)
# After Wagtail's own, whose place they take.
hooks.register("register_bulk_action", GuardedDeletion, order=100)
hooks.register("register_bulk_action", GuardedUnpublishing, order=100)
hooks.register("before_serve_document", guard_document)


@hooks.register("register_admin_viewset")
def library_viewsets() -> list:
    return [LibraryViewSet(), library_chooser]


import_module("courses.wagtail_hooks_packages")
