"""Addresses of assignable units: what is allowed in a course structure, and the parameters of a launch."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, quote, urlsplit

from courses.scorm.addresses import path_of, with_path
from courses.scorm.problems import PackageRefused

# The names that the platform adds at launch (cmi5 8.1).
RESERVED = ("endpoint", "fetch", "actor", "registration", "activityId")
RESERVED_TINCAN = ("endpoint", "auth", "actor", "registration", "activity_id")
# An absolute IRI: a scheme, then none of the characters that RFC 3987 excludes.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f]+")
ABSOLUTE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
FORBIDDEN_IN_URL = re.compile(r"[\s<>\"{}|\\^`\x00-\x20\x7f]")
# A launch opens a page or hands over to an application; these run code or read files of the person's own machine.
DANGEROUS = frozenset({"javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source"})
MAX_IRI = 2000


def is_iri(text: str) -> bool:
    return len(text) <= MAX_IRI and IRI.fullmatch(text) is not None


def is_absolute(url: str) -> bool:
    return ABSOLUTE.match(url) is not None


def origin_of(url: str) -> str:
    """The web origin of an absolute address, as browsers say it; "" for a file of the package or an application."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}" if parts.scheme.lower() in {"http", "https"} else ""


def check_url(url: str, title: str, *, find: Callable[[str], str | None] | None, reserved: tuple[str, ...] = RESERVED) -> str:
    """The URL of a unit as it will be launched (cmi5 8.1, 13.1.4, 14.1, 14.2); raises PackageRefused.

    find: the real path of a file of the package, or None; itself None where the structure came without a package.
    """
    if not url or FORBIDDEN_IN_URL.search(url):
        raise PackageRefused("bad_url", url=url[:200], title=title)
    if is_absolute(url):
        _check_absolute(url, title)
    elif find is None:
        raise PackageRefused("relative_url_without_zip", url=url[:200], title=title)
    else:
        url = _in_package(url, find)
    taken = next((name for name, _value in parse_qsl(urlsplit(url).query, keep_blank_values=True) if name in reserved), None)
    if taken:
        raise PackageRefused("reserved_parameter", name=taken, url=url[:200], title=title)
    return url


def _check_absolute(url: str, title: str) -> None:
    scheme = ABSOLUTE.match(url)[1].lower()  # type: ignore[index]
    try:
        host = urlsplit(url).netloc
    except ValueError:
        host = ""
    if scheme in DANGEROUS or not host:
        raise PackageRefused("bad_url", url=url[:200], title=title)


def _in_package(url: str, find: Callable[[str], str | None]) -> str:
    path = None if url.startswith("//") else path_of(url)
    real = find(path) if path else None
    if real is None:
        raise PackageRefused("missing_launch_files", paths=[path or url])
    return with_path(url, real)


def launch_url(url: str, parameters: Mapping[str, str]) -> str:
    """The URL with the launch's parameters merged into its query, before its fragment (cmi5 8.1)."""
    before, mark, fragment = url.partition("#")
    joint = "" if before.endswith(("?", "&")) else "&" if "?" in before else "?"
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
    return f"{before}{joint}{query}{mark}{fragment}"
