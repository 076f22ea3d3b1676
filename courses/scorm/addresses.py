"""Addresses in a manifest: bases joined, parameters added, the file they name."""

import posixpath
import re
from urllib.parse import quote, unquote, urlsplit

SAFE = "/%:@!$&'()*+,;=~-._"
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


def join(*parts: str) -> str:
    """The address that each part relative to the former gives (xml:base, SCORM CAM 3.4.1.9); backslashes mended.

    A base is a folder whether or not it ends in "/": that is how content tools and players read it.
    """
    address = ""
    for part in (part.strip().replace("\\", "/") for part in parts):
        if not part:
            continue
        address = part if not address or is_external(part) else f"{address.rstrip('/')}/{part}"
    return address


def is_external(address: str) -> bool:
    """Whether it names something outside the package (https:, mailto:, //host)."""
    return bool(_SCHEME.match(address)) or address.startswith("//")


def path_of(address: str) -> str | None:
    """The path of the file in the package that an address names, without query and fragment; None when outside."""
    if is_external(address):
        return None
    bare = re.split(r"[?#]", address, maxsplit=1)[0]
    path = posixpath.normpath(unquote(bare).lstrip("/")) if bare.strip("/") else ""
    return None if path.startswith("../") or path == ".." else path


def with_path(address: str, path: str) -> str:
    """The address with its path replaced by the real path of the file, quoted; query and fragment kept."""
    found = re.search(r"[?#].*$", address, re.DOTALL)
    return quote(path, safe="/!$&'()*+,;=:@~-._") + (quote(found[0], safe=SAFE + "?#[]") if found else "")


def add_parameters(address: str, parameters: str) -> str:
    """Append an item's parameters to the address of its resource (SCORM CAM 3.4.1.5, "parameters").

    Leading "?" and "&" are dropped; "#…" stays a fragment unless the address has one already; anything
    else is joined with "?", or "&" when the address has a query. The query comes before the fragment.
    """
    extra = parameters.strip().lstrip("?&")
    if not extra:
        return address
    if extra.startswith("#"):
        return address if "#" in address else address + quote(extra, safe=SAFE + "?#")
    before, mark, fragment = address.partition("#")
    joint = "&" if urlsplit(before).query or before.endswith("?") else "?"
    if before.endswith(("?", "&")):
        joint = ""
    return f"{before}{joint}{quote(extra, safe=SAFE + '?')}{mark}{fragment}"
