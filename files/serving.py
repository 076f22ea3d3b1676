"""Files that leave the platform through a view which has checked who asks; permission is the caller's."""

import re
from collections.abc import Iterator

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from files.domain.checks import PREVIEWED

CHUNK = 256 * 1024
MISSING = (-1, -1)
# What a stored file may do if a browser shows it as a page: nothing. Chromium shows no PDF in a sandbox, and a PDF
# has no access to the origin that served it.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; frame-ancestors 'self'; sandbox"
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


def stored_file_response(stored: File, *, name: str, media_type: str, inline: bool, request: HttpRequest | None = None) -> HttpResponseBase:
    """A file of a storage with its type and safe headers: one range of bytes (RFC 9110, 14) or all of it.

    Raises Http404 where the row is there and its file is not, as after a restore without files.
    """
    shown = inline and is_shown_inline(media_type)
    try:
        stream = stored.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    span = _range(request.headers.get("Range", ""), stored.size) if request else None
    if span == MISSING:
        stream.close()
        return _with_headers(HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"}), name, media_type, shown)
    if span is None:
        return _with_headers(FileResponse(stream, content_type=media_type), name, media_type, shown)
    first, last = span
    response = StreamingHttpResponse(_read(stream, first, last - first + 1), status=206, content_type=media_type)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{stored.size}"
    return _with_headers(response, name, media_type, shown)


def is_shown_inline(media_type: str) -> bool:
    return media_type in PREVIEWED or media_type.startswith(("audio/", "video/")) or media_type == "text/vtt"


def _with_headers(response, name: str, media_type: str, inline: bool):
    response["Content-Disposition"] = content_disposition_header(not inline, name)
    response["Content-Security-Policy"] = PDF_POLICY if media_type == "application/pdf" else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _range(header: str, size: int) -> tuple[int, int] | None:
    """The bytes asked for, first and last; MISSING when they are not there; None when the header asks for no single range."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (start, end) if 0 <= start <= end < size else MISSING


def _read(stream, first: int, length: int) -> Iterator[bytes]:
    with stream:
        stream.seek(first)
        while length > 0 and (chunk := stream.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
