"""Files of the library, which leave it only through the step that uses them."""

from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.documents import get_document_model

from courses.models import LibraryObject
from courses.players.context import LearningContext
from files.domain.checks import extension_of, media_type_of
from files.serving import stored_file_response

MORE_TYPES = {"vtt": "text/vtt", "zip": "application/zip"}


def library_type(name: str) -> str:
    """The media type to serve a document of the library with, from its file name."""
    return MORE_TYPES.get(extension_of(name)) or media_type_of(name)


def library_file_response(request: HttpRequest, document, *, inline: bool = True) -> HttpResponseBase:
    if document is None:
        raise Http404
    return stored_file_response(
        document.file, name=document.filename, media_type=library_type(document.filename), inline=inline, request=request
    )


def linked_documents(activity: LibraryObject) -> set[int]:
    """Ids of the documents that the rich text of an object links to."""
    model = get_document_model()
    found = set()
    for field in activity._meta.get_fields():
        if hasattr(field, "extract_references"):
            references = field.extract_references(field.value_from_object(activity))
            found |= {int(pk) for target, pk, *_path in references if target is model}
    return found


def serve_linked(request: HttpRequest, context: LearningContext, argument: str) -> HttpResponseBase:
    """GET lien/<id>: a document that the object's text links to."""
    if not argument.isdecimal() or int(argument) not in linked_documents(context.activity):
        raise Http404
    return library_file_response(request, get_document_model().objects.filter(pk=int(argument)).first())
