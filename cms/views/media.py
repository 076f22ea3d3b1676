"""Pictures that editors published. Nothing else of the file store leaves through here."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
RENDERED, ORIGINALS = "images", "original_images"
MONTH = 60 * 60 * 24 * 30


@require_safe
def picture(request, path: str):
    """A rendered picture, for anyone; an original (it may carry a place and a name) only for the back office."""
    name = PurePosixPath(path)
    kind = TYPES.get(name.suffix.lower())
    folder = name.parts[0] if len(name.parts) > 1 else ""
    allowed = folder == RENDERED or (folder == ORIGINALS and request.user.is_staff)
    if kind is None or not allowed:
        raise Http404
    response = FileResponse(_open(path), content_type=kind)
    scope = "public" if folder == RENDERED else "private"
    response["Cache-Control"] = f"{scope}, max-age={MONTH}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _open(path: str):
    try:
        return default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation) as refusal:
        raise Http404 from refusal
