"""Files of an unpacked package, as a plain web server would give them: only those that have a row."""

import mimetypes
import re
from collections.abc import Iterator

from django.conf import settings
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse

from courses.domain.scorm_launch import version_of_files
from courses.models import PackageFile

CHUNK = 256 * 1024
YEAR = 365 * 24 * 3600
# The system's own table differs from one machine to another.
TYPES = mimetypes.MimeTypes(filenames=())
for _type, _suffixes in {
    "text/html": ".html .htm",
    "application/xhtml+xml": ".xhtml",
    "text/javascript": ".js .mjs",
    "application/json": ".json .map",
    "application/xml": ".xml .xsd .dtd",
    "text/css": ".css",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/x-icon": ".ico",
    "font/woff": ".woff",
    "font/woff2": ".woff2",
    "font/ttf": ".ttf",
    "font/otf": ".otf",
    "application/vnd.ms-fontobject": ".eot",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg .oga",
    "audio/wav": ".wav",
    "video/mp4": ".mp4 .m4v",
    "video/webm": ".webm",
    "video/ogg": ".ogv",
    "text/vtt": ".vtt",
    "application/wasm": ".wasm",
    "application/pdf": ".pdf",
    "application/x-shockwave-flash": ".swf",
}.items():
    for _suffix in _suffixes.split():
        TYPES.add_type(_type, _suffix)
TEXTS = ("text/", "application/json", "application/xml", "application/xhtml+xml", "image/svg+xml")
LONGEST_SNIFFED = 1024 * 1024
DECLARED = re.compile(rb"charset\s*=|encoding\s*=|@charset", re.IGNORECASE)
RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)")


def package_file(request, token: str, name: str) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    version = version_of_files(token)
    file = _find(version, name) if version and "\x00" not in name else None
    if file is None:
        raise Http404
    tag = f'"{file.version.folder.hex}-{file.pk}"'
    response = HttpResponse(status=304) if tag in request.headers.get("If-None-Match", "") else _content(request, file)
    response["ETag"] = tag
    response["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = _policy()
    return response


def _find(version: int, name: str) -> PackageFile | None:
    """The file of that name; of another case where there is one only, for packages made on Windows."""
    files = PackageFile.objects.select_related("version").filter(version=version)
    exact = files.filter(path=name).first()
    if exact:
        return exact
    alike = list(files.filter(path__iexact=name)[:2])
    return alike[0] if len(alike) == 1 else None


def _policy() -> str:
    """What uploaded content may do: run its own code from its own origin, and show itself in our frames only.

    No form and no request goes to another origin than those the platform's settings name.
    """
    extra = " ".join(["data:", "blob:", *settings.CONTENT_EXTRA_SOURCES])
    return (
        f"default-src 'self' 'unsafe-inline' 'unsafe-eval' {extra}; object-src 'self'; base-uri 'self'; form-action 'self'; "
        f"frame-ancestors 'self' {settings.SITE_ORIGIN}"
    )


def _content(request, file: PackageFile) -> HttpResponseBase:
    storage = storages["packages"]
    name = f"{file.version.folder}/{file.path}"
    try:
        stream = storage.open(name, "rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    media_type = _content_type(file, stream)
    span = _range(request.headers.get("Range", ""), file.size)
    if span == ():
        stream.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    if span:
        return _part(stream, span, file.size, media_type)
    response = FileResponse(stream, content_type=media_type)
    response["Content-Length"] = str(file.size)
    response["Accept-Ranges"] = "bytes"
    return response


def _content_type(file: PackageFile, stream) -> str:
    """The type by the name. A charset is said only of UTF-8 text that does not declare its own encoding.

    Old packages are in Windows-1252 and say so in the document, which a header would override.
    """
    suffix = "." + file.path.rpartition(".")[2].lower() if "." in file.path else ""
    media_type = TYPES.types_map[True].get(suffix) or "application/octet-stream"
    if not media_type.startswith(TEXTS) or file.size > LONGEST_SNIFFED:
        return media_type
    content = stream.read()
    stream.seek(0)
    if content.isascii() or DECLARED.search(content[:2048]):
        return media_type
    try:
        content.decode()
    except UnicodeDecodeError:
        return media_type
    return f"{media_type}; charset=utf-8"


def _range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte of the one range asked for; () when it cannot be given, None when all is to be sent (RFC 9110, 14)."""
    found = RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    return (start, end) if start <= end and start < size else ()


def _part(stream, span: tuple[int, int], size: int, media_type: str) -> HttpResponseBase:
    first, last = span
    response = StreamingHttpResponse(_read(stream, first, last - first + 1), status=206, content_type=media_type)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def _read(stream, start: int, length: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        while length > 0 and (chunk := stream.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
