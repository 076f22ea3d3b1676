"""Who may open a document by its own address (/documents/…): nobody but editors, unless a public page shows it.

Learners get files through the step that uses them (courses.players.library_files).
"""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.models import Page, ReferenceIndex

from cms.models import ContentPage, HomePage

PUBLIC_PAGES = (HomePage, ContentPage)


def guard_document(document, request: HttpRequest) -> None:
    """Wagtail's before_serve_document: raises Http404 for those who may not open the document this way."""
    user = request.user
    if user.is_authenticated and user.is_active and user.is_editor:
        return
    if not is_on_public_page(document):
        raise Http404


def is_on_public_page(document) -> bool:
    types = ContentType.objects.get_for_models(*PUBLIC_PAGES).values()
    pages = ReferenceIndex.get_references_to(document).filter(content_type__in=types).values_list("object_id", flat=True)
    return Page.objects.filter(pk__in=[int(pk) for pk in pages]).live().public().exists()
